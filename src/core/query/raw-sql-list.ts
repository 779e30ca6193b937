/**
 * The items of a list that a query is joined from: written out, pushed one by one, or made by
 * `map`. Follows names of the same file; runs nothing.
 */
import { bare, type Located } from "./object.ts";
import { isExpression, isPlain, lastName } from "./raw-sql-values.ts";
import {
  type CallNode,
  type Expression,
  heldBy,
  lookUp,
  type Scope,
  type Statement,
  scopeOfParameters,
} from "./source.ts";

/** `isList`: it stands for as many as the list has. */
export type Item = Located & { readonly isList: boolean };

/** Deeper than anybody nests; stops lists that are made of themselves. */
const deepest = 30;

/** Undefined, or empty, where nothing is known of its items. `say` hears what was assumed. */
export function itemsOf(
  { node, scope }: Located,
  say: (note: string) => void,
  depth = 0,
): readonly Item[] | undefined {
  const plain = bare(node);
  if (depth > deepest) return undefined;
  const go = (inner: Expression, where = scope) =>
    itemsOf({ node: inner, scope: where }, say, depth + 1);
  switch (plain.type) {
    case "ArrayExpression":
      return known(plain.elements.flatMap((element) => elementItems(element, scope, go)));
    case "ConditionalExpression": {
      const ways = [go(plain.consequent) ?? [], go(plain.alternate) ?? []];
      say(allAreTaken);
      return known(ways.sort((a, b) => b.length - a.length)[0] ?? []);
    }
    case "LogicalExpression":
      say(allAreTaken);
      return go(plain.right);
    case "Identifier":
      return itemsOfName(plain.name, scope, go, say);
    case "CallExpression":
      return itemsOfCall(plain, scope, go);
    default:
      return undefined;
  }
}

type Go = (inner: Expression, scope?: Scope) => readonly Item[] | undefined;

const allAreTaken = "Parts that depend on a condition are all taken";

function known(items: readonly Item[]): readonly Item[] | undefined {
  return items.length > 0 ? items : undefined;
}

function elementItems(
  element: CallNode["arguments"][number] | null,
  scope: Scope,
  go: Go,
): readonly Item[] {
  if (element?.type === "SpreadElement") {
    const { argument } = element;
    return go(argument) ?? (isEmptyList(argument) ? [] : [{ node: argument, scope, isList: true }]);
  }
  return isExpression(element) ? [{ node: element, scope, isList: false }] : [];
}

function isEmptyList(node: Expression): boolean {
  const plain = bare(node);
  return plain.type === "ArrayExpression" && plain.elements.length === 0;
}

/** `const parts = [a]; parts.push(b)`. */
function itemsOfName(
  name: string,
  scope: Scope,
  go: Go,
  say: (note: string) => void,
): readonly Item[] | undefined {
  const binding = lookUp(name, scope);
  const value = binding && heldBy(binding);
  if (!binding || !value) return undefined;
  const first = go(value, binding.scope) ?? [];
  const added = binding.pushed.flatMap((one) => elementItems(one.node, one.scope, go));
  if (binding.parts.length > 0) say(allAreTaken);
  if (first.length === 0 && !isEmptyList(value)) return undefined;
  return known([...first, ...added]);
}

function itemsOfCall(
  call: Extract<Expression, { type: "CallExpression" }>,
  scope: Scope,
  go: Go,
): readonly Item[] | undefined {
  const { callee } = call;
  if (!isPlain(callee) || callee.type !== "MemberExpression" || !isPlain(callee.object)) {
    return undefined;
  }
  const method = lastName(callee)?.name;
  if (method === "filter" || method === "slice") return go(callee.object);
  const [made] = call.arguments;
  const each = isExpression(made) ? madeBy(made, scope) : undefined;
  if (each === undefined) return undefined;
  if (method === "map") return [{ ...each, isList: true }];
  const all = method === "flatMap" ? go(each.node, each.scope) : undefined;
  return all?.map((item) => ({ ...item, isList: true }));
}

/** What an arrow function gives back, as far as one place in it tells. */
export function madeBy(node: Expression, scope: Scope): Located | undefined {
  const made = bare(node);
  if (made.type !== "ArrowFunctionExpression") return undefined;
  const inner = scopeOfParameters(made.params, scope);
  const body = made.body.type === "BlockStatement" ? returnedBy(made.body.body) : made.body;
  return body && { node: body, scope: inner };
}

/** Behind early returns the last one is what is meant as a rule. */
function returnedBy(statements: readonly Statement[]): Expression | undefined {
  const last = statements.at(-1);
  return last?.type === "ReturnStatement" ? (last.argument ?? undefined) : undefined;
}
