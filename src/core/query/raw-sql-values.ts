/**
 * Values that the file spells out, as PostgreSQL reads them; and the helpers of libraries that make
 * SQL, told by their names. Runs nothing.
 */
import { bare, followed, type Located } from "./object.ts";
import type { CallNode, Expression, TemplateNode } from "./source.ts";

/** Undefined for what only running would tell; null for NULL. Lists become `{1,2}`. */
export function constantValue(at: Located, depth = 0): string | null | undefined {
  const { node, scope } = followed(at);
  const inner = (value: Expression) => constantValue({ node: value, scope }, depth + 1);
  switch (node.type) {
    case "StringLiteral":
      return node.value;
    case "NumericLiteral":
    case "BigIntLiteral":
    case "BooleanLiteral":
      return String(node.value);
    case "NullLiteral":
      return null;
    case "UnaryExpression": {
      const value = node.operator === "-" ? inner(node.argument) : undefined;
      return value && /^\d/.test(value) ? `-${value}` : undefined;
    }
    case "TemplateLiteral":
      return node.expressions.length === 0
        ? (node.quasis[0]?.value.cooked ?? undefined)
        : undefined;
    case "NewExpression": {
      const [moment] = node.arguments;
      const isDate = node.callee.type === "Identifier" && node.callee.name === "Date";
      return isDate && moment?.type === "StringLiteral" ? moment.value : undefined;
    }
    case "ArrayExpression":
      return depth > 0
        ? undefined
        : arrayValue(node.elements.map((one) => elementValue(one, inner)));
    default:
      return undefined;
  }
}

function elementValue(
  element: CallNode["arguments"][number] | null,
  read: (node: Expression) => string | null | undefined,
): string | null | undefined {
  return isExpression(element) ? read(element) : undefined;
}

function arrayValue(values: readonly (string | null | undefined)[]): string | undefined {
  if (values.includes(undefined)) return undefined;
  const written = values.map((value) =>
    value === null || value === undefined ? "NULL" : quotedElement(value),
  );
  return `{${written.join(",")}}`;
}

function quotedElement(value: string): string {
  return /^[\w.-]+$/.test(value) && value.toUpperCase() !== "NULL"
    ? value
    : `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** Something given to a call that is an expression: no spread, no gap. */
export function isExpression(
  node: CallNode["arguments"][number] | null | undefined,
): node is Extract<CallNode["arguments"][number], Expression> {
  return node !== null && node !== undefined && !notExpressions.has(node.type);
}

const notExpressions = new Set(["SpreadElement", "ArgumentPlaceholder"]);

/** `$queryRaw` and `$executeRaw`, on any client; `start` is where the name begins. */
export function rawMethodOf(tag: Expression): { name: string; start: number } | undefined {
  const named = lastName(tag);
  return named && rawMethods.has(named.name) ? named : undefined;
}

const rawMethods = new Set(["$queryRaw", "$executeRaw"]);

/** `sql`, `Prisma.sql`, `sql.type(…)`, `sql.unsafe`: where the `sql` begins. */
export function sqlTagOf({ tag }: TemplateNode): { readonly start: number } | undefined {
  const plain = bare(tag);
  const called = plain.type === "CallExpression" ? plain.callee : plain;
  if (!isPlain(called)) return undefined;
  const named = lastName(called);
  if (named?.name === "sql") return named;
  const node = bare(called);
  const isVariant = node.type === "MemberExpression" && sqlVariants.has(named?.name ?? "");
  const root = isVariant && isPlain(node.object) ? lastName(node.object) : undefined;
  return root?.name === "sql" ? root : undefined;
}

const sqlVariants = new Set(["type", "typeAlias", "unsafe", "fragment"]);

/** `Prisma.join`, `sql.join`, `join`: the name of a helper that makes a part of a query. */
export function helperOf(node: Expression): "join" | "raw" | "empty" | undefined {
  const called = node.type === "CallExpression" ? node.callee : node;
  if (!isPlain(called)) return undefined;
  const plain = bare(called);
  const isHelper =
    plain.type === "Identifier" ||
    (plain.type === "MemberExpression" &&
      plain.object.type === "Identifier" &&
      helpers.has(plain.object.name));
  const name = isHelper ? lastName(plain)?.name : undefined;
  const isCall = node.type === "CallExpression";
  if (isCall && (name === "join" || name === "raw")) return name;
  return !isCall && name === "empty" ? name : undefined;
}

const helpers = new Set(["Prisma", "sql"]);

/** `name` and `….name`. */
export function lastName(node: Expression): { name: string; start: number } | undefined {
  const plain = bare(node);
  if (plain.type === "Identifier") return { name: plain.name, start: plain.start ?? 0 };
  if (plain.type !== "MemberExpression" && plain.type !== "OptionalMemberExpression")
    return undefined;
  const { property, computed } = plain;
  if (computed || property.type !== "Identifier") return undefined;
  return { name: property.name, start: property.start ?? 0 };
}

/** What is called, where it is an expression. */
export function isPlain(
  value: CallNode["callee"] | Expression | { readonly type: "Super" },
): value is Expression {
  return value.type !== "Super" && value.type !== "V8IntrinsicIdentifier";
}
