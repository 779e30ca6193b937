/**
 * Columns that become required, or get a value of their own in each row: nullable first, filled in
 * batches, proven by a check, required at last.
 */
import { textOf } from "../base/text.ts";
import type { Qualified, Table } from "../sql/catalog.ts";
import { qualify } from "../sql/names.ts";
import type { Step } from "../sql/step.ts";
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
import { pathOfKey, quoted } from "./write-sql.ts";

// --- SET NOT NULL

export function requiredThroughCheck(place: Place): SafePlan[] {
  const { report } = place;
  const steps = stepsOf(report, "set-not-null");
  const [first] = steps;
  const found = first && plainTable(place, first.table);
  if (first === undefined || found === undefined || report.transaction.isExplicit) return [];
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
      then: [
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
  return stepsOf(place.report, "add-column").flatMap((step) => [
    ...(addedNullable(place, step) ?? []),
  ]);
}

function addedNullable(place: Place, step: Of<"add-column">): SafePlan[] | undefined {
  const { report } = place;
  const { column } = step;
  const found = plainTable(place, step.table);
  if (found === undefined || step.ifNotExists || report.transaction.isExplicit) return undefined;
  if (column.generated || column.identity || /^serial[248]$/.test(column.type.name)) {
    return undefined;
  }
  if (column.constraints.some(({ kind }) => kind !== "foreign-key")) return undefined;
  const value = column.default?.isNull ? undefined : column.default;
  const isVolatile = value !== undefined && report.effects.rewrites.length > 0;
  if (value === undefined ? !column.isNotNull : !isVolatile) return undefined;
  const bare = bareColumn(step);
  if (bare === undefined) return undefined;
  const added = withSteps(report.statement, new Map<Step, string>([[step, bare]]));
  if (added === undefined || added === "unclear") return undefined;
  const path = pathOfKey(found.key);
  const name = quoted(column.name);
  const checks = checksOf(place, found.table, [column.name]);
  const byDefault = `ALTER TABLE ${path} ALTER COLUMN ${name} SET DEFAULT ${value?.text ?? ""}`;
  return [
    {
      title: column.isNotNull
        ? `Add ${column.name} nullable, fill it in batches, and make it required at the end`
        : `Add ${column.name} without its default, and fill it in batches`,
      rule:
        value === undefined ? "required-column-without-default" : "volatile-default-rewrites-table",
      statement: report.index,
      instead: new Map([[report.index, value === undefined ? added : `${added};\n\n${byDefault}`]]),
      then: [
        backfillScript("backfill", {
          table: path,
          set: `${name} = ${value?.text ?? valueToFill}`,
          where: `${name} IS NULL`,
        }),
        ...(column.isNotNull ? requiredAtLast(path, checks, false) : []),
      ],
      remarks:
        value === undefined
          ? [
              `Deploy an application that writes ${column.name}, write the value of old rows into backfill.sql, and run it before the check is added`,
            ]
          : [`Run backfill.sql before the next migration`],
      late: { kind: "check", names: [found.key] },
    },
  ];
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
