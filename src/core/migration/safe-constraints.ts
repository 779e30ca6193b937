/**
 * Constraints over rows that are there: added without a look at them, proven afterwards; keys on
 * an index that was built while writes went on.
 */
import type { TableConstraint } from "../sql/catalog.ts";
import { keyOf, qualify } from "../sql/names.ts";
import type { Step } from "../sql/step.ts";
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
import { listed, pathOfKey, quoted } from "./write-sql.ts";

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
      then: found.map(({ name, key }) =>
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
  const { constraint } = step;
  if (constraint.kind !== "unique" && constraint.kind !== "primary-key") return undefined;
  if (report.transaction.isExplicit || constraint.usingIndex !== undefined) return undefined;
  if (constraint.isDeferrable || /\bINCLUDE\b|\bWITH\s*\(|TABLESPACE/i.test(stepText(step))) {
    return undefined;
  }
  const found = plainTable(place, step.table);
  const name = found && (constraint.name ?? madeUpName(place, found.key, step));
  if (found === undefined || name === undefined) return undefined;
  const { key, table } = found;
  const isPrimary = constraint.kind === "primary-key";
  // The table as it is once the other steps of the statement have run.
  const after = report.after.tables.get(key);
  if (after === undefined) return undefined;
  const isFilled = (column: string) =>
    report.before.tables.get(key)?.columns.get(column)?.isNotNull;
  if (isPrimary && !constraint.columns.every(isFilled)) return undefined;
  const replaced = stepsOf(report, "drop-constraint").find((one) => one.constraint === name);
  const isTaken = replaced !== undefined || report.before.indexes.has(keyOf(table.schema, name));
  const index = isTaken
    ? freeName(place, table.schema, table.name, isPrimary ? "pkey" : "key", "new")
    : name;
  const without = withSteps(
    report.statement,
    new Map<Step, undefined>([
      [step, undefined],
      ...(replaced ? [[replaced, undefined] as const] : []),
    ]),
  );
  if (without === "unclear") return undefined;
  const nulls = constraint.nullsNotDistinct ? " NULLS NOT DISTINCT" : "";
  const word = isPrimary ? "PRIMARY KEY" : "UNIQUE";
  const target = pathOfKey(key);
  const add = `ADD CONSTRAINT ${quoted(name)} ${word} USING INDEX ${quoted(index)}`;
  const drop = replaced
    ? `DROP CONSTRAINT ${quoted(name)}${replaced.cascade ? " CASCADE" : ""},\n`
    : "";
  return {
    title: `Build ${index} concurrently first, and make it ${isPrimary ? "the primary key" : "a constraint"} in the next migration`,
    rule: isPrimary ? "primary-key-builds-index" : "unique-constraint-scans-table",
    statement: report.index,
    instead: new Map([[report.index, without ?? ""]]),
    then: [
      migration(
        `create_${index}`,
        `-- CreateIndex\nCREATE UNIQUE INDEX CONCURRENTLY ${quoted(index)} ON ${target}(${listed(constraint.columns)})${nulls};\n`,
      ),
      migration(`add_${name}`, `-- AlterTable\nALTER TABLE ${target} ${drop}${add};\n`),
    ],
    remarks: [brokenIndex],
    late: {
      kind: "key",
      names: [key, keyOf(table.schema, name), keyOf(table.schema, index)],
    },
  };
}
