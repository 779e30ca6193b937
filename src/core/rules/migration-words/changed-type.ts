/**
 * For rules about ALTER COLUMN … TYPE: each change with the type it starts from and what it costs.
 * Leaves out what belongs to Prisma's way to take a value out of an enum, which has a rule of its
 * own.
 */
import { timeZoneAt } from "../../migration/transaction.ts";
import type { Column, Qualified } from "../../sql/catalog.ts";
import { resolveType } from "../../sql/names.ts";
import type { Step, TypeName } from "../../sql/step.ts";
import { type TypeChange, type TypeCost, typeCost } from "../../sql/type-change.ts";
import { type ValueChange, valueChange } from "../../sql/type-values.ts";
import type { StatementSubject } from "../migration-rule.ts";
import { enumRecreationAt } from "./enum-recreation.ts";
import { columnBefore, stepsOnExisting } from "./tables-before.ts";

export type ChangedType = {
  readonly step: Step & { readonly kind: "alter-type" };
  readonly table: Qualified;
  /** As it was right before the statement. */
  readonly column: Column;
  readonly from: TypeName;
  readonly to: TypeName;
  readonly cost: TypeCost;
  /** What it costs when the session's time zone is UTC and there is no USING. */
  readonly costInUtc: TypeCost;
  readonly values: ValueChange;
  /** USING computes something: more than a cast of the column. */
  readonly isComputed: boolean;
  /** What the file has set as time zone by then. */
  readonly timeZone: string | undefined;
};

/** Of columns whose type is known. */
export function* changedTypes(subject: StatementSubject): Iterable<ChangedType> {
  const { report, file, world } = subject;
  if (enumRecreationAt(file, report.index) !== undefined) return;
  const { domains, enums } = report.before;
  const timeZone = timeZoneAt(file.statements.slice(0, report.index), report.transaction);
  for (const { step, table } of stepsOnExisting(subject, "alter-type")) {
    const column = columnBefore(subject, table, step.column);
    if (column === undefined) continue;
    const from = column.type;
    const to = resolveType(report.before, step.type);
    const change: TypeChange = {
      from,
      to,
      fromCollation: column.collation,
      toCollation: step.collation,
      column: step.column,
      using: step.using,
    };
    const type = { domains, postgres: world.postgres };
    const valuesOf = ({ schema, name }: TypeName) =>
      enums.get(`${schema ?? "public"}.${name}`)?.values;
    yield {
      step,
      table,
      column,
      from,
      to,
      cost: typeCost(change, { ...type, timeZone }),
      costInUtc: typeCost({ ...change, using: undefined }, { ...type, timeZone: "UTC" }),
      values: valueChange(change, valuesOf),
      isComputed: step.using !== undefined && !isCast(step.using.text, step.column),
      timeZone,
    };
  }
}

/** The column itself, or casts of it: what goes wrong then is that a value does not fit. */
function isCast(text: string, column: string): boolean {
  const read =
    /^[\s(]*("(?:[^"]|"")+"|[\w$]+)[\s)]*((?:::\s*[^()]+(?:\([\d\s,]+\))?(?:\[\])*[\s)]*)*)$/.exec(
      text,
    );
  const name = read?.[1] ?? "";
  return name.startsWith('"')
    ? name === `"${column.replaceAll('"', '""')}"`
    : name.toLowerCase() === column;
}

/** A timestamp without a time zone that is given one. */
export function becomesZoned({ from, to }: ChangedType): boolean {
  return from.name === "timestamp" && to.name === "timestamptz" && !from.isArray && !to.isArray;
}
