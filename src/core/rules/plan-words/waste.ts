/**
 * The scans of a plan that throw nearly all rows away, and the one thing that keeps each of them from
 * finding its rows by an index. Rules tell of one cause each, so that a scan is told of once.
 */
import { nodeAt, type PlanNode } from "../../plan/plan.ts";
import type { PlanSubject } from "../plan-rule.ts";
import type { Wanted } from "./index-advice.ts";
import { partsOf } from "./places.ts";
import { type Reading, wastefulReading } from "./scans.ts";
import { type Table, tableOf } from "./tables.ts";
import { canLead, isIndexable, type Term, type TermKind, termsOf } from "./terms.ts";

export type Waste = {
  readonly node: PlanNode;
  readonly reading: Reading;
  readonly table: Table;
  /** Of the filter. */
  readonly terms: readonly Term[];
  /** Of the index that is used, if one is. */
  readonly indexTerms: readonly Term[];
  readonly cause: Cause;
};

export type Cause =
  /** A column that refers to another table, or is compared with one. */
  | { readonly kind: "foreign-key"; readonly term: Term }
  /** Columns that a b-tree could answer. */
  | { readonly kind: "plain" }
  | {
      readonly kind: Exclude<TermKind, "equal" | "range" | "prefix" | "other">;
      readonly term: Term;
    }
  | { readonly kind: "other" };

const known = new WeakMap<PlanSubject, readonly Waste[]>();

/** In the order of the plan. */
export function wastesIn(subject: PlanSubject): readonly Waste[] {
  const before = known.get(subject);
  if (before) return before;
  const found = subject.plan.nodes.flatMap((node) => wasteOf(subject, node) ?? []);
  known.set(subject, found);
  return found;
}

/** What a b-tree would have to hold for these terms: those of an index and of a filter. */
export function wantedFor(terms: readonly Term[]): Wanted {
  const plain = terms.filter(isIndexable);
  const range = plain.find(({ kind }) => kind === "range" || kind === "prefix");
  return {
    equal: plain.filter(({ kind }) => kind === "equal").map(({ column }) => column),
    range: range?.column,
    isPrefix: range?.kind === "prefix",
  };
}

function wasteOf(subject: PlanSubject, node: PlanNode): Waste | undefined {
  // Of a partitioned table the first part speaks for all.
  const [first] = partsOf(subject.plan, node);
  if (first !== node) return undefined;
  const table = tableOf(subject, node);
  const reading = table && wastefulReading(subject, node);
  if (table === undefined || reading === undefined) return undefined;
  const terms = termsOf(table, node, ["Filter"]);
  const indexTerms = [node, nodeAt(subject.plan, node.children[0])].flatMap((at) =>
    at === undefined ? [] : termsOf(table, { ...at, alias: node.alias }, ["Index Cond"]),
  );
  return { node, reading, table, terms, indexTerms, cause: causeOf(table, node, terms) };
}

/** What one of these keeps from an index is told of by a rule of its own. */
const hindrances = ["list", "json", "pattern", "cast", "function"] as const;

function causeOf(table: Table, node: PlanNode, terms: readonly Term[]): Cause {
  const foreign = terms.find((term) => isUnservedKey(table, term));
  if (foreign !== undefined && node.type === "Seq Scan") {
    return { kind: "foreign-key", term: foreign };
  }
  if (!terms.some(canLead)) {
    for (const kind of hindrances) {
      const term = terms.find((one) => one.kind === kind && !one.comparison.isAlternative);
      if (term !== undefined) return { kind, term };
    }
  }
  return { kind: terms.some(isIndexable) ? "plain" : "other" };
}

/** A foreign key of the model, or a column compared with another table's, that no index begins with. */
function isUnservedKey({ model }: Table, { kind, column, comparison }: Term): boolean {
  if (kind !== "equal" || comparison.isAlternative) return false;
  if (isServed(model, column)) return false;
  return comparison.isJoin || isForeignKey(model, column);
}

function isForeignKey(model: Table["model"], column: string): boolean {
  return (model?.relations ?? []).some(
    ({ foreignKey }) => foreignKey?.fields[0]?.column === column,
  );
}

/** By a b-tree or hash over all rows; not known, where there is no model. */
export function isServed(model: Table["model"], column: string): boolean {
  return (model?.indexes ?? []).some(
    ({ type, where, parts }) =>
      (type === "BTree" || type === "Hash") && where === undefined && parts[0]?.column === column,
  );
}
