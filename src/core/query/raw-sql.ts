/**
 * The raw queries in a TypeScript or JavaScript text, each as one SQL text with `$1`: Prisma's own
 * methods, tags called `sql`, and strings given to `query`. Knows no SQL beyond its first words.
 */
import { bare, followed, type Located, propertiesOf, propertyOf } from "./object.ts";
import { pluginsFor } from "./prisma-calls.ts";
import { snippetsOf } from "./raw-sql-cut.ts";
import { addConstantText, addFragment, addTemplate } from "./raw-sql-parts.ts";
import {
  addProblem,
  type Draft,
  emptyDraft,
  nameOf,
  type Piece,
  type RawParameter,
} from "./raw-sql-text.ts";
import {
  constantValue,
  isExpression,
  isPlain,
  lastName,
  rawMethodOf,
  sqlTagOf,
} from "./raw-sql-values.ts";
import { type CallNode, readSource, type Scope, type TemplateNode } from "./source.ts";

export type RawSql = {
  /** With `$1`, `$2` for what the code puts in. */
  readonly sql: string;
  /** From the name that tells it, such as `$queryRaw`, to the end of the call or template. */
  readonly start: number;
  readonly end: number;
  /** In the order of `sql`; what was put in has none. */
  readonly pieces: readonly Piece[];
  /** Of `query` and the unsafe methods: the values given, though the text may use fewer or more. */
  readonly parameters: readonly RawParameter[];
  readonly origin: "$queryRaw" | "$executeRaw" | "sql" | "query";
  /** What was assumed where the code can go several ways. */
  readonly notes: readonly string[];
  /** What could not be read, so that `sql` is not what will be run. */
  readonly problem: string | undefined;
};

/** One look at the text: most files hold no raw query, and need no parser. */
export function mayHoldRawSql(text: string): boolean {
  return called.test(text);
}

