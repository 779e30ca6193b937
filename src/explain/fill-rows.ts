/**
 * Rows in the empty tables of an embedded database, many enough that running a query tells
 * something: distributed as is assumed where nobody has looked, and the same each time.
 */

import { quoted } from "../core/sql/write-name.ts";
import { knownTables } from "../core/statistics/assume.ts";
import { type TableFacts, tableKey } from "../core/statistics/facts.ts";
import type { Connection, Refusal } from "../engines/postgres-connection.ts";
import { type FillWorld, valueSql } from "./fill-values.ts";

export type FillWish = {
  /** By `tableKey`: `public.User`. Tables that are not named stay empty. */
  readonly rows: Readonly<Record<string, number>>;
  /** The day up to which times go, counted from 1970-01-01. */
  readonly today: number;
  readonly signal?: AbortSignal;
  /** Rows made, of how many. */
  readonly onProgress?: (done: number, of: number) => void;
};

export type Filled = {
  readonly ok: true;
  /** What there is now, which may be fewer than asked for: keys of several columns repeat by chance. */
  readonly rows: Readonly<Record<string, number>>;
  /** Tables that stay empty, and checks that had to go, each with the reason; for people. */
  readonly remarks: readonly string[];
};

/**
 * Needs a superuser, outside of a transaction. Triggers do not fire meanwhile, and sequences go on
 * behind the rows. Ends with VACUUM and ANALYZE, as a database that has been there for long.
 */
export async function fillRows(
  connection: Connection,
  tables: readonly TableFacts[],
  { rows, today, signal, onProgress }: FillWish,
): Promise<Filled | Refusal> {
  const types = await connection.query(typesQuery);
  if (!types.ok) return types;
  const typeNames = new Map(types.rows.map(([column, type]) => [column, type ?? "text"]));
  const world: FillWorld = {
    tables: knownTables(tables, (table) => rows[table] ?? 0),
    today,
    typeOf: (table, { name }) => typeNames.get(`${tableKey(table)}.${name}`) ?? "text",
  };
  // Partitions get theirs through the whole.
  const own = tables.filter(({ partitionOf }) => partitionOf === undefined);
  const total = own.reduce((sum, table) => sum + world.tables.rowsOf(table), 0);
  const made: Record<string, number> = {};
  const remarks: string[] = [];
  let before = 0;
  await connection.exec("SET session_replication_role = replica");
  for (const table of own) {
    const filled = await fillTable(connection, world, table, {
      ...(signal && { signal }),
      remarks,
      onProgress: (done) => onProgress?.(before + done, total),
    });
    if (!filled.ok) return filled;
    made[tableKey(table)] = filled.count;
    before += world.tables.rowsOf(table);
  }
  await connection.exec("SET session_replication_role = origin");
  const done = await connection.exec("VACUUM (ANALYZE)");
  return done.ok ? { ok: true, rows: made, remarks } : done;
}

type TableWish = {
  readonly signal?: AbortSignal;
  readonly remarks: string[];
  readonly onProgress: (done: number) => void;
};

/** So many at once: a cancel waits for them. */
const rowsAtOnce = 25_000;

async function fillTable(
  connection: Connection,
  world: FillWorld,
  table: TableFacts,
  { signal, remarks, onProgress }: TableWish,
): Promise<{ readonly ok: true; readonly count: number } | Refusal> {
  const rows = world.tables.rowsOf(table);
  const name = `${quoted(table.schema)}.${quoted(table.name)}`;
  const columns = table.columns.filter(({ isGenerated }) => !isGenerated);
  const names = columns.map((column) => quoted(column.name)).join(", ");
  const values = columns.map((column) => valueSql(world, table, column, "g")).join(", ");
  for (let from = 1; from <= rows; from += rowsAtOnce) {
    if (signal?.aborted) return { ok: false, code: "stopped", message: "Cancelled" };
    const to = Math.min(rows, from + rowsAtOnce - 1);
    const insert = `INSERT INTO ${name} (${names}) OVERRIDING SYSTEM VALUE
      SELECT ${values} FROM generate_series(${from}, ${to}) AS g`;
    const refusal = await insertWithoutChecks(connection, name, insert, remarks);
    if (refusal !== undefined) {
      if (["stopped", "53200", "57014"].includes(refusal.code)) return refusal;
      remarks.push(`${table.name} has no rows: ${refusal.message}`);
      break;
    }
    onProgress(to);
  }
  await goOnBehind(connection, table, name, rows);
  const counted = await connection.query(`SELECT count(*) FROM ${name}`);
  return counted.ok ? { ok: true, count: Number(counted.rows[0]?.[0] ?? 0) } : counted;
}

const mostChecks = 20;

/**
 * Rows whose keys repeat are left out, where no constraint is deferrable. A check that the rows do
 * not keep is taken away: the planner makes little of it.
 */
async function insertWithoutChecks(
  connection: Connection,
  table: string,
  insert: string,
  remarks: string[],
): Promise<Refusal | undefined> {
  let ending = " ON CONFLICT DO NOTHING";
  for (let round = 0; ; round++) {
    const answer = await connection.exec(insert + ending);
    if (answer.ok) return undefined;
    if (ending !== "" && answer.message.startsWith("ON CONFLICT does not support")) {
      ending = "";
      continue;
    }
    const check = /violates check constraint "(.+)"$/.exec(answer.message)?.[1];
    if (check === undefined || round >= mostChecks) return answer;
    const dropped = await connection.exec(
      `ALTER TABLE ${table} DROP CONSTRAINT ${quoted(check)} CASCADE`,
    );
    if (!dropped.ok) return answer;
    remarks.push(`The check ${check} does not hold for the rows that were made`);
  }
}

/** What a query inserts comes after ours. */
async function goOnBehind(
  connection: Connection,
  table: TableFacts,
  name: string,
  rows: number,
): Promise<void> {
  for (const column of table.columns.filter(({ default: given }) => given?.kind === "counted")) {
    await connection.query(
      `SELECT pg_catalog.setval(s.name, $3::bigint) FROM (SELECT pg_catalog.pg_get_serial_sequence($1, $2) AS name) s
       WHERE s.name IS NOT NULL AND $3::bigint > 0`,
      [name, column.name, `${rows}`],
    );
  }
}

const typesQuery = `
  SELECT n.nspname || '.' || c.relname || '.' || a.attname, pg_catalog.format_type(a.atttypid, -1)
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;
