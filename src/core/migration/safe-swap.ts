/**
 * One column takes the place of another while both are written: a new one beside the old, a
 * trigger that keeps the two alike, batches for old rows, and a short swap at the end. Knows how,
 * not why.
 */

import type { Column, Index, Qualified, Table } from "../sql/catalog.ts";
import { constraintsOn, foreignKeysTo, indexesOn, viewsNaming } from "../sql/lookup.ts";
import { makeObjectName } from "../sql/names.ts";
import { quoted } from "../sql/write-name.ts";
import { backfillScript } from "./safe-backfill.ts";
import { addCheck, checksOf } from "./safe-columns.ts";
import { migration } from "./safe-indexes.ts";
import { freeName, type Place, type PlannedStep } from "./safe-plan.ts";
import { indexSql } from "./write-definition.ts";
import { constraintSql, defaultSql, pathOf, pathOfKey } from "./write-sql.ts";

export type Replacement = {
  readonly key: Qualified;
  readonly table: Table;
  readonly old: Column;
  /** As SQL; the name it is added under. */
  readonly type: string;
  readonly name: string;
  /** From a value of the old column to one of the new, and back: SQL about `value`. */
  readonly up: (value: string) => string;
  readonly down: (value: string) => string;
};

/** What comes before, between and in the swap. */
export type Swap = {
  readonly expand: readonly string[];
  readonly between: readonly PlannedStep[];
  /** Up to the moment when the new column has the old one's name, and after it. */
  readonly contract: readonly string[];
};

/** Types without equality, which a trigger cannot compare. */
const incomparable = new Set(["json", "xml", "point", "polygon", "box"]);

/** Whether nothing stands on the column that could not be carried over. */
export function isReplaceable({ report }: Place, key: Qualified, old: Column): boolean {
  const { before } = report;
  const table = before.tables.get(key);
  if (table === undefined || old.identity || old.generated || incomparable.has(old.type.name)) {
    return false;
  }
  if (old.default?.functions.includes("nextval") || old.type.isArray) return false;
  if (table.triggers.size > 0 || table.policies.size > 0) return false;
  if (viewsNaming(before, key, old.name).length > 0) return false;
  if (
    [...table.columns.values()].some(({ generatedAs }) => generatedAs?.columns.includes(old.name))
  )
    return false;
  const isTarget = foreignKeysTo(before, key).some(({ foreignKey }) =>
    foreignKey.targetColumns.includes(old.name),
  );
  return !isTarget && constraintsOn(table, old.name).every((one) => carriedOver.has(one.kind));
}

const carriedOver: ReadonlySet<string> = new Set(["foreign-key", "not-null"]);

/** The new column and the trigger that fills both. */
export function expandSql(place: Place, one: Replacement): string[] {
  const { key, table, old, name, type, up, down } = one;
  const path = pathOfKey(key);
  const sync = syncName(place, one);
  const [was, now] = [quoted(old.name), quoted(name)];
  const procedure = pathOf({ schema: table.schema, name: sync });
  return [
    `-- AlterTable\nALTER TABLE ${path} ADD COLUMN ${now} ${type}`,
    `CREATE FUNCTION ${procedure}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.${now} IS NULL THEN
      NEW.${now} := ${up(`NEW.${was}`)};
    ELSE
      NEW.${was} := ${down(`NEW.${now}`)};
    END IF;
  ELSIF NEW.${was} IS DISTINCT FROM OLD.${was} THEN
    NEW.${now} := ${up(`NEW.${was}`)};
  ELSIF NEW.${now} IS DISTINCT FROM OLD.${now}
    AND NEW.${now} IS DISTINCT FROM ${up(`NEW.${was}`)} THEN
    NEW.${was} := ${down(`NEW.${now}`)};
  END IF;
  RETURN NEW;
END
$$`,
    `CREATE TRIGGER ${quoted(sync)} BEFORE INSERT OR UPDATE ON ${path} FOR EACH ROW EXECUTE FUNCTION ${procedure}()`,
  ];
}

/** The batches for old rows, and the check that proves that none was left out. */
export function fillSteps(
  place: Place,
  { key, table, old, name, up }: Replacement,
  isRequired: boolean,
): PlannedStep[] {
  const path = pathOfKey(key);
  const script = backfillScript(`backfill_${name}`, {
    table: path,
    set: `${quoted(name)} = ${up(quoted(old.name))}`,
    where: `${quoted(name)} IS NULL AND ${quoted(old.name)} IS NOT NULL`,
  });
  if (!isRequired) return [script];
  const check = checksOf(place, table, [name]).get(name) ?? "";
  return [
    script,
    migration(`add_${check}`, `ALTER TABLE ${path} ${addCheck(check, name)};\n`),
    migration(`validate_${check}`, `ALTER TABLE ${path} VALIDATE CONSTRAINT ${quoted(check)};\n`),
  ];
}