const called = /\$(?:query|execute)Raw|\bsql\b|\.\s*query\s*[(<]/;
const calledAll = new RegExp(called, "g");

/**
 * In the order of the text. `path` only tells the language by its ending. Of a text that is being
 * typed and cannot be parsed, each query is read by itself, without the names around it.
 */
export function rawSqlIn(text: string, path: string): readonly RawSql[] {
  const places = [...text.matchAll(calledAll)].map(({ index }) => index);
  if (places.length === 0) return [];
  const found = rawSqlOf(text, path, places);
  if (found !== undefined) return inOrder(found);
  const cut = snippetsOf(text, places).flatMap(({ code, shift }) => {
    const ownPlaces = [...code.matchAll(calledAll)].map(({ index }) => index);
    return (rawSqlOf(code, path, ownPlaces) ?? []).map((one) => moved(one, shift));
  });
  return inOrder(cut);
}

function rawSqlOf(
  text: string,
  path: string,
  places: readonly number[],
): readonly RawSql[] | undefined {
  const found: RawSql[] = [];
  const keep = (raw: RawSql | undefined) => {
    if (raw) found.push(raw);
  };
  const isRead = readSource(
    text,
    pluginsFor(path),
    places,
    () => true,
    (call, scope) => keep(ofCall(text, call, scope)),
    (template, scope) => keep(ofTemplate(text, template, scope)),
  );
  return isRead ? found : undefined;
}

/** A fragment inside a query is a part of it. */
function inOrder(found: readonly RawSql[]): readonly RawSql[] {
  const sorted = [...found].sort((a, b) => a.start - b.start || b.end - a.end);
  let end = -1;
  return sorted.filter((raw) => {
    if (raw.end <= end) return false;
    end = raw.end;
    return true;
  });
}

function moved(raw: RawSql, shift: number): RawSql {
  const pieces = raw.pieces.map((piece) => ({ ...piece, inFile: piece.inFile + shift }));
  return { ...raw, start: raw.start + shift, end: raw.end + shift, pieces };
}

function ofTemplate(text: string, template: TemplateNode, scope: Scope): RawSql | undefined {
  const raw = rawMethodOf(template.tag);
  const tag = raw ?? sqlTagOf(template);
  if (tag === undefined) return undefined;
  const draft = emptyDraft(text);
  addTemplate(draft, template.quasi, scope);
  const range = { start: tag.start, end: template.end ?? 0 };
  if (raw) return finished(draft, range, raw.name === "$queryRaw" ? "$queryRaw" : "$executeRaw");
  return beginsQuery(draft.sql) ? finished(draft, range, "sql") : undefined;
}

function ofCall(text: string, call: CallNode, scope: Scope): RawSql | undefined {
  const named = isPlain(call.callee) ? lastName(call.callee) : undefined;
  const origin = named && origins.get(named.name);
  const [first] = call.arguments;
  if (!named || !origin || !isExpression(first)) return undefined;
  const at: Located = { node: first, scope };
  const draft = emptyDraft(text);
  const range = { start: named.start, end: call.end ?? 0 };
  if (named.name === "$queryRaw" || named.name === "$executeRaw") {
    addFragment(draft, at);
    return finished(draft, range, origin);
  }
  const { words, values } = asked(at, call.arguments, origin);
  if (words === undefined) return undefined;
  addConstantText(draft, words);
  draft.parameters = given(text, values);
  if (origin === "query" && !(isMember(call) && beginsQuery(draft.sql))) return undefined;
  return finished(draft, range, origin);
}

const origins: ReadonlyMap<string, RawSql["origin"]> = new Map([
  ["$queryRaw", "$queryRaw"],
  ["$queryRawUnsafe", "$queryRaw"],
  ["$executeRaw", "$executeRaw"],
  ["$executeRawUnsafe", "$executeRaw"],
  ["query", "query"],
] as const);

function isMember({ callee }: CallNode): boolean {
  return isPlain(callee) && bare(callee).type !== "Identifier";
}

type Asked = {
  readonly words: Located | undefined;
  readonly values: readonly (Located | undefined)[];
};

/** `("…", a, b)`, `("…", [a, b])` and `({ text: "…", values: [a, b] })`. */
function asked(at: Located, all: CallNode["arguments"], origin: RawSql["origin"]): Asked {
  const { scope } = at;
  if (origin !== "query") return { words: at, values: listed(all.slice(1), scope) };
  const first = followed(at);
  if (first.node.type === "ObjectExpression") {
    const properties = propertiesOf(first);
    const values = propertyOf(properties, "values");
    return { words: propertyOf(properties, "text"), values: values ? elementsOf(values) : [] };
  }
  const [, second] = all;
  return { words: at, values: isExpression(second) ? elementsOf({ node: second, scope }) : [] };
}

function elementsOf(at: Located): Asked["values"] {
  const { node, scope } = followed(at);
  return node.type === "ArrayExpression" ? listed(node.elements, scope) : [];
}

/** Behind a spread nobody knows which value is which. */
function listed(
  nodes: readonly (CallNode["arguments"][number] | null)[],
  scope: Scope,
): Asked["values"] {
  const spread = nodes.findIndex((node) => node?.type === "SpreadElement");
  return nodes
    .slice(0, spread < 0 ? undefined : spread)
    .map((node) => (isExpression(node) ? { node, scope } : undefined));
}

function given(text: string, values: Asked["values"]): RawParameter[] {
  return values.map((at, index) => {
    const node = at && bare(at.node);
    const name = node ? nameOf(text, node.start ?? 0, node.end ?? 0) : `$${index + 1}`;
    return { number: index + 1, name, value: at && constantValue(at), isList: false };
  });
}

function finished(
  draft: Draft,
  range: { readonly start: number; readonly end: number },
  origin: RawSql["origin"],
): RawSql {
  const { sql, pieces, parameters } = draft;
  if (sql.trim() === "") addProblem(draft, "There is no text of SQL in it");
  return { sql, ...range, pieces, parameters, origin, notes: draft.notes, problem: draft.problem };
}

/** Strict enough for `cache.query("select")` and `router.query("update page")` to be left alone. */
function beginsQuery(sql: string): boolean {
  return first.test(sql);
}

const first = new RegExp(
  `^(?:\\s|--[^\\n]*\\n|/\\*(?:[^*]|\\*(?!/))*\\*/|\\()*(?:${[
    "select[\\s(*'\"$\\-\\d]",
    "insert\\s+into\\b",
    "update\\s[\\s\\S]+?\\sset\\b",
    "delete\\s+from\\b",
    "merge\\s+into\\b",
    'with\\s+(?:recursive\\s+)?[\\w"]+[\\s\\S]*?\\bas\\b',
    "values\\s*\\(",
    "explain\\s",
  ].join("|")})`,
  "i",
);
