/**
 * Statistics given to an embedded database whose tables are empty, so that it plans as the database
 * does that they speak of. From then on it may be asked for plans and for nothing else.
 */
import { literal } from "../core/sql/write-name.ts";
import type {
  ColumnStatistics,
  RelationStatistics,
  Statistics,
} from "../core/statistics/statistics.ts";
import type { Database } from "../engines/postgres.ts";
import type { Connection, Refusal, Rows } from "../engines/postgres-connection.ts";

export type Applied = {
  readonly ok: true;
  /** What the statistics speak of and the database does not have: `public.User.email`. Sorted. */
  readonly skipped: readonly string[];
  /** What the server said about values that it could not take. */
  readonly remarks: readonly string[];
};

/**
 * Takes the place of what was applied before. Three things stay different from the real database:
 * extended statistics (CREATE STATISTICS) cannot be given; the planner looks up the first and last
 * key of an index where a condition is at the end of a histogram, and finds none; and groups of
 * 64-bit numbers take more memory in a server of 32 bits, so hashing them is given up a bit earlier.
 */
export async function applyStatistics(
  database: Database,
  statistics: Statistics,
): Promise<Applied | Refusal> {
  const there = await database.query(relationsQuery);
  if (!there.ok) return there;
  const settable = await database.query(settableQuery);
  if (!settable.ok) return settable;
  const known = new Map(there.rows.map(([key, path, names]) => [key, { path, names }]));
  const relations = statistics.relations.filter((one) => known.has(keyOf(one.schema, one.name)));
  const columns = statistics.columns.filter(({ schema, table, column }) => {
    const names = known.get(keyOf(schema, table))?.names;
    return names != null && (JSON.parse(names) as string[]).includes(column);
  });
  await forgetPages(database);
  const stretched = await database.stretch(filesOf(there, relations));
  if (!stretched) return notObeyed;
  const calls = [
    ...resets,
    ...relations.flatMap(relationCalls),
    ...columns.map(columnCall),
    ...settingCalls(statistics.settings, settable),
  ];
  const applied = await together(database, calls);
  return applied.ok ? { ...applied, skipped: skippedOf(statistics, relations, columns) } : applied;
}

/** Of some tables and indexes anew; whatever else was applied before stays. */
export async function resizeRelations(
  database: Database,
  relations: readonly RelationStatistics[],
): Promise<Applied | Refusal> {
  const there = await database.query(relationsQuery);
  if (!there.ok) return there;
  await forgetPages(database);
  const names = new Set(relations.map((one) => keyOf(one.schema, one.name)));
  const own = { ...there, rows: there.rows.filter(([key]) => names.has(key ?? "")) };
  if (!(await database.stretch(filesOf(own, relations)))) return notObeyed;
  const applied = await together(database, relations.flatMap(relationCalls));
  return applied.ok ? { ...applied, skipped: [] } : applied;
}

const notObeyed: Refusal = {
  ok: false,
  code: "0A000",
  message: "The embedded PostgreSQL could not be told how large the tables are",
};

const keyOf = (schema: string, name: string) => `${schema}.${name}`;

/** A table of which nothing is said is empty; an index keeps the pages that it is made of. */
function filesOf({ rows }: Rows, relations: readonly RelationStatistics[]) {
  const statistics = new Map(relations.map((one) => [keyOf(one.schema, one.name), one]));
  return rows.flatMap(([key, path, , isIndex, method]) => {
    if (path == null) return [];
    const said = statistics.get(key ?? "");
    const pages = said?.pagesNow ?? said?.pages ?? 0;
    if (isIndex !== "t") return [{ path, pages }];
    if (said === undefined) return [];
    const isTree = method === "btree";
    return [{ path, pages: Math.max(pages, 1), ...(isTree && { depth: depthOf(said) }) }];
  });
}

/**
 * How many levels an index has above its leaves, from what its entries take: pages are filled to
 * 90 % below and to 70 % above, and an entry above is no smaller than a number and its address.
 */
function depthOf({ pages, rows }: RelationStatistics): number {
  const entry = Math.max((pages * 8152 * 0.9) / Math.max(rows, 1), 20);
  const perPage = Math.max((8152 * 0.7) / entry, 2);
  let depth = 0;
  for (let level = pages - 1; level > 1; level /= perPage) depth += 1;
  return depth;
}

/**
 * Once the planner has looked at an index, its first page is in the buffers. They are emptied by a
 * function of pg_buffercache; where it is not loaded, an index keeps the depth that it has.
 */
async function forgetPages(database: Connection): Promise<void> {
  const made = await database.exec(
    `CREATE OR REPLACE FUNCTION pg_temp.forget_pages(regclass, OUT evicted int, OUT flushed int, OUT skipped int)
     AS '$libdir/pg_buffercache', 'pg_buffercache_evict_relation' LANGUAGE C STRICT`,
  );
  if (!made.ok) return;
  await database.exec(
    `SELECT pg_temp.forget_pages(c.oid) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'i' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`,
  );
}

