/**
 * What a statement calls without saying so: functions of the database by name, behind views, behind
 * operators and behind row security, and which of them may do something. Asks catalogs, runs nothing.
 */
import { gate, type Passed } from "../core/sql/gate.ts";
import { isHarmless } from "../core/sql/gate-effects.ts";
import { stringsIn, untag, walk } from "../core/sql/node.ts";
import type { ParseStatement } from "../core/sql/statement.ts";
import type { Name } from "../core/sql/step.ts";
import { quoted } from "../core/sql/write-name.ts";
import type { Connection, Refusal, Rows, Value } from "../engines/postgres-connection.ts";

/** `via` is what calls it: `the view public.totals`; undefined for the statement itself. */
export type FoundFunction = { readonly name: string; readonly via: string | undefined };

export type FunctionFacts = {
  /** Volatile, and not known to be harmless: of the database itself, or of an extension. */
  readonly volatile: readonly FoundFunction[];
  /** Behind views and policies: what outlives a rollback, in the words of the gate. */
  readonly effects: readonly (FoundFunction & { readonly does: string })[];
  /** Of the database itself and not volatile: PostgreSQL may call them while it plans. */
  readonly calledInPlanning: readonly FoundFunction[];
  /** Foreign tables: another server is asked when the statement is run. */
  readonly foreign: readonly string[];
  /** Views and policies that could not be looked into, each with the reason. */
  readonly unread: readonly string[];
};

export type FunctionFactsOrNot = { readonly ok: true; readonly facts: FunctionFacts } | Refusal;

/**
 * All overloads of a name along the search path count, and views are followed to their end. Not looked
 * at: casts and domains with functions of their own, and what the functions call. `connection` is in
 * a transaction, whose search path is the one that the statement will have. Never rejects.
 */
export async function functionFacts(
  connection: Connection,
  passed: Passed,
  parse: ParseStatement,
): Promise<FunctionFactsOrNot> {
  const seen = newSeen();
  look(seen, passed, parse, undefined);
  const followed = await followRelations(connection, seen, parse);
  if (followed !== undefined) return followed;
  const functions = await rowsFor(connection, functionsByName, seen.functions);
  if (!functions.ok) return functions;
  const operators = await rowsFor(connection, operatorsByName, seen.operators);
  if (!operators.ok) return operators;
  const told = new Set([
    ...passed.effects.map((one) => one.function),
    ...seen.effects.map((one) => one.name),
  ]);
  // What the gate knows by name is told in better words.
  const rows = functions.rows.map(readFunction).filter(({ name }) => !told.has(name));
  return {
    ok: true,
    facts: {
      volatile: eachOnce([
        ...rows.filter(({ isVolatile, isKnown }) => isVolatile && !isKnown),
        ...operators.rows.map(readOperator),
      ]),
      effects: seen.effects,
      calledInPlanning: eachOnce(rows.filter((row) => !row.isVolatile && row.isOwn)),
      foreign: seen.foreign,
      unread: seen.unread,
    },
  };
}

/** A question about no names need not be asked. */
async function rowsFor(
  connection: Connection,
  sql: string,
  names: readonly object[],
): Promise<Rows | Refusal> {
  if (names.length === 0) return { ok: true, rows: [], columns: [], notices: [] };
  return connection.query(sql, [JSON.stringify(names)]);
}

type Seen = {
  readonly functions: (Name & { readonly via: string | undefined })[];
  readonly operators: (Name & { readonly via: string | undefined })[];
  /** Not asked for yet. */
  waiting: Name[];
  readonly relations: Set<string>;
  readonly effects: (FoundFunction & { readonly does: string })[];
  readonly foreign: string[];
  readonly unread: string[];
};

function newSeen(): Seen {
  return {
    functions: [],
    operators: [],
    waiting: [],
    relations: new Set(),
    effects: [],
    foreign: [],
    unread: [],
  };
}

function look(seen: Seen, passed: Passed, parse: ParseStatement, via: string | undefined): void {
  for (const name of passed.functions) seen.functions.push({ ...name, via });
  for (const name of operatorsIn(passed.text, parse)) seen.operators.push({ ...name, via });
  // What the statement itself does is known without asking.
  if (via !== undefined) {
    for (const { function: name, does } of passed.effects) seen.effects.push({ name, does, via });
  }
  for (const name of passed.relations) {
    const written = writtenName(name);
    if (seen.relations.has(written)) continue;
    seen.relations.add(written);
    seen.waiting.push(name);
  }
}

function operatorsIn(text: string, parse: ParseStatement): Name[] {
  const parsed = parse(text);
  const names: Name[] = [];
  if (!parsed.ok) return names;
  walk(untag(parsed.node)?.node, ({ tag, node }) => {
    const field = operatorFields.get(tag);
    const parts = field === undefined ? [] : stringsIn(node, field);
    const name = parts.at(-1);
    if (name !== undefined) names.push({ schema: parts.at(-2), name });
    return true;
  });
  return names;
}

const operatorFields: ReadonlyMap<string, string> = new Map([
  ["A_Expr", "name"],
  ["SubLink", "operName"],
  ["SortBy", "useOp"],
]);

