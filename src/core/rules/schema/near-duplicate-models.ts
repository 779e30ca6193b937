/** Two tables of nearly the same columns. */
import { wordsIn } from "../../base/words.ts";
import type { Finding, Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model, Schema } from "../../schema/resolve.ts";
import type { ModelShape } from "../../schema/shape.ts";
import { eventIn, saysItIsView } from "./words.ts";

/** The fewest columns that two models must have in common. */
const fewest = 5;

/** The share of the columns of both that two models have in common. */
const share = 0.8;

/** A column that more models than these have is a convention, and tells no two of them apart. */
const mostModels = 16;

export const nearDuplicateModels: Rule<Schema> = {
  name: "near-duplicate-models",
  severity: "hint",
  preset: "strict",
  summary: "Two models have nearly the same columns",
  why: `What is kept twice has to be changed twice. A column is added to the one table and forgotten in the other, a report counts only one of them, and every list of *all* rows is a union whose ordering and paging no index serves. Foreign keys can lead to the one or the other, so what belongs to either needs two keys.

Usually one of the two is a kind of the other that a column would tell, such as \`kind\` or \`status\`, or both hold a thing of its own, such as an address, that is worth a table. Keys, relations and the times at which a row was made or changed are not compared.

Instead, keep one model and tell the kinds apart in a column, or move the common columns to a model that both point at. Models that are named as archives, histories and drafts are left alone, and so are lists of codes. If two things are alike today by chance, say so in an ignore comment.`,
  examples: [
    {
      bad: `
        model SupplierAddress {
          id      Int    @id
          street  String
          number  String
          zip     String
          city    String
          country String
        }

        model CustomerAddress {
        //    ^^^^^^^^^^^^^^^
          id      Int    @id
          street  String
          number  String
          zip     String
          city    String
          country String
        }
      `,
    },
    {
      good: `
        model Address {
          id      Int    @id
          street  String
          number  String
          zip     String
          city    String
          country String
        }
      `,
    },
  ],
  *check({ models }) {
    for (const { model, other, common, all } of pairsIn(models)) {
      yield finding(model, other, common, all);
    }
  },
};

type Pair = {
  readonly model: Model;
  readonly other: Model;
  readonly common: number;
  readonly all: number;
};

/** Each model is told of one other, of those above it. */
function* pairsIn(models: readonly Model[]): Generator<Pair> {
  const owners = ownersOf(models);
  const done = new Set<Model>();
  for (const model of models) {
    let best: Pair | undefined;
    for (const other of modelsLike(model, owners)) {
      const pair = done.has(other) ? compare(model, other) : undefined;
      if (pair && (!best || pair.common > best.common)) best = pair;
    }
    done.add(model);
    if (best) yield best;
  }
}

/** The models that have a column, as long as few have it. */
type Owners = ReadonlyMap<string, readonly Model[] | undefined>;

function ownersOf(models: readonly Model[]): Owners {
  const owners = new Map<string, Model[] | undefined>();
  for (const model of models) {
    for (const column of columnsOf(model)) {
      const before = owners.get(column);
      if (before === undefined) {
        if (!owners.has(column)) owners.set(column, [model]);
      } else if (before.length < mostModels) before.push(model);
      else owners.set(column, undefined);
    }
  }
  return owners;
}

function modelsLike(model: Model, owners: Owners): ReadonlySet<Model> {
  const others = new Set<Model>();
  for (const column of columnsOf(model)) {
    for (const other of owners.get(column) ?? []) others.add(other);
  }
  return others;
}

function compare(model: Model, other: Model): Pair | undefined {
  const columns = columnsOf(model);
  const others = columnsOf(other);
  const all = Math.max(columns.size, others.size);
  if (Math.min(columns.size, others.size) < all * share) return undefined;
  let common = 0;
  for (const column of columns) if (others.has(column)) common++;
  return common < fewest || common < all * share ? undefined : { model, other, common, all };
}

const known = new WeakMap<Model, ReadonlySet<string>>();

const none: ReadonlySet<string> = new Set();

/** Records of what another table held, lists of codes that all look alike, and views. */
function isTwinByDesign(shape: ModelShape): boolean {
  if (shape.ignored || saysItIsView(shape)) return true;
  const words = wordsIn(shape.name);
  return words.some((word) => records.has(word)) || lookups.has(words.at(-1) ?? "");
}

const records = new Set(
  "archive archived audit backup deleted draft h hist history histories legacy log logs old partitioned projection snapshot staging temp tmp version versions".split(
    " ",
  ),
);

const lookups = new Set("code codes kind kinds lookup status statuses type types xref".split(" "));

/** Names and types of what a model tells about its thing. */
function columnsOf(model: Model): ReadonlySet<string> {
  const before = known.get(model);
  if (before) return before;
  const now = isTable(model) && !isTwinByDesign(model.shape) ? readColumns(model) : none;
  known.set(model, now);
  return now;
}

function readColumns({ fields, indexes, relations }: Model): ReadonlySet<string> {
  const keys = new Set([
    ...indexes
      .filter(({ kind }) => kind === "primary-key")
      .flatMap(({ parts }) => parts.map(({ field }) => field)),
    ...relations.flatMap(({ foreignKey }) => foreignKey?.fields ?? []),
  ]);
  const own = fields.filter(
    ({ kind, shape }) =>
      (kind === "scalar" || kind === "enum") &&
      !keys.has(shape) &&
      !(shape.typeName === "DateTime" && moments.has(eventIn(shape.name))),
  );
  if (own.length < fewest) return none;
  return new Set(own.map(({ shape }) => `${spelled(shape.name)}:${shape.typeName}`));
}

/** `firstName` and `first_name` are the same column in two hands. */
function spelled(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

const moments = new Set("created updated modified deleted inserted".split(" "));

function finding({ shape }: Model, other: Model, common: number, all: number): Finding {
  return {
    at: shape.block.name,
    message: `${shape.name} has ${common} of ${all} columns in common with ${other.shape.name}`,
  };
}
