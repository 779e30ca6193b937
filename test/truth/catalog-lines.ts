/**
 * What a folded catalog and a real database hold, both as one line for each thing, so that they can
 * be compared. The database is asked without a look at how the catalog was folded.
 */
import type { PGlite } from "@electric-sql/pglite";
import type { Catalog, Column, Index, Table, TableConstraint } from "../../src/core/sql/catalog.ts";
import type { TypeName } from "../../src/core/sql/step.ts";

/**
 * `key` is the table, view or type that a line is about. Temporary tables, what extensions brought
 * along and functions, whose arguments a catalog does not tell apart, are left out.
 */
export type CatalogLine = { readonly key: string; readonly line: string };

export function linesOfCatalog(catalog: Catalog): CatalogLine[] {
  const tables = [...catalog.tables].filter(([, table]) => !table.isTemporary);
  const isKept = (key: string) => !catalog.tables.get(key)?.isTemporary;
  return [
    ...tables.flatMap(([key, table]) => linesOfTable(catalog, key, table)),
    ...[...catalog.indexes]
      .filter(([, { table }]) => isKept(table))
      .map(([key, index]) => indexLine(key, index)),
    ...[...catalog.enums].map(([key, { values }]) => ({
      key,
      line: `enum ${key} ${values.join("|")}`,
    })),
    ...[...catalog.domains].map(([key, { base }]) => ({
      key,
      line: `domain ${key} ${typeText(base)}`,
    })),
    ...[...catalog.views].map(([key, view]) => ({
      key,
      line: `${view.isMaterialized ? "materialized view" : "view"} ${key} reads ${[...view.reads].sort().join()}`,
    })),
    ...[...catalog.sequences]
      .filter(([, { ownedBy }]) => ownedBy === undefined || isKept(ownedBy.table))
      .map(([key, { ownedBy }]) => ({
        key: ownedBy?.table ?? key,
        line: `sequence ${key} of ${ownedBy === undefined ? "-" : `${ownedBy.table}.${ownedBy.column}`}`,
      })),
    ...[...catalog.schemas].map((schema) => ({ key: schema, line: `schema ${schema}` })),
  ];
}

function linesOfTable(catalog: Catalog, key: string, table: Table): CatalogLine[] {
  const shape = [
    table.isPartitioned ? " partitioned" : "",
    table.rowLevelSecurity ? " secured" : "",
    ...[table.partitionOf, ...table.inherits]
      .filter((one) => one !== undefined)
      .map((one) => ` under ${one}`),
  ].join("");
  return [
    { key, line: `table ${key}${shape}` },
    ...[...table.columns.values()].map((column) => columnLine(catalog, key, column)),
    ...[...table.constraints.values()]
      .filter(({ kind }) => kind !== "not-null")
      .map((constraint) => constraintLine(key, constraint)),
    ...[...table.triggers].map(([name, trigger]) => ({
      key,
      line: `trigger ${key} ${name} ${trigger.function.name}`,
    })),
    ...[...table.policies].map((name) => ({ key, line: `policy ${key} ${name}` })),
  ];
}

function columnLine(catalog: Catalog, key: string, column: Column): CatalogLine {
  const marks = [
    column.isNotNull ? " not null" : "",
    column.default !== undefined || column.generated !== undefined ? " default" : "",
    column.identity === undefined ? "" : ` identity ${column.identity}`,
    column.generated === undefined ? "" : ` generated ${column.generated}`,
  ].join("");
  const { type } = column;
  const made = catalog.doubtful.has(`public.${type.name}`) && type.schema === undefined;
  const text = typeText(made ? { ...type, schema: "public" } : type);
  return { key, line: `column ${key}.${column.name} ${text}${marks}` };
}

/** As the query below writes it. */
function typeText({ schema, name, modifiers, isArray }: TypeName): string {
  const prefix = schema === undefined || schema === "pg_catalog" ? "" : `${schema}.`;
  const shown = name === "numeric" && modifiers.length === 1 ? [...modifiers, 0] : modifiers;
  const inside = shown.length === 0 ? "" : `(${shown.join(",")})`;
  return `${prefix}${name}${inside}${isArray ? "[]" : ""}`;
}

function constraintLine(key: string, one: TableConstraint): CatalogLine {
  const columns =
    one.kind === "check" || one.kind === "exclude" ? [...one.columns].sort() : one.columns;
  const marks = [
    one.kind === "foreign-key"
      ? ` -> ${one.target}(${one.targetColumns.join()}) delete ${one.onDelete} update ${one.onUpdate}`
      : "",
    one.isValid ? "" : " not valid",
    one.isDeferrable ? " deferrable" : "",
  ].join("");
  return { key, line: `constraint ${key} ${one.name} ${one.kind}(${columns.join()})${marks}` };
}