/** Undefined when all were followed. More than a few rounds are views upon views upon views. */
async function followRelations(
  connection: Connection,
  seen: Seen,
  parse: ParseStatement,
): Promise<Refusal | undefined> {
  while (seen.waiting.length > 0 && seen.relations.size <= mostRelations) {
    const names = seen.waiting.map((name) => ({ name: writtenName(name) }));
    seen.waiting = [];
    const answer = await connection.query(relationsByName, [JSON.stringify(names)]);
    if (!answer.ok) return answer;
    for (const row of answer.rows) lookBehind(seen, row, parse);
  }
  if (seen.waiting.length > 0) {
    seen.unread.push(`more than ${mostRelations} tables and views are behind it`);
  }
  return undefined;
}

const mostRelations = 500;

function lookBehind(seen: Seen, row: readonly Value[], parse: ParseStatement): void {
  const [name = "", kind, view, policies] = row;
  if (kind === "f") seen.foreign.push(name ?? "");
  if (typeof view === "string") lookInto(seen, view, `the view ${name}`, parse);
  const conditions: readonly string[] = typeof policies === "string" ? JSON.parse(policies) : [];
  for (const condition of conditions) {
    lookInto(seen, `SELECT ${condition}`, `the row security of ${name}`, parse);
  }
}

function lookInto(seen: Seen, text: string, via: string, parse: ParseStatement): void {
  const passed = gate(text, parse);
  if (passed.ok) look(seen, passed, parse, via);
  else seen.unread.push(`${via}: ${passed.reason}`);
}

/** Quoted, so that PostgreSQL reads it as the name it is. */
function writtenName({ schema, name }: Name): string {
  return schema === undefined ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

type FunctionRow = FoundFunction & {
  readonly isVolatile: boolean;
  /** Neither PostgreSQL's nor an extension's. */
  readonly isOwn: boolean;
  readonly isKnown: boolean;
};

function readFunction(row: readonly Value[]): FunctionRow {
  const [schema = "", name = "", isVolatile, isShipped, isSql, via] = row;
  const isOwn = isShipped === "f";
  return {
    name: schema === "pg_catalog" ? (name ?? "") : `${schema}.${name}`,
    via: via ?? undefined,
    isVolatile: isVolatile === "t",
    // One that is written in SQL is put into the statement in place of its call, as a rule.
    isOwn: isOwn && isSql === "f",
    isKnown: !isOwn && isHarmless(name ?? ""),
  };
}

function readOperator([name, does, via]: readonly Value[]): FoundFunction {
  return { name: `${does} behind the operator ${name}`, via: via ?? undefined };
}

function eachOnce(found: readonly FoundFunction[]): FoundFunction[] {
  const byName = new Map<string, FoundFunction>();
  for (const { name, via } of found) byName.set(`${name} ${via ?? ""}`, { name, via });
  return [...byName.values()];
}

/** An aggregate is as volatile as what it is made of; `pg_proc` calls it immutable. */
const functionsByName = `SELECT n.nspname, p.proname,
  p.provolatile = 'v' OR EXISTS (SELECT FROM pg_catalog.pg_aggregate a JOIN pg_catalog.pg_proc t ON t.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn) WHERE a.aggfnoid = p.oid AND t.provolatile = 'v'),
  n.nspname = 'pg_catalog' OR EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'e'),
  l.lanname = 'sql', w.via
FROM pg_catalog.jsonb_to_recordset($1::pg_catalog.jsonb) AS w(schema text, name text, via text)
JOIN pg_catalog.pg_proc p ON p.proname = w.name::pg_catalog.name
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE CASE WHEN w.schema IS NULL THEN n.nspname = ANY (pg_catalog.current_schemas(true)) ELSE n.nspname = w.schema::pg_catalog.name END
ORDER BY 1, 2, 6`;

/** Those of the database itself whose function is volatile; few databases have any. */
const operatorsByName = `SELECT DISTINCT o.oprname, n.nspname || '.' || p.proname, w.via
FROM pg_catalog.jsonb_to_recordset($1::pg_catalog.jsonb) AS w(schema text, name text, via text)
JOIN pg_catalog.pg_operator o ON o.oprname = w.name::pg_catalog.name
JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode AND p.provolatile = 'v'
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace AND n.nspname <> 'pg_catalog'
ORDER BY 1, 2, 3`;

/** Rows of a materialized view are there already: nothing behind it is run. */
const relationsByName = `SELECT n.nspname || '.' || c.relname, c.relkind,
  CASE WHEN c.relkind = 'v' THEN pg_catalog.pg_get_viewdef(c.oid) END,
  CASE WHEN c.relrowsecurity THEN (SELECT pg_catalog.jsonb_agg(pg_catalog.pg_get_expr(p.polqual, p.polrelid)) FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND p.polqual IS NOT NULL) END
FROM pg_catalog.jsonb_to_recordset($1::pg_catalog.jsonb) AS w(name text)
JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(w.name)
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY 1`;
