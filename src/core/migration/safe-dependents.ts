/**
 * Which statements of a file have to wait when something is made later than it was written. Moves
 * too many rather than too few; knows nothing of why something is late.
 */
import type { Catalog, Qualified } from "../sql/catalog.ts";
import { qualify } from "../sql/names.ts";
import type { Constraint, Name, Step } from "../sql/step.ts";
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
    if (!waits(report, late, names, follow)) continue;
    if (report.transaction.isExplicit || !isMovable(report)) return undefined;
    moved.push(report);
    for (const step of report.statement.steps.flatMap((one) => [one, ...insideOf(one)])) {
      for (const name of namesIn(step, report.before)) follow.add(name);
    }
  }
  return moved;
}

function waits(
  { statement: { steps }, effects, before }: StatementReport,
  late: Late,
  names: ReadonlySet<Qualified>,
  follow: ReadonlySet<Qualified>,
): boolean {
  if (steps.every(isOfSession)) return false;
  if (effects.isUnknown && !steps.every(isOfRows)) return true;
  // What moved may be what has let go of it so far: a column of the type that is dropped.
  if (follow.size > 0 && steps.some(isRemoval)) return true;
  return steps.some((step) => needs(step, before, late, names, follow));
}

function isRemoval({ kind }: Step): boolean {
  return /^(?:drop|rename)-/.test(kind) && kind !== "drop-default" && kind !== "drop-not-null";
}

function isMovable({ statement }: StatementReport): boolean {
  return !statement.steps.some((step) => step.kind === "transaction" || isConcurrent(step));
}

function insideOf(step: Step): readonly Step[] {
  return step.kind === "dynamic" ? (step.inside ?? []) : [];
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
  if (step.kind === "other") return true;
  if (step.kind === "dynamic") {
    const { inside } = step;
    return !inside || inside.some((one) => needs(one, catalog, late, names, follow));
  }
  const touched = namesIn(step, catalog);
  if (touched.some((name) => follow.has(name))) return true;
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
  const written = [...Object.values(step).flat().filter(isName), ...namesInside(step)];
  const found = written.map((name) => qualify(catalog, name));
  return step.kind === "create-index" ? [...found, indexKey(step, catalog)] : found;
}

function namesInside(step: Step): readonly Name[] {
  switch (step.kind) {
    case "add-constraint":
      return targetsOf([step.constraint]);
    case "add-column":
      return [step.column.type, ...targetsOf(step.column.constraints)];
    case "create-table":
      return [
        ...step.columns.flatMap(({ type, constraints }) => [type, ...targetsOf(constraints)]),
        ...targetsOf(step.constraints),
      ];
    default:
      return [];
  }
}

function targetsOf(constraints: readonly Constraint[]): readonly Name[] {
  return constraints.flatMap((one) => (one.kind === "foreign-key" ? one.target : []));
}

function isName(value: unknown): value is Name {
  return typeof value === "object" && value !== null && "name" in value && "schema" in value;
}
