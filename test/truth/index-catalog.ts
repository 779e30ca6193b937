/**
 * Which foreign keys lack an index and which indexes are superfluous, asked of PostgreSQL's
 * catalogs. Written without a look at the rules: this is what they are measured by.
 */
import { PGlite } from "@electric-sql/pglite";
import { btree_gin } from "@electric-sql/pglite/contrib/btree_gin";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { ltree } from "@electric-sql/pglite/contrib/ltree";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { pgcrypto } from "@electric-sql/pglite/contrib/pgcrypto";
import { uuid_ossp } from "@electric-sql/pglite/contrib/uuid_ossp";

/** One line for each thing, sorted: `schema.table(column, …)` or `schema.index`. */
export type IndexFacts = {
  readonly unindexed: readonly string[];
  readonly duplicates: readonly string[];
  readonly likeUnique: readonly string[];
  readonly prefixes: readonly string[];
};

export function startPostgres(): Promise<PGlite> {
  return PGlite.create({ extensions: { btree_gin, citext, ltree, pg_trgm, pgcrypto, uuid_ossp } });
}

/**
 * PostGIS and ip4r are not there. What stands in for their types has the same default access
 * through GiST and b-tree, so that each index is built as it is written and the DDL stays whole.
 */
const standIns = `
  CREATE DOMAIN public.geometry AS polygon;
  CREATE DOMAIN public.geography AS polygon;
  CREATE DOMAIN public.ipaddress AS inet;
`;

/** Empties the database and makes it what the DDL says. */
export async function push(database: PGlite, ddl: string): Promise<void> {
  const { rows } = await database.query<{ name: string }>(
    "SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)'",
  );
  for (const { name } of rows) await database.exec(`DROP SCHEMA "${name}" CASCADE`);
  await database.exec("CREATE SCHEMA public");
  for (const extension of ["btree_gin", "citext", "ltree", "pg_trgm", "pgcrypto", "uuid-ossp"]) {
    await database.exec(`CREATE EXTENSION IF NOT EXISTS "${extension}" SCHEMA public`);
  }
  await database.exec(standIns + ddl);
}

/**
 * All directions turned round are the same order read backwards: bit 1 of indoption says
 * descending, bit 2 that nulls come first. Indexes are brought to the form that begins ascending.
 */
const indexes = `
  index AS (
    SELECT i.indexrelid AS id,
           i.indrelid AS on_table,
           n.nspname || '.' || c.relname AS name,
           am.amname AS method,
           i.indkey::int2[] AS columns,
           i.indclass::oid[] AS classes,
           i.indcollation::oid[] AS collations,
           ARRAY(SELECT CASE WHEN am.amname = 'btree' AND i.indoption[0] & 1 = 1
                             THEN o # 3 ELSE o END
                 FROM unnest(i.indoption::int2[]) WITH ORDINALITY AS u(o, at) ORDER BY at
           ) AS directions,
           pg_get_expr(i.indpred, i.indrelid) AS predicate,
           i.indisunique AS is_unique,
           i.indisprimary AS is_primary,
           am.amname = 'btree' AND i.indpred IS NULL AND i.indexprs IS NULL AS plain,
           array_position($2::text[], n.nspname || '.' || c.relname) AS written
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_am am ON am.oid = c.relam
    WHERE i.indisvalid
      AND n.nspname !~ '^(pg_|information_schema$)'
      AND NOT t.relname = ANY ($1::text[])
  )`;

const alike = `a.on_table = b.on_table AND a.method = b.method AND a.columns = b.columns
    AND a.classes = b.classes AND a.collations = b.collations AND a.directions = b.directions
    AND a.predicate IS NOT DISTINCT FROM b.predicate`;

const repeatsUnique = `EXISTS (
    SELECT FROM index b
    WHERE a.plain AND b.plain AND NOT a.is_unique AND b.is_unique AND ${alike})`;

/** Of those that are alike, the primary key stays, else the one written first. */
const repeatsEarlier = `EXISTS (
    SELECT FROM index b
    WHERE a.id <> b.id AND a.is_unique = b.is_unique AND NOT a.is_primary AND ${alike}
      AND (b.is_primary OR b.written < a.written))`;

const queries: Readonly<Record<keyof IndexFacts, string>> = {
  // Two foreign keys over the same columns lack the same one index: they are one line.
  unindexed: `
    WITH ${indexes}, key AS (
      SELECT k.conrelid, n.nspname || '.' || t.relname AS on_table, k.conkey,
             (SELECT array_agg(a.attname::text ORDER BY a.attname::text COLLATE "C")
              FROM pg_attribute a
              WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)) AS columns
      FROM pg_constraint k
      JOIN pg_class t ON t.oid = k.conrelid
      JOIN pg_namespace n ON n.oid = t.relnamespace
      WHERE k.contype = 'f' AND NOT t.relname = ANY ($1::text[])
    )
    SELECT DISTINCT on_table || '(' || array_to_string(columns, ', ') || ')' AS line
    FROM key
    WHERE NOT EXISTS (
      SELECT FROM index i
      CROSS JOIN LATERAL (SELECT cardinality(key.conkey) AS size) s
      WHERE i.on_table = key.conrelid AND i.predicate IS NULL
        AND (i.method = 'btree' OR i.method = 'hash' AND s.size = 1)
        -- An int2vector counts from 0.
        AND i.columns[0:s.size - 1] @> key.conkey AND i.columns[0:s.size - 1] <@ key.conkey)`,
  duplicates: `
    WITH ${indexes}
    SELECT a.name AS line FROM index a WHERE ${repeatsEarlier} AND NOT ${repeatsUnique}`,
  likeUnique: `WITH ${indexes} SELECT a.name AS line FROM index a WHERE ${repeatsUnique}`,
  prefixes: `
    WITH ${indexes}
    SELECT a.name AS line FROM index a
    WHERE a.plain AND NOT a.is_unique AND NOT ${repeatsUnique} AND NOT ${repeatsEarlier}
      AND EXISTS (
        SELECT FROM index b
        CROSS JOIN LATERAL (SELECT cardinality(a.columns) AS size) s
        WHERE b.plain AND b.on_table = a.on_table
          -- With more columns behind it, the longer one takes too much room to do the same work.
          AND cardinality(b.columns) - s.size BETWEEN 1 AND 2
          AND b.columns[0:s.size - 1] = a.columns[0:s.size - 1]
          AND b.classes[0:s.size - 1] = a.classes[0:s.size - 1]
          AND b.collations[0:s.size - 1] = a.collations[0:s.size - 1]
          AND b.directions[1:s.size] = a.directions[1:s.size])`,
};

/**
 * `without` names tables to leave out. `inOrder` are the indexes as the schema writes them,
 * because of two that are alike the catalogs cannot tell which one was meant first.
 */
export async function indexFacts(
  database: PGlite,
  without: readonly string[],
  inOrder: readonly string[],
): Promise<IndexFacts> {
  const lines = async (sql: string) => {
    const parameters = sql.includes("$2") ? [without, inOrder] : [without];
    const { rows } = await database.query<{ line: string }>(sql, parameters);
    return rows.map(({ line }) => line).sort();
  };
  return {
    unindexed: await lines(queries.unindexed),
    duplicates: await lines(queries.duplicates),
    likeUnique: await lines(queries.likeUnique),
    prefixes: await lines(queries.prefixes),
  };
}
