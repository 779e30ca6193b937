/**
 * A few valid rows for each empty table of a database, so that what only works on empty tables
 * fails. Reads the catalog and writes rows; knows nothing of what the columns mean.
 */
import type { Connection, Refusal } from "./postgres-connection.ts";
import {
  type SeedColumn,
  type SeedParent,
  type SeedTable,
  seedTables,
} from "./postgres-seed-tables.ts";
import { seedValue } from "./postgres-seed-values.ts";

export type Seeded = {
  readonly ok: true;
  /** Tables that have rows now and had none. */
  readonly filled: number;
  /** With the schema: `public.User`. */
  readonly empty: readonly { readonly table: string; readonly reason: string }[];
};

/**
 * Row k of every table refers to row k of the others. Columns that nothing forbids it are NULL in
 * the first row and have equal values in the last two. Needs a superuser, outside of a transaction:
 * triggers and the order of foreign keys are switched off meanwhile. Rows whose parents could not
 * be made are taken out again.
 */
export async function seedRows(connection: Connection, count = 3): Promise<Seeded | Refusal> {
  const read = await seedTables(connection);
  if (!read.ok) return read;
  const tables = read.tables.filter(({ hasRows }) => !hasRows);
  if (tables.length === 0) return { ok: true, filled: 0, empty: [] };
  await connection.exec("SET session_replication_role = replica");
  const reasons = new Map<string, string>();
  for (const table of tables) {
    const reason = await fill(connection, table, count);
    if (reason !== undefined) reasons.set(table.name, reason);
  }
  await takeOutOrphans(connection, tables, reasons);
  await connection.exec("SET session_replication_role = origin");
  const empty = [...reasons].map(([table, reason]) => ({ table, reason }));
  return { ok: true, filled: tables.length - empty.length, empty };
}

/** Why the table stays empty. */
async function fill(
  connection: Connection,
  table: SeedTable,
  count: number,
): Promise<string | undefined> {
  const rows = Array.from({ length: count }, (_, at) => rowOf(table, at + 1, count));
  const unknown = rows.flatMap((row) => ("unknown" in row ? [row.unknown] : []))[0];
  if (unknown !== undefined) return `no value is known for ${unknown}`;
  const made = await connection.exec(
    insert(
      table,
      rows.flatMap((row) => ("values" in row ? [row.values] : [])),
    ),
  );
  if (!made.ok) return made.message;
  for (const column of table.columns.filter(({ isNumbered }) => isNumbered)) {
    // What a migration inserts itself comes after ours.
    await connection.query(
      "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence($1, $2), $3::bigint)",
      [table.sql, column.name, `${count}`],
    );
  }
  return undefined;
}

/** Literals, in the order of the columns. */
type Row = { readonly values: readonly string[] } | { readonly unknown: string };

function rowOf(table: SeedTable, row: number, count: number): Row {
  const values: string[] = [];
  for (const column of table.columns) {
    const value = columnValue(column, row, count);
    if (value === undefined) return { unknown: `${column.name} (${column.type.name})` };
    values.push(value);
  }
  return { values };
}

function columnValue(column: SeedColumn, row: number, count: number): string | undefined {
  if (column.mayBeNull && row === 1 && count > 1) return "NULL";
  const isLast = row === count && count > 2;
  const value = seedValue(column.type, column.mayRepeat && isLast ? row - 1 : row);
  if (value !== undefined) return literal(value);
  if (column.isNullable) return "NULL";
  return column.hasDefault ? "DEFAULT" : undefined;
}

function insert(table: SeedTable, rows: readonly (readonly string[])[]): string {
  if (table.columns.length === 0) {
    return rows.map(() => `INSERT INTO ${table.sql} DEFAULT VALUES`).join("; ");
  }
  const columns = table.columns.map(({ name }) => identifier(name)).join(", ");
  const tuples = rows.map((row) => `(${row.join(", ")})`).join(", ");
  return `INSERT INTO ${table.sql} (${columns}) OVERRIDING SYSTEM VALUE VALUES ${tuples}`;
}

/**
 * Where a parent has other rows than the numbered ones, or none. Repeated, because what is taken
 * out may have been a parent; it ends because each round takes something out.
 */
async function takeOutOrphans(
  connection: Connection,
  tables: readonly SeedTable[],
  reasons: Map<string, string>,
): Promise<void> {
  const filledNow = new Set(tables.map(({ name }) => name));
  const hollow = new Set(reasons.keys());
  const isDoubtful = ({ name }: SeedParent) => !filledNow.has(name) || hollow.has(name);
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const table of tables.filter(({ name }) => !reasons.has(name))) {
      for (const parent of table.parents.filter(isDoubtful)) {
        const { gone, left } = await takeOut(connection, table, parent);
        if (gone === 0) continue;
        isChanged = true;
        hollow.add(table.name);
        if (left === 0) reasons.set(table.name, `its rows of ${parent.name} are not there`);
      }
    }
  }
}

async function takeOut(connection: Connection, { sql }: SeedTable, parent: SeedParent) {
  const answer = await connection.query(`
    WITH gone AS (
      DELETE FROM ${sql} AS child WHERE ${parent.isChild}
        AND NOT EXISTS (SELECT FROM ${parent.sql} AS parent WHERE ${parent.isParent})
      RETURNING 1)
    SELECT (SELECT count(*) FROM gone), (SELECT count(*) FROM ${sql})`);
  // Both are counted before anything is gone.
  const [gone, before] = answer.ok ? (answer.rows[0] ?? []) : [];
  return { gone: Number(gone ?? 0), left: Number(before ?? 0) - Number(gone ?? 0) };
}

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Backslashes mean nothing in it. */
const literal = (value: string) => `'${value.replaceAll("'", "''")}'`;
