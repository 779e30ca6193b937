/**
 * Everything in a PostgreSQL database that has a name or a meaning, a line for each thing, so that
 * two databases can be compared. Leaves out rows, owners, physical order and what extensions bring.
 */
import type { Connection, Refusal } from "./postgres-connection.ts";

export type CatalogWish = {
  /** Columns with their place in the table too, which a DROP and an ADD changes. */
  readonly withColumnOrder?: boolean;
};

/**
 * Sorted lines like `column public.User.email text NOT NULL`. Prisma's own table of applied
 * migrations is left out. The session's search path is emptied for the while of the query, so that
 * definitions name the schemas of what they refer to; inside a failed transaction it is refused.
 */
export async function catalogOf(
  connection: Connection,
  { withColumnOrder = false }: CatalogWish = {},
): Promise<{ readonly ok: true; readonly lines: readonly string[] } | Refusal> {
  const before = await connection.query("SELECT pg_catalog.current_setting('search_path')");
  if (!before.ok) return before;
  const path = before.rows[0]?.[0] ?? "";
  await connection.query(setPath, [""]);
  const answer = await connection.query(catalogQuery, [withColumnOrder ? "t" : "f"]);
  await connection.query(setPath, [path]);
  if (!answer.ok) return answer;
  return { ok: true, lines: answer.rows.map(([line]) => line ?? "") };
}

const setPath = "SELECT pg_catalog.set_config('search_path', $1, false)";

export type CatalogDifference = {
  readonly onlyLeft: readonly string[];
  readonly onlyRight: readonly string[];
};

/** Lines that only one of two catalogs has. Both empty: they are the same. */
export function compareCatalogs(
  left: readonly string[],
  right: readonly string[],
): CatalogDifference {
  const [inLeft, inRight] = [new Set(left), new Set(right)];
  return {
    onlyLeft: left.filter((line) => !inRight.has(line)),
    onlyRight: right.filter((line) => !inLeft.has(line)),
  };
}

const own = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/** What an extension brought along comes and goes with it. */
const notOfExtension = (oid: string, catalog: string) => `NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.objid = ${oid} AND d.classid = '${catalog}'::regclass AND d.deptype = 'e')`;

const ownRelation = `${own} AND c.relname <> '_prisma_migrations' AND ${notOfExtension("c.oid", "pg_class")}`;
const relation = "format('%I.%I', n.nspname, c.relname)";
const ofRelation = "JOIN pg_class c ON c.oid = c_oid JOIN pg_namespace n ON n.oid = c.relnamespace";

