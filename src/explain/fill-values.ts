/**
 * A column's value in a numbered row, as an expression of SQL: the same number gives the same value
 * wherever it is asked for, so a row that refers to another works out the other's key by itself.
 */

import { literal } from "../core/sql/write-name.ts";
import {
  type Distribution,
  distributionOf,
  isFraction,
  isText,
  isTime,
  isUniqueColumn,
  isWhole,
  keyOf,
  type Label,
  type Tables,
  usualDays,
  usualRepeats,
  type Values,
} from "../core/statistics/distribution.ts";
import {
  type ColumnFacts,
  type TableFacts,
  type TypeFacts,
  tableKey,
} from "../core/statistics/facts.ts";
import { seedValue } from "../engines/postgres-seed-values.ts";

export type FillWorld = {
  readonly tables: Tables;
  /** The day up to which times go, counted from 1970-01-01. */
  readonly today: number;
  /** A column's type as SQL has it, without length. */
  readonly typeOf: (table: TableFacts, column: ColumnFacts) => string;
};

/** `row` is an expression that counts from 1. NULL where no value is known. */
export function valueSql(
  world: FillWorld,
  table: TableFacts,
  column: ColumnFacts,
  row: string,
): string {
  const distribution = distributionOf(table, column, world.tables);
  const value = keySql(world, table, column, distribution, row, 0);
  const seed = seedOf(`${tableKey(table)}.${column.name}?`);
  const { nullFraction } = distribution;
  if (nullFraction === 0) return value;
  return `CASE WHEN ${chance(row, seed)} < ${nullFraction} THEN NULL ELSE ${value} END`;
}

/** Keys that stand on keys of others end here. */
const deepest = 4;

function keySql(
  world: FillWorld,
  table: TableFacts,
  column: ColumnFacts,
  { values }: Distribution,
  row: string,
  depth: number,
): string {
  const type = world.typeOf(table, column);
  const key = keyOf(table, column);
  const target = key && world.tables.byKey.get(tableKey(key.target));
  const named = key?.targetColumns[key.columns.indexOf(column.name)];
  const to = target?.columns.find(({ name }) => name === named);
  if (key !== undefined && target !== undefined && to !== undefined && depth < deepest) {
    // Columns of one key pick the same row.
    const keySeed = seedOf(`${tableKey(table)}:${key.columns.join()}`);
    const isUnique = isUniqueColumn(table, column.name);
    const parent = isUnique ? row : pick(row, keySeed, world.tables.rowsOf(target));
    return keySql(world, target, to, distributionOf(target, to, world.tables), parent, depth + 1);
  }
  // A ring of keys ends at some table or other, and must give the same value at each.
  const isRing = to !== undefined && depth >= deepest;
  const seed = isRing ? 0 : seedOf(`${tableKey(table)}.${column.name}`);
  const rows = Math.max(world.tables.rowsOf(table), 1);
  const sql = ownSql(column.type, isRing ? { kind: "unique" } : values, {
    row,
    seed,
    rows,
    today: world.today,
  });
  return `(${sql})::${type}`;
}

type Place = {
  readonly row: string;
  readonly seed: number;
  readonly rows: number;
  readonly today: number;
};

function ownSql(type: TypeFacts, values: Values, place: Place): string {
  const { row, seed, rows } = place;
  switch (values.kind) {
    case "counted":
      return row;
    case "unique":
      return uniqueSql(type, place);
    case "labels":
      return labelSql(values.labels, chance(row, seed));
    case "times":
      return timeSql(place, values.isOrdered ? `(${row})::float8 / ${rows}` : chance(row, seed));
    case "numbers":
      return pick(row, seed, values.most);
    case "words":
      return wordSql(type, pick(row, seed, Math.max(1, Math.ceil(rows / usualRepeats))), seed);
    default:
      return opaqueSql(type, place);
  }
}

function uniqueSql(type: TypeFacts, place: Place): string {
  const { row, seed, rows } = place;
  if (isWhole(type) || isFraction(type)) return row;
  if (isText(type)) return wordSql(type, row, seed);
  if (type.name === "uuid") return `md5((${row})::text || '/${seed}')`;
  if (isTime(type)) return timeSql(place, `(${row})::float8 / ${rows}`);
  return opaqueSql(type, place);
}

/** 32 letters and digits, or as many as there may be. */
function wordSql({ length }: TypeFacts, number: string, seed: number): string {
  const word = `md5((${number})::text || '/${seed}')`;
  return length === undefined || length >= 32 ? word : `substr(${word}, 1, ${length})`;
}

function timeSql({ today }: Place, share: string): string {
  const until = `timestamp '1970-01-01' + ${today} * interval '1 day'`;
  return `${until} - (1 - ${share}) * interval '${usualDays} days'`;
}

function labelSql(labels: readonly Label[], random: string): string {
  let below = 0;
  const cases = labels.slice(0, -1).map(({ value, share }) => {
    below += share;
    return `WHEN ${random} < ${below.toFixed(6)} THEN ${literal(value)}`;
  });
  const last = literal(labels.at(-1)?.value ?? "");
  return cases.length === 0 ? last : `CASE ${cases.join(" ")} ELSE ${last} END`;
}

/** A hundred values of each type that migrations are tried with; where there are none, NULL. */
function opaqueSql(type: TypeFacts, { row, seed }: Place): string {
  if (/^jsonb?$/.test(type.name) && !type.isArray) {
    return `json_build_object('id', ${row}, 'kind', ${pick(row, seed, 5)}, 'value', ${pick(row, seed + 1, 1000)}, 'text', md5((${row})::text))`;
  }
  if (type.name === "bytea" && !type.isArray) return `decode(md5((${row})::text), 'hex')`;
  const known = Array.from({ length: 100 }, (_, at) => seedValue(type, at + 1));
  const values = known.filter((value) => value !== undefined);
  if (values.length === 0) return "NULL";
  return `(ARRAY[${values.map(literal).join(", ")}])[${pick(row, seed, values.length)}]`;
}

/** 0 up to 1, the same for the same row. */
function chance(row: string, seed: number): string {
  return `((hashint8extended((${row})::bigint, ${seed}) & 2147483647)::float8 / 2147483648)`;
}

/** 1 to `most`. */
function pick(row: string, seed: number, most: number): string {
  return `(1 + (hashint8extended((${row})::bigint, ${seed}) & 2147483647) % ${Math.max(1, most)})`;
}

/** Different for different columns, and the same each time. */
function seedOf(name: string): number {
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return hash;
}
