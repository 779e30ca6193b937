/** UNIQUE and CHECK written with a new column: taken out of it, and added afterwards. */

import { textOf } from "../base/text.ts";
import { keyOf } from "../sql/names.ts";
import type { Constraint, Step } from "../sql/step.ts";
import { quoted } from "../sql/write-name.ts";
import { brokenIndex, migration } from "./safe-indexes.ts";
import { type Of, type Place, plainTable, type SafePlan, stepsOf, withSteps } from "./safe-plan.ts";
import { pathOfKey } from "./write-sql.ts";

export function constraintsOutOfColumn(place: Place): SafePlan[] {
  return stepsOf(place.report, "add-column").flatMap((step) => {
    const [constraint, ...more] = step.column.constraints;
    if (constraint === undefined || more.length > 0 || step.ifNotExists) return [];
    if (place.report.transaction.isExplicit || constraint.isDeferrable) return [];
    return planFor(place, step, constraint) ?? [];
  });
}

function planFor(place: Place, step: Of<"add-column">, constraint: Constraint) {
  const { report } = place;
  const found = plainTable(place, step.table);
  const made = found && report.after.tables.get(found.key)?.constraints;
  const name = [...(made?.values() ?? [])].find(({ written }) => written === constraint)?.name;
  if (found === undefined || name === undefined) return undefined;
  const bare = without(step, constraint);
  return constraint.kind === "unique"
    ? uniqueOut(place, step, bare, found.key, name)
    : constraint.kind === "check"
      ? checkOut(place, step, constraint, bare, found.key, name)
      : undefined;
}

function without(step: Of<"add-column">, { at }: Constraint): string {
  const text = textOf(step.at);
  const head = text.slice(0, at.start - step.at.start).trimEnd();
  return `${head}${text.slice(at.end - step.at.start)}`;
}

function uniqueOut(
  place: Place,
  step: Of<"add-column">,
  bare: string,
  key: string,
  name: string,
): SafePlan | undefined {
  const { report } = place;
  const written = withSteps(report.statement, new Map<Step, string>([[step, bare]]));
  const schema = report.after.tables.get(key)?.schema ?? "public";
  if (written === undefined || written === "unclear") return undefined;
  if (/NULLS\s+NOT\s+DISTINCT|\bWITH\b|TABLESPACE/i.test(textOf(step.at))) return undefined;
  const path = pathOfKey(key);
  const index = quoted(name);
  return {
    title: `Add ${step.column.name} without UNIQUE, and build ${name} concurrently`,
    rule: "unique-added-with-column",
    statement: report.index,
    instead: new Map([[report.index, written]]),
    following: [
      migration(
        `create_${name}`,
        `-- CreateIndex\nCREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${path}(${quoted(step.column.name)});\n`,
      ),
      migration(
        `add_${name}`,
        `-- AlterTable\nALTER TABLE ${path} ADD CONSTRAINT ${index} UNIQUE USING INDEX ${index};\n`,
      ),
    ],
    remarks: [brokenIndex],
    late: { kind: "key", names: [key, keyOf(schema, name)] },
  };
}

function checkOut(
  place: Place,
  step: Of<"add-column">,
  constraint: Constraint,
  bare: string,
  key: string,
  name: string,
): SafePlan | undefined {
  const { report } = place;
  const check = /\bCHECK\b[\s\S]*$/i.exec(textOf(constraint.at))?.[0];
  if (check === undefined) return undefined;
  const added = `${bare},\nADD CONSTRAINT ${quoted(name)} ${check} NOT VALID`;
  const written = withSteps(report.statement, new Map<Step, string>([[step, added]]));
  if (written === undefined || written === "unclear") return undefined;
  return {
    title: `Add ${name} NOT VALID, and validate it in the next migration`,
    rule: "check-added-with-column",
    statement: report.index,
    instead: new Map([[report.index, written]]),
    following: [
      migration(
        `validate_${name}`,
        `ALTER TABLE ${pathOfKey(key)} VALIDATE CONSTRAINT ${quoted(name)};\n`,
      ),
    ],
    remarks: [],
    late: { kind: "check", names: [key] },
  };
}
