/** Tables of which some mark deleted rows, and some do not or in other words. */
import type { Finding, Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model, Schema } from "../../schema/resolve.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";
import { eventIn, isDeletionFlag, isDeletionTime, isRecord } from "./words.ts";

/** As many models must agree before the one that does not is told. */
const fewest = 3;

/** And this share of them. */
const share = 2 / 3;

export const softDeleteInconsistent: Rule<Schema> = {
  name: "soft-delete-inconsistent",
  severity: "hint",
  preset: "strict",
  summary: "A model marks deleted rows differently from the models around it, or not at all",
  why: `Code that hides deleted rows is written once for all models, as an extension of the client or in a base class, and asks for the mark by its name. Where one table says \`removedAt\` and all others \`deletedAt\`, that table is left out, and what was deleted shows up again.

A child without a mark beside siblings that have one is the same hole: a deleted project hides its tasks and its files, and its comments stay in every list that does not ask the project as well. Restoring it brings back what was marked, and not what a real delete took.

Instead, give all models the mark by one name, with \`@map\` where the column has another, and mark children together with their parent in one transaction. If the rows of this model are never to be deleted, or always for good, say so in an ignore comment.`,
  examples: [
    {
      bad: `
        model Task {
          id        Int       @id
          deletedAt DateTime?
        }

        model Project {
          id        Int       @id
          deletedAt DateTime?
        }

        model Team {
          id        Int       @id
          deletedAt DateTime?
        }

        model Comment {
          id        Int     @id
          isDeleted Boolean @default(false)
        //^^^^^^^^^
        }
      `,
    },
    {
      good: `
        model Task {
          id        Int       @id
          deletedAt DateTime?
        }

        model Comment {
          id        Int       @id
          deletedAt DateTime?
        }
      `,
    },
  ],
  *check({ models }) {
    const marked = models.flatMap((model) => {
      const mark = markOf(model);
      return mark ? [{ model, mark }] : [];
    });
    if (marked.length < fewest) return;
    const usual = usualName(marked.map(({ mark }) => mark.name));
    for (const { model, mark } of marked) {
      if (usual === undefined || mark.name === usual.name) continue;
      yield {
        at: mark.node.name,
        message: `${model.shape.name} marks deleted rows with ${mark.name}, and ${usual.count} other models with ${usual.name}`,
      };
    }
    const marks = new Set(marked.map(({ model }) => model.shape));
    yield* unmarkedChildren(models, marks);
  },
};

const known = new WeakMap<ModelShape, FieldShape | undefined>();

function markOf(model: Model): FieldShape | undefined {
  const { shape } = model;
  if (known.has(shape)) return known.get(shape);
  const now = isTable(model) && !shape.ignored ? shape.fields.find(isMark) : undefined;
  known.set(shape, now);
  return now;
}

function isMark(field: FieldShape): boolean {
  if (field.typeName === "Boolean") return isDeletionFlag(field);
  return field.typeName === "DateTime" && (isDeletionTime(field) || isRemovalTime(field));
}

function isRemovalTime({ name, arity }: FieldShape): boolean {
  return arity === "optional" && eventIn(name) === "removed";
}

function usualName(names: readonly string[]) {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const [name, count] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most));
  return count >= fewest && count >= names.length * share ? { name, count } : undefined;
}

/** Of parents that are marked, where most children are. Each child is told once, records never. */
function* unmarkedChildren(
  models: readonly Model[],
  marks: ReadonlySet<ModelShape>,
): Generator<Finding> {
  const told = new Set<ModelShape>();
  for (const [parent, children] of childrenOf(marks, models)) {
    const unmarked = children.filter((child) => !marks.has(child));
    const marked = children.length - unmarked.length;
    if (marked < fewest || marked < children.length * share) continue;
    for (const child of unmarked) {
      if (told.has(child) || isRecord(child)) continue;
      told.add(child);
      yield {
        at: child.block.name,
        message: `Rows of ${child.name} cannot be marked as deleted, unlike ${parent.name} and ${marked} of its ${children.length} children`,
      };
    }
  }
}

/** By the parents that are marked. */
function childrenOf(marks: ReadonlySet<ModelShape>, models: readonly Model[]) {
  const families = new Map<ModelShape, ModelShape[]>();
  for (const model of models) {
    for (const parent of parentsOf(model)) {
      if (!marks.has(parent)) continue;
      const children = families.get(parent);
      if (children) children.push(model.shape);
      else families.set(parent, [model.shape]);
    }
  }
  return families;
}

const parents = new WeakMap<Model, readonly ModelShape[]>();

/** What a row cannot be without. */
function parentsOf(model: Model): readonly ModelShape[] {
  const before = parents.get(model);
  if (before) return before;
  const now = isTable(model) ? readParents(model) : [];
  parents.set(model, now);
  return now;
}

function readParents({ shape, relations }: Model): ModelShape[] {
  const targets = relations
    .filter(
      ({ field, foreignKey, target }) =>
        foreignKey && field.arity === "required" && target !== shape,
    )
    .map(({ target }) => target);
  return [...new Set(targets)];
}
