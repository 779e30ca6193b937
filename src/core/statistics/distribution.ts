/**
 * How the values of a column are assumed to lie where nobody has looked: the one place for these
 * assumptions, for statistics and for rows that are made alike. Knows neither SQL nor pages.
 */
import { wordsIn } from "../base/words.ts";
import {
  type ColumnFacts,
  type DefaultFacts,
  type ForeignKeyFacts,
  type TableFacts,
  type TypeFacts,
  tableKey,
} from "./facts.ts";

export type Distribution = {
  /** 0 to 1 of the rows. */
  readonly nullFraction: number;
  readonly values: Values;
};

export type Values =
  /** 1, 2, 3 … in the order of the rows. */
  | { readonly kind: "counted" }
  /** All differ, in no order. */
  | { readonly kind: "unique" }
  /** Those of another table's key, evenly: about as many children for each parent. */
  | {
      readonly kind: "reference";
      /** How many rows the other table has. */
      readonly parents: number;
      /** One child at most for each. */
      readonly isUnique: boolean;
    }
  /** A few, the most common one first; the shares add up to 1. */
  | { readonly kind: "labels"; readonly labels: readonly Label[] }
  /** Over the last two years; in the order of the rows or in none. */
  | { readonly kind: "times"; readonly isOrdered: boolean }
  /** Whole numbers from 1 on, evenly. */
  | { readonly kind: "numbers"; readonly most: number }
  /** Texts, each in `usualRepeats` rows. */
  | { readonly kind: "words" }
  /** Nothing is said about them but how wide they are. */
  | { readonly kind: "opaque" };

export type Label = { readonly value: string; readonly share: number };

/** Rows of a table of which nobody says anything. */
export const assumedRows = 100_000;
/** Of a column that may be NULL. */
export const usualNulls = 0.1;
/** Of a foreign key that may be NULL. */
export const usualReferenceNulls = 0.2;
/** Of the time at which a row was deleted: nine of ten rows live. */
export const usualDeletionNulls = 0.9;
/** Numbers of which nothing is known: prices, amounts, scores. */
export const usualNumbers = 1000;
/** In how many rows the same text stands. */
export const usualRepeats = 10;
/** Different codes of a short text: of a currency, a language, a state. */
export const usualCodes = 10;
/** How far back times go. */
export const usualDays = 730;
/** Of a boolean: the value it has by default, otherwise false. */
export const usualBoolean = 0.9;

export type Tables = {
  readonly byKey: ReadonlyMap<string, TableFacts>;
  readonly rowsOf: (table: TableFacts) => number;
};

/** `depth` counts keys that are keys of others, so that a ring of them ends. */
export function distributionOf(
  table: TableFacts,
  column: ColumnFacts,
  tables: Tables,
  depth = 0,
): Distribution {
  const key = keyOf(table, column);
  const referred =
    key === undefined || depth > 3 || column.type.isArray
      ? undefined
      : reference(table, column, key, tables, depth);
  const values = referred ?? ownValues(table, column);
  return { nullFraction: nullsOf(column, referred !== undefined), values };
}

/** The foreign key that a column's values are those of: where there are two, that of fewer columns. */
export function keyOf({ foreignKeys }: TableFacts, { name }: ColumnFacts) {
  return foreignKeys
    .filter(({ columns }) => columns.includes(name))
    .sort((one, other) => one.columns.length - other.columns.length)[0];
}

/** Whether no two rows have the same value of this column alone. */
export function isUniqueColumn({ indexes }: TableFacts, name: string): boolean {
  return indexes.some(
    ({ isUnique, keys, predicate }) =>
      isUnique && predicate === undefined && keys.length === 1 && keys[0]?.column === name,
  );
}

function reference(
  table: TableFacts,
  column: ColumnFacts,
  key: ForeignKeyFacts,
  tables: Tables,
  depth: number,
): Values | undefined {
  const target = tables.byKey.get(tableKey(key.target));
  const name = key.targetColumns[key.columns.indexOf(column.name)];
  const to = target?.columns.find((one) => one.name === name);
  if (target === undefined || to === undefined) return undefined;
  const { values } = distributionOf(target, to, tables, depth + 1);
  const isUnique = isUniqueColumn(table, column.name);
  if (values.kind === "counted" || values.kind === "unique") {
    return { kind: "reference", parents: tables.rowsOf(target), isUnique };
  }
  // A key that is one of a third table, such as a tenant's, is spread as it is there.
  return values.kind === "reference" ? { ...values, isUnique } : values;
}

