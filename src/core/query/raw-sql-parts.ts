/**
 * The parts of a raw query: templates, fragments in them, lists of fragments, and ways that depend
 * on a condition, put into one text. Follows names of the same file; runs nothing.
 */
import { bare, followed, type Located } from "./object.ts";
import { itemsOf, madeBy } from "./raw-sql-list.ts";
import {
  addNote,
  addParameter,
  addProblem,
  addQuoted,
  addText,
  type Draft,
  isFull,
  nameOf,
  take,
  tried,
} from "./raw-sql-text.ts";
import { constantValue, helperOf, isExpression, lastName, sqlTagOf } from "./raw-sql-values.ts";
import { type Binding, type Expression, heldBy, lookUp, type Scope } from "./source.ts";

type Template = Extract<Expression, { type: "TemplateLiteral" }>;

/** Where in the code one is: how deep, in which names, and whether each value stands for many. */
type Way = {
  readonly depth: number;
  readonly inside: ReadonlySet<Binding>;
  readonly isList: boolean;
};

const start: Way = { depth: 0, inside: new Set(), isList: false };

/** Deeper than anybody nests; stops fragments that are made of themselves. */
const deepest = 30;

/** What a tag gets: the texts as they are, each expression as a fragment or a value. */
export function addTemplate(draft: Draft, template: Template, scope: Scope, way = start): void {
  addEach(draft, template, (node) => addPart(draft, { node, scope }, way));
}

/** A fragment as an argument of `$queryRaw`; a problem where it cannot be read. */
export function addFragment(draft: Draft, at: Located): void {
  if (isFragment(at)) addPart(draft, at, start);
  else addProblem(draft, `What ${written(draft, at.node)} holds is not known`);
}

/** A text as an argument of `$queryRawUnsafe`: it must be known as it stands. */
export function addConstantText(draft: Draft, at: Located, depth = 0): void {
  const { node, scope } = followed(at);
  const adding = (inner: Expression) => (copy: Draft) =>
    addConstantText(copy, { node: inner, scope }, depth + 1);
  if (depth > deepest) addProblem(draft, `${written(draft, at.node)} is made of itself`);
  else if (node.type === "StringLiteral") {
    addQuoted(draft, (node.start ?? 0) + 1, (node.end ?? 0) - 1);
  } else if (node.type === "NumericLiteral") addText(draft, String(node.value));
  else if (node.type === "TemplateLiteral") addEach(draft, node, (inner) => adding(inner)(draft));
  else if (node.type === "BinaryExpression" && node.operator === "+") {
    for (const part of addends(node)) adding(part)(draft);
  } else if (node.type === "ConditionalExpression") {
    addLonger(draft, node, [adding(node.consequent), adding(node.alternate)]);
  } else if (!addTexts(draft, { node, scope }, depth + 1)) {
    addProblem(draft, `What ${written(draft, at.node)} puts into the text is not known`);
  }
}

/** `a + b + c`, of any length. */
function addends(sum: Expression): readonly Expression[] {
  const parts: Expression[] = [];
  let at = sum;
  while (at.type === "BinaryExpression" && at.operator === "+" && at.left.type !== "PrivateName") {
    parts.push(at.right);
    at = at.left;
  }
  return [at, ...parts.reverse()];
}

/** `["SELECT 1", "FROM t"].join("\n")`; false for what is no such call. */
function addTexts(draft: Draft, { node, scope }: Located, depth: number): boolean {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
  const { object } = node.callee;
  if (object.type === "Super" || lastName(node.callee)?.name !== "join") return false;
  const items = itemsOf({ node: object, scope }, (note) => addNote(draft, note));
  const [given] = node.arguments;
  const separator = isExpression(given) ? constantValue({ node: given, scope }) : ",";
  if (typeof separator !== "string" || !items?.every(({ isList }) => !isList)) return false;
  for (const [index, item] of items.entries()) {
    if (index > 0) addText(draft, separator);
    addConstantText(draft, item, depth);
  }
  return true;
}

function addEach(draft: Draft, template: Template, addOne: (node: Expression) => void): void {
  for (const [index, quasi] of template.quasis.entries()) {
    // Fragments that are made of fragments can become very many.
    if (isFull(draft)) return;
    addQuoted(draft, quasi.start ?? 0, quasi.end ?? 0);
    const part = template.expressions[index];
    if (part !== undefined && !isType(part)) addOne(part);
  }
}

type Part = Template["expressions"][number];

/** Templates of types hold types. */
function isType(part: Part): part is Exclude<Part, Expression> {
  return part.type.startsWith("TS") && !("expression" in part);
}

function isFragment({ node, scope }: Located, depth = 0): boolean {
  if (depth > deepest) return false;
  const plain = bare(node);
  const is = (inner: Expression, where = scope) =>
    isFragment({ node: inner, scope: where }, depth + 1);
  switch (plain.type) {
    case "TaggedTemplateExpression":
      return sqlTagOf(plain) !== undefined;
    case "CallExpression": {
      const made = ownCall(plain, scope);
      return made ? is(made.node, made.scope) : helperOf(plain) !== undefined;
    }
    case "MemberExpression":
      return helperOf(plain) !== undefined;
    case "ConditionalExpression":
      return is(plain.consequent) || is(plain.alternate);
    case "LogicalExpression":
      return is(plain.left) || is(plain.right);
    case "Identifier": {
      const binding = lookUp(plain.name, scope);
      if (binding === undefined) return helperOf(plain) !== undefined;
      return waysOf(binding).some((one) => is(one.node, one.scope));
    }
    default:
      return false;
  }
}

