/** Fields about which nobody has said a word. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Field, Model } from "../../schema/resolve.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";
import type { Comment } from "../../schema/syntax.ts";
import { eventIn } from "./words.ts";

export const undocumentedField: Rule<Model> = {
  name: "undocumented-field",
  severity: "hint",
  preset: "all",
  summary: "Fields have no documentation",
  why: `A type says what a value looks like, not what it means. Is \`weight\` in grams or pounds, does \`total\` contain the tax, is \`rank\` better when it is lower? Those who write the query next year decide by looking at some rows, and get the unusual ones wrong.

What is written with \`///\` above a field, or behind it, appears in the editor where the generated client is used, and generators take it over into diagrams and pages. Keys, relations and the times at which a row was made or changed explain themselves and are left alone. It is told once in a model, at the first such field.

Instead, write what the name does not say: the unit, who sets the value, what null stands for. A comment with \`//\` is seen in this file only.`,
  examples: [
    {
      bad: `
        model Parcel {
          id     Int @id
          weight Int // grams
        //^^^^^^
        }
      `,
    },
    {
      good: `
        model Parcel {
          id        Int      @id
          /// In grams, packaging included. Null until it was on the scale.
          weight    Int?
          createdAt DateTime @default(now())
        }
      `,
    },
  ],
  *check(model) {
    const { shape } = model;
    if (!isTable(model)) return;
    const keys = keysOf(model);
    const silent = model.fields.filter((field) => !keys.has(field.shape) && !isClear(model, field));
    const [first] = silent;
    if (first === undefined) return;
    const { name, node } = first.shape;
    yield {
      at: node.name,
      message:
        silent.length === 1
          ? `${shape.name}.${name} has no documentation`
          : `${silent.length} fields of ${shape.name} have no documentation, first ${name}`,
    };
  },
};

/** What identifies the row, or the row that a relation leads to. */
function keysOf({ indexes, relations }: Model): ReadonlySet<FieldShape | undefined> {
  return new Set([
    ...indexes
      .filter(({ kind }) => kind === "primary-key")
      .flatMap(({ parts }) => parts.map(({ field }) => field)),
    ...relations.flatMap(({ foreignKey }) => foreignKey?.fields ?? []),
  ]);
}

function isClear({ shape: model }: Model, { shape, kind }: Field): boolean {
  if (kind === "relation" || kind === "unknown") return true;
  if (shape.updatedAt || (shape.typeName === "DateTime" && moments.has(eventIn(shape.name)))) {
    return true;
  }
  return commentsOf(model, shape).some(({ style, text }) => style === "doc" && text.trim() !== "");
}

const moments = new Set("created updated modified deleted inserted".split(" "));

/** Right above a field and behind it. */
function commentsOf({ block }: ModelShape, { node }: FieldShape): Comment[] {
  const comments = node.comment ? [node.comment] : [];
  for (let at = block.members.indexOf(node) - 1; at >= 0; at--) {
    const above = block.members[at];
    if (above?.kind !== "comment" || above.trailing) break;
    comments.push(above);
  }
  return comments;
}
