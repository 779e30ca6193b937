/**
 * The calls of Prisma Client in a TypeScript or JavaScript text. What the client is called does
 * not matter: `.<model>.<method>(` makes a call, on `prisma`, `this.db` or `tx`.
 */
import { type Filter, type Method, methods, type Order, type PrismaCall } from "./call.ts";
import { filterOf, noFilter, unknownFilter } from "./filter.ts";
import { bare, followed, type Located, propertiesOf, propertyOf } from "./object.ts";
import { type CallNode, type Expression, readSource, type Scope } from "./source.ts";

const called = new RegExp(
  `\\.\\s*[A-Za-z_$][\\w$]*\\s*!?\\??\\.\\s*(?:${methods.join("|")})\\s*[(<]`,
);

const calledAll = new RegExp(called, "g");

/** One look at the text: most files of a project hold no such call, and need no parser. */
export function mayCallPrisma(text: string): boolean {
  return called.test(text);
}

/**
 * The calls on these delegates, `user` for the model `User`; on any without them. `path` only
 * tells the language by its ending.
 */
export function prismaCalls(
  text: string,
  path: string,
  delegates?: ReadonlySet<string>,
): readonly PrismaCall[] {
  const places = [...text.matchAll(calledAll)].map(({ index }) => index);
  if (places.length === 0) return [];
  const found: PrismaCall[] = [];
  readSource(text, pluginsFor(path), places, isReader, (call, scope) => {
    const read = prismaCall(call, scope, delegates);
    if (read) found.push(read);
  });
  return found;
}

/** What the ending of a file's name says of its language. */
export function pluginsFor(path: string): readonly ("typescript" | "jsx" | "flow")[] {
  if (/\.[cm]?ts$/.test(path)) return ["typescript"];
  return path.endsWith(".tsx") ? ["typescript", "jsx"] : ["jsx", "flow"];
}

/** What only looks at an object that it is given. */
function isReader(method: string): boolean {
  return isMethod(method) || readers.has(method);
}

const readers = new Set(
  "log debug info warn error trace stringify keys values entries freeze".split(" "),
);

function isMethod(name: string): name is Method {
  return methods.some((method) => method === name);
}

function prismaCall(
  { callee, arguments: given }: CallNode,
  scope: Scope,
  delegates: ReadonlySet<string> | undefined,
): PrismaCall | undefined {
  const method = memberOf(callee);
  if (!method || !isMethod(method.name)) return undefined;
  const delegate = memberOf(method.object);
  if (!delegate || (delegates && !delegates.has(delegate.name))) return undefined;
  const place = {
    delegate: delegate.name,
    method: method.name,
    start: delegate.start,
    end: method.end,
  };
  const [first] = given;
  if (first === undefined) return { ...place, ...nothingAsked };
  const isRead = first.type !== "SpreadElement" && first.type !== "ArgumentPlaceholder";
  return isRead ? { ...place, ...asked({ node: first, scope }) } : { ...place, ...notRead };
}

/** `object.name`, with the place of the name. */
function memberOf(value: CallNode["callee"]) {
  const node = isPlain(value) ? bare(value) : value;
  if (node.type !== "MemberExpression" && node.type !== "OptionalMemberExpression")
    return undefined;
  const { object, property, computed } = node;
  if (computed || property.type !== "Identifier") return undefined;
  return { object, name: property.name, start: property.start ?? 0, end: property.end ?? 0 };
}

function isPlain(value: CallNode["callee"]): value is Expression {
  return value.type !== "Super" && value.type !== "V8IntrinsicIdentifier";
}

type Asked = Omit<PrismaCall, "delegate" | "method" | "start" | "end">;

const nothingAsked: Asked = {
  where: noFilter,
  orderBy: [],
  cursor: [],
  distinct: [],
  takes: false,
  isWhole: true,
};

const notRead: Asked = { ...nothingAsked, where: unknownFilter, isWhole: false };

function asked(at: Located): Asked {
  const properties = propertiesOf(at);
  const property = (name: string) => propertyOf(properties, name);
  const where = property("where");
  const orderBy = property("orderBy");
  const sorted = orderBy ? ordersOf(orderBy) : [];
  const cursor = property("cursor");
  return {
    where: whereOf(where, properties.isWhole),
    orderBy: sorted ?? [],
    cursor: cursor ? propertiesOf(cursor).all.map(({ name }) => name) : [],
    distinct: namesIn(property("distinct")),
    takes: property("take") !== undefined,
    isWhole: properties.isWhole && sorted !== undefined,
  };
}

function whereOf(
  where: (Located & { readonly isSure: boolean }) | undefined,
  isWhole: boolean,
): Filter {
  if (where === undefined) return isWhole ? noFilter : unknownFilter;
  const filter = filterOf(where);
  // Several that exclude each other: which one counts is not known.
  return where.isSure ? filter : { ...filter, isWhole: false };
}

/** Undefined where a part cannot be read, or is no column of the model. */
function ordersOf(at: Located): readonly Order[] | undefined {
  const { node, scope } = followed(at);
  const parts = node.type === "ArrayExpression" ? node.elements : [node];
  const orders: Order[] = [];
  for (const part of parts) {
    if (part === null || part.type === "SpreadElement") return undefined;
    const { all, isWhole } = propertiesOf({ node: part, scope });
    if (!isWhole) return undefined;
    for (const property of all) {
      if (!property.isSure) return undefined;
      const order = orderOf(property.name, property);
      if (order === undefined) return undefined;
      orders.push(order);
    }
  }
  return orders;
}

function orderOf(field: string, at: Located): Order | undefined {
  const { node, scope } = followed(at);
  if (node.type !== "ObjectExpression") {
    return { field, direction: directionOf({ node, scope }), nulls: undefined };
  }
  const stated = propertiesOf({ node, scope });
  const sort = propertyOf(stated, "sort");
  if (sort === undefined) return undefined;
  const nulls = propertyOf(stated, "nulls");
  const text = nulls && textOf(nulls);
  return {
    field,
    direction: directionOf(sort),
    nulls: text === "first" || text === "last" ? text : undefined,
  };
}

function directionOf(at: Located): Order["direction"] {
  const text = textOf(at);
  return text === "asc" || text === "desc" ? text : undefined;
}

function textOf(at: Located): string | undefined {
  const { node } = followed(at);
  if (node.type === "StringLiteral") return node.value;
  const isMember = node.type === "MemberExpression" && node.property.type === "Identifier";
  return isMember && node.property.type === "Identifier" ? node.property.name : undefined;
}

function namesIn(at: Located | undefined): string[] {
  if (at === undefined) return [];
  const { node, scope } = followed(at);
  const elements = node.type === "ArrayExpression" ? node.elements : [node];
  return elements.flatMap((element) => {
    if (element === null || element.type === "SpreadElement") return [];
    return textOf({ node: element, scope }) ?? [];
  });
}