function indexLine(key: string, index: Index): CatalogLine {
  const marks = [
    index.isUnique ? " unique" : "",
    index.include.length === 0 ? "" : ` include (${index.include.join()})`,
    index.where === undefined ? "" : " partial",
    index.constraint === undefined ? "" : ` for ${index.constraint}`,
    index.partOf === undefined ? "" : ` part of ${index.partOf}`,
  ].join("");
  const columns = index.columns.map((column) => column ?? "<expression>").join();
  return {
    key: index.table,
    line: `index ${key} on ${index.table} ${index.method}(${columns})${marks}`,
  };
}

export async function linesOfDatabase(database: PGlite): Promise<CatalogLine[]> {
  const { rows } = await database.query<CatalogLine>(query);
  return rows.map(({ key, line }) => ({ key, line }));
}

const own = (schema = "n") => `${schema}.nspname !~ '^(pg_|information_schema$)'`;

const notOfExtension = (oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend brought WHERE brought.objid = ${oid} AND brought.deptype = 'e')`;

const columnNames = (numbers: string, relation: string, order: string) =>
  `(SELECT coalesce(string_agg(a.attname, ',' ORDER BY ${order}), '')
    FROM unnest(${numbers}) WITH ORDINALITY part(num, at)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = part.num)`;

/** A type with its modifiers, which have an encoding of their own for each kind of type. */
const typeOf = (type: string, modifier: string) => `(
  SELECT CASE WHEN tn.nspname = 'pg_catalog' OR NOT ${notOfExtension("e.oid")} THEN ''
              ELSE tn.nspname || '.' END
    || e.typname
    || CASE
         WHEN ${modifier} < 0 THEN ''
         WHEN e.typname IN ('varchar', 'bpchar') THEN '(' || ${modifier} - 4 || ')'
         WHEN e.typname = 'numeric' THEN
           '(' || ((${modifier} - 4) >> 16) || ',' || ((((${modifier} - 4) & 2047) # 1024) - 1024) || ')'
         WHEN e.typname = 'interval' THEN
           CASE WHEN ${modifier} & 65535 = 65535 THEN '' ELSE '(' || (${modifier} & 65535) || ')' END
         ELSE '(' || ${modifier} || ')'
       END
    || CASE WHEN e.oid <> t.oid THEN '[]' ELSE '' END
  FROM pg_type t
  JOIN pg_type e ON e.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END
  JOIN pg_namespace tn ON tn.oid = e.typnamespace
  WHERE t.oid = ${type})`;

const actions = (
  column: string,
) => `CASE ${column} WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict'
  WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END`;

const query = `
  WITH relation AS (
    SELECT c.*, n.nspname || '.' || c.relname AS key
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${own()} AND ${notOfExtension("c.oid")}
  )
  SELECT key, 'table ' || key || CASE WHEN relkind = 'p' THEN ' partitioned' ELSE '' END
      || CASE WHEN relrowsecurity THEN ' secured' ELSE '' END
      || coalesce((SELECT string_agg(' under ' || p.key, '' ORDER BY i.inhseqno)
                   FROM pg_inherits i JOIN relation p ON p.oid = i.inhparent
                   WHERE i.inhrelid = relation.oid), '') AS line
  FROM relation WHERE relkind IN ('r', 'p')
  UNION ALL
  SELECT key, 'column ' || key || '.' || a.attname || ' ' || ${typeOf("a.atttypid", "a.atttypmod")}
      || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
      || CASE WHEN a.atthasdef THEN ' default' ELSE '' END
      || CASE a.attidentity WHEN 'a' THEN ' identity always' WHEN 'd' THEN ' identity by default' ELSE '' END
      || CASE a.attgenerated WHEN 's' THEN ' generated stored' WHEN 'v' THEN ' generated virtual' ELSE '' END
  FROM relation JOIN pg_attribute a ON a.attrelid = relation.oid
  WHERE relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT r.key, 'constraint ' || r.key || ' ' || k.conname || ' '
      || CASE k.contype WHEN 'p' THEN 'primary-key' WHEN 'u' THEN 'unique' WHEN 'x' THEN 'exclude'
           WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign-key' ELSE k.contype::text END
      || '(' || CASE WHEN k.contype IN ('c', 'x') THEN ${columnNames("k.conkey", "k.conrelid", 'a.attname COLLATE "C"')}
           ELSE ${columnNames("k.conkey", "k.conrelid", "part.at")} END || ')'
      || CASE WHEN k.contype <> 'f' THEN '' ELSE
           ' -> ' || t.key || '(' || ${columnNames("k.confkey", "k.confrelid", "part.at")} || ') delete '
           || ${actions("k.confdeltype")} || ' update ' || ${actions("k.confupdtype")} END
      || CASE WHEN k.convalidated THEN '' ELSE ' not valid' END
      || CASE WHEN k.condeferrable THEN ' deferrable' ELSE '' END
  FROM relation r JOIN pg_constraint k ON k.conrelid = r.oid
  LEFT JOIN relation t ON t.oid = k.confrelid
  WHERE k.contype IN ('p', 'u', 'x', 'c', 'f')
    -- What a foreign key to a partitioned table keeps for each partition.
    AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.oid = k.conparentid AND o.conrelid = k.conrelid)
  UNION ALL
  SELECT t.key, 'index ' || r.key || ' on ' || t.key || ' ' || am.amname || '('
      || (SELECT string_agg(coalesce(a.attname, '<expression>'), ',' ORDER BY k.at)
          FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(num, at)
          LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.num AND k.num > 0
          WHERE k.at <= i.indnkeyatts) || ')'
      || CASE WHEN i.indisunique THEN ' unique' ELSE '' END
      || CASE WHEN i.indnatts = i.indnkeyatts THEN '' ELSE ' include (' || (
           SELECT string_agg(a.attname, ',' ORDER BY k.at)
           FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(num, at)
           JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.num
           WHERE k.at > i.indnkeyatts) || ')' END
      || CASE WHEN i.indpred IS NULL THEN '' ELSE ' partial' END
      || coalesce((SELECT ' for ' || k.conname FROM pg_constraint k
                   WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = t.oid), '')
      || coalesce((SELECT ' part of ' || p.key FROM pg_inherits h JOIN relation p ON p.oid = h.inhparent
                   WHERE h.inhrelid = i.indexrelid), '')
  FROM relation r JOIN pg_index i ON i.indexrelid = r.oid JOIN relation t ON t.oid = i.indrelid
  JOIN pg_am am ON am.oid = r.relam
  UNION ALL
  SELECT n.nspname || '.' || t.typname, 'enum ' || n.nspname || '.' || t.typname || ' '
      || coalesce((SELECT string_agg(e.enumlabel, '|' ORDER BY e.enumsortorder)
                   FROM pg_enum e WHERE e.enumtypid = t.oid), '')
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  WHERE t.typtype = 'e' AND ${own()} AND ${notOfExtension("t.oid")}
  UNION ALL
  SELECT n.nspname || '.' || t.typname, 'domain ' || n.nspname || '.' || t.typname || ' '
      || ${typeOf("d.typbasetype", "d.typtypmod")}
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  CROSS JOIN LATERAL (SELECT t.typbasetype, t.typtypmod) d
  WHERE t.typtype = 'd' AND ${own()} AND ${notOfExtension("t.oid")}
  UNION ALL
  SELECT key, CASE relkind WHEN 'm' THEN 'materialized ' ELSE '' END || 'view ' || key || ' reads '
      || coalesce((SELECT string_agg(DISTINCT s.key COLLATE "C", ',') FROM pg_rewrite w
           JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
             AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> relation.oid
           JOIN relation s ON s.oid = d.refobjid
           WHERE w.ev_class = relation.oid), '')
  FROM relation WHERE relkind IN ('v', 'm')
  UNION ALL
  SELECT coalesce(t.key, s.key), 'sequence ' || s.key || ' of ' || coalesce(t.key || '.' || a.attname, '-')
  FROM relation s
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid
    AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
  LEFT JOIN relation t ON t.oid = d.refobjid
  LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE s.relkind = 'S'
  UNION ALL
  SELECT n.nspname, 'schema ' || n.nspname FROM pg_namespace n
  WHERE ${own()} AND ${notOfExtension("n.oid")}
  UNION ALL
  SELECT r.key, 'trigger ' || r.key || ' ' || g.tgname || ' ' || p.proname
  FROM pg_trigger g JOIN relation r ON r.oid = g.tgrelid JOIN pg_proc p ON p.oid = g.tgfoid
  WHERE NOT g.tgisinternal AND r.relkind IN ('r', 'p')
  UNION ALL
  SELECT r.key, 'policy ' || r.key || ' ' || p.polname
  FROM pg_policy p JOIN relation r ON r.oid = p.polrelid`;
