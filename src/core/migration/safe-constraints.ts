/**
 * Constraints over rows that are there: added without a look at them, proven afterwards; keys on
 * an index that was built while writes went on.
 */

import { textOf } from "../base/text.ts";
import type { TableConstraint } from "../sql/catalog.ts";
import { keyOf, qualify } from "../sql/names.ts";
import type { Step } from "../sql/step.ts";
import { quoted } from "../sql/write-name.ts";
import { brokenIndex, migration, stepText } from "./safe-indexes.ts";
import {
  freeName,
  type Of,
  type Place,
  plainTable,
  type SafePlan,
  stepsOf,
  withSteps,
} from "./safe-plan.ts";
import { listed, pathOfKey } from "./write-sql.ts";

/** Every foreign key, or every check, that one statement adds. */
export function provenLater(place: Place): SafePlan[] {
  return [
    ...notValidFirst(place, "foreign-key", "foreign-key-validated-at-once"),
    ...notValidFirst(place, "check", "check-validated-at-once"),
  ];
}

function notValidFirst(place: Place, kind: "foreign-key" | "check", rule: string): SafePlan[] {
  const { report } = place;
  if (report.transaction.isExplicit) return [];
  const found = stepsOf(report, "add-constraint").flatMap((step) => {
    const { constraint } = step;
    if (constraint.kind !== kind || constraint.isNotValid || step.only === true) return [];
    const table = plainTable(place, step.table);
    const name = table && (constraint.name ?? madeUpName(place, table.key, step));
    if (table === undefined || name === undefined || !mayWait(place, step)) return [];
    return [{ step, name, key: table.key }];
  });
  const [first] = found;
  const written = withSteps(
    report.statement,
    new Map<Step, string>(found.map(({ step }) => [step, `${stepText(step)} NOT VALID`])),
  );
  if (first === undefined || written === undefined || written === "unclear") return [];
  const title =
    found.length === 1
      ? `Add ${first.name} NOT VALID, and validate it in the next migration`
      : `Add ${found.length} constraints NOT VALID, and validate them in the next migrations`;
  return [
    {
      title,
      rule,
      statement: report.index,
      instead: new Map([[report.index, written]]),
      following: found.map(({ name, key }) =>
        migration(
          `validate_${name}`,
          `ALTER TABLE ${pathOfKey(key)} VALIDATE CONSTRAINT ${quoted(name)};\n`,
        ),
      ),
      remarks: [],
      late: { kind: "check", names: [...new Set(found.map(({ key }) => key))] },
    },
  ];
}

/** NOT VALID foreign keys to partitioned tables are refused before PostgreSQL 18. */
function mayWait(place: Place, { constraint }: Of<"add-constraint">): boolean {
  if (constraint.kind !== "foreign-key") return true;
  const { report } = place;
  return (
    report.before.tables.get(qualify(report.before, constraint.target))?.isPartitioned !== true
  );
}

function madeUpName({ report }: Place, key: string, step: Of<"add-constraint">) {
  const before = report.before.tables.get(key)?.constraints;
  const now = [...(report.after.tables.get(key)?.constraints.values() ?? [])];
  const isNew = (one: TableConstraint) => !before?.has(one.name) && one.written === step.constraint;
  return now.find(isNew)?.name;
}

/** UNIQUE and PRIMARY KEY, through an index that is built before. */
export function keysUsingIndex(place: Place): SafePlan[] {
  return stepsOf(place.report, "add-constraint").flatMap(
    (step) => keyUsingIndex(place, step) ?? [],
  );
}

function keyUsingIndex(place: Place, step: Of<"add-constraint">): SafePlan | undefined {
  const { report } = place;
  const found = plainTable(place, step.table);
  const key = found && keyOfStep(place, step, found.key);
  if (found === undefined || key === undefined) return undefined;
  const { table } = found;
  const { name, word, columns, nulls } = key;
  const replaced = stepsOf(report, "drop-constraint").find((one) => one.constraint === name);
  // Its columns cannot become nullable before the old key is gone.
  if (replaced && stepsOf(report, "drop-not-null").length > 0) return undefined;
  const isTaken = replaced !== undefined || report.before.indexes.has(keyOf(table.schema, name));
  const label = word === "UNIQUE" ? "key" : "pkey";
  const index = isTaken ? freeName(place, table.schema, table.name, label, "new") : name;
  const gone = [step, ...(replaced ? [replaced] : [])].map((one) => [one, undefined] as const);
  const without = withSteps(report.statement, new Map<Step, undefined>(gone));
  if (without === "unclear") return undefined;
  const path = pathOfKey(found.key);
  const drop = replaced ? `${textOf(replaced.at)},\n` : "";
  const add = `ADD CONSTRAINT ${quoted(name)} ${word} USING INDEX ${quoted(index)}`;
  const what = word === "UNIQUE" ? "a constraint" : "the primary key";
  return {
    title: `Build ${index} concurrently first, and make it ${what} in the next migration`,
    rule: word === "UNIQUE" ? "unique-constraint-scans-table" : "primary-key-builds-index",
    statement: report.index,
    instead: new Map([[report.index, without ?? ""]]),
    following: [
      migration(
        `create_${index}`,
        `-- CreateIndex\nCREATE UNIQUE INDEX CONCURRENTLY ${quoted(index)} ON ${path}(${listed(columns)})${nulls};\n`,
      ),
      migration(`add_${name}`, `-- AlterTable\nALTER TABLE ${path} ${drop}${add};\n`),
    ],
    remarks: [brokenIndex],
    late: {
      kind: "key",
      names: [found.key, keyOf(table.schema, name), keyOf(table.schema, index)],
    },
  };
}

/** What an index can be built for that is no different from the key's own. */
function keyOfStep(place: Place, step: Of<"add-constraint">, key: string) {
  const { report } = place;
  const { constraint } = step;
  if (constraint.kind !== "unique" && constraint.kind !== "primary-key") return undefined;
  const isOdd = /\bINCLUDE\b|\bWITH\s*\(|TABLESPACE/i.test(stepText(step));
  if (constraint.usingIndex !== undefined || constraint.isDeferrable || isOdd) return undefined;
  // A column that goes takes the old key with it.
  if (report.transaction.isExplicit || stepsOf(report, "drop-column").length > 0) return undefined;
  const name = constraint.name ?? madeUpName(place, key, step);
  if (name === undefined) return undefined;
  const { columns, nullsNotDistinct } = constraint;
  const word = constraint.kind === "unique" ? ("UNIQUE" as const) : ("PRIMARY KEY" as const);
  const known = report.before.tables.get(key)?.columns;
  // A primary key makes its columns NOT NULL, and would read every row for that.
  const isFilled = columns.every((column) => known?.get(column)?.isNotNull);
  if (word === "PRIMARY KEY" && !isFilled) return undefined;
  return { name, word, columns, nulls: nullsNotDistinct ? " NULLS NOT DISTINCT" : "" };
}
