/**
 * What a statement that writes sets in motion besides its own rows: triggers, sequences, rules, and
 * foreign keys that write to other tables. Asks catalogs, runs nothing.
 */
import type { Passed } from "../core/sql/gate.ts";
import type { Name } from "../core/sql/step.ts";
import { quoted } from "../core/sql/write-name.ts";
import type { Connection, Refusal } from "../engines/postgres-connection.ts";

export type Affected = {
  /** Also those of tables that foreign keys write to, and of partitions; not those of constraints. */
  readonly triggers: readonly {
    readonly name: string;
    readonly table: string;
    readonly function: string;
  }[];
  /** That defaults and identity columns draw from: rolling back does not give the numbers back. */
  readonly sequences: readonly string[];
  /** Tables whose rows a foreign key deletes or changes, each with the table that it points at. */
  readonly cascades: readonly {
    readonly table: string;
    readonly command: "update" | "delete";
    readonly from: string;
  }[];
  /** Rewrite rules, but for those that make a view. */
  readonly rules: readonly { readonly name: string; readonly table: string }[];
};

export type AffectedOrNot = { readonly ok: true; readonly affected: Affected } | Refusal;

/** Empty lists for a statement that only reads. Never rejects. */
export async function affectedBy(connection: Connection, passed: Passed): Promise<AffectedOrNot> {
  const written = passed.writes.flatMap(({ command, table }) =>
    eventsOf(command).map((event) => ({ name: writtenName(table), event })),
  );
  if (written.length === 0) {
    return { ok: true, affected: { triggers: [], sequences: [], cascades: [], rules: [] } };
  }
  const tables = await connection.query(reached, [JSON.stringify(written)]);
  if (!tables.ok) return tables;
  const found = JSON.stringify(tables.rows.map(([oid, event]) => ({ oid, event })));
  const triggers = await connection.query(triggersOf, [found]);
  if (!triggers.ok) return triggers;
  const sequences = await connection.query(sequencesOf, [found]);
  if (!sequences.ok) return sequences;
  const rules = await connection.query(rulesOf, [found]);
  if (!rules.ok) return rules;
  return {
    ok: true,
    affected: {
      triggers: triggers.rows.map(([name, table, called]) => ({
        name: name ?? "",
        table: table ?? "",
        function: called ?? "",
      })),
      sequences: sequences.rows.map(([name]) => name ?? ""),
      cascades: tables.rows.flatMap(([, event, table, from]) =>
        from == null
          ? []
          : [{ table: table ?? "", command: event === "delete" ? "delete" : "update", from }],
      ),
      rules: rules.rows.map(([name, table]) => ({ name: name ?? "", table: table ?? "" })),
    },
  };
}

/** An INSERT may update, with ON CONFLICT; a MERGE may do anything. */
function eventsOf(command: Passed["writes"][number]["command"]): readonly string[] {
  if (command === "merge") return ["insert", "update", "delete"];
  return command === "insert" ? ["insert", "update"] : [command];
}

function writtenName({ schema, name }: Name): string {
  return schema === undefined ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

/**
 * Tables that are written to, each with what is done to it: those named, what views write through to,
 * partitions, and tables that foreign keys cascade to; these with where they cascade from.
 */
const reached = `WITH RECURSIVE written(oid, event, "from") AS (
  SELECT pg_catalog.to_regclass(w.name)::pg_catalog.oid, w.event, NULL::pg_catalog.oid
  FROM pg_catalog.jsonb_to_recordset($1::pg_catalog.jsonb) AS w(name text, event text)
  WHERE pg_catalog.to_regclass(w.name) IS NOT NULL
UNION
  SELECT further.oid, further.event, further."from"
  FROM written w CROSS JOIN LATERAL (
    SELECT i.inhrelid, w.event, w."from" FROM pg_catalog.pg_inherits i WHERE i.inhparent = w.oid
    UNION ALL
    SELECT d.refobjid, w.event, w."from"
    FROM pg_catalog.pg_rewrite r
    JOIN pg_catalog.pg_class v ON v.oid = r.ev_class AND v.relkind = 'v'
    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
      AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid <> r.ev_class
    WHERE r.ev_class = w.oid
    UNION ALL
    SELECT k.conrelid, CASE WHEN w.event = 'delete' AND k.confdeltype = 'c' THEN 'delete' ELSE 'update' END, w.oid
    FROM pg_catalog.pg_constraint k
    WHERE k.contype = 'f' AND k.confrelid = w.oid
      AND CASE w.event WHEN 'delete' THEN k.confdeltype WHEN 'update' THEN k.confupdtype END IN ('c', 'n', 'd')
  ) AS further(oid, event, "from")
)
SELECT DISTINCT w.oid, w.event, n.nspname || '.' || c.relname, fn.nspname || '.' || f.relname
FROM written w
JOIN pg_catalog.pg_class c ON c.oid = w.oid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_class f ON f.oid = w."from"
LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
ORDER BY 3, 2, 4`;

const found = `(SELECT DISTINCT * FROM pg_catalog.jsonb_to_recordset($1::pg_catalog.jsonb) AS f(oid pg_catalog.oid, event text))`;

/** Bits of `tgtype` are in PostgreSQL's trigger.h: 4 insert, 8 delete, 16 update. */
const triggersOf = `SELECT DISTINCT t.tgname, n.nspname || '.' || c.relname, pn.nspname || '.' || p.proname
FROM ${found} AS f
JOIN pg_catalog.pg_trigger t ON t.tgrelid = f.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D'
  AND t.tgtype & CASE f.event WHEN 'insert' THEN 4 WHEN 'delete' THEN 8 ELSE 16 END <> 0
JOIN pg_catalog.pg_class c ON c.oid = f.oid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace
ORDER BY 2, 1`;

/** Identity columns own theirs; the defaults of serial columns name theirs. */
const sequencesOf = `SELECT DISTINCT n.nspname || '.' || s.relname
FROM ${found} AS f
JOIN pg_catalog.pg_depend d ON
  (d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = f.oid AND d.refclassid = d.classid)
  OR (d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND d.objid IN (SELECT a.oid FROM pg_catalog.pg_attrdef a WHERE a.adrelid = f.oid))
JOIN pg_catalog.pg_class s ON s.relkind = 'S'
  AND s.oid = CASE WHEN d.deptype = 'i' THEN d.objid ELSE d.refobjid END
JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
WHERE f.event = 'insert'
ORDER BY 1`;

/** `ev_type`: 2 update, 3 insert, 4 delete; 1 is what a view is. */
const rulesOf = `SELECT DISTINCT r.rulename, n.nspname || '.' || c.relname
FROM ${found} AS f
JOIN pg_catalog.pg_rewrite r ON r.ev_class = f.oid AND r.ev_enabled <> 'D'
  AND r.ev_type = CASE f.event WHEN 'insert' THEN '3' WHEN 'delete' THEN '4' ELSE '2' END
JOIN pg_catalog.pg_class c ON c.oid = f.oid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY 2, 1`;
