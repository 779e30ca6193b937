/** Everything in a PostgreSQL database that has a name or a meaning to Prisma, a line for each thing. */
import type { PGlite } from "@electric-sql/pglite";

/** Sorted, so that two databases can be compared. Sequences are left out: they may be called anything. */
export async function catalogOf(database: PGlite): Promise<string[]> {
  const { rows } = await database.query<{ line: string }>(query);
  return rows.map(({ line }) => line);
}

const own = "n.nspname !~ '^(pg_|information_schema$)'";

/** What extensions brought along is not ours. */
const notOfExtension = (oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = ${oid} AND d.deptype = 'e')`;

const query = `
  SELECT line COLLATE "C" AS line FROM (
    SELECT 'table ' || n.nspname || '.' || c.relname AS line
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v') AND ${own} AND ${notOfExtension("c.oid")}
    UNION ALL
    SELECT concat_ws(' ', 'column', n.nspname || '.' || c.relname || '.' || a.attname, a.attnum,
             format_type(a.atttypid, a.atttypmod),
             CASE WHEN a.attnotnull THEN 'not null' END,
             regexp_replace(pg_get_expr(d.adbin, d.adrelid), 'nextval\\(.*\\)', 'nextval'))
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped AND ${own}
      AND ${notOfExtension("c.oid")}
    UNION ALL
    SELECT 'constraint ' || n.nspname || '.' || c.relname || ' ' || k.conname || ' '
             || pg_get_constraintdef(k.oid)
    FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype <> 'n' AND ${own}
    UNION ALL
    SELECT 'index ' || pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${own}
    UNION ALL
    SELECT 'enum ' || n.nspname || '.' || t.typname || ' '
             || string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)
    FROM pg_enum e
    JOIN pg_type t ON t.oid = e.enumtypid
    JOIN pg_namespace n ON n.oid = t.typnamespace
    GROUP BY n.nspname, t.typname
  ) lines ORDER BY 1`;
