/**
 * Which statements of a file have to wait when something is made later than it was written. Moves
 * too many rather than too few; knows nothing of why something is late.
 */
import type { Catalog, Qualified } from "../sql/catalog.ts";
import { qualify } from "../sql/names.ts";
import type { Name, Step } from "../sql/step.ts";
import type { MigrationReport, StatementReport } from "./migration.ts";
import type { Late, SafePlan } from "./safe-plan.ts";

/**
 * Statements behind the plan's that need what is late, or what such a statement makes; in order.
 * Undefined when one of them cannot be moved: it ends a transaction, or stands in one.
 */
export function dependentsOf(
  { statements }: MigrationReport,
  { statement, instead, late }: Pick<SafePlan, "statement" | "instead" | "late">,
): readonly StatementReport[] | undefined {
  const moved: StatementReport[] = [];
  const names = new Set(late.names);
  const follow = new Set<Qualified>();
  for (const report of statements.slice(statement + 1)) {
    if (instead.has(report.index)) continue;
    const { steps } = report.statement;
    const isUnclear = report.effects.isUnknown && !steps.every(isOfRows);
    const waits =
      steps.length > 0 &&
      !steps.every(isOfSession) &&
      (isUnclear || steps.some((step) => needs(step, report.before, late, names, follow)));
    if (!waits) continue;
    if (steps.some((step) => step.kind === "transaction" || isConcurrent(step))) return undefined;
    if (report.transaction.isExplicit) return undefined;
    moved.push(report);
    for (const step of steps) {
      for (const name of namesIn(step, report.before)) follow.add(name);
    }
  }
  return moved;
}

function isConcurrent(step: Step): boolean {
  return "concurrently" in step && step.concurrently;
}

function isOfSession({ kind }: Step): boolean {
  return kind === "set" || kind === "transaction";
}

function isOfRows({ kind }: Step): boolean {
  return ["insert", "update", "delete", "merge", "select", "copy"].includes(kind);
}

function needs(
  step: Step,
  catalog: Catalog,
  late: Late,
  names: ReadonlySet<Qualified>,
  follow: ReadonlySet<Qualified>,
): boolean {
  const touched = namesIn(step, catalog);
  if (touched.some((name) => follow.has(name))) return true;
  if (step.kind === "dynamic" || step.kind === "other") return true;
  if (!touched.some((name) => names.has(name))) return false;
  return !goesWithout(step, catalog, late.kind, names);
}

/** Whether the step speaks of the table, but does the same before and after. */
function goesWithout(
  step: Step,
  catalog: Catalog,
  kind: Late["kind"],
  names: ReadonlySet<Qualified>,
): boolean {
  if (kind === "column") return false;
  switch (step.kind) {
    case "add-column":
      return step.column.constraints.every((one) => one.kind !== "foreign-key") || kind !== "key";
    case "create-index":
      return !names.has(indexKey(step, catalog));
    case "set-default":
    case "drop-default":
    case "create-table":
      return kind !== "key" || step.kind !== "create-table";
    case "drop-not-null":
      return kind === "index";
    case "add-constraint": {
      const { constraint } = step;
      if (constraint.kind === "check") return true;
      if (constraint.kind !== "foreign-key") return false;
      return kind !== "key" || !names.has(qualify(catalog, constraint.target));
    }
    case "insert":
    case "update":
    case "delete":
    case "select":
      return kind !== "key";
    default:
      return false;
  }
}

function indexKey({ index, table }: Step & { readonly kind: "create-index" }, catalog: Catalog) {
  const { schema } = catalog.tables.get(qualify(catalog, table)) ?? { schema: "public" };
  return `${schema}.${index ?? ""}`;
}

/** Relations and types that a step names or makes. */
function namesIn(step: Step, catalog: Catalog): readonly Qualified[] {
  const written: (Name | undefined)[] = [];
  for (const value of Object.values(step)) {
    if (Array.isArray(value)) written.push(...value.filter(isName));
    else if (isName(value)) written.push(value);
  }
  if (step.kind === "add-constraint" && step.constraint.kind === "foreign-key") {
    written.push(step.constraint.target);
  }
  const columns =
    step.kind === "create-table" ? step.columns : step.kind === "add-column" ? [step.column] : [];
  for (const { type, constraints } of columns) {
    written.push(type);
    for (const one of constraints) if (one.kind === "foreign-key") written.push(one.target);
  }
  if (step.kind === "create-table") {
    for (const one of step.constraints) if (one.kind === "foreign-key") written.push(one.target);
  }
  const found = written.flatMap((name) => (name === undefined ? [] : qualify(catalog, name)));
  if (step.kind !== "create-index") return found;
  return [...found, indexKey(step, catalog)];
}

function isName(value: unknown): value is Name {
  return typeof value === "object" && value !== null && "name" in value && "schema" in value;
}
