/** A column that is named and typed like a foreign key, and is none. */
import { wordsIn } from "../../base/words.ts";
import type { Finding, Fix, Rule } from "../../lint/rule.ts";
import { addBlockAttribute, addFields } from "../../schema/edit.ts";
import { serves } from "../../schema/index-coverage.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import { defaultName } from "../../schema/names.ts";
import type { Field, Model, Schema } from "../../schema/resolve.ts";
import type { Settings } from "../../schema/settings.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";
import { isRecord, isSummary, isTombstone, saysItIsView, saysNoRelation } from "./words.ts";

export const foreignKeyShapedScalar: Rule<Schema> = {
  name: "foreign-key-shaped-scalar",
  severity: "info",
  preset: "strict",
  summary: "A column is named and typed like the key of another model, but no relation uses it",
  why: `Without a relation nothing keeps the column true. Rows go on pointing at parents that were deleted, a typo in a script writes keys that never existed, and every reader has to treat the parent as perhaps missing. Prisma Client cannot \`include\` across it either, so the code reads the parents one by one.

The fix writes both sides of the relation and an index for it. The migration that follows fails as long as there are rows whose parent is gone, so look for them first: \`SELECT … WHERE NOT EXISTS (…)\`.

Models that are named as records or summaries, such as logs, archives and metrics, are left alone: they outlive what they tell about. So are copies of a column that the parent holds with a relation, and models in which a comment says that there is no relation or no foreign key. Where a column holds a key of another service that goes by the same name, say so in an ignore comment.`,
  examples: [
    {
      bad: `
        model Order {
          id         Int @id
          customerId Int
        //^^^^^^^^^^
        }

        model Customer {
          id   Int    @id
          name String
        }
      `,
      fixed: `
        model Order {
          id         Int      @id
          customerId Int
          customer   Customer @relation(fields: [customerId], references: [id], onDelete: Restrict)

          @@index([customerId])
        }

        model Customer {
          id     Int     @id
          name   String
          orders Order[]
        }
      `,
    },
    {
      good: `
        model Order {
          id               Int      @id
          customerId       Int
          customer         Customer @relation(fields: [customerId], references: [id], onDelete: Restrict)
          stripeCustomerId String

          @@index([customerId])
        }

        model Customer {
          id     Int     @id
          orders Order[]
        }
      `,
    },
  ],
  *check({ models, settings }) {
    // Without foreign keys in the database, a relation keeps nothing true.
    if (settings.relationMode === "prisma" && settings.provider !== "mongodb") return;
    const targets = targetsOf(models);
    for (const model of models) {
      if (isTable(model) && !model.shape.ignored) yield* looseIn(model, targets);
    }
  },
};

function* looseIn(model: Model, targets: Targets): Generator<Finding> {
  for (const field of model.fields) {
    const stem = stemOf(field);
    const target = stem === undefined ? undefined : targets.get(stem);
    if (!target || !isLoose(model, field.shape, target)) continue;
    if (isMeant(model.shape)) return;
    yield findingOnce(model, field.shape, target);
  }
}

const answers = new WeakMap<ModelShape, boolean>();

/** Records and summaries keep the keys of what they tell about, after that is gone. */
function isMeant(shape: ModelShape): boolean {
  const known = answers.get(shape);
  if (known !== undefined) return known;
  const outlives = isRecord(shape) || isSummary(shape) || isTombstone(shape);
  const now = outlives || saysItIsView(shape) || saysNoRelation(shape);
  answers.set(shape, now);
  return now;
}

type Target = { readonly model: Model; readonly key: FieldShape };
type Targets = ReadonlyMap<string, Target | undefined>;

/** Models that one column can point at, by the words of their names; no two of the same words. */
function targetsOf(models: readonly Model[]): Targets {
  const targets = new Map<string, Target | undefined>();
  for (const model of models) {
    if (!isTable(model) || model.shape.ignored) continue;
    const words = wordsIn(model.shape.name).join(" ");
    const parts = model.indexes.find(({ kind }) => kind === "primary-key")?.parts ?? [];
    const [only] = parts.length === 1 ? parts : [];
    const isTaken = targets.has(words);
    targets.set(words, only?.field && !isTaken ? { model, key: only.field } : undefined);
  }
  return targets;
}

/** `blog_post_id` and `blogPostID` are both about a blog post. */
function stemOf({ kind, shape }: Field): string | undefined {
  // Most names end otherwise: to take them all apart on each keystroke costs too much.
  if (kind !== "scalar" || !/id$/i.test(shape.name)) return undefined;
  if (shape.arity === "list" || shape.ignored) return undefined;
  const words = wordsIn(shape.name);
  return words.length > 1 && words.at(-1) === "id" ? words.slice(0, -1).join(" ") : undefined;
}

function isLoose(from: Model, field: FieldShape, { model, key }: Target): boolean {
  const { shape } = model;
  if (from === model || field.typeName !== key.typeName) return false;
  if (nativeType(field, model.settings) !== nativeType(key, model.settings)) return false;
  const used = from.relations.some(({ foreignKey }) => foreignKey?.fields.includes(field));
  const pointedAt = model.relations.some(({ foreignKey }) =>
    foreignKey?.references.includes(field),
  );
  // `customer` leads to the customer by another column: this one is somebody else's key for it.
  const taken = from.relations.some(
    ({ field: other, target }) => target === shape && other.name === fieldNameFor(field),
  );
  return !used && !pointedAt && !taken && !isCopied(from, shape);
}

