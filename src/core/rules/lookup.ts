/**
 * Whether an index of a model leads to the rows that somebody looks for, and which columns could
 * lead there. Knows b-trees as PostgreSQL reads them; where it is not sure, an index serves.
 */
import { wordsIn } from "../base/words.ts";
import type { Condition, Order } from "../query/call.ts";
import type { Field, Index, Model } from "../schema/resolve.ts";

type Term = Condition & { readonly of: Field };

/** An enum of more values than this may well be worth an index. */
const few = 10;

/** Whether one value of the column leads to a small part of the table. */
export function isSelective({ shape, type }: Field): boolean {
  if (shape.typeName === "Boolean") return false;
  return type?.kind !== "enum" || type.values.length > few;
}

/** Names of what is the same for many rows. A guess, in favour of saying nothing. */
const categories = new Set(
  "category channel country currency environment env gender kind lang language level locale mode phase platform priority provider region role scope source stage state status tier timezone type visibility".split(
    " ",
  ),
);

const plain = new Set(["String", "Int", "BigInt"]);

/** Whether an index that begins with the column of a term would lead to few rows. */
export function canLead(model: Model): (term: Term) => boolean {
  return ({ of, kind, isConstant }) =>
    (kind === "equals" || kind === "in") &&
    !isConstant &&
    isSelective(of) &&
    of.shape.arity !== "list" &&
    (of.kind === "enum" || (of.kind === "scalar" && plain.has(of.shape.typeName))) &&
    !categories.has(wordsIn(of.shape.name).at(-1) ?? "") &&
    !isForeign(model, of) &&
    !model.indexes.some(({ parts }) => parts[0]?.field === of.shape);
}

/** Whether the term can take part in an index behind others. */
export function canFollow({ of, kind, isSure }: Term): boolean {
  const isColumn = of.kind === "enum" || (of.kind === "scalar" && of.shape.typeName !== "Json");
  return isSure && (kind === "equals" || kind === "in") && isColumn && of.shape.arity !== "list";
}

/** A foreign key without an index is what unindexed-foreign-key tells about. */
function isForeign({ relations }: Model, { shape }: Field): boolean {
  return relations.some(({ foreignKey }) => foreignKey?.fields.includes(shape));
}

/** Whether an index leads to the rows. One over some of the rows is taken to be meant for these. */
export function isServed(model: Model, terms: readonly Term[]): boolean {
  const asked = terms.filter(({ kind }) => kind !== "other" && !kind.startsWith("json"));
  if (asked.some(({ of, kind }) => kind !== "range" && isForeign(model, of))) return true;
  return isPolymorphic(asked) || model.indexes.some((index) => narrows(index, asked));
}

/** The pair that unindexed-polymorphic-reference tells about: `targetType` and `targetId`. */
function isPolymorphic(terms: readonly Term[]): boolean {
  const names = terms.map(({ field }) => field.toLowerCase().replaceAll("_", ""));
  return names.some((name) => /.id$/.test(name) && names.includes(name.replace(/id$/, "type")));
}

function narrows({ parts }: Index, terms: readonly Term[]): boolean {
  const used = new Set<Field>();
  for (const { field } of parts) {
    const term = terms.find(({ of }) => of.shape === field);
    if (!term) break;
    if (isSelective(term.of)) return true;
    used.add(term.of);
  }
  // All that is asked for is in the index: there is nothing to add to it.
  return used.size > 0 && terms.every(({ of }) => used.has(of));
}

/** Whether an index holds the rows in the order of a sort, behind columns of one value each. */
export function isSorted(
  { indexes }: Model,
  terms: readonly Term[],
  [first]: readonly Order[],
): boolean {
  if (first === undefined) return true;
  const fixed = terms.filter(({ kind }) => kind === "equals" || kind === "null");
  return indexes.some(({ parts }) => {
    const at = parts.findIndex(({ field }) => !fixed.some(({ of }) => of.shape === field));
    return parts[at]?.path === first.field;
  });
}

const sortable = new Set(["DateTime", "Int", "BigInt", "Decimal", "Float", "String"]);

/** The column by which an index would hold the rows in the order of a sort. */
export function sortColumn({ fields }: Model, [first]: readonly Order[]): Field | undefined {
  if (first === undefined) return undefined;
  // An index holds nulls where PostgreSQL sorts them by itself.
  const isOwn =
    first.nulls === undefined || (first.nulls === "last") === (first.direction === "asc");
  const field = fields.find(({ shape }) => shape.name === first.field);
  const isColumn = field?.kind === "scalar" && field.shape.arity !== "list";
  return isOwn && isColumn && sortable.has(field.shape.typeName) ? field : undefined;
}