/** What a call of an arrow function of the same file gives back: `const by = (id) => sql\`…\``. */
function ownCall({ callee }: Call, scope: Scope): Located | undefined {
  const binding = callee.type === "Identifier" ? lookUp(callee.name, scope) : undefined;
  const made = binding && heldBy(binding);
  return made && madeBy(made, binding.scope);
}

/** All that a name is given in the file. */
function waysOf(binding: Binding): readonly Located[] {
  const { value, scope, later } = binding;
  return value === undefined ? later : [{ node: value, scope }, ...later];
}

function addPart(draft: Draft, at: Located, way: Way): void {
  const { scope } = at;
  const node = bare(at.node);
  const inner: Way = { ...way, depth: way.depth + 1 };
  const adding = (value: Expression) => (copy: Draft) =>
    addPart(copy, { node: value, scope }, inner);
  if (way.depth > deepest || !isFragment(at)) addValue(draft, at, way.isList);
  else if (node.type === "TaggedTemplateExpression") addTemplate(draft, node.quasi, scope, inner);
  else if (node.type === "CallExpression") addCall(draft, node, scope, inner);
  else if (node.type === "Identifier") addNamed(draft, node.name, at, inner);
  else if (node.type === "ConditionalExpression") {
    addLonger(draft, node, [adding(node.consequent), adding(node.alternate)]);
  } else if (node.type === "LogicalExpression") {
    const otherwise = node.operator === "&&" ? () => {} : adding(node.left);
    addLonger(draft, node, [adding(node.right), otherwise]);
  }
}

function addValue(draft: Draft, at: Located, isList: boolean): void {
  const name = written(draft, at.node);
  addParameter(draft, { name, value: isList ? undefined : constantValue(at), isList });
}

type Call = Extract<Expression, { type: "CallExpression" }>;

function addCall(draft: Draft, call: Call, scope: Scope, way: Way): void {
  const [first, ...others] = call.arguments;
  const made = ownCall(call, scope);
  const at = isExpression(first) ? { node: first, scope } : undefined;
  if (made) addPart(draft, made, way);
  else if (at === undefined) addProblem(draft, `${written(draft, call)} cannot be read`);
  else if (helperOf(call) === "raw") addConstantText(draft, at);
  else {
    const around = others.map((node) => (isExpression(node) ? { node, scope } : undefined));
    addJoined(draft, at, around, way);
  }
}

/** `around`: what stands between the items, before all of them, behind all of them. */
function addJoined(
  draft: Draft,
  list: Located,
  [separator, prefix, suffix]: readonly (Located | undefined)[],
  way: Way,
): void {
  addConnecting(draft, prefix, way);
  const items = itemsOf(list, (note) => addNote(draft, note));
  if (items === undefined) addUnknownList(draft, list, separator);
  for (const [index, item] of items?.entries() ?? []) {
    if (index > 0 && separator) addConnecting(draft, separator, way);
    else if (index > 0) addText(draft, ",");
    addPart(draft, item, { ...way, isList: way.isList || item.isList });
  }
  addConnecting(draft, suffix, way);
}

/** Between values stand commas: other words join parts of a query. */
function addUnknownList(draft: Draft, list: Located, separator: Located | undefined): void {
  const between = separator && constantValue(separator);
  if (between && /[a-z]/i.test(between)) {
    addProblem(draft, `What ${written(draft, list.node)} holds is not known`);
  }
  addValue(draft, list, true);
}

/** What stands between items and around them: a constant text, or a fragment of its own. */
function addConnecting(draft: Draft, at: Located | undefined, way: Way): void {
  if (at === undefined) return;
  if (isFragment(at)) addPart(draft, at, way);
  else addConstantText(draft, at);
}

function addNamed(draft: Draft, name: string, at: Located, way: Way): void {
  const binding = lookUp(name, at.scope);
  // Without a declaration it is one of the helpers that stand for nothing.
  if (binding === undefined) return;
  const all = waysOf(binding);
  // In `where = sql\`${where} AND …\`` the inner one is what it was before.
  const ways = way.inside.has(binding) ? all.slice(0, 1) : all;
  const inner: Way = { ...way, inside: new Set([...way.inside, binding]) };
  addLonger(
    draft,
    at.node,
    ways.map((one) => (copy: Draft) => addPart(copy, one, inner)),
  );
}

/** Of several ways that the code can go the one that asks for the most. */
function addLonger(draft: Draft, node: Expression, ways: readonly ((copy: Draft) => void)[]): void {
  const [only, other] = ways;
  if (only !== undefined && other === undefined) {
    only(draft);
    return;
  }
  const copies = ways.map((way) => tried(draft, way));
  const readable = copies.filter(({ problem }) => problem === draft.problem);
  const [longest] = (readable.length > 0 ? readable : copies).sort(
    (a, b) => b.sql.length - a.sql.length,
  );
  if (longest === undefined) return;
  take(draft, longest);
  addNote(draft, `${written(draft, node)} can be one of several texts: the longest is explained`);
}

function written({ text }: Draft, node: Expression): string {
  const plain = bare(node);
  return nameOf(text, plain.start ?? 0, plain.end ?? 0);
}