/** A copy of what the parent holds too, such as the project's organization, follows the parent. */
function isCopied({ relations }: Model, to: ModelShape): boolean {
  return relations.some(
    ({ side, target }) =>
      side === "owning" &&
      target.fields.some(({ typeName, relation }) => typeName === to.name && relation?.fields),
  );
}

/** Types that need not be written, because they are what Prisma makes of the scalar. */
const implied: Readonly<Record<string, string>> = {
  String: "Text",
  Int: "Integer",
  BigInt: "BigInt",
};

function nativeType({ typeName, nativeType }: FieldShape, { provider }: Settings): string {
  if (nativeType) return [nativeType.name, ...nativeType.arguments].join();
  return (speaksPostgres(provider) && implied[typeName]) || "";
}

type Known = { readonly from: Model; readonly to: Model; readonly finding: Finding };

const known = new WeakMap<FieldShape, Known>();

/** Made again only when one of the two models has changed: the layout of the fix takes a while. */
function findingOnce(from: Model, field: FieldShape, target: Target): Finding {
  const before = known.get(field);
  if (before?.from === from && before.to === target.model) return before.finding;
  const now = { from, to: target.model, finding: finding(from, field, target) };
  known.set(field, now);
  return now.finding;
}

function finding(from: Model, field: FieldShape, target: Target): Finding {
  const { shape } = target.model;
  return {
    at: field.node.name,
    message: `${from.shape.name}.${field.name} is named and typed like the key of ${shape.name}, but no relation uses it`,
    fix: {
      title: `Add a relation from ${from.shape.name} to ${shape.name}`,
      alone: true,
      edits: edits(from, field, target),
    },
  };
}

function edits(from: Model, field: FieldShape, { model, key }: Target): Fix["edits"] {
  const { shape, settings } = from;
  const to = model.shape;
  const isAlone = from.indexes.some(
    ({ kind, parts, where }) =>
      (kind === "unique" || kind === "primary-key") &&
      parts.length === 1 &&
      parts[0]?.field === field &&
      !where,
  );
  const name = relationName(from, field, to);
  const relation = [
    ...(name ? [`"${name}"`] : []),
    `fields: [${field.name}]`,
    `references: [${key.name}]`,
    `onDelete: ${onDelete(field, settings)}`,
  ].join(", ");
  const here = {
    name: freeName(shape, fieldNameFor(field), to.name),
    type: field.arity === "optional" ? `${to.name}?` : to.name,
    attributes: `@relation(${relation})`,
  };
  const there = {
    name: freeName(to, isAlone ? lowerFirst(shape.name) : plural(lowerFirst(shape.name)), "Rows"),
    type: isAlone ? `${shape.name}?` : `${shape.name}[]`,
    attributes: name ? `@relation("${name}")` : "",
  };
  const last = to.fields.at(-1);
  return [
    ...addFields(shape.block, field.node, [here]),
    ...(last ? addFields(to.block, last.node, [there]) : []),
    ...(needsIndex(from, field) ? addBlockAttribute(shape.block, `@@index([${field.name}])`) : []),
  ];
}

/** What Prisma would fill in: what happens on a delete is for the user to decide. */
function onDelete({ arity }: FieldShape, { provider, relationMode }: Settings): string {
  if (arity === "optional") return "SetNull";
  return provider === "sqlserver" && relationMode === "foreignKeys" ? "NoAction" : "Restrict";
}

/** A second relation between two models has to have a name. */
function relationName({ relations, shape }: Model, field: FieldShape, to: ModelShape) {
  const isOnly = !relations.some(({ target }) => target === to);
  return isOnly ? undefined : `${shape.name}_${field.name}`;
}

/** MySQL's InnoDB makes the index with the constraint; MongoDB has no foreign keys. */
function needsIndex({ indexes, shape, settings }: Model, field: FieldShape): boolean {
  const { provider, relationMode } = settings;
  if (provider === "mongodb" || (provider === "mysql" && relationMode === "foreignKeys")) {
    return false;
  }
  const name = defaultName("idx", shape.table, [field.column], provider);
  return !indexes.some((index) => serves(index, [field]) || index.name === name);
}

/** `customerId` is the key of `customer`, `customer_id` too. */
function fieldNameFor({ name }: FieldShape): string {
  return name.replace(/_?id$/i, "");
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function plural(name: string): string {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  if (/(?:s|x|z|ch|sh)$/.test(name)) return /s$/.test(name) ? name : `${name}es`;
  return `${name}s`;
}

/** `wanted`, made longer while the model has a field of that name. */
function freeName({ fields }: ModelShape, wanted: string, more: string): string {
  const isTaken = (name: string) => fields.some((field) => field.name === name);
  if (!isTaken(wanted)) return wanted;
  let name = wanted + more;
  for (let count = 2; isTaken(name); count++) name = wanted + more + count;
  return name;
}
