/**
 * Expressions: their text, what they name, and how far their value changes. Operators and casts
 * count as unchanging; what the user's own functions do is not known.
 */
import {
  flagIn,
  listIn,
  type Node,
  numberIn,
  stringIn,
  stringsIn,
  taggedIn,
  untag,
  walk,
} from "./node.ts";
import { parenthesized, place, type Reading } from "./reading.ts";
import type { Expression, Name } from "./step.ts";
import { volatilityOf } from "./volatility.ts";

/** `value` is a wrapped node, `start` to `end` what was written for it. */
export function readExpression(
  reading: Reading,
  value: unknown,
  start: number,
  end: number,
): Expression {
  const functions: string[] = [];
  const columns = new Set<string>();
  let volatility: Expression["volatility"] = "immutable";
  walk(value, ({ tag, node }) => {
    const called = calledBy(tag, node);
    if (called !== undefined) {
      functions.push(called);
      volatility = worse(volatility, volatilityOf(trusted(called)) ?? "unknown");
    } else if (tag === "ColumnRef") {
      const column = stringsIn(node, "fields").at(-1);
      if (column !== undefined) columns.add(column);
    } else if (dependsOnSettings.has(tag)) volatility = worse(volatility, "stable");
    return true;
  });
  return {
    text: reading.text.slice(start, end),
    at: place(reading, start, end),
    isConstant: isConstant(value),
    isNull: flagIn(withoutCasts(value)?.node, "isnull"),
    functions: [...new Set(functions)],
    columns: [...columns],
    volatility,
  };
}

/** What stands in the first parentheses after `start`: CHECK (…), GENERATED ALWAYS AS (…). */
export function readParenthesized(reading: Reading, value: unknown, start: number): Expression {
  const items = parenthesized(reading, start);
  const first = items[0]?.start ?? start;
  return readExpression(reading, value, first, items.at(-1)?.end ?? first);
}

/** Tables that a query reads, each once; names that WITH gives are none. */
export function readsOf(value: unknown): Name[] {
  const own = new Set<string>();
  const reads = new Map<string, Name>();
  walk(value, ({ tag, node }) => {
    if (tag === "CommonTableExpr") own.add(stringIn(node, "ctename") ?? "");
    // FOR UPDATE OF names an alias.
    return tag !== "LockingClause";
  });
  walk(value, ({ tag, node }) => {
    if (tag === "LockingClause") return false;
    if (tag === "RangeVar") {
      const name = readRangeVar(node);
      if (name.schema !== undefined || !own.has(name.name)) {
        reads.set(`${name.schema ?? ""}.${name.name}`, name);
      }
    }
    return true;
  });
  return [...reads.values()];
}

/** Functions that a query calls, as `Expression.functions`. */
export function functionsIn(value: unknown): string[] {
  const functions = new Set<string>();
  walk(value, ({ tag, node }) => {
    const called = calledBy(tag, node);
    if (called !== undefined) functions.add(called);
    return true;
  });
  return [...functions];
}

export function readRangeVar(node: Node | undefined): Name {
  return { schema: stringIn(node, "schemaname"), name: stringIn(node, "relname") ?? "" };
}

/** [schema, name] or [name], as lists of strings are written. */
export function nameOf(names: readonly string[]): Name {
  return { schema: names.length > 1 ? names.at(-2) : undefined, name: names.at(-1) ?? "" };
}

function calledBy(tag: string, node: Node): string | undefined {
  if (tag === "FuncCall") {
    const names = stringsIn(node, "funcname");
    return (names[0] === "pg_catalog" ? names.slice(1) : names).join(".");
  }
  if (tag !== "SQLValueFunction") return undefined;
  // SVFOP_CURRENT_TIMESTAMP_N is the one with a precision.
  return stringIn(node, "op")
    ?.replace(/^SVFOP_|_N$/g, "")
    .toLowerCase();
}

/** Extensions are often put in a schema of their own; another schema's function is the user's. */
function trusted(name: string): string {
  return name.replace(/^extensions\./, "");
}

/** Built without a function's name, but by what the session says or what the database holds. */
const dependsOnSettings: ReadonlySet<string> = new Set([
  "SubLink",
  "XmlExpr",
  "XmlSerialize",
  "JsonObjectConstructor",
  "JsonArrayConstructor",
  "JsonFuncExpr",
]);

const badness = ["immutable", "stable", "unknown", "volatile"] as const;

function worse(one: Expression["volatility"], other: Expression["volatility"]) {
  return badness.indexOf(one) < badness.indexOf(other) ? other : one;
}

/** Only literals, casts of literals, arrays of them. */
function isConstant(value: unknown): boolean {
  const waiting = [value];
  while (waiting.length > 0) {
    const tagged = withoutCasts(waiting.pop());
    if (tagged?.tag === "A_ArrayExpr") {
      for (const { tag, node } of listIn(tagged.node, "elements")) waiting.push({ [tag]: node });
    } else if (tagged?.tag !== "A_Const") return false;
  }
  return true;
}

function withoutCasts(value: unknown) {
  let tagged = untag(value);
  while (tagged?.tag === "TypeCast") tagged = taggedIn(tagged.node, "arg");
  return tagged;
}

/** The text of a literal, a number's too: `'x'` → x; undefined for what is none. */
export function literalOf(value: unknown): string | undefined {
  const tagged = withoutCasts(value);
  if (tagged?.tag !== "A_Const") return undefined;
  const { ival, fval, sval, bsval, boolval } = tagged.node as Readonly<Record<string, Node>>;
  if (sval) return stringIn(sval, "sval") ?? "";
  if (ival) return String(numberIn(ival, "ival"));
  if (fval) return stringIn(fval, "fval");
  if (bsval) return stringIn(bsval, "bsval");
  return boolval ? String(flagIn(boolval, "boolval")) : undefined;
}
