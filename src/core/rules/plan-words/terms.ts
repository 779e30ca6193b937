/**
 * The conditions of a scan as comparisons of its own columns, each with what an index can do with
 * it, or what keeps one from being used. Knows PostgreSQL's operators; judges no plan.
 */
import { type Comparison, comparisonsIn, constantIn } from "../../plan/expression.ts";
import type { ConditionKind, PlanNode } from "../../plan/plan.ts";
import type { Field } from "../../schema/resolve.ts";
import { isSelective } from "../lookup.ts";
import { fieldOf, type Table } from "./tables.ts";

/**
 * `equal`, `range`, `prefix`: a b-tree over the column answers it. `pattern`: a search inside of a
 * text. `json`, `list`: into a document or list. `cast`, `function`: the column itself is not
 * compared. `other`: nothing of the kind.
 */
export type TermKind =
  | "equal"
  | "range"
  | "prefix"
  | "pattern"
  | "json"
  | "list"
  | "cast"
  | "function"
  | "other";

export type Term = {
  readonly kind: TermKind;
  /** In the database. */
  readonly column: string;
  readonly field: Field | undefined;
  readonly comparison: Comparison;
  /** The condition it is part of, as PostgreSQL wrote it. */
  readonly text: string;
};

/** Of the node's own columns only; the other side of a join is a value to it. */
export function termsOf(table: Table, node: PlanNode, kinds: readonly ConditionKind[]): Term[] {
  return node.conditions
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ text }) =>
      comparisonsIn(text).flatMap((comparison) => {
        const own = ownSide(comparison, node);
        if (own === undefined) return [];
        const field = fieldOf(table, own.column);
        return [{ kind: kindOf(own, field), column: own.column, field, comparison: own, text }];
      }),
    );
}

/** Whether a b-tree over the column answers it. */
export function isIndexable({ kind, comparison }: Term): boolean {
  const isPlain = kind === "equal" || kind === "range" || kind === "prefix";
  return isPlain && !comparison.isAlternative;
}

/** Whether it can lead to few rows by itself, as far as the schema tells. */
export function canLead(term: Term): boolean {
  const { kind, field, comparison } = term;
  if (!isIndexable(term) || kind !== "equal" || comparison.operator.startsWith("IS")) return false;
  if (field !== undefined) return isSelective(field);
  // 'OPEN'::"Status": a type with a name of the user's own is mostly an enum.
  return !/::"/.test(comparison.value) && !/^(?:true|false)$/.test(comparison.value);
}

/**
 * EXPLAIN names the table of a column only where it is another than the scan's own, or where it
 * names all of them.
 */
function ownSide(comparison: Comparison, node: PlanNode): Comparison | undefined {
  if (isOwn(comparison.qualifier, node)) return comparison;
  const { other, operator } = comparison;
  if (other === undefined || !isOwn(other.qualifier, node)) return undefined;
  return { ...comparison, ...other, operator: turned[operator] ?? operator, other: comparison };
}

function isOwn(qualifier: string | undefined, { alias, relation }: PlanNode): boolean {
  return qualifier === undefined || qualifier === (alias ?? relation);
}

const turned: Readonly<Record<string, string>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "@>": "<@",
  "<@": "@>",
};

const changing = /\b(?:random|gen_random_uuid|uuid_generate_v\d\w*|clock_timestamp|nextval)\(/;

const ranges = new Set(["<", "<=", ">", ">="]);
const patterns = new Set(["~~", "~~*", "~", "~*"]);
const containing = new Set(["@>", "<@", "&&", "?", "?|", "?&", "@?"]);

function kindOf(comparison: Comparison, field: Field | undefined): TermKind {
  const { operator, functionName, isNegated, value } = comparison;
  // What is another value for each row cannot be looked up.
  if (isNegated || changing.test(value)) return "other";
  if (patterns.has(operator)) return patternKind(comparison, field);
  if (comparison.path.length > 0) return operator === "=" ? "json" : "other";
  if (containing.has(operator)) return containerKind(comparison, field);
  // A value looked for in a column's list; the other way round, the value has the list.
  if (operator === "= ANY" && field?.shape.arity === "list") return "list";
  const plain = plainKind(comparison, field);
  if (plain === "other") return plain;
  if (functionName !== undefined) return "function";
  return isHidingCast(comparison, field) ? "cast" : plain;
}

/** An index over the text finds its beginning; LIKE by parameter may be either. */
function patternKind(comparison: Comparison, field: Field | undefined): TermKind {
  const { operator, value, functionName } = comparison;
  if (functionName !== undefined || comparison.path.length > 0) return "other";
  if (isHidingCast(comparison, field)) return "cast";
  if (operator !== "~~") return "pattern";
  const pattern = constantIn(value);
  if (pattern === undefined) return /^\(*'[%_]/.test(value) ? "pattern" : "other";
  return /^[%_]/.test(pattern) ? "pattern" : "prefix";
}

function containerKind({ value, operator }: Comparison, field: Field | undefined): TermKind {
  if (field?.shape.arity === "list" || /::[\w" ]+(?:\([\d, ]*\))?\[\]$/.test(value)) {
    return operator === "@>" || operator === "&&" || operator === "<@" ? "list" : "json";
  }
  if (field?.shape.typeName === "Json" || /::jsonb$/.test(value)) {
    return operator === "<@" || operator === "&&" ? "other" : "json";
  }
  return "other";
}

function plainKind({ operator, value }: Comparison, field: Field | undefined): TermKind {
  const isSingle = field?.shape.arity !== "list" && field?.shape.typeName !== "Json";
  const isKnown = field?.kind !== "unsupported" && field?.kind !== "unknown";
  if (!isSingle || !isKnown || value.includes("SubPlan")) return "other";
  if (operator === "=" || operator === "= ANY" || operator === "IS NULL") return "equal";
  return ranges.has(operator) ? "range" : "other";
}

const texts = new Set(["text", "character varying", "bpchar", "character", "varchar"]);

/**
 * A `varchar` is compared as `text` without a change of its value, and PostgreSQL uses its index.
 * Where the column's type is not known, a cast to text may be just that.
 */
function isHidingCast({ cast }: Comparison, field: Field | undefined): boolean {
  if (cast === undefined) return false;
  if (!texts.has(cast.replace(/\(.*$/, ""))) return true;
  if (field === undefined) return false;
  const native = field.shape.nativeType?.name;
  // character(n) loses its blanks on the way to text, so that it is another value; so is a uuid.
  const isText = native === undefined || /^(?:Text|VarChar|Citext)$/.test(native);
  return field.kind !== "scalar" || field.shape.typeName !== "String" || !isText;
}
