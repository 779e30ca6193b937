/**
 * Columns that become required, or get a value of their own in each row: nullable first, filled in
 * batches, proven by a check, required at last.
 */

import { textOf } from "../base/text.ts";
import type { Qualified, Table } from "../sql/catalog.ts";
import { qualify } from "../sql/names.ts";
import type { Expression, Step } from "../sql/step.ts";
import { quoted } from "../sql/write-name.ts";
import { backfillScript, valueToFill } from "./safe-backfill.ts";
import { migration } from "./safe-indexes.ts";
import {
  freeName,
  type Of,
  type Place,
  type PlannedStep,
  plainTable,
  type SafePlan,
  stepsOf,
  withoutWords,
  withSteps,
} from "./safe-plan.ts";
import { pathOfKey } from "./write-sql.ts";

// --- SET NOT NULL

export function requiredThroughCheck(place: Place): SafePlan[] {
  const { report } = place;
  const steps = stepsOf(report, "set-not-null");
  const [first] = steps;
  const found = first && plainTable(place, first.table);
  if (first === undefined || found === undefined || report.transaction.isExplicit) return [];
  if (addsPrimaryKey(place)) return [];
  const open = steps.filter(({ column }) => isProvable(place, found.table, column));
  if (open.length === 0) return [];
  const checks = checksOf(
    place,
    found.table,
    open.map(({ column }) => column),
  );
  const path = pathOfKey(found.key);
  const written = withSteps(
    report.statement,
    new Map<Step, string>(
      open.map((step) => [step, addCheck(checks.get(step.column) ?? "", step.column)]),
    ),
  );
  if (written === undefined || written === "unclear") return [];
  const unfilled = open.filter(({ column }) => !isFilledHere(place, found.key, column));
  const names = open.map(({ column }) => column).join(", ");
  return [
    {
      title: `Make ${names} required through a check that is validated first`,
      rule: "set-not-null-scans-table",
      statement: report.index,
      instead: new Map([[report.index, written]]),
      following: [
        ...unfilled.map(({ column }) =>
          fill(place, found.key, column, unfilled.length > 1 ? `backfill_${column}` : "backfill"),
        ),
        ...requiredAtLast(path, checks, true),
      ],
      remarks: unfilled.map(({ column }) => filledFirst(found.table.name, column)),
      late: { kind: "check", names: [found.key] },
    },
  ];
}

/** Whose columns have to be NOT NULL in the same statement. */
function addsPrimaryKey({ report }: Place): boolean {
  return stepsOf(report, "add-constraint").some(
    ({ constraint }) => constraint.kind === "primary-key",
  );
}

/** The type stays, no check proves it yet, and the column is not required so far. */
function isProvable({ report }: Place, table: Table, name: string): boolean {
  const column = table.columns.get(name);
  const isChanged = stepsOf(report, "alter-type").some(({ column: one }) => one === name);
  const isProven = [...table.constraints.values()].some(
    (one) => one.kind === "check" && one.isValid && one.notNullOf === name,
  );
  return column !== undefined && !column.isNotNull && !isChanged && !isProven;
}

/** The file updates the column before. */
function isFilledHere({ file, report }: Place, key: Qualified, name: string): boolean {
  return file.statements
    .slice(0, report.index)
    .some((one) =>
      stepsOf(one, "update").some(
        (step) => qualify(one.before, step.table) === key && step.columns.includes(name),
      ),
    );
}

function fill(place: Place, key: Qualified, column: string, name: string): PlannedStep {
  const known = place.report.after.tables.get(key)?.columns.get(column)?.default;
  const value = known === undefined || known.isNull ? valueToFill : known.text;
  return backfillScript(name, {
    table: pathOfKey(key),
    set: `${quoted(column)} = ${value}`,
    where: `${quoted(column)} IS NULL`,
  });
}

function filledFirst(table: string, column: string): string {
  return `Rows of ${table} without a ${column} need one before the check can be validated: look over backfill.sql and run it then`;
}

// --- ADD COLUMN … NOT NULL, and with a default that differs from row to row

export function requiredColumnInSteps(place: Place): SafePlan[] {
  if (place.report.transaction.isExplicit || addsPrimaryKey(place)) return [];
  return stepsOf(place.report, "add-column").flatMap((step) => {
    if (!isPlain(step)) return [];
    const value = step.column.default?.isNull ? undefined : step.column.default;
    return (value ? withDefaultLater(place, step, value) : requiredLater(place, step)) ?? [];
  });
}

function isPlain({ column, ifNotExists }: Of<"add-column">): boolean {
  return (
    !ifNotExists &&
    column.generated === undefined &&
    column.identity === undefined &&
    !/^serial[248]$/.test(column.type.name) &&
    column.constraints.every(({ kind }) => kind === "foreign-key")
  );
}

