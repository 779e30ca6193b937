/**
 * What the code of a project asks of each model: its calls of Prisma Client, resolved against the
 * schema. A call that names a field the model does not have is about something else, and a filter
 * that could not be read whole says nothing.
 */
import type { Condition, Filter, Order, PlacedCall } from "../query/call.ts";
import { delegateOf, type QueryEvidence } from "../query/evidence.ts";
import type { Field, Model, Schema } from "../schema/resolve.ts";
import { canLead, isServed } from "./lookup.ts";

/** The subject of rules about queries. */
export type QueriedModel = { readonly model: Model; readonly lookups: readonly Lookup[] };

/** What one call asks of one table. */
export type Lookup = {
  readonly call: PlacedCall;
  readonly terms: readonly Term[];
  /** Something else leads to few rows: a key, or an index in this table or a related one. */
  readonly isNarrowed: boolean;
  /** The sort, where only the first rows are wanted. */
  readonly top: readonly Order[];
};

/** A condition with the field it is about. All terms of a lookup hold at once. */
export type Term = Condition & { readonly of: Field };

/** The models that are asked for anything. An unchanged one is the very same object as before. */
export function queriedModels({ models }: Schema, { byDelegate }: QueryEvidence): QueriedModel[] {
  if (byDelegate.size === 0) return [];
  const byName = new Map(models.map((model) => [model.shape.name, model]));
  const asked = new Map<Model, Lookup[]>();
  for (const model of models) {
    const calls = byDelegate.get(delegateOf(model.shape.name));
    if (calls === undefined || model.shape.kind !== "model") continue;
    for (const [about, lookups] of lookupsOnce(model, calls, byName)) {
      const same = asked.get(about);
      if (same) same.push(...lookups);
      else asked.set(about, [...lookups]);
    }
  }
  return [...asked].map(([model, lookups]) => subjectOnce(model, lookups));
}

const subjects = new WeakMap<Model, QueriedModel>();

function subjectOnce(model: Model, lookups: readonly Lookup[]): QueriedModel {
  const before = subjects.get(model);
  const stands =
    before?.lookups.length === lookups.length &&
    lookups.every((lookup, at) => lookup === before.lookups[at]);
  if (before && stands) return before;
  const now = { model, lookups };
  subjects.set(model, now);
  return now;
}

type ByModel = ReadonlyMap<Model, readonly Lookup[]>;

type Resolved = {
  readonly model: Model;
  /** The other models that were looked at. */
  readonly others: readonly (Model | undefined)[];
  readonly names: readonly string[];
  readonly lookups: ByModel;
};

const resolved = new WeakMap<readonly PlacedCall[], Resolved[]>();

/** Two schemas of one workspace may have a model of one name: a few answers are kept. */
const mostKept = 4;

function lookupsOnce(
  model: Model,
  calls: readonly PlacedCall[],
  byName: ReadonlyMap<string, Model>,
): ByModel {
  const kept = resolved.get(calls) ?? [];
  const before = kept.find(
    (one) =>
      one.model === model && one.names.every((name, at) => byName.get(name) === one.others[at]),
  );
  if (before) return before.lookups;
  const seen = new Set<string>();
  const modelCalled = (name: string) => {
    seen.add(name);
    return byName.get(name);
  };
  const lookups = new Map<Model, Lookup[]>();
  for (const call of calls) {
    for (const [about, lookup] of lookupsOf(call, model, modelCalled)) {
      const same = lookups.get(about);
      if (same) same.push(lookup);
      else lookups.set(about, [lookup]);
    }
  }
  const names = [...seen];
  const now = { model, names, others: names.map((name) => byName.get(name)), lookups };
  resolved.set(calls, [now, ...kept].slice(0, mostKept));
  return lookups;
}

/** Those that find one row by its key say nothing about indexes. */
const byFilter = new Set([
  "findMany",
  "findFirst",
  "findFirstOrThrow",
  "count",
  "aggregate",
  "groupBy",
  "updateMany",
  "updateManyAndReturn",
  "deleteMany",
]);

type ModelCalled = (name: string) => Model | undefined;

