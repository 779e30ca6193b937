/** A list that may be empty in two ways. */
import type { Rule } from "../../lint/rule.ts";
import { addFieldAttribute } from "../../schema/edit.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";

export const listWithoutDefault: Rule<Model> = {
  name: "list-without-default",
  severity: "hint",
  preset: "strict",
  summary: "A list is NULL and not empty where nothing was given",
  why: `Prisma cannot make a list \`NOT NULL\`. A row that is created without it holds \`NULL\`, a row created with \`[]\` holds an empty list, and Prisma Client shows both as \`[]\`. Filters tell them apart all the same: \`isEmpty: true\` does not find the \`NULL\`, and \`NOT: { tags: { has: "new" } }\` leaves those rows out without a word. In SQL, \`cardinality(tags) = 0\` has the same trap.

The fix adds \`@default([])\`. Rows that exist keep their \`NULL\`, so add \`UPDATE "Post" SET "tags" = '{}' WHERE "tags" IS NULL\` to the migration.`,
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
    for (const { kind, shape: field } of fields) {
      const { node, name } = field;
      if (!node.type || field.arity !== "list" || field.default) continue;
      if (kind !== "scalar" && kind !== "enum") continue;
      const text = "@default([])";
      yield {
        at: node.type.name,
        message: `${shape.name}.${name} is NULL, not empty, in rows created without it`,
        fix: { title: `Add ${text}`, edits: addFieldAttribute(shape.block, node, text) },
      };
    }
  },
};
