/**
 * For rules about locks, transactions and settings: which tables of others a statement locks or
 * works through, and what SET says. Knows no rule and no table's size.
 */

import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { qualify } from "../../sql/names.ts";
import { type LockMode, lockModes, type Step, type StepKind } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";

export function isAtLeast(mode: LockMode, least: LockMode): boolean {
  return lockModes.indexOf(mode) >= lockModes.indexOf(least);
}

/** A table or view that somebody may be using while the file runs: not made by it, not temporary. */
export function isInUse(file: MigrationReport, table: Qualified): boolean {
  if (file.created.has(table) || table.startsWith("pg_temp.")) return false;
  const isView = file.statements.some(({ after }) => after.views.has(table));
  return !isView || file.before.views.has(table);
}

/** Tables in use that the statement locks at least so strongly, the strongest first. */
export function lockedTables(
  { effects }: StatementReport,
  file: MigrationReport,
  least: LockMode,
): Qualified[] {
  return effects.locks.flatMap(({ name, kind, mode }) =>
    (kind === "table" || kind === "materialized view") &&
    isAtLeast(mode, least) &&
    isInUse(file, name)
      ? [name]
      : [],
  );
}

export type Work = {
  readonly table: Qualified;
  /** "scans Post": what takes as long as the table is large. */
  readonly doing: string;
};

/** What takes longer the more rows a table in use has; undefined for what is over at once. */
export function workOf(report: StatementReport, file: MigrationReport): Work | undefined {
  const { rewrites, builds, scans } = report.effects;
  if (isOneRow(report)) return undefined;
  const work = (tables: readonly Qualified[], doing: (name: string) => string) => {
    const table = tables.find((one) => isInUse(file, one));
    return table === undefined ? undefined : { table, doing: doing(shortName(table)) };
  };
  return (
    work(
      rewrites.flatMap(({ name, kind }) => (kind === "table" ? [name] : [])),
      (name) => `rewrites ${name}`,
    ) ??
    work(
      builds.map(({ table }) => table),
      (name) => `builds an index on ${name}`,
    ) ??
    work(changedTables(report), (name) => `changes rows of ${name}`) ??
    work(scans, (name) => `scans ${name}`)
  );
}

/** Tables whose rows the statement changes, many at once for all that is known. */
function changedTables({ statement, before }: StatementReport): Qualified[] {
  return statement.steps.flatMap((step) => {
    const isBulk =
      step.kind === "update" ||
      step.kind === "delete" ||
      step.kind === "merge" ||
      (step.kind === "insert" && step.fromQuery);
    return isBulk ? [qualify(before, step.table)] : [];
  });
}

/** A change of the rows that stand under literal keys: `WHERE id = 27`. */
function isOneRow({ statement, before }: StatementReport): boolean {
  const [step, ...others] = statement.steps;
  if ((step?.kind !== "update" && step?.kind !== "delete") || others.length > 0) return false;
  const column = byLiteral.exec(statement.text)?.[1];
  const constraints = before.tables.get(qualify(before, step.table))?.constraints.values() ?? [];
  return [...constraints].some(
    ({ kind, ...constraint }) =>
      (kind === "primary-key" || kind === "unique") &&
      "columns" in constraint &&
      constraint.columns.length === 1 &&
      constraint.columns[0] === column,
  );
}

/** `WHERE "id" = 27` or `WHERE name IN ('a', 'b')` at the end of a statement. */
const byLiteral =
  /\bwhere\s+"?(\w+)"?\s*(?:=\s*(?:'[^']*'|\d+)|in\s*\(\s*(?:'[^']*'|\d+)(?:\s*,\s*(?:'[^']*'|\d+))*\s*\))\s*$/i;

/** The steps of one kind, with their shape. */
export function stepsOf<Kind extends StepKind["kind"]>(
  { statement }: StatementReport,
  kind: Kind,
): (Step & { readonly kind: Kind })[] {
  return statement.steps.filter((step): step is Step & { readonly kind: Kind } => {
    return step.kind === kind;
  });
}

/** A statement that begins or ends a transaction or sets something; nothing of the database. */
export function isFrame({ statement }: StatementReport): boolean {
  const { steps } = statement;
  return steps.length > 0 && steps.every(({ kind }) => kind === "transaction" || kind === "set");
}

/**
 * What SET gives a setting that is a time, in milliseconds: a bare number is milliseconds already.
 * Undefined for what is no time. https://www.postgresql.org/docs/current/config-setting.html
 */
export function milliseconds(value: string | undefined): number | undefined {
  const read = /^'?\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*'?$/.exec(value ?? "");
  if (read === null) return undefined;
  return Number(read[1]) * (units[read[2] ?? "ms"] ?? 1);
}

const units: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `A, B and C`; of more than four the first three and how many others. */
export function listed(words: readonly string[]): string {
  if (words.length > 4) return `${words.slice(0, 3).join(", ")} and ${words.length - 3} others`;
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** Statements that PostgreSQL runs outside of transactions only: no SET LOCAL can precede them. */
export function needsNoTransaction({ statement }: StatementReport): boolean {
  return statement.steps.some(
    (step) =>
      step.kind === "vacuum" ||
      (step.kind !== "refresh-view" && "concurrently" in step && step.concurrently),
  );
}