function lookupsOf(
  call: PlacedCall,
  model: Model,
  modelCalled: ModelCalled,
): (readonly [Model, Lookup])[] {
  if (!byFilter.has(call.method) || !call.isWhole) return [];
  const isFirst = call.method === "findMany" ? call.takes : call.method.startsWith("findFirst");
  const top = isFirst ? call.orderBy : [];
  if (top.some(({ field }) => !fieldOf(model, field))) return [];
  const asked = resolveFilter(call.where, model, modelCalled);
  if (asked === undefined) return [];
  return asked.flatMap((one) => spread(one, call, top));
}

/** What a filter asks of a model and, through relations, of others. */
type Asked = {
  readonly model: Model;
  readonly terms: readonly Term[];
  readonly related: readonly Asked[];
};

/**
 * One for each alternative of an `OR`. Undefined where the filter does not fit the model, or
 * where more than one `OR` would have to be multiplied out.
 */
function resolveFilter(
  filter: Filter,
  model: Model,
  modelCalled: ModelCalled,
): readonly Asked[] | undefined {
  const { either, isWhole } = filter;
  if (!isWhole || either.length > 1) return undefined;
  const terms = termsOf(filter, model);
  const related = relatedTo(filter, model, modelCalled);
  if (!terms || !related) return undefined;
  const base: Asked = { model, terms, related };
  const [alternatives] = either;
  if (alternatives === undefined || leadsSomewhere(base)) return [base];
  const all: Asked[] = [];
  for (const alternative of alternatives) {
    const inner = only(resolveFilter(alternative, model, modelCalled));
    if (!inner) return undefined;
    const { terms: more, related: others } = inner;
    all.push({ model, terms: [...terms, ...more], related: [...related, ...others] });
  }
  // One alternative that reads the whole table makes the indexes of all others useless.
  return all.every(leadsSomewhere) ? all : [];
}

function only<Item>(list: readonly Item[] | undefined): Item | undefined {
  return list?.length === 1 ? list[0] : undefined;
}

function termsOf({ conditions }: Filter, model: Model): Term[] | undefined {
  const terms: Term[] = [];
  for (const condition of conditions) {
    const of = fieldOf(model, condition.field);
    // `author: author`: a filter that comes from elsewhere.
    if (!of || (of.kind === "relation" && condition.kind !== "null")) return undefined;
    if (of.kind !== "relation") terms.push({ ...condition, of });
  }
  return terms;
}

function relatedTo(
  { relations }: Filter,
  model: Model,
  modelCalled: ModelCalled,
): Asked[] | undefined {
  const related: Asked[] = [];
  for (const { field, how, filter } of relations) {
    const of = fieldOf(model, field);
    const target = of?.kind === "relation" ? modelCalled(of.shape.typeName) : undefined;
    const inner = target && resolveFilter(filter, target, modelCalled);
    if (!inner) return undefined;
    const one = only(inner);
    // What none of the related rows may be leads nowhere.
    if (one && (how === "is" || how === "some")) related.push(one);
  }
  return related;
}

function fieldOf({ fields }: Model, name: string): Field | undefined {
  return fields.find(({ shape }) => shape.name === name);
}

/** Whether an index leads to the rows, or would if there were one. */
function leadsSomewhere(asked: Asked): boolean {
  const { model, terms } = asked;
  return isNarrow(asked) || terms.some(canLead(model)) || asked.related.some(leadsSomewhere);
}

function isNarrow({ model, terms, related }: Asked): boolean {
  return isServed(model, terms) || related.some(isNarrow);
}

/** The table itself comes first: once an index serves there, the others are reached by key. */
function spread(
  asked: Asked,
  call: PlacedCall,
  top: readonly Order[],
): (readonly [Model, Lookup])[] {
  const { model, terms, related } = asked;
  const isNarrowed = related.some(isNarrow);
  const own: readonly [Model, Lookup] = [model, { call, terms, isNarrowed, top }];
  if (isNarrow(asked) || terms.some(canLead(model))) return [own];
  return [own, ...related.flatMap((one) => spread(one, call, []))];
}