/** One SELECT of a text for each kind of thing. */
const kinds = [
  `SELECT format('schema %I', n.nspname) FROM pg_namespace n
   WHERE ${own} AND ${notOfExtension("n.oid", "pg_namespace")}`,

  `SELECT format('extension %I in %I', e.extname, n.nspname)
   FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql'`,

  `SELECT concat_ws(' ',
     CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' ELSE 'foreign table' END,
     ${relation},
     CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED' END,
     'PARTITION BY ' || pg_get_partkeydef(c.oid),
     'PARTITION ' || pg_get_expr(c.relpartbound, c.oid),
     (SELECT 'INHERITS ' || string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
      FROM pg_inherits i WHERE i.inhrelid = c.oid),
     CASE WHEN c.relrowsecurity THEN 'ROW LEVEL SECURITY' END,
     CASE WHEN c.relforcerowsecurity THEN 'FORCED' END,
     CASE c.relreplident WHEN 'f' THEN 'REPLICA IDENTITY FULL' WHEN 'n' THEN 'REPLICA IDENTITY NOTHING' END,
     'WITH ' || array_to_string(c.reloptions, ', '))
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'f') AND ${ownRelation}`,

  `SELECT concat_ws(' ',
     'column', format('%s.%I', ${relation}, a.attname),
     CASE WHEN $1::boolean THEN
       (SELECT '#' || count(*) FROM pg_attribute b
        WHERE b.attrelid = a.attrelid AND b.attnum BETWEEN 1 AND a.attnum AND NOT b.attisdropped) END,
     format_type(a.atttypid, a.atttypmod),
     CASE WHEN a.attcollation <> t.typcollation THEN
       (SELECT format('COLLATE %I', l.collname) FROM pg_collation l WHERE l.oid = a.attcollation) END,
     CASE WHEN a.attnotnull THEN 'NOT NULL' END,
     CASE a.attgenerated WHEN 's' THEN 'STORED' WHEN 'v' THEN 'VIRTUAL' WHEN '' THEN
       CASE WHEN v.adbin IS NOT NULL THEN 'DEFAULT' END END,
     pg_get_expr(v.adbin, v.adrelid),
     CASE a.attidentity WHEN 'a' THEN 'IDENTITY ALWAYS' WHEN 'd' THEN 'IDENTITY BY DEFAULT' END,
     CASE WHEN a.attstorage <> t.typstorage THEN 'STORAGE ' || a.attstorage::text END,
     'STATISTICS ' || nullif(a.attstattarget, -1))
   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
   JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
   LEFT JOIN pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
   WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND a.attnum > 0 AND NOT a.attisdropped
     AND ${ownRelation}`,

  // The names of NOT NULL constraints, which PostgreSQL has since 18, mean nothing to Prisma.
  `SELECT concat_ws(' ', 'constraint', format('%s.%I', ${relation}, k.conname),
     pg_get_constraintdef(k.oid),
     CASE WHEN NOT k.convalidated AND pg_get_constraintdef(k.oid) NOT LIKE '%NOT VALID%'
       THEN 'not validated' END)
   FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
   JOIN pg_namespace n ON n.oid = c.relnamespace WHERE k.contype NOT IN ('n', 't') AND ${ownRelation}`,

  // With the name: two indexes of the same definition differ in nothing else.
  `SELECT concat_ws(' ', 'index', format('%I.%I', n.nspname, x.relname), pg_get_indexdef(i.indexrelid),
     CASE WHEN NOT i.indisvalid THEN 'INVALID' END,
     CASE WHEN i.indisreplident THEN 'REPLICA IDENTITY' END,
     CASE WHEN i.indisclustered THEN 'CLUSTERED' END)
   FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
   JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ownRelation}`,

  `SELECT format('statistics %s', pg_get_statisticsobjdef(s.oid))
   FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE ${own}`,

  `SELECT format('enum %I.%I %s', n.nspname, t.typname,
     (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
      FROM pg_enum e WHERE e.enumtypid = t.oid))
   FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
   WHERE t.typtype = 'e' AND ${own} AND ${notOfExtension("t.oid", "pg_type")}`,

  `SELECT concat_ws(' ', 'domain', format('%I.%I', n.nspname, t.typname),
     format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'NOT NULL' END,
     'DEFAULT ' || t.typdefault,
     (SELECT string_agg(format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), ' ' ORDER BY k.conname)
      FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype <> 'n'))
   FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
   WHERE t.typtype = 'd' AND ${own} AND ${notOfExtension("t.oid", "pg_type")}`,

  `SELECT concat_ws(' ', 'type', format('%I.%I', n.nspname, t.typname),
     CASE t.typtype WHEN 'c' THEN 'composite' ELSE 'range' END)
   FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
   WHERE (t.typtype = 'r' OR (t.typtype = 'c' AND c.relkind = 'c')) AND ${own}
     AND ${notOfExtension("t.oid", "pg_type")}`,

  `SELECT concat_ws(' ', 'sequence', ${relation}, format_type(s.seqtypid, NULL),
     'START', s.seqstart, 'INCREMENT', s.seqincrement, 'MIN', s.seqmin, 'MAX', s.seqmax,
     'CACHE', s.seqcache, CASE WHEN s.seqcycle THEN 'CYCLE' END,
     (SELECT format('OWNED BY %s.%I', d.refobjid::regclass, a.attname)
      FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
        AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0))
   FROM pg_sequence s ${ofRelation.replace("c_oid", "s.seqrelid")} WHERE ${ownRelation}`,

  `SELECT format('%s %s %s%s', CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END,
     ${relation}, regexp_replace(pg_get_viewdef(c.oid), '\\s+', ' ', 'g'),
     CASE WHEN c.reloptions IS NOT NULL THEN ' WITH ' || array_to_string(c.reloptions, ', ') END)
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('v', 'm') AND ${ownRelation}`,

  `SELECT format('%s %I.%I(%s) %s', CASE p.prokind WHEN 'a' THEN 'aggregate' ELSE 'function' END,
     n.nspname, p.proname, pg_get_function_identity_arguments(p.oid),
     CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END)
   FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
   LEFT JOIN pg_type g ON g.oid = p.prorettype
   WHERE ${own} AND ${notOfExtension("p.oid", "pg_proc")}
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
                     AND d.objid = p.oid AND d.deptype = 'i')`,

  `SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(g.oid),
     CASE g.tgenabled WHEN 'D' THEN 'DISABLED' WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' END)
   FROM pg_trigger g ${ofRelation.replace("c_oid", "g.tgrelid")} WHERE NOT g.tgisinternal AND ${ownRelation}`,

  `SELECT concat_ws(' ', 'rule', pg_get_ruledef(r.oid))
   FROM pg_rewrite r ${ofRelation.replace("c_oid", "r.ev_class")} WHERE r.rulename <> '_RETURN' AND ${ownRelation}`,

  `SELECT concat_ws(' ', 'policy', format('%s.%I', ${relation}, p.polname),
     CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END, 'FOR', p.polcmd::text, 'TO',
     (SELECT string_agg(CASE o WHEN 0 THEN 'public' ELSE o::regrole::text END, ', ' ORDER BY o)
      FROM unnest(p.polroles) o),
     'USING ' || pg_get_expr(p.polqual, p.polrelid), 'CHECK ' || pg_get_expr(p.polwithcheck, p.polrelid))
   FROM pg_policy p ${ofRelation.replace("c_oid", "p.polrelid")} WHERE ${ownRelation}`,

  `SELECT format('comment on %s %s: %s', i.type, i.identity, d.description)
   FROM pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) i
   WHERE d.objoid >= 16384 AND i.schema IS DISTINCT FROM 'pg_catalog'
     AND i.type NOT IN ('extension') AND NOT EXISTS (
       SELECT FROM pg_depend e WHERE e.objid = d.objoid AND e.classid = d.classoid AND e.deptype = 'e')`,
];

const catalogQuery = `SELECT line FROM (${kinds.join("\nUNION ALL\n")}) AS things (line)
  ORDER BY line COLLATE "C"`;