/** What \`forgetPages\` needs, for opening the database. */
export const statisticsExtension = "pg_buffercache";

/** All at once; where that is refused, one after the other, so that one value spoils itself only. */
async function together(
  database: Database,
  calls: readonly string[],
): Promise<{ readonly ok: true; readonly remarks: readonly string[] } | Refusal> {
  const answer = await database.exec(calls.join(";\n"));
  if (answer.ok) return { ok: true, remarks: answer.notices };
  if (answer.code === "stopped") return answer;
  const remarks: string[] = [];
  for (const call of calls) {
    const one = await database.exec(call);
    if (one.ok) remarks.push(...one.notices);
    else if (one.code === "stopped") return one;
    else remarks.push(one.message);
  }
  return { ok: true, remarks };
}

/** What is said again must differ from what is there, or a session goes on with the old lengths. */
const resets = [
  "RESET ALL",
  `DELETE FROM pg_catalog.pg_statistic s USING pg_catalog.pg_class c, pg_catalog.pg_namespace n
   WHERE c.oid = s.starelid AND n.oid = c.relnamespace AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`,
  `SELECT pg_catalog.pg_clear_relation_stats(n.nspname::text, c.relname::text)
   FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'm', 'p', 'i', 'I') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`,
];

function relationCalls(one: RelationStatistics): string[] {
  const call = calling("pg_restore_relation_stats", [
    ["schemaname", literal(one.schema)],
    ["relname", literal(one.name)],
    ["relpages", `${one.pages}::integer`],
    ["reltuples", `${one.rows}::real`],
    ["relallvisible", `${one.allVisiblePages}::integer`],
  ]);
  return [call];
}

function columnCall(one: ColumnStatistics): string {
  const hasCommon = one.mostCommonValues !== undefined;
  const { elements, ranges } = one;
  return calling("pg_restore_attribute_stats", [
    ["schemaname", literal(one.schema)],
    ["relname", literal(one.table)],
    ["attname", literal(one.column)],
    ["inherited", `${one.isInherited}`],
    ["null_frac", `${one.nullFraction}::real`],
    ["avg_width", `${one.averageWidth}::integer`],
    ["n_distinct", `${one.distinct}::real`],
    ["most_common_vals", typed(one.mostCommonValues, "text")],
    ["most_common_freqs", hasCommon ? typed(one.mostCommonFrequencies, "real[]") : undefined],
    ["histogram_bounds", typed(one.histogramBounds, "text")],
    ["correlation", typed(one.correlation, "real")],
    ["most_common_elems", typed(elements?.mostCommon, "text")],
    [
      "most_common_elem_freqs",
      elements?.mostCommon === undefined ? undefined : typed(elements.frequencies, "real[]"),
    ],
    ["elem_count_histogram", typed(elements?.countHistogram, "real[]")],
    ["range_length_histogram", typed(ranges?.lengthHistogram, "text")],
    ["range_empty_frac", typed(ranges?.emptyFraction, "real")],
    ["range_bounds_histogram", typed(ranges?.boundsHistogram, "text")],
  ]);
}

function typed(value: string | number | undefined, type: string): string | undefined {
  return value === undefined ? undefined : `${literal(`${value}`)}::${type}`;
}

function calling(
  name: string,
  given: readonly (readonly [name: string, sql: string | undefined])[],
): string {
  const pairs = given.flatMap(([key, sql]) => (sql === undefined ? [] : [`'${key}', ${sql}`]));
  return `SELECT pg_catalog.${name}(${pairs.join(", ")})`;
}

/** Those that an older server had, or that a session may not set, are passed over. */
function settingCalls(settings: Statistics["settings"], { rows }: Rows): string[] {
  const settable = new Set(rows.map(([name]) => name));
  return Object.entries(settings)
    .filter(([name]) => settable.has(name))
    .map(
      ([name, value]) => `SELECT pg_catalog.set_config(${literal(name)}, ${literal(value)}, false)`,
    );
}

function skippedOf(
  statistics: Statistics,
  relations: readonly RelationStatistics[],
  columns: readonly ColumnStatistics[],
): string[] {
  const [taken, takenColumns] = [new Set(relations), new Set(columns)];
  const names = [
    ...statistics.relations
      .filter((one) => !taken.has(one))
      .map((one) => keyOf(one.schema, one.name)),
    ...statistics.columns
      .filter((one) => !takenColumns.has(one))
      .map(({ schema, table, column }) => `${keyOf(schema, table)}.${column}`),
  ];
  return [...new Set(names)].sort();
}

const relationsQuery = `
  SELECT n.nspname || '.' || c.relname, pg_catalog.pg_relation_filepath(c.oid),
    (SELECT json_agg(a.attname) FROM pg_catalog.pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    c.relkind IN ('i', 'I'), m.amname
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
  WHERE c.relkind IN ('r', 'm', 'p', 'i', 'I') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

const settableQuery = `
  SELECT name FROM pg_catalog.pg_settings WHERE context IN ('user', 'superuser')`;