/** Takes the trigger away and makes the column what it is meant to be. */
export function requireSql(place: Place, one: Replacement, isRequired: boolean): string[] {
  const { key, table, name } = one;
  const path = pathOfKey(key);
  const sync = syncName(place, one);
  const check = checksOf(place, table, [name]).get(name) ?? "";
  return [
    `DROP TRIGGER ${quoted(sync)} ON ${path}`,
    `DROP FUNCTION ${pathOf({ schema: table.schema, name: sync })}()`,
    ...(isRequired
      ? [
          `ALTER TABLE ${path} ALTER COLUMN ${quoted(name)} SET NOT NULL`,
          `ALTER TABLE ${path} DROP CONSTRAINT ${quoted(check)}`,
        ]
      : []),
  ];
}

/**
 * All of it, with the old column's indexes and foreign keys made again on the new one under names
 * for the time between. `after`: the column as it is to be. Undefined where one of them cannot be
 * written again.
 */
export function swapInPlace(place: Place, one: Replacement, after: Column): Swap | undefined {
  const { key, table, old, name } = one;
  const path = pathOfKey(key);
  const { before } = place.report;
  const between = [...fillSteps(place, one, after.isNotNull)];
  const last: string[] = [];
  for (const index of indexesOn(before, key, old.name)) {
    const made = indexOnNew(place, index, old.name, name);
    if (made === undefined) return undefined;
    between.push(migration(`create_${made.name}`, `-- CreateIndex\n${made.sql};\n`));
    last.push(
      `ALTER INDEX ${pathOf({ schema: table.schema, name: made.name })} RENAME TO ${quoted(index.name)}`,
    );
  }
  for (const constraint of constraintsOn(table, old.name)) {
    if (constraint.kind !== "foreign-key") continue;
    const draft = freeName(place, table.schema, constraint.name, "new", "fkey");
    const columns = constraint.columns.map((column) => (column === old.name ? name : column));
    const written = constraintSql(before, table, {
      ...constraint,
      name: draft,
      columns,
      isValid: false,
    });
    if (!written.ok) return undefined;
    between.push(
      migration(`add_${draft}`, `-- AddForeignKey\nALTER TABLE ${path} ADD ${written.sql};\n`),
      migration(`validate_${draft}`, `ALTER TABLE ${path} VALIDATE CONSTRAINT ${quoted(draft)};\n`),
    );
    last.push(
      `ALTER TABLE ${path} RENAME CONSTRAINT ${quoted(draft)} TO ${quoted(constraint.name)}`,
    );
  }
  const value = after.default;
  return {
    expand: expandSql(place, one),
    between,
    contract: [
      ...requireSql(place, one, after.isNotNull),
      `ALTER TABLE ${path} DROP COLUMN ${quoted(old.name)}`,
      `ALTER TABLE ${path} RENAME COLUMN ${quoted(name)} TO ${quoted(old.name)}`,
      ...last,
      ...(value === undefined
        ? []
        : [
            `ALTER TABLE ${path} ALTER COLUMN ${quoted(old.name)} SET DEFAULT ${defaultSql(value)}`,
          ]),
    ],
  };
}

function indexOnNew(place: Place, index: Index, old: string, name: string) {
  const { definition, where, alsoReads, constraint, schema } = index;
  if (definition === undefined || constraint !== undefined || where !== undefined) return undefined;
  if (alsoReads.includes(old) || /_ops\b/i.test(definition)) return undefined;
  const renamed = (columns: readonly (string | undefined)[]) =>
    columns.map((column) => (column === old ? name : column));
  const draft = freeName(place, schema, index.name, "new", "idx");
  const written = indexSql({
    ...index,
    name: draft,
    columns: renamed(index.columns),
    include: index.include.map((column) => (column === old ? name : column)),
  });
  if (!written.ok) return undefined;
  const sql = written.sql.replace(/^(CREATE\s+(?:UNIQUE\s+)?INDEX)\b/, "$1 CONCURRENTLY");
  return { name: draft, sql };
}

/** The trigger and its function have one name. */
function syncName(place: Place, { table, name }: Replacement): string {
  return freeName(place, table.schema, table.name, name, "sync");
}

/** A column's name for the time between. */
export function draftColumn(table: Table, column: string): string {
  let name = makeObjectName(column, undefined, "new");
  for (let pass = 2; table.columns.has(name); pass++) {
    name = makeObjectName(column, undefined, `new${pass}`);
  }
  return name;
}

export function joinedSql(statements: readonly string[]): string {
  return statements.join(";\n\n");
}
