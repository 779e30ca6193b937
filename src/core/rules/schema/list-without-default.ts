/** A list that may be empty in two ways. */
import type { Rule } from "../../lint/rule.ts";
import { addFieldAttribute } from "../../schema/edit.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Field, Model } from "../../schema/resolve.ts";

export const listWithoutDefault: Rule<Model> = {
  name: "list-without-default",
  severity: "hint",
  preset: "strict",
  summary: "A list is NULL and not empty where nothing was given",
  why: `Prisma cannot make a list \`NOT NULL\`. A row that is created without it holds \`NULL\`, a row created with \`[]\` holds an empty list, and Prisma Client shows both as \`[]\`. Filters tell them apart all the same: \`isEmpty: true\` does not find the \`NULL\`, and \`NOT: { tags: { has: "new" } }\` leaves those rows out without a word. In SQL, \`cardinality(tags) = 0\` has the same trap.

It is told once in a model, at the first such list. The fix adds \`@default([])\` to all of them. Rows that exist keep their \`NULL\`, so add \`UPDATE "Post" SET "tags" = '{}' WHERE "tags" IS NULL\` to the migration.`,
  examples: [
    {
      bad: `
        model Post {
          id   Int      @id
          tags String[]
          //   ^^^^^^
        }
      `,
      fixed: `
        model Post {
          id   Int      @id
          tags String[] @default([])
        }
      `,
    },
    {
      good: `
        model Post {
          id       Int       @id
          tags     String[]  @default([])
          comments Comment[]
        }

        model Comment {
          id     Int  @id
          post   Post @relation(fields: [postId], references: [id])
          postId Int
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings, fields } = model;
    if (!isTable(model) || !speaksPostgres(settings.provider)) return;
    const odd = fields.filter(isBareList).map((field) => field.shape);
    const [first] = odd;
    if (first === undefined) return;
    const text = "@default([])";
    const more = odd.length === 1 ? "" : `, like ${odd.length - 1} more of ${shape.name}`;
    yield {
      at: first.node.type?.name ?? first.node.name,
      message: `${shape.name}.${first.name} is NULL, not empty, in rows created without it${more}`,
      fix: {
        title: odd.length === 1 ? `Add ${text}` : `Add ${text} to ${odd.length} fields`,
        edits: odd.flatMap(({ node }) => addFieldAttribute(shape.block, node, text)),
      },
    };
  },
};

function isBareList({ kind, shape: { arity, default: value } }: Field): boolean {
  return (kind === "scalar" || kind === "enum") && arity === "list" && value === undefined;
}
