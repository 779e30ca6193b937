/**
 * What stands on a thing that a statement drops, as far as the migrations tell: with CASCADE it
 * goes too, without it PostgreSQL refuses. Judges nothing; what nothing is known of is left out.
 */

import type { Catalog, Index, Qualified } from "../../sql/catalog.ts";
import {
  childrenOf,
  columnsOfType,
  constraintOf,
  foreignKeysTo,
  indexesOf,
  viewsOver,
} from "../../sql/lookup.ts";
import { qualify, qualifyFunction, qualifyType } from "../../sql/names.ts";
import type { Name, Step } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import { usersOfExtension } from "./extension-users.ts";

export type Dependent = {
  /** As it stands in a message: "the view ActiveUser", "Post_authorId_fkey of Post". */
  readonly words: string;
  /** Whether a later state of the database has it. */
  readonly isIn: (catalog: Catalog) => boolean;
};

/** The others that depend on what `step` drops, in a database that holds `before`. */
export function dependentsOf(before: Catalog, step: Step): readonly Dependent[] {
  switch (step.kind) {
    case "drop-table":
      return onRelations(before, step.tables);
    case "drop-view":
      return onRelations(before, step.views);
    case "drop-index":
      return step.indexes.flatMap((name) => onIndex(before, qualify(before, name)));
    case "drop-type":
      return step.types.flatMap((name) => onType(before, qualifyType(before, name)));
    case "drop-function":
      return step.functions.flatMap((name) => onFunction(before, name));
    case "drop-sequence":
      return step.sequences.flatMap((name) => onSequence(before, name));
    case "drop-schema":
      return step.schemas.flatMap((schema) => inSchema(before, schema));
    case "drop-extension":
      return step.extensions.flatMap((extension) => usersOfExtension(before, extension));
    default:
      return [];
  }
}

/** Foreign keys of other tables, views, and tables that inherit. */
function onRelations(before: Catalog, names: readonly Name[]): Dependent[] {
  const keys = names.map((name) => qualify(before, name));
  const goes = new Set<Qualified>(keys);
  for (const key of goes) {
    for (const child of childrenOf(before, key)) {
      if (before.tables.get(child)?.partitionOf === key) goes.add(child);
    }
  }
  return keys.flatMap((key) => [
    ...foreignKeysTo(before, key)
      .filter(({ table }) => isCertain(before, table) && !goes.has(table))
      .map(({ table, foreignKey }) => constraintNamed(table, foreignKey.name)),
    ...viewsOver(before, key)
      .filter((view) => isCertain(before, view) && !goes.has(view))
      .map(viewNamed),
    ...childrenOf(before, key)
      .filter((child) => !goes.has(child))
      .map((child) => tableNamed(child)),
  ]);
}

/** A constraint that is made of it, or foreign keys that point at its columns. */
function onIndex(before: Catalog, key: Qualified): Dependent[] {
  const index = before.indexes.get(key);
  if (index === undefined || !isCertain(before, index.table)) return [];
  const own = constraintOf(before, key);
  if (own !== undefined) return [constraintNamed(own.table, own.constraint.name)];
  if (!index.isUnique || index.where !== undefined) return [];
  const isOnlyOne =
    indexesOf(before, index.table).filter((one) => one.isUnique && haveSame(one, index.columns))
      .length === 1;
  return isOnlyOne
    ? foreignKeysTo(before, index.table)
        .filter(({ foreignKey }) => haveSame(index, foreignKey.targetColumns))
        .map(({ table, foreignKey }) => constraintNamed(table, foreignKey.name))
    : [];
}

function haveSame({ columns }: Index, others: Index["columns"]): boolean {
  return columns.length === others.length && columns.every((column) => others.includes(column));
}

function onType(before: Catalog, type: Qualified): Dependent[] {
  return columnsOfType(before, type)
    .filter(({ table }) => isCertain(before, table))
    .map(({ table, column }) => columnNamed(table, column.name));
}

/** Triggers that call it and defaults of columns. Its overloads are taken for one. */
function onFunction(before: Catalog, name: Name): Dependent[] {
  const key = qualifyFunction(before, name);
  if (!before.functions.has(key)) return [];
  return [...before.tables].flatMap(([table, { triggers, columns }]) => [
    ...[...triggers]
      .filter(([, trigger]) => qualifyFunction(before, trigger.function) === key)
      .map(
        ([trigger]): Dependent => ({
          words: `the trigger ${trigger} of ${shortName(table)}`,
          isIn: (catalog) => catalog.tables.get(table)?.triggers.has(trigger) ?? false,
        }),
      ),
    ...[...columns.values()]
      .filter((column) => column.default?.functions.includes(name.name.toLowerCase()))
      .map((column) => defaultNamed(table, column.name)),
  ]);
}

function onSequence(before: Catalog, name: Name): Dependent[] {
  const call = new RegExp(`nextval\\(\\s*'[^']*\\b${escaped(name.name)}\\b`, "i");
  return [...before.tables].flatMap(([table, { columns }]) =>
    [...columns.values()]
      .filter((column) => call.test(column.default?.text ?? ""))
      .map((column) => defaultNamed(table, column.name)),
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function inSchema(before: Catalog, schema: string): Dependent[] {
  const isInside = (key: Qualified) => key.startsWith(`${schema}.`);
  return [
    ...[...before.tables.keys()].filter(isInside).map(tableNamed),
    ...[...before.views.keys()].filter(isInside).map(viewNamed),
    ...[...before.enums.keys()].filter(isInside).flatMap((type) => onType(before, type)),
  ];
}

/** A DO block may have changed what is known of the others. */
function isCertain(before: Catalog, table: Qualified): boolean {
  return !before.doubtful.has(table);
}

function tableNamed(table: Qualified): Dependent {
  return { words: `the table ${shortName(table)}`, isIn: ({ tables }) => tables.has(table) };
}

function viewNamed(view: Qualified): Dependent {
  return { words: `the view ${shortName(view)}`, isIn: ({ views }) => views.has(view) };
}

function constraintNamed(table: Qualified, name: string): Dependent {
  return {
    words: `${name} of ${shortName(table)}`,
    isIn: ({ tables }) => tables.get(table)?.constraints.has(name) ?? false,
  };
}

function columnNamed(table: Qualified, name: string): Dependent {
  return {
    words: `the column ${name} of ${shortName(table)}`,
    isIn: ({ tables }) => tables.get(table)?.columns.has(name) ?? false,
  };
}

function defaultNamed(table: Qualified, column: string): Dependent {
  return {
    words: `the default of ${column} of ${shortName(table)}`,
    isIn: ({ tables }) => tables.get(table)?.columns.get(column)?.default !== undefined,
  };
}
