/**
 * What has to be known of the tables of a database to assume how they look with many rows, read from
 * its catalog. Leaves out what extensions bring, and Prisma's own table.
 */
import type {
  ColumnFacts,
  DefaultFacts,
  ForeignKeyFacts,
  IndexFacts,
  IndexKeyFacts,
  TableFacts,
  TypeFacts,
} from "../core/statistics/facts.ts";
import type { Connection, Refusal, Value } from "../engines/postgres-connection.ts";

/** Tables, partitioned tables and materialized views, sorted by name. */
export async function readFacts(
  connection: Connection,
): Promise<{ readonly ok: true; readonly tables: readonly TableFacts[] } | Refusal> {
  const answers: (readonly (readonly Value[])[])[] = [];
  for (const sql of [tablesQuery, columnsQuery, indexesQuery, indexKeysQuery, keysQuery]) {
    const answer = await connection.query(sql);
    if (!answer.ok) return answer;
    answers.push(answer.rows);
  }
  const [tables = [], columns = [], indexes = [], indexKeys = [], keys = []] = answers;
  const [columnsOf, indexesOf, indexKeysOf, keysOf] = [columns, indexes, indexKeys, keys].map(
    byOid,
  );
  return {
    ok: true,
    tables: tables.map(([oid = "", schema, name, isPartitioned, parentSchema, parent]) => ({
      schema: schema ?? "",
      name: name ?? "",
      isPartitioned: isPartitioned === "t",
      partitionOf: parent == null ? undefined : { schema: parentSchema ?? "", name: parent },
      columns: (columnsOf?.get(oid) ?? []).map(columnOf),
      indexes: (indexesOf?.get(oid) ?? []).map((row) =>
        indexOf(row, indexKeysOf?.get(row[1] ?? "")),
      ),
      foreignKeys: (keysOf?.get(oid) ?? []).map(foreignKeyOf),
    })),
  };
}

type Row = readonly Value[];

/** By the first column. */
function byOid(rows: readonly Row[]): Map<Value, Row[]> {
  const all = new Map<Value, Row[]>();
  for (const row of rows) {
    const [oid = null] = row;
    const list = all.get(oid) ?? [];
    list.push(row);
    all.set(oid, list);
  }
  return all;
}

function columnOf(row: Row): ColumnFacts {
  const [, name, isNullable, generated, identity, expression, checks, ...type] = row;
  const isCounted = (identity ?? "") !== "" || /^nextval\(/.test(expression ?? "");
  return {
    name: name ?? "",
    isNullable: isNullable === "t",
    isGenerated: (generated ?? "") !== "",
    default: (generated ?? "") !== "" ? undefined : defaultOf(expression, isCounted),
    allowed: (JSON.parse(checks ?? "[]") as string[]).flatMap(listedIn),
    type: typeOf(type),
  };
}

function defaultOf(expression: Value | undefined, isCounted: boolean): DefaultFacts | undefined {
  if (isCounted) return { kind: "counted" };
  if (expression == null) return undefined;
  if (
    /^\(?(now\(\)|CURRENT_(TIMESTAMP|DATE)|LOCALTIMESTAMP|clock_timestamp\(\))/.test(expression)
  ) {
    return { kind: "now" };
  }
  const quoted = /^'((?:[^']|'')*)'::/.exec(expression)?.[1];
  if (quoted !== undefined) return { kind: "value", text: quoted.replaceAll("''", "'") };
  return /^(true|false|-?[\d.]+)$/.test(expression)
    ? { kind: "value", text: expression }
    : { kind: "other" };
}

/** `CHECK ((status = ANY (ARRAY['open'::text, 'done'::text])))` → open, done. */
function listedIn(check: string): string[] {
  if (!/= ANY \(+ARRAY\[/.test(check) || / (AND|OR|NOT) |<>|[<>]=?/.test(check)) return [];
  return [...check.matchAll(/'((?:[^']|'')*)'::/g)].map(([, text = ""]) =>
    text.replaceAll("''", "'"),
  );
}

function indexOf(row: Row, keys: readonly Row[] = []): IndexFacts {
  const [, , schema, name, method, isUnique, keyCount, predicate] = row;
  const all = keys.map(
    ([, column, attribute, ...type]): IndexKeyFacts => ({
      column: column ?? undefined,
      attribute: attribute ?? "",
      type: typeOf(type),
    }),
  );
  return {
    schema: schema ?? "",
    name: name ?? "",
    method: method ?? "",
    isUnique: isUnique === "t",
    keys: all.slice(0, Number(keyCount)),
    included: all.slice(Number(keyCount)),
    predicate: predicate ?? undefined,
  };
}

function foreignKeyOf([, columns, schema, name, targetColumns]: Row): ForeignKeyFacts {
  return {
    columns: JSON.parse(columns ?? "[]") as string[],
    target: { schema: schema ?? "", name: name ?? "" },
    targetColumns: JSON.parse(targetColumns ?? "[]") as string[],
  };
}

function typeOf([name, isArray, bytes, alignment, modifier, labels]: Row): TypeFacts {
  const limit = Number(modifier);
  return {
    name: name ?? "",
    isArray: isArray === "t",
    bytes: Number(bytes) > 0 ? Number(bytes) : undefined,
    alignment: alignments[alignment ?? ""] ?? 4,
    length: lengthOf(name ?? "", limit),
    wholeDigits: wholeDigitsOf(name ?? "", limit),
    labels: labels == null ? [] : (JSON.parse(labels) as string[]),
  };
}

