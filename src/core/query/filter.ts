/**
 * The object behind `where` as conditions. It cannot tell a field of a relation from one that
 * holds a value: an object of other than operators is taken for a relation.
 */
import type { Condition, ConditionKind, Filter, RelationFilter } from "./call.ts";
import {
  bare,
  followed,
  isAbsent,
  type Located,
  type Properties,
  type Property,
  propertiesOf,
  propertyOf,
} from "./object.ts";

export const noFilter: Filter = { conditions: [], relations: [], either: [], isWhole: true };
export const unknownFilter: Filter = { ...noFilter, isWhole: false };

/** Deeper than anybody filters; stops filters that hold themselves. */
const deepest = 12;

export function filterOf(at: Located, depth = 0): Filter {
  if (depth > deepest) return unknownFilter;
  const { all, isWhole } = propertiesOf(at);
  const known: Filter = { ...noFilter, isWhole };
  return all.reduce((sum, property) => both(sum, ofProperty(property, depth + 1)), known);
}

function both(a: Filter, b: Filter): Filter {
  return {
    conditions: [...a.conditions, ...b.conditions],
    relations: [...a.relations, ...b.relations],
    either: [...a.either, ...b.either],
    isWhole: a.isWhole && b.isWhole,
  };
}

function ofProperty(property: Property, depth: number): Filter {
  if (isAbsent(property)) return noFilter;
  switch (property.name) {
    case "AND":
      return listOf(property, depth).map(unsureWith(property)).reduce(both, noFilter);
    case "OR": {
      const alternatives = listOf(property, depth);
      return alternatives.length === 1 && property.isSure
        ? (alternatives[0] ?? noFilter)
        : { ...noFilter, either: [alternatives] };
    }
    // What must not be leads nowhere, and what is not there is not needed.
    case "NOT":
      return noFilter;
    default:
      return ofField(property, depth);
  }
}

/** One filter, or a list of them. A list that grows at run time has a part that is not known. */
function listOf(at: Located, depth: number): Filter[] {
  const { node, scope } = followed(at);
  if (node.type !== "ArrayExpression") return [filterOf(at, depth)];
  return node.elements.flatMap((element) => {
    if (element === null) return [];
    if (element.type !== "SpreadElement") return [filterOf({ node: element, scope }, depth)];
    const inner = bare(element.argument);
    const parts =
      inner.type === "ConditionalExpression"
        ? [inner.consequent, inner.alternate]
        : inner.type === "LogicalExpression" && inner.operator === "&&"
          ? [inner.right]
          : [inner];
    return parts.flatMap((part) => {
      if (followed({ node: part, scope }).node.type !== "ArrayExpression") return [unknownFilter];
      return listOf({ node: part, scope }, depth).map(unsureWith({ isSure: false }));
    });
  });
}

function unsureWith({ isSure }: { readonly isSure: boolean }): (filter: Filter) => Filter {
  if (isSure) return (filter) => filter;
  return (filter) => ({
    ...filter,
    conditions: filter.conditions.map((one) => ({ ...one, isSure: false })),
    relations: filter.relations.map((one) => ({ ...one, isSure: false })),
  });
}

const operators: Readonly<Record<string, ConditionKind>> = {
  equals: "equals",
  in: "in",
  lt: "range",
  lte: "range",
  gt: "range",
  gte: "range",
  has: "list",
  hasEvery: "list",
  hasSome: "list",
  isEmpty: "other",
  contains: "other",
  startsWith: "other",
  endsWith: "other",
  search: "other",
  not: "other",
  notIn: "other",
  mode: "other",
  path: "json",
  string_contains: "json",
  string_starts_with: "json",
  string_ends_with: "json",
  array_contains: "array-contains",
  array_starts_with: "json",
  array_ends_with: "json",
};

const ways = new Set<string>(["is", "isNot", "some", "every", "none"]);

function isWay(name: string): name is RelationFilter["how"] {
  return ways.has(name);
}

function ofField(property: Property, depth: number): Filter {
  const { name: field } = property;
  const { node, scope } = followed(property);
  if (node.type === "ConditionalExpression" || node.type === "LogicalExpression") {
    return ofChoice(property, node, scope, depth);
  }
  if (node.type !== "ObjectExpression") {
    const kind: ConditionKind = node.type === "NullLiteral" ? "null" : "equals";
    return only({ field, kind, isConstant: isConstant(property), isSure: property.isSure });
  }
  const inner = propertiesOf({ node, scope });
  const names = inner.all.filter((one) => !isAbsent(one)).map(({ name }) => name);
  if (names.some(isWay)) return ofRelation(property, inner, depth);
  if (names.length > 0 && names.every((name) => name in operators)) {
    return ofOperators(property, inner);
  }
  // `{ ...range }` of which nothing is known.
  if (names.length === 0 && !inner.isWhole) return unknownFilter;
  const filter = filterOf({ node, scope }, depth);
  return withRelation({ field, how: "is", filter, isSure: property.isSure });
}

