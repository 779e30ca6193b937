/** A column of a type that Prisma does not know, without which no row can be made. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Field, Model } from "../../schema/resolve.ts";

export const requiredUnsupportedField: Rule<Model> = {
  name: "required-unsupported-field",
  severity: "info",
  preset: "strict",
  summary: "A required field of an unsupported type takes create and upsert out of Prisma Client",
  why: `Prisma Client cannot write a column of a type it does not know. Where that column is required and has no default, no row could be created at all, so the generated client has no \`create\`, \`createMany\` and \`upsert\` for the model, and related models cannot create it in a nested write. Code that used them stops compiling, or, in JavaScript, fails when it runs.

That is fine for a table that only SQL of your own writes. It is told once in a model, at the first such field.

Instead, let the database fill the column, with a default or as a generated column, and state it: \`@default(dbgenerated("…"))\`. Or make the field optional and set it in a second step with \`$executeRaw\`. If rows are created in SQL on purpose, ignore this rule and say so.`,
  examples: [
    {
      bad: `
        model Place {
          id       Int                                   @id
          position Unsupported("geography(Point, 4326)")
          //       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        }
      `,
    },
    {
      good: `
        model Place {
          id       Int                                    @id
          position Unsupported("geography(Point, 4326)")?
          search   Unsupported("tsvector")                @default(dbgenerated("''::tsvector"))
        }
      `,
    },
  ],
  *check(model) {
    const { shape } = model;
    if (!isTable(model) || shape.ignored) return;
    const needed = model.fields.filter(isNeeded).map((field) => field.shape);
    const [first] = needed;
    if (first === undefined) return;
    yield {
      at: first.node.type ?? first.node.name,
      message: `Prisma Client cannot create rows of ${shape.name}: it cannot write ${needed.map(({ name }) => name).join(", ")}`,
    };
  },
};

function isNeeded({ kind, shape }: Field): boolean {
  return kind === "unsupported" && shape.arity === "required" && shape.default === undefined;
}
