/**
 * Columns and constraints as they are defined: in CREATE TABLE, in ADD COLUMN and ADD CONSTRAINT.
 * Does not make up the names that PostgreSQL gives to constraints without one.
 */
import { nameOf, readExpression, readParenthesized, readRangeVar } from "./expression.ts";
import { childOf, flagIn, listIn, type Node, stringIn, stringsIn, taggedIn } from "./node.ts";
import { itemEnd, place, type Reading, startAfter, startOf } from "./reading.ts";
import type { ColumnDefinition, Constraint, ConstraintKind, ReferentialAction } from "./step.ts";
import { readTypeName } from "./type-name.ts";

/** `node` is a ColumnDef that begins at its own location. */
export function readColumn(reading: Reading, node: Node): ColumnDefinition {
  const start = startOf(reading, node);
  const end = itemEnd(reading, start);
  const name = stringIn(node, "colname") ?? "";
  const clauses = clausesOf(reading, node, end);
  const ofType = (type: string) => clauses.find((clause) => clause.type === type);
  const identity = ofType("CONSTR_IDENTITY");
  const generated = ofType("CONSTR_GENERATED");
  const defaults = ofType("CONSTR_DEFAULT");
  return {
    name,
    at: place(reading, start, end),
    type: readTypeName(childOf(node, "typeName")),
    collation: collationOf(node),
    isNotNull: ofType("CONSTR_NOTNULL") !== undefined,
    default: defaults && readDefault(reading, defaults),
    identity: identity && identityOf(identity.node),
    generated: generated && {
      expression: readParenthesized(reading, generated.node.raw_expr, generated.start),
      kind: stringIn(generated.node, "generated_kind") === "v" ? "virtual" : "stored",
    },
    constraints: clauses.flatMap((clause) => {
      const kind = kindOf(reading, clause.node, clause.start, [name]);
      // An unnamed NOT NULL is told by isNotNull.
      if (kind === undefined || (kind.kind === "not-null" && !clause.node.conname)) return [];
      return { ...partsOf(reading, clause), ...kind };
    }),
  };
}

/** `node` is a Constraint of a table or a domain. */
export function readConstraint(reading: Reading, node: Node): Constraint | undefined {
  const start = startOf(reading, node);
  const kind = kindOf(reading, node, start, []);
  if (kind === undefined) return undefined;
  const clause = { node, type: "", start, end: itemEnd(reading, start), attributes: [] };
  return { ...partsOf(reading, clause), ...kind };
}

export function identityOf(node: Node): "always" | "by default" {
  return stringIn(node, "generated_when") === "a" ? "always" : "by default";
}

export function collationOf(node: Node): string | undefined {
  return stringsIn(childOf(node, "collClause"), "collname").at(-1);
}

/** A constraint, a default … of a column, with the attributes (DEFERRABLE) that follow it. */
type Clause = {
  readonly node: Node;
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: readonly string[];
};

/** Each ends where the next begins. */
function clausesOf(reading: Reading, node: Node, end: number): Clause[] {
  const found = listIn(node, "constraints").map(({ node: constraint }) => ({
    node: constraint,
    type: stringIn(constraint, "contype") ?? "",
    start: startOf(reading, constraint),
  }));
  const collate = childOf(node, "collClause");
  const starts = found.flatMap(({ type, start }) => (isAttribute(type) ? [] : start));
  if (collate !== undefined) starts.push(startOf(reading, collate));
  starts.push(end);
  return found.flatMap((clause, index) => {
    if (isAttribute(clause.type)) return [];
    const following = found.slice(index + 1);
    const other = following.findIndex(({ type }) => !isAttribute(type));
    const limit = Math.min(...starts.filter((start) => start > clause.start), end);
    return {
      ...clause,
      end: itemEnd(reading, clause.start, limit),
      attributes: (other < 0 ? following : following.slice(0, other)).map(({ type }) => type),
    };
  });
}

function isAttribute(type: string): boolean {
  return type.startsWith("CONSTR_ATTR_");
}

function readDefault(reading: Reading, { node, start, end }: Clause) {
  const first = startAfter(reading, start, "default", end);
  return readExpression(reading, node.raw_expr, first, end);
}

function partsOf(reading: Reading, { node, start, end, attributes }: Clause) {
  const canBeUnenforced =
    node.contype === "CONSTR_CHECK" || node.contype === "CONSTR_FOREIGN" ? node : undefined;
  const isUnenforced =
    (canBeUnenforced !== undefined && !flagIn(canBeUnenforced, "is_enforced")) ||
    attributes.includes("CONSTR_ATTR_NOT_ENFORCED");
  return {
    name: stringIn(node, "conname"),
    at: place(reading, start, end),
    isNotValid: flagIn(node, "skip_validation") || isUnenforced,
    isDeferrable:
      flagIn(node, "deferrable") ||
      attributes.includes("CONSTR_ATTR_DEFERRABLE") ||
      attributes.includes("CONSTR_ATTR_DEFERRED"),
  };
}

/** Undefined for what is no constraint: a default, an identity. */
function kindOf(
  reading: Reading,
  node: Node,
  start: number,
  ofColumn: readonly string[],
): ConstraintKind | undefined {
  switch (node.contype) {
    case "CONSTR_PRIMARY":
    case "CONSTR_UNIQUE": {
      const keys = stringsIn(node, "keys");
      const usingIndex = stringIn(node, "indexname");
      return {
        kind: node.contype === "CONSTR_PRIMARY" ? "primary-key" : "unique",
        columns: keys.length > 0 || usingIndex !== undefined ? keys : ofColumn,
        usingIndex,
        nullsNotDistinct: flagIn(node, "nulls_not_distinct"),
      };
    }
    case "CONSTR_CHECK":
      return {
        kind: "check",
        expression: readParenthesized(reading, node.raw_expr, start),
        notNullOf: notNullOf(node),
      };
    case "CONSTR_NOTNULL": {
      const keys = stringsIn(node, "keys");
      return { kind: "not-null", columns: keys.length > 0 ? keys : ofColumn };
    }
    case "CONSTR_FOREIGN": {
      const columns = stringsIn(node, "fk_attrs");
      return {
        kind: "foreign-key",
        columns: columns.length > 0 ? columns : ofColumn,
        target: readRangeVar(childOf(node, "pktable")),
        targetColumns: stringsIn(node, "pk_attrs"),
        onDelete: actions[stringIn(node, "fk_del_action") ?? ""] ?? "no action",
        onUpdate: actions[stringIn(node, "fk_upd_action") ?? ""] ?? "no action",
      };
    }
    case "CONSTR_EXCLUSION":
      return { kind: "exclude", method: stringIn(node, "access_method") ?? "btree" };
    default:
      return undefined;
  }
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: "no action",
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};

/** The column of `CHECK (c IS NOT NULL)`. */
function notNullOf(check: Node): string | undefined {
  const test = taggedIn(check, "raw_expr");
  if (test?.tag !== "NullTest" || test.node.nulltesttype !== "IS_NOT_NULL") return undefined;
  const argument = taggedIn(test.node, "arg");
  if (argument?.tag !== "ColumnRef") return undefined;
  return nameOf(stringsIn(argument.node, "fields")).name;
}