type Choice = Extract<Located["node"], { type: "ConditionalExpression" | "LogicalExpression" }>;

/** `id ?? undefined`, `range ? { gte: range } : undefined`. */
function ofChoice(property: Property, node: Choice, scope: Located["scope"], depth: number) {
  const branches =
    node.type === "ConditionalExpression"
      ? [node.consequent, node.alternate]
      : node.operator === "&&"
        ? [node.right]
        : [node.left, node.right];
  const { name } = property;
  const known = branches
    .map((branch): Property => ({ name, node: branch, scope, isSure: false }))
    .filter((branch) => !isAbsent(branch));
  const isSure =
    property.isSure && known.length === branches.length && node.type !== "LogicalExpression";
  const filters = known.map((branch) => ofProperty(branch, depth + 1));
  const kinds = new Set(filters.flatMap(({ conditions }) => conditions.map(({ kind }) => kind)));
  const [first] = filters;
  // Both branches ask in the same way: it is one condition.
  if (first && kinds.size === 1 && filters.every(({ conditions }) => conditions.length === 1)) {
    return { ...first, conditions: first.conditions.map((one) => ({ ...one, isSure })) };
  }
  return filters.reduce(both, noFilter);
}

function ofRelation(property: Property, inner: Properties, depth: number): Filter {
  const filters = inner.all.flatMap((one): RelationFilter[] => {
    if (!isWay(one.name) || isAbsent(one)) return [];
    const isSure = property.isSure && one.isSure;
    const filter = filterOf(one, depth);
    return [{ field: property.name, how: one.name, filter, isSure }];
  });
  return { ...noFilter, relations: filters, isWhole: inner.isWhole };
}

/** A filter without case is another question, a path makes every other operator one about it. */
function ofOperators(property: Property, inner: Properties): Filter {
  const path = propertyOf(inner, "path");
  const mode = propertyOf(inner, "mode");
  const asked = inner.all.filter((one) => !asides.has(one.name) && !isAbsent(one));
  const conditions = asked.map((one): Condition => {
    const kind = path ? kindAtPath(one) : mode ? "other" : kindOf(one);
    const isSure = property.isSure && one.isSure;
    const condition = { field: property.name, kind, isConstant: isConstant(one), isSure };
    return path ? { ...condition, path: pathOf(path) } : condition;
  });
  // Two bounds are one range.
  const ranges = conditions.filter(({ kind }) => kind === "range");
  const [range] = ranges;
  const others = conditions.filter(({ kind }) => kind !== "range");
  const all = range ? [...others, { ...range, isSure: ranges.some((one) => one.isSure) }] : others;
  return { ...noFilter, conditions: all, isWhole: inner.isWhole || all.length > 0 };
}

/** They say how the others are meant. */
const asides = new Set(["path", "mode"]);

function kindOf(operator: Property): ConditionKind {
  const kind = operators[operator.name] ?? "other";
  return kind === "equals" && followed(operator).node.type === "NullLiteral" ? "null" : kind;
}

function kindAtPath({ name }: Property): ConditionKind {
  return name === "equals" ? "json-equals" : "json";
}

/** MySQL's paths are one text: `$.a.b`. */
function pathOf(path: Property): string[] {
  const { node } = followed(path);
  if (node.type === "StringLiteral") return [node.value];
  if (node.type !== "ArrayExpression") return ["…"];
  return node.elements.map((element) => (element?.type === "StringLiteral" ? element.value : "…"));
}

function only(condition: Condition): Filter {
  return { ...noFilter, conditions: [condition] };
}

function withRelation(relation: RelationFilter): Filter {
  return { ...noFilter, relations: [relation] };
}

/** A literal, or a member of what is written like an enum: `Status.PAID`. */
function isConstant(at: Located): boolean {
  const { node } = followed(at);
  switch (node.type) {
    case "StringLiteral":
    case "NumericLiteral":
    case "BooleanLiteral":
    case "BigIntLiteral":
      return true;
    case "Identifier":
      return /^[A-Z][A-Z0-9_]+$/.test(node.name);
    case "MemberExpression":
      return node.object.type === "Identifier" && /^[A-Z]/.test(node.object.name);
    case "ArrayExpression":
      return node.elements.every(
        (element) =>
          element !== null &&
          element.type !== "SpreadElement" &&
          isConstant({ node: element, scope: at.scope }),
      );
    default:
      return false;
  }
}
