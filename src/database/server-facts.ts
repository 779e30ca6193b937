/**
 * What a server is, and how many rows its tables hold by its own estimate: never counted, so that
 * asking costs nothing. Reads catalogs only.
 */
import type { Qualified } from "../core/sql/catalog.ts";
import type { Connection, Refusal } from "../engines/postgres-connection.ts";

export type ServerFacts = {
  /** Major version of PostgreSQL, or of the PostgreSQL that the server says it speaks like. */
  readonly postgres: number;
  /** `PostgreSQL 17.4`, or what another server calls itself. */
  readonly name: string;
  /** Speaks like PostgreSQL and is none: locks and plans differ. */
  readonly isOther: boolean;
  readonly database: string;
};

export type FactsOrNot = { readonly ok: true; readonly facts: ServerFacts } | Refusal;

export async function serverFacts(connection: Connection): Promise<FactsOrNot> {
  const answer = await connection.query(
    "SELECT pg_catalog.current_setting('server_version_num'), pg_catalog.version(), pg_catalog.current_database()",
  );
  if (!answer.ok) return answer;
  const [number, version, database] = answer.rows[0] ?? [];
  const name = version ?? "";
  const other =
    /^(?!PostgreSQL)\S+|CockroachDB|YugabyteDB|-YB-|Redshift|Greenplum|RisingWave|Materialize|QuestDB/.exec(
      name,
    )?.[0];
  return {
    ok: true,
    facts: {
      postgres: Math.floor(Number(number ?? 0) / 10_000),
      name: other ?? /^\S+ [\d.]+\w*/.exec(name)?.[0] ?? name,
      isOther: other !== undefined,
      database: database ?? "",
    },
  };
}

export type RowCountsOrNot =
  | { readonly ok: true; readonly rows: ReadonlyMap<Qualified, number> }
  | Refusal;

/**
 * Estimated rows by table, as the last VACUUM or ANALYZE left them, else as the statistics of writes
 * say. A table that neither knows is not in it. A partitioned table has the sum of its partitions.
 */
export async function rowCounts(connection: Connection): Promise<RowCountsOrNot> {
  const answer = await connection.query(tables);
  if (!answer.ok) return answer;
  const counts = new Map<string, Estimate>();
  for (const [oid, name, parent, rows] of answer.rows) {
    counts.set(oid ?? "", { name: name ?? "", parent, rows: rows == null ? undefined : +rows });
  }
  const sums = new Map<Qualified, number>();
  for (const { name, parent, rows } of counts.values()) {
    if (rows === undefined) continue;
    sums.set(name, (sums.get(name) ?? 0) + rows);
    // Up through partitions of partitions.
    for (let at = parent && counts.get(parent); at; at = at.parent && counts.get(at.parent)) {
      sums.set(at.name, (sums.get(at.name) ?? 0) + rows);
    }
  }
  return { ok: true, rows: sums };
}

type Estimate = {
  readonly name: Qualified;
  readonly parent: string | null | undefined;
  readonly rows: number | undefined;
};

/** Before PostgreSQL 14, 0 stood for a table that was never looked at, as -1 does since. */
const tables = `SELECT c.oid, n.nspname || '.' || c.relname, CASE WHEN c.relispartition THEN i.inhparent END,
  CASE WHEN c.relkind = 'p' THEN NULL
    WHEN c.reltuples > 0 THEN c.reltuples::pg_catalog.int8
    WHEN c.reltuples = 0 AND pg_catalog.current_setting('server_version_num')::int >= 140000 THEN 0
    ELSE NULLIF(pg_catalog.pg_stat_get_live_tuples(c.oid), 0) END
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
ORDER BY c.oid`;
