/** What has to be known of the tables of a database to make rows for them, read from its catalog. */
import type { Connection, Refusal, Value } from "./postgres-connection.ts";
import type { SeedType } from "./postgres-seed-values.ts";

export type SeedColumn = {
  readonly name: string;
  readonly type: SeedType;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
  /** A sequence counts it. */
  readonly isNumbered: boolean;
  /** NULL, and nothing refers to it. */
  readonly mayBeNull: boolean;
  /** Not in a unique index, and nothing refers to it. */
  readonly mayRepeat: boolean;
};

/** A table that is referred to: conditions over `child` and `parent`. */
export type SeedParent = {
  readonly name: string;
  readonly sql: string;
  /** The child has a whole key. */
  readonly isChild: string;
  readonly isParent: string;
};

export type SeedTable = {
  /** For people: `public.User`. */
  readonly name: string;
  /** For SQL: `public."User"`. */
  readonly sql: string;
  readonly hasRows: boolean;
  /** Without generated ones. */
  readonly columns: readonly SeedColumn[];
  readonly parents: readonly SeedParent[];
};

/** Partitions are left out, their rows are those of the whole; so is Prisma's own table. */
export async function seedTables(
  connection: Connection,
): Promise<{ readonly ok: true; readonly tables: readonly SeedTable[] } | Refusal> {
  const found = await connection.query(tablesQuery);
  if (!found.ok) return found;
  const columns = await connection.query(columnsQuery);
  if (!columns.ok) return columns;
  const keys = await connection.query(foreignKeysQuery);
  if (!keys.ok) return keys;
  const withRows = await connection.query(
    found.rows.length === 0
      ? "SELECT"
      : found.rows
          .map(([oid, , sql]) => `SELECT ${oid} WHERE EXISTS (SELECT FROM ${sql})`)
          .join(" UNION ALL "),
  );
  if (!withRows.ok) return withRows;
  const filled = new Set(withRows.rows.map(([oid]) => oid));
  const tables = found.rows.map(([oid, name, sql]) => ({
    name: name ?? "",
    sql: sql ?? "",
    hasRows: filled.has(oid ?? null),
    columns: columns.rows.filter(([table]) => table === oid).map(columnOf),
    parents: keys.rows.filter(([table]) => table === oid).map(parentOf),
  }));
  return { ok: true, tables };
}

function columnOf(row: readonly Value[]): SeedColumn {
  const [
    ,
    name,
    typeName,
    isArray,
    modifier,
    labels,
    isNullable,
    hasDefault,
    numbered,
    unique,
    referred,
  ] = row;
  const isFree = referred !== "t";
  return {
    name: name ?? "",
    type: {
      name: typeName ?? "",
      isArray: isArray === "t",
      length: lengthOf(typeName, Number(modifier)),
      wholeDigits: wholeDigitsOf(typeName, Number(modifier)),
      labels: labels == null ? [] : (JSON.parse(labels) as string[]),
    },
    isNullable: isNullable === "t",
    hasDefault: hasDefault === "t",
    isNumbered: numbered === "t",
    mayBeNull: isNullable === "t" && isFree,
    mayRepeat: unique !== "t" && isFree,
  };
}

/** Of character strings the modifier counts four bytes too many; -1 is none. */
function lengthOf(name: Value | undefined, modifier: number): number | undefined {
  if (name === "bit") return Math.max(modifier, 1);
  if (name === "varbit") return modifier > 0 ? modifier : undefined;
  return /^(varchar|bpchar)$/.test(name ?? "") && modifier > 4 ? modifier - 4 : undefined;
}

/** Precision and scale are packed into one number. */
function wholeDigitsOf(name: Value | undefined, modifier: number): number | undefined {
  if (name !== "numeric" || modifier < 4) return undefined;
  const [precision, scale] = [((modifier - 4) >> 16) & 0xffff, (modifier - 4) & 0x7ff];
  return Math.max(0, precision - scale);
}

function parentOf([, name, sql, isChild, isParent]: readonly Value[]): SeedParent {
  return { name: name ?? "", sql: sql ?? "", isChild: isChild ?? "", isParent: isParent ?? "" };
}

const own = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relname <> '_prisma_migrations'
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`;

const tablesQuery = `
  SELECT c.oid, n.nspname || '.' || c.relname, format('%I.%I', n.nspname, c.relname)
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE ${own} ORDER BY 2`;

/** The type below domains, one over another too, and below arrays. */
const columnsQuery = `
  WITH RECURSIVE below (oid, base, modifier) AS (
    SELECT oid, CASE typtype WHEN 'd' THEN typbasetype ELSE oid END, typtypmod FROM pg_catalog.pg_type
    UNION
    SELECT b.oid, t.typbasetype, CASE b.modifier WHEN -1 THEN t.typtypmod ELSE b.modifier END
    FROM below b JOIN pg_catalog.pg_type t ON t.oid = b.base WHERE t.typtype = 'd')
  SELECT c.oid, a.attname, e.typname, t.typcategory = 'A',
    coalesce(nullif(a.atttypmod, -1), nullif(b.modifier, -1), g.modifier),
    (SELECT json_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_catalog.pg_enum l WHERE l.enumtypid = e.oid),
    NOT (a.attnotnull OR o.typnotnull),
    a.atthasdef OR a.attidentity <> '',
    pg_catalog.pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) IS NOT NULL,
    EXISTS (SELECT FROM pg_catalog.pg_index i
            WHERE i.indrelid = c.oid AND (i.indisunique OR i.indisexclusion) AND a.attnum = ANY (i.indkey)),
    EXISTS (SELECT FROM pg_catalog.pg_constraint k
            WHERE k.confrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.confkey))
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_type o ON o.oid = a.atttypid
  JOIN below b ON b.oid = a.atttypid
  JOIN pg_catalog.pg_type t ON t.oid = b.base AND t.typtype <> 'd'
  JOIN below g ON g.oid = CASE t.typcategory WHEN 'A' THEN t.typelem ELSE t.oid END
  JOIN pg_catalog.pg_type e ON e.oid = g.base AND e.typtype <> 'd'
  WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND ${own}
  ORDER BY c.oid, a.attnum`;

const pairs = `
  FROM unnest(k.conkey, k.confkey) AS pair (child, parent)
  JOIN pg_catalog.pg_attribute x ON x.attrelid = k.conrelid AND x.attnum = pair.child
  JOIN pg_catalog.pg_attribute y ON y.attrelid = k.confrelid AND y.attnum = pair.parent`;

const foreignKeysQuery = `
  SELECT k.conrelid, n.nspname || '.' || c.relname, format('%I.%I', n.nspname, c.relname),
    (SELECT string_agg(format('child.%I IS NOT NULL', x.attname), ' AND ') ${pairs}),
    (SELECT string_agg(format('child.%I = parent.%I', x.attname, y.attname), ' AND ') ${pairs})
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.confrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE k.contype = 'f' AND k.conparentid = 0`;