function nullsOf({ name, type, isNullable }: ColumnFacts, isReference: boolean): number {
  if (!isNullable) return 0;
  if (isReference) return usualReferenceNulls;
  return isTime(type) && saysDeleted(name) ? usualDeletionNulls : usualNulls;
}

function saysDeleted(name: string): boolean {
  return wordsIn(name).some((word) => word === "deleted" || word === "removed");
}

function ownValues(table: TableFacts, column: ColumnFacts): Values {
  const { type, allowed } = column;
  if (type.isArray) return { kind: "opaque" };
  if (isUniqueColumn(table, column.name)) return uniqueValues(column);
  if (type.labels.length > 0) return labels(type.labels, column.default);
  if (allowed.length > 0) return labels(allowed, column.default);
  if (type.name === "bool") return booleans(column.default);
  if (column.default?.kind === "counted") return { kind: "counted" };
  return endsKey(table, column) ? uniqueValues(column) : valuesOfType(column);
}

/** `slug` of the unique (tenantId, slug): numbers and texts tell rows apart by themselves there. */
function endsKey({ indexes }: TableFacts, { name, type }: ColumnFacts): boolean {
  return (
    (isWhole(type) || isText(type)) &&
    indexes.some(({ isUnique, keys }) => isUnique && keys.at(-1)?.column === name)
  );
}

function uniqueValues({ type, default: given, allowed }: ColumnFacts): Values {
  if (type.labels.length > 0) return labels(type.labels, undefined);
  if (allowed.length > 0) return labels(allowed, undefined);
  const isNumber = isWhole(type) || isFraction(type);
  return given?.kind === "counted" || (isNumber && given === undefined)
    ? { kind: "counted" }
    : { kind: "unique" };
}

function valuesOfType({ type, default: given }: ColumnFacts): Values {
  if (isTime(type)) return { kind: "times", isOrdered: given?.kind === "now" };
  if (isWhole(type) || isFraction(type)) return { kind: "numbers", most: mostNumber(type) };
  if (isText(type)) return isCode(type, given) ? codes(type, given) : { kind: "words" };
  return type.name === "uuid" ? { kind: "unique" } : { kind: "opaque" };
}

function mostNumber({ wholeDigits }: TypeFacts): number {
  return wholeDigits === undefined
    ? usualNumbers
    : Math.min(10 ** wholeDigits, usualNumbers + 1) - 1;
}

/**
 * The second is a quarter as common as the first, the third a ninth: states and roles lie about so.
 * The default comes first, because it is how rows begin.
 */
function labels(all: readonly string[], given: DefaultFacts | undefined): Values {
  const first = given?.kind === "value" && all.includes(given.text) ? [given.text] : [];
  const ordered = [...new Set([...first, ...all])];
  const weights = ordered.map((_, at) => 1 / (at + 1) ** 2);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return {
    kind: "labels",
    labels: ordered.map((value, at) => ({ value, share: (weights[at] ?? 0) / sum })),
  };
}

/** Currencies, countries, languages, states kept as text: short, or with a value that most rows begin with. */
function isCode({ length }: TypeFacts, given: DefaultFacts | undefined): boolean {
  return (length !== undefined && length <= 3) || (given?.kind === "value" && given.text !== "");
}

/** Spread as labels are; no better is known of the others than how long they may be. */
function codes({ length }: TypeFacts, given: DefaultFacts | undefined): Values {
  const letters = "ABCDEFGHIJ".slice(0, usualCodes);
  const others = [...letters].map((letter) => letter.repeat(Math.min(length ?? 2, 2)));
  const first = given?.kind === "value" ? [given.text] : [];
  return labels([...first, ...others].slice(0, usualCodes), given);
}

function booleans(given: DefaultFacts | undefined): Values {
  const common = given?.kind === "value" && given.text === "true" ? "t" : "f";
  const rare = common === "t" ? "f" : "t";
  return {
    kind: "labels",
    labels: [
      { value: common, share: usualBoolean },
      { value: rare, share: 1 - usualBoolean },
    ],
  };
}

export const isWhole = ({ name }: TypeFacts) => /^(int2|int4|int8|oid)$/.test(name);
export const isFraction = ({ name }: TypeFacts) => /^(numeric|float4|float8|money)$/.test(name);
export const isTime = ({ name }: TypeFacts) => /^(date|timestamp|timestamptz)$/.test(name);
export const isText = ({ name }: TypeFacts) => /^(text|varchar|bpchar|citext|name)$/.test(name);