const alignments: Readonly<Record<string, number>> = { c: 1, s: 2, i: 4, d: 8 };

/** Of character strings the modifier counts four bytes too many; -1 is none. */
function lengthOf(type: string, modifier: number): number | undefined {
  if (type === "bit") return Math.max(modifier, 1);
  if (/^(varbit|vector|halfvec)$/.test(type)) return modifier > 0 ? modifier : undefined;
  return /^(varchar|bpchar)$/.test(type) && modifier > 4 ? modifier - 4 : undefined;
}

/** Precision and scale are packed into one number. */
function wholeDigitsOf(type: string, modifier: number): number | undefined {
  if (type !== "numeric" || modifier < 4) return undefined;
  return Math.max(0, (((modifier - 4) >> 16) & 0xffff) - ((modifier - 4) & 0x7ff));
}

const own = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relname <> '_prisma_migrations'
  AND c.relkind IN ('r', 'p', 'm')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
    WHERE d.objid = c.oid AND d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'e')`;

const tablesQuery = `
  SELECT c.oid, n.nspname, c.relname, c.relkind = 'p', pn.nspname, p.relname
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
  LEFT JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
  LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
  WHERE ${own} ORDER BY 2, 3`;

/** The type below domains, one over another too, and below arrays. */
const belowDomains = `
  WITH RECURSIVE below (oid, base, modifier) AS (
    SELECT oid, CASE typtype WHEN 'd' THEN typbasetype ELSE oid END, typtypmod FROM pg_catalog.pg_type
    UNION
    SELECT b.oid, t.typbasetype, CASE b.modifier WHEN -1 THEN t.typtypmod ELSE b.modifier END
    FROM below b JOIN pg_catalog.pg_type t ON t.oid = b.base WHERE t.typtype = 'd')`;

/** What \`typeOf\` reads. */
const typeColumns = `e.typname, t.typcategory = 'A', e.typlen, t.typalign,
    coalesce(nullif(a.atttypmod, -1), nullif(b.modifier, -1), g.modifier),
    (SELECT json_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_catalog.pg_enum l WHERE l.enumtypid = e.oid)`;

const typeJoins = `
  JOIN below b ON b.oid = a.atttypid
  JOIN pg_catalog.pg_type t ON t.oid = b.base AND t.typtype <> 'd'
  JOIN below g ON g.oid = CASE t.typcategory WHEN 'A' THEN t.typelem ELSE t.oid END
  JOIN pg_catalog.pg_type e ON e.oid = g.base AND e.typtype <> 'd'`;

const columnsQuery = `${belowDomains}
  SELECT c.oid, a.attname, NOT (a.attnotnull OR o.typnotnull), a.attgenerated, a.attidentity,
    pg_catalog.pg_get_expr(v.adbin, v.adrelid),
    k.definitions,
    ${typeColumns}
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_type o ON o.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
  LEFT JOIN (
    SELECT conrelid, conkey[1] AS number, json_agg(pg_catalog.pg_get_constraintdef(oid)) AS definitions
    FROM pg_catalog.pg_constraint WHERE contype = 'c' AND cardinality(conkey) = 1 GROUP BY 1, 2
  ) k ON k.conrelid = a.attrelid AND k.number = a.attnum
  ${typeJoins}
  WHERE a.attnum > 0 AND NOT a.attisdropped AND ${own}
  ORDER BY c.oid, a.attnum`;

const indexesQuery = `
  SELECT c.oid, x.oid, n.nspname, x.relname, m.amname, i.indisunique, i.indnkeyatts,
    pg_catalog.pg_get_expr(i.indpred, i.indrelid)
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_am m ON m.oid = x.relam
  WHERE i.indisvalid AND ${own} ORDER BY c.oid, x.relname`;

/** An index has columns too, of the types that it keeps. */
const indexKeysQuery = `${belowDomains}
  SELECT i.indexrelid, f.attname, a.attname, ${typeColumns}
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indexrelid
  LEFT JOIN pg_catalog.pg_attribute f ON f.attrelid = c.oid AND f.attnum = i.indkey[a.attnum - 1] AND f.attnum > 0
  ${typeJoins}
  WHERE ${own} ORDER BY i.indexrelid, a.attnum`;

const keysQuery = `
  SELECT k.conrelid,
    (SELECT json_agg(x.attname ORDER BY pair.at) FROM unnest(k.conkey) WITH ORDINALITY AS pair (number, at)
     JOIN pg_catalog.pg_attribute x ON x.attrelid = k.conrelid AND x.attnum = pair.number),
    tn.nspname, t.relname,
    (SELECT json_agg(x.attname ORDER BY pair.at) FROM unnest(k.confkey) WITH ORDINALITY AS pair (number, at)
     JOIN pg_catalog.pg_attribute x ON x.attrelid = k.confrelid AND x.attnum = pair.number)
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class t ON t.oid = k.confrelid
  JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
  WHERE k.contype = 'f' AND ${own} ORDER BY k.conrelid, k.conname`;
