/** Rows that point at rows of their own table, and nobody said what becomes of them. */
import type { Rule } from "../../lint/rule.ts";
import { setArgument } from "../../schema/edit.ts";
import { isTable } from "../../schema/model.ts";
import type { Relation } from "../../schema/relation.ts";
import type { Model } from "../../schema/resolve.ts";

export const selfReferenceWithoutAction: Rule<Model> = {
  name: "self-reference-without-action",
  severity: "info",
  preset: "strict",
  summary: "A row can point at one of its own table, and what a delete does to it is not stated",
  why: `In a tree, each of the three answers changes what users see, and Prisma picks one without a word. Where the relation is optional it is \`SetNull\`: delete a folder, and all folders in it turn up at the top level; delete a comment, and the answers to it become comments of their own. Nothing fails, and afterwards nothing tells these rows from those that never had a parent. Where the relation is required it is \`Restrict\`: a whole tree can then be deleted only from its leaves up.

The fix writes down today's default, so the database does not change. Then decide: \`Cascade\` takes the whole subtree along, however deep it is; \`Restrict\` asks for an empty one; \`SetNull\` is right where a row stands on its own, as a user does whom another one invited.`,
  examples: [
    {
      bad: `
        model Folder {
          id       Int      @id
          parent   Folder?  @relation("tree", fields: [parentId], references: [id])
          //                ^^^^^^^^^
          parentId Int?
          folders  Folder[] @relation("tree")

          @@index([parentId])
        }
      `,
      fixed: `
        model Folder {
          id       Int      @id
          parent   Folder?  @relation("tree", fields: [parentId], references: [id], onDelete: SetNull)
          parentId Int?
          folders  Folder[] @relation("tree")

          @@index([parentId])
        }
      `,
    },
    {
      good: `
        model Folder {
          id       Int      @id
          parent   Folder?  @relation("tree", fields: [parentId], references: [id], onDelete: Restrict)
          parentId Int?
          folders  Folder[] @relation("tree")

          @@index([parentId])
        }
      `,
    },
  ],
  *check(model) {
    const { provider } = model.settings;
    // These take nothing but NoAction here, and Prisma reports everything else itself.
    if (!isTable(model) || provider === "sqlserver" || provider === "mongodb") return;
    for (const relation of model.relations) {
      const attribute = relation.field.relation?.attribute;
      const { foreignKey, target } = relation;
      if (target !== model.shape || !attribute || !foreignKey || foreignKey.onDeleteStated)
        continue;
      yield {
        at: { source: attribute.source, start: attribute.start, end: attribute.name.end },
        message: `No onDelete is stated: ${consequence(model, relation)}`,
        fix: {
          title: `State onDelete: ${foreignKey.onDelete}`,
          keepsDatabase: true,
          edits: setArgument(attribute, "onDelete", foreignKey.onDelete),
        },
      };
    }
  },
};

function consequence({ shape }: Model, { field, foreignKey }: Relation): string {
  if (foreignKey?.onDelete !== "SetNull") {
    return `rows of ${shape.name} stay as long as others point at them by ${field.name}`;
  }
  const columns = foreignKey.fields.map(({ name }) => name).join(", ");
  return `a delete in ${shape.name} sets ${columns} to null in the rows that pointed there`;
}
