/**
 * What an expression is known to hold without running it: the properties of an object, through
 * names, spreads and conditions of the same file.
 */
import { type Expression, heldBy, lookUp, type ObjectNode, type Scope } from "./source.ts";

/** An expression at its place, which decides what the names in it mean. */
export type Located = { readonly node: Expression; readonly scope: Scope };

export type Property = Located & {
  readonly name: string;
  /** False where it depends on something whether the property is there. */
  readonly isSure: boolean;
};

export type Properties = {
  readonly all: readonly Property[];
  /** False where there may be more, of which nothing is known. */
  readonly isWhole: boolean;
};

const nothing: Properties = { all: [], isWhole: true };
const unknown: Properties = { all: [], isWhole: false };

/** Deeper than anybody nests; stops constants that refer to each other. */
const deepest = 30;

/** The properties of an object; of one that cannot be read, none and not whole. */
export function propertiesOf({ node, scope }: Located, depth = 0): Properties {
  if (depth > deepest) return unknown;
  const go = (inner: Expression) => propertiesOf({ node: inner, scope }, depth + 1);
  const value = bare(node);
  switch (value.type) {
    case "ObjectExpression":
      return join(value.properties.map((property) => ofProperty(property, scope, depth)));
    case "NullLiteral":
    case "BooleanLiteral":
      return nothing;
    case "ConditionalExpression":
      return unsure(join([go(value.consequent), go(value.alternate)]));
    case "LogicalExpression":
      if (value.operator === "&&") return unsure(go(value.right));
      return unsure(join([go(value.left), go(value.right)]));
    case "Identifier": {
      const found = named(value.name, scope);
      return found === undefined ? unknown : ofBinding(found, depth);
    }
    default:
      return unknown;
  }
}

/** What a name holds; `absent` for `undefined` itself. */
function named(name: string, scope: Scope) {
  const binding = lookUp(name, scope);
  return binding === undefined && name === "undefined" ? "absent" : binding;
}

function ofBinding(
  binding: Exclude<ReturnType<typeof named>, undefined>,
  depth: number,
): Properties {
  if (binding === "absent") return nothing;
  const { parts } = binding;
  const value = heldBy(binding);
  if (value === undefined) return unknown;
  const declared = propertiesOf({ node: value, scope: binding.scope }, depth + 1);
  const added = parts.map((part): Properties => {
    if (part === undefined) return unknown;
    const { name: key, value: node, scope: there } = part;
    return { all: [{ name: key, node, scope: there, isSure: false }], isWhole: true };
  });
  return join([declared, ...added]);
}

function ofProperty(
  property: ObjectNode["properties"][number],
  scope: Scope,
  depth: number,
): Properties {
  if (property.type === "SpreadElement") {
    return propertiesOf({ node: property.argument, scope }, depth + 1);
  }
  if (property.type !== "ObjectProperty") return unknown;
  const { key, value, computed } = property;
  const name =
    key.type === "Identifier" && !computed
      ? key.name
      : key.type === "StringLiteral"
        ? key.value
        : undefined;
  if (name === undefined || !isExpression(value)) return unknown;
  return { all: [{ name, node: value, scope, isSure: true }], isWhole: true };
}

type Value = Extract<ObjectNode["properties"][number], { type: "ObjectProperty" }>["value"];

function isExpression(value: Value): value is Extract<Value, Expression> {
  return !value.type.endsWith("Pattern") && value.type !== "RestElement";
}

function join(parts: readonly Properties[]): Properties {
  return {
    all: parts.flatMap(({ all }) => all),
    isWhole: parts.every(({ isWhole }) => isWhole),
  };
}

function unsure({ all, isWhole }: Properties): Properties {
  return { all: all.map((property) => ({ ...property, isSure: false })), isWhole };
}

/** The last property of a name, which is the one that counts; unsure where others may count. */
export function propertyOf({ all }: Properties, name: string): Property | undefined {
  const same = all.filter((property) => property.name === name);
  const last = same.at(-1);
  return last && same.length > 1 ? { ...last, isSure: false } : last;
}

/** Without brackets, `as`, `satisfies` and `!`. */
export function bare(node: Expression): Expression {
  switch (node.type) {
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "ParenthesizedExpression":
      return bare(node.expression);
    default:
      return node;
  }
}

/** What a constant of the same file stands for, else the expression itself. */
export function followed(at: Located, depth = 0): Located {
  const node = bare(at.node);
  if (node.type !== "Identifier" || depth > deepest) return { node, scope: at.scope };
  const binding = lookUp(node.name, at.scope);
  const value = binding && binding.parts.length === 0 ? heldBy(binding) : undefined;
  if (!binding || !value) return { node, scope: at.scope };
  return followed({ node: value, scope: binding.scope }, depth + 1);
}

/** Whether it is `undefined`, which Prisma Client reads as not there. */
export function isAbsent({ node, scope }: Located): boolean {
  const value = bare(node);
  if (value.type === "UnaryExpression") return value.operator === "void";
  return value.type === "Identifier" && named(value.name, scope) === "absent";
}