function requiredLater(place: Place, step: Of<"add-column">): SafePlan | undefined {
  const { column } = step;
  if (!column.isNotNull) return undefined;
  const plan = addedNullable(place, step, valueToFill);
  return (
    plan && {
      ...plan,
      rule: "required-column-without-default",
      remarks: [
        `Deploy an application that writes ${column.name}, write the value of old rows into backfill.sql, and run it before the check is added`,
      ],
    }
  );
}

/** Only for a default that is computed for each row: any other is kept beside the table. */
function withDefaultLater(
  place: Place,
  step: Of<"add-column">,
  value: Expression,
): SafePlan | undefined {
  const { report } = place;
  const isEach = value.volatility === "volatile" || value.volatility === "unknown";
  if (!isEach || report.effects.rewrites.length === 0) return undefined;
  const plan = addedNullable(place, step, value.text);
  const added = plan?.instead.get(report.index);
  if (plan === undefined || added === undefined) return undefined;
  const path = pathOfKey(qualify(report.before, step.table));
  const byDefault = `ALTER TABLE ${path} ALTER COLUMN ${quoted(step.column.name)} SET DEFAULT ${value.text}`;
  return {
    ...plan,
    rule: "volatile-default-rewrites-table",
    instead: new Map([[report.index, `${added};\n\n${byDefault}`]]),
    remarks: ["Run backfill.sql before the next migration"],
  };
}

/** `value` fills old rows. */
function addedNullable(
  place: Place,
  step: Of<"add-column">,
  value: string,
): Omit<SafePlan, "rule" | "remarks"> | undefined {
  const { report } = place;
  const { column } = step;
  const found = plainTable(place, step.table);
  const bare = bareColumn(step);
  if (found === undefined || bare === undefined) return undefined;
  const added = withSteps(report.statement, new Map<Step, string>([[step, bare]]));
  if (added === undefined || added === "unclear") return undefined;
  const path = pathOfKey(found.key);
  const name = quoted(column.name);
  const script = backfillScript("backfill", {
    table: path,
    set: `${name} = ${value}`,
    where: `${name} IS NULL`,
  });
  const required = requiredAtLast(path, checksOf(place, found.table, [column.name]), false);
  return {
    title: column.isNotNull
      ? `Add ${column.name} nullable, fill it in batches, and make it required at the end`
      : `Add ${column.name} without its default, and fill it in batches`,
    statement: report.index,
    instead: new Map([[report.index, added]]),
    following: [script, ...(column.isNotNull ? required : [])],
    late: { kind: "check", names: [found.key] },
  };
}

/** Without NOT NULL and DEFAULT; undefined where the default cannot be cut out. */
export function bareColumn(step: Of<"add-column">): string | undefined {
  const text = textOf(step.at);
  const value = step.column.default;
  if (value === undefined) return withoutWords(text, ["NOT", "NULL"]);
  const head = text.slice(0, value.at.start - step.at.start);
  const before = head.replace(/\s*\bDEFAULT\s*$/i, "");
  if (before === head) return undefined;
  return withoutWords(`${before}${text.slice(value.at.end - step.at.start)}`, ["NOT", "NULL"]);
}

// --- Checks that prove it

/** Names for the time between, by column. */
export function checksOf(
  place: Place,
  table: Table,
  columns: readonly string[],
): ReadonlyMap<string, string> {
  return new Map(
    columns.map((column) => [column, freeName(place, table.schema, table.name, column, "present")]),
  );
}

export function addCheck(check: string, column: string): string {
  return `ADD CONSTRAINT ${quoted(check)} CHECK (${quoted(column)} IS NOT NULL) NOT VALID`;
}

/**
 * SET NOT NULL finds the check that spares it the scan only while that is there, so the two are not
 * one statement.
 */
export function requiredAtLast(
  path: string,
  checks: ReadonlyMap<string, string>,
  isAdded: boolean,
): PlannedStep[] {
  const all = [...checks];
  const label = all.map(([, check]) => check).join("_");
  const alter = (parts: readonly string[]) => `ALTER TABLE ${path} ${parts.join(",\n")};\n`;
  return [
    ...(isAdded
      ? []
      : [migration(`add_${label}`, alter(all.map(([column, check]) => addCheck(check, column))))]),
    migration(
      `validate_${label}`,
      alter(all.map(([, check]) => `VALIDATE CONSTRAINT ${quoted(check)}`)),
    ),
    migration(
      `require_${all.map(([column]) => column).join("_")}`,
      `-- AlterTable\n${alter(all.map(([column]) => `ALTER COLUMN ${quoted(column)} SET NOT NULL`))}\n${alter(
        all.map(([, check]) => `DROP CONSTRAINT ${quoted(check)}`),
      )}`,
    ),
  ];
}
