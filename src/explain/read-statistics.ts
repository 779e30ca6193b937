/**
 * What the planner of a server knows, read with plain SELECTs from pg_class, pg_stats and
 * pg_settings: PostgreSQL 12 to 18. Values of rows stay in memory; they are written nowhere.
 */
import type {
  ColumnStatistics,
  RelationStatistics,
  Statistics,
} from "../core/statistics/statistics.ts";
import type { Connection, Refusal, Value } from "../engines/postgres-connection.ts";

export type ReadWish = {
  /** Without any value that stands in a row: fractions, widths and counts only. */
  readonly shapesOnly?: boolean;
};

/**
 * Of what the role may read: columns that it may not are absent, as pg_stats has it. Tables that
 * were never analyzed have -1 rows from PostgreSQL 14 on.
 */
export async function readStatistics(
  connection: Connection,
  { shapesOnly = false }: ReadWish = {},
): Promise<{ readonly ok: true; readonly statistics: Statistics } | Refusal> {
  const relations = await readRelations(connection);
  if (!relations.ok) return relations;
  const server = await connection.query(serverQuery);
  if (!server.ok) return server;
  const [version, collation] = server.rows[0] ?? [];
  const columns = await connection.query(columnsQuery(Number(version)));
  if (!columns.ok) return columns;
  const settings = await connection.query(settingsQuery);
  if (!settings.ok) return settings;
  const byName = settings.rows.map(([name, value]) => [name ?? "", value ?? ""] as const);
  return {
    ok: true,
    statistics: {
      relations: relations.rows.map(relationOf),
      columns: columns.rows.map((row) => columnOf(row, shapesOnly)),
      settings: Object.fromEntries(byName),
      ...(collation != null && { collation }),
    },
  };
}

/** Asking for a file's length waits for whoever holds the table; then its last count has to do. */
async function readRelations(connection: Connection) {
  const withLengths = await connection.query(
    relationsQuery("pg_catalog.pg_relation_size(c.oid) / 8192"),
  );
  return withLengths.ok ? withLengths : connection.query(relationsQuery("c.relpages"));
}

function relationOf(row: readonly Value[]): RelationStatistics {
  const [schema, name, kind, pages, rows, visible, now] = row;
  return {
    schema: schema ?? "",
    name: name ?? "",
    kind: kind === "i" || kind === "I" ? "index" : "table",
    pages: Number(pages),
    rows: Number(rows),
    allVisiblePages: Number(visible),
    ...(now != null && now !== pages && { pagesNow: Number(now) }),
  };
}

function columnOf(row: readonly Value[], shapesOnly: boolean): ColumnStatistics {
  const [schema, table, column, inherited, nulls, width, distinct, common, frequencies] = row;
  const [bounds, correlation, elements, elementFrequencies, elementCounts] = row.slice(9);
  const [lengths, emptyRanges, rangeBounds] = row.slice(14);
  const value = (text: Value | undefined) => (shapesOnly ? undefined : (text ?? undefined));
  const hasElements = elements != null || elementCounts != null;
  const hasRanges = lengths != null || rangeBounds != null;
  return {
    schema: schema ?? "",
    table: table ?? "",
    column: column ?? "",
    isInherited: inherited === "t",
    nullFraction: Number(nulls),
    averageWidth: Number(width),
    distinct: Number(distinct),
    mostCommonValues: value(common),
    mostCommonFrequencies: frequencies ?? undefined,
    histogramBounds: value(bounds),
    correlation: correlation == null ? undefined : Number(correlation),
    ...(hasElements && {
      elements: {
        mostCommon: value(elements),
        frequencies: elementFrequencies ?? undefined,
        countHistogram: elementCounts ?? undefined,
      },
    }),
    ...(hasRanges && {
      ranges: {
        lengthHistogram: lengths ?? undefined,
        emptyFraction: emptyRanges == null ? undefined : Number(emptyRanges),
        boundsHistogram: value(rangeBounds),
      },
    }),
  };
}

/** What decides about plans; the others are the server's own affair. */
const plannerSettings = [
  ...["seq_page_cost", "random_page_cost", "cpu_tuple_cost", "cpu_index_tuple_cost"],
  ...["cpu_operator_cost", "parallel_setup_cost", "parallel_tuple_cost", "effective_cache_size"],
  ...["min_parallel_table_scan_size", "min_parallel_index_scan_size", "effective_io_concurrency"],
  ...["max_parallel_workers", "max_parallel_workers_per_gather", "parallel_leader_participation"],
  ...["work_mem", "hash_mem_multiplier", "default_statistics_target", "constraint_exclusion"],
  ...["cursor_tuple_fraction", "from_collapse_limit", "join_collapse_limit", "plan_cache_mode"],
  ...["jit", "jit_above_cost", "jit_inline_above_cost", "jit_optimize_above_cost"],
  ...["geqo", "geqo_threshold", "geqo_effort", "geqo_pool_size", "geqo_generations"],
  ...["geqo_selection_bias", "geqo_seed", "recursive_worktable_factor"],
];

const settingsQuery = `
  SELECT name, pg_catalog.current_setting(name) FROM pg_catalog.pg_settings
  WHERE name IN (${plannerSettings.map((name) => `'${name}'`).join(", ")}) OR name ~ '^enable_'
  ORDER BY name`;

/** PostgreSQL's own provider sorts by bytes, that of ICU never does. */
const serverQuery = `
  SELECT pg_catalog.current_setting('server_version_num'),
    CASE pg_catalog.to_jsonb(d) ->> 'datlocprovider' WHEN 'b' THEN 'C' WHEN 'i' THEN 'en_US.UTF-8' ELSE d.datcollate END
  FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`;

const relationsQuery = (length: string) => `
  SELECT n.nspname, c.relname, c.relkind, c.relpages, c.reltuples, c.relallvisible,
    CASE WHEN c.relkind IN ('r', 'm', 'i') THEN ${length} END
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm', 'p', 'i', 'I') AND n.nspname !~ '^pg_'
    AND n.nspname <> 'information_schema' AND c.relname <> '_prisma_migrations'
  ORDER BY 1, 2`;

/** Of ranges PostgreSQL tells since version 17. */
const columnsQuery = (version: number) => `
  SELECT s.schemaname, s.tablename, s.attname, s.inherited, s.null_frac, s.avg_width, s.n_distinct,
    s.most_common_vals::text, s.most_common_freqs::text, s.histogram_bounds::text, s.correlation,
    s.most_common_elems::text, s.most_common_elem_freqs::text, s.elem_count_histogram::text,
    ${version >= 170_000 ? "s.range_length_histogram::text, s.range_empty_frac, s.range_bounds_histogram::text" : "NULL, NULL, NULL"}
  FROM pg_catalog.pg_stats s
  WHERE s.schemaname !~ '^pg_' AND s.schemaname <> 'information_schema'
    AND s.tablename <> '_prisma_migrations'
  ORDER BY 1, 2, 3`;
