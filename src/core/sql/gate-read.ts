/**
 * What is in one statement that can be explained: what it writes, locks, calls and names. Follows
 * the names that WITH gives as PostgreSQL does; knows no database.
 */
import { type Effect, effectOf } from "./gate-effects.ts";
import { tokenAt } from "./lex.ts";
import {
  childOf,
  flagIn,
  isNode,
  listIn,
  type Node,
  numberIn,
  stringIn,
  stringsIn,
} from "./node.ts";
import { type Reading, startOf } from "./reading.ts";
import type { Range } from "./split.ts";
import type { Name } from "./step.ts";

export type Write = {
  readonly command: "insert" | "update" | "delete" | "merge";
  readonly table: Name;
};

export type Contents = {
  readonly writes: readonly Write[];
  readonly rowLocks: readonly string[];
  readonly parameters: readonly { readonly number: number; readonly at: Range }[];
  readonly functions: readonly Name[];
  readonly relations: readonly Name[];
  readonly effects: readonly Effect[];
  /** Why it is not explained in spite of its first word. */
  readonly problem: { readonly reason: string; readonly at: Range } | undefined;
};

/** In the order of the text. `tree` is the statement's, whose text is all of `reading`. */
export function contentsOf(reading: Reading, tree: object): Contents {
  const seen: Seen = {
    reading,
    writes: [],
    rowLocks: [],
    parameters: [],
    functions: [],
    relations: [],
    effects: [],
    problem: undefined,
  };
  // Needs no stack, for expressions may be thousands deep.
  const waiting: Waiting[] = [{ value: tree, scope: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const children = below(next, seen);
    // Not spread: a list of VALUES may have more items than a call takes arguments.
    for (let at = children.length - 1; at >= 0; at--) waiting.push(children[at] ?? nothing);
  }
  return {
    writes: inOrder(seen.writes),
    rowLocks: seen.rowLocks,
    parameters: [...seen.parameters].sort((a, b) => a.at.start - b.at.start),
    functions: eachOnce(inOrder(seen.functions)),
    relations: eachOnce(inOrder(seen.relations)),
    effects: [...seen.effects].sort((a, b) => a.at.start - b.at.start),
    problem: seen.problem,
  };
}

type At<Item> = { readonly start: number; readonly item: Item };

type Seen = {
  readonly reading: Reading;
  readonly writes: At<Write>[];
  readonly rowLocks: string[];
  readonly parameters: { readonly number: number; readonly at: Range }[];
  readonly functions: At<Name>[];
  readonly relations: At<Name>[];
  readonly effects: Effect[];
  problem: Contents["problem"];
};

/** The names of one WITH of which those before `limit` can be seen, and of those around it. */
type Scope =
  | {
      readonly names: ReadonlyMap<string, number>;
      readonly limit: number;
      readonly parent: Scope;
    }
  | undefined;

type Waiting = { readonly value: unknown; readonly scope: Scope };

const nothing: Waiting = { value: undefined, scope: undefined };

function below({ value, scope }: Waiting, seen: Seen): Waiting[] {
  if (Array.isArray(value)) return value.map((item) => ({ value: item, scope }));
  if (!isNode(value)) return [];
  const withClause = childOf(value, "withClause");
  const inner = withClause === undefined ? scope : scopeOf(withClause, scope);
  const all: Waiting[] = withClause === undefined ? [] : bodiesOf(withClause, inner, scope);
  for (const key in value) {
    const child = value[key];
    if (key === "withClause" || typeof child !== "object") continue;
    if (isTag(key) && isNode(child)) look(key, child, inner, seen);
    // FOR UPDATE OF names an alias.
    if (key !== "LockingClause") all.push({ value: child, scope: inner });
  }
  if ("intoClause" in value) {
    const reason = "SELECT … INTO makes a table: leave INTO out to explain the query";
    seen.problem ??= { reason, at: wholeOf(seen.reading) };
  }
  return all;
}

/** Tags begin with a capital letter, fields do not. */
function isTag(key: string): boolean {
  return /^[A-Z]/.test(key);
}

function scopeOf(withClause: Node, parent: Scope): Scope {
  const names = listIn(withClause, "ctes").map(({ node }) => stringIn(node, "ctename") ?? "");
  return { names: new Map(names.map((name, index) => [name, index])), limit: names.length, parent };
}

/** Without RECURSIVE each query of a WITH sees only those before it. */
function bodiesOf(withClause: Node, inner: Scope, parent: Scope): Waiting[] {
  const isRecursive = flagIn(withClause, "recursive");
  return listIn(withClause, "ctes").map(({ node }, index) => ({
    value: node,
    scope:
      isRecursive || inner === undefined ? inner : { names: inner.names, limit: index, parent },
  }));
}

function isOwn(name: string, scope: Scope): boolean {
  for (let at = scope; at !== undefined; at = at.parent) {
    if ((at.names.get(name) ?? at.limit) < at.limit) return true;
  }
  return false;
}

function look(tag: string, node: Node, scope: Scope, seen: Seen): void {
  const command = writing.get(tag);
  if (command !== undefined) lookAtWrite(command, node, seen);
  else if (tag === "RangeVar") lookAtRelation(node, scope, seen);
  else if (tag === "FuncCall") lookAtCall(node, seen);
  else if (tag === "ColumnRef" || tag === "A_Indirection") lookAtField(tag, node, seen);
  else if (tag === "ParamRef") lookAtParameter(node, seen);
  else if (tag === "LockingClause") seen.rowLocks.push(rowLock(node));
}

const writing: ReadonlyMap<string, Write["command"]> = new Map([
  ["InsertStmt", "insert"],
  ["UpdateStmt", "update"],
  ["DeleteStmt", "delete"],
  ["MergeStmt", "merge"],
] as const);

function lookAtWrite(command: Write["command"], node: Node, seen: Seen): void {
  const relation = childOf(node, "relation");
  const table = relationName(relation);
  const start = numberIn(relation, "location");
  seen.writes.push({ start, item: { command, table } });
  // What is written to is never a name of WITH.
  seen.relations.push({ start, item: table });
}

function lookAtRelation(node: Node, scope: Scope, seen: Seen): void {
  const item = relationName(node);
  if (item.schema === undefined && isOwn(item.name, scope)) return;
  seen.relations.push({ start: numberIn(node, "location"), item });
}

function relationName(node: Node | undefined): Name {
  return { schema: stringIn(node, "schemaname"), name: stringIn(node, "relname") ?? "" };
}

function lookAtCall(node: Node, seen: Seen): void {
  const names = stringsIn(node, "funcname");
  const called = { schema: names.at(-2), name: names.at(-1) ?? "" };
  const given = Array.isArray(node.args) ? node.args.length : 0;
  addEffect(called, given, nameAt(seen.reading, node), seen);
  // EXTRACT (… FROM …) and the like are functions without being called by a name.
  if (stringIn(node, "funcformat") === "COERCE_SQL_SYNTAX") return;
  seen.functions.push({ start: numberIn(node, "location"), item: called });
}

/** PostgreSQL takes `('s'::regclass).nextval` and `x.nextval` for calls too. */
function lookAtField(tag: string, node: Node, seen: Seen): void {
  const names = stringsIn(node, tag === "ColumnRef" ? "fields" : "indirection");
  for (const name of tag === "ColumnRef" ? names.slice(1) : names) {
    const at = tag === "ColumnRef" ? nameAt(seen.reading, node) : wholeOf(seen.reading);
    addEffect({ schema: undefined, name }, 1, at, seen);
  }
}

function addEffect(called: Name, given: number, at: Range, seen: Seen): void {
  const effect = effectOf(called, given);
  if (effect === undefined) return;
  const { does, isRefused } = effect;
  if (isRefused) seen.problem ??= { reason: `${called.name} ${does}: not even planned here`, at };
  seen.effects.push({ function: called.name, does, at });
}

function lookAtParameter(node: Node, seen: Seen): void {
  const { reading } = seen;
  const number = numberIn(node, "number");
  const from = startOf(reading, node);
  const digits = /\$\d*/y;
  digits.lastIndex = from;
  const length = digits.exec(reading.text)?.[0].length ?? 0;
  const at = { start: reading.start + from, end: reading.start + from + length };
  if (number < 1 || number > mostParameters) {
    const reason = `There is no parameter $${number}: they count from $1 to $${mostParameters}`;
    seen.problem ??= { reason, at };
  }
  seen.parameters.push({ number, at });
}

/** The protocol counts them in 16 bits. */
const mostParameters = 65_535;

function rowLock(node: Node): string {
  const strength = strengths.get(stringIn(node, "strength") ?? "") ?? "FOR UPDATE";
  const of = listIn(node, "lockedRels").map(({ node: relation }) => stringIn(relation, "relname"));
  const wait = waits.get(stringIn(node, "waitPolicy") ?? "");
  return [strength, of.length > 0 ? `OF ${of.join(", ")}` : undefined, wait]
    .filter((part) => part !== undefined)
    .join(" ");
}

const strengths: ReadonlyMap<string, string> = new Map([
  ["LCS_FORKEYSHARE", "FOR KEY SHARE"],
  ["LCS_FORSHARE", "FOR SHARE"],
  ["LCS_FORNOKEYUPDATE", "FOR NO KEY UPDATE"],
]);

const waits: ReadonlyMap<string, string> = new Map([
  ["LockWaitError", "NOWAIT"],
  ["LockWaitSkip", "SKIP LOCKED"],
]);

function wholeOf({ start, text }: Reading): Range {
  return { start, end: start + text.length };
}

/** `pg_catalog . "nextval"`, from where the node begins. */
function nameAt(reading: Reading, node: Node): Range {
  const { text } = reading;
  const start = startOf(reading, node);
  let end = start;
  let wantsName = true;
  for (let at = start; at < text.length; ) {
    const token = tokenAt(text, at);
    const isName = token.kind === "word" || token.kind === "name";
    // U&"…" is a name with an ampersand.
    if (isName ? !wantsName : token.kind !== "space" && !".&".includes(text[at] ?? " ")) break;
    at = token.end;
    if (isName) end = at;
    if (token.kind !== "space") wantsName = !isName;
  }
  return { start: reading.start + start, end: reading.start + end };
}

function inOrder<Item>(items: readonly At<Item>[]): Item[] {
  return [...items].sort((a, b) => a.start - b.start).map(({ item }) => item);
}

function eachOnce(names: readonly Name[]): Name[] {
  const all = new Map<string, Name>();
  for (const name of names) {
    const key = JSON.stringify([name.schema, name.name]);
    if (!all.has(key)) all.set(key, name);
  }
  return [...all.values()];
}
