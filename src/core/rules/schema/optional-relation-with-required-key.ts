/** A relation that says there may be no parent, over a key that is never null. */
import type { Finding, Rule } from "../../lint/rule.ts";
import { groupOf, layOut } from "../../schema/alignment.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import type { Block, TypeNode } from "../../schema/syntax.ts";

export const optionalRelationWithRequiredKey: Rule<Model> = {
  name: "optional-relation-with-required-key",
  severity: "warning",
  summary: "A relation is optional although none of its key columns can be null",
  why: `The foreign key makes sure that every row has its parent. The question mark tells Prisma Client otherwise: \`book.author\` has the type \`Author | null\`, so every reader writes a branch for a case that cannot happen, or an exclamation mark that hides the day on which it can. \`disconnect: true\` compiles and fails when it runs.

Prisma accepts this combination without a word. The column decides; the question mark changes no table.

The fix takes the question mark away. If a row without a parent is what was meant, put one behind the type of the key as well, which makes the column nullable.`,
  examples: [
    {
      bad: `
        model Book {
          id       Int     @id
          author   Author? @relation(fields: [authorId], references: [id])
          //       ^^^^^^^
          authorId Int

          @@index([authorId])
        }

        model Author {
          id    Int    @id
          books Book[]
        }
      `,
      fixed: `
        model Book {
          id       Int    @id
          author   Author @relation(fields: [authorId], references: [id])
          authorId Int

          @@index([authorId])
        }

        model Author {
          id    Int    @id
          books Book[]
        }
      `,
    },
    {
      good: `
        model Book {
          id       Int     @id
          author   Author? @relation(fields: [authorId], references: [id])
          authorId Int?

          @@index([authorId])
        }

        model Author {
          id    Int    @id
          books Book[]
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings, relations } = model;
    // Where no foreign key stands in the database, the parent may well be gone.
    if (!isTable(model) || settings.relationMode === "prisma") return;
    for (const { field, target, foreignKey } of relations) {
      const { type } = field.node;
      if (field.arity !== "optional" || !type || !foreignKey || target.kind !== "model") continue;
      if (foreignKey.fields.some(({ arity }) => arity !== "required") || setsNull(field)) continue;
      yield finding(shape.block, shape.name, field, type, foreignKey.fields);
    }
  },
};

/** Told by set-null-on-required-field: which of the two is wrong has to be decided first. */
function setsNull({ relation }: FieldShape): boolean {
  return relation?.onDelete === "SetNull" || relation?.onUpdate === "SetNull";
}

function finding(
  block: Block,
  model: string,
  field: FieldShape,
  type: TypeNode,
  key: readonly FieldShape[],
): Finding {
  const { node, name, typeName } = field;
  const columns = key.map((column) => column.name).join(", ");
  return {
    at: type,
    message: `${model}.${name} may be null for Prisma Client, but ${columns} never is`,
    fix: {
      title: `Make ${name} required`,
      keepsDatabase: true,
      edits: [
        ...layOut(groupOf(block, node), { retyped: new Map([[node, typeName]]) }).edits,
        { at: { source: block, start: type.name.end, end: type.end }, text: "" },
      ],
    },
  };
}
