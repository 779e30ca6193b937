/** Two foreign keys over the very same columns. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { ForeignKey, Relation } from "../../schema/relation.ts";
import type { Model } from "../../schema/resolve.ts";

export const overlappingForeignKeys: Rule<Model> = {
  name: "overlapping-foreign-keys",
  severity: "info",
  summary: "Two relations of a model use the same columns as their key",
  why: `One column can hold one key, and both relations read it. If they lead to different models, every row needs a parent with that key in *both*, so this is no way to say *either a post or a comment*: the insert fails wherever only one of the two exists. If they lead to the same model, one of them is superfluous: the database checks both on every insert, and a delete has two actions to obey.

Keys that share only some columns, as the tenant's id in \`(tenantId, userId)\` and \`(tenantId, projectId)\`, are sound: they keep a row within one tenant.

Instead, give each parent an optional column of its own, and let a check constraint see that exactly one is set. Of two relations to the same model, remove the one that the client does not use.`,
  examples: [
    {
      bad: `
        model Vote {
          id        Int     @id
          post      Post    @relation(fields: [subjectId], references: [id], map: "vote_post")
          comment   Comment @relation(fields: [subjectId], references: [id], map: "vote_comment")
        //^^^^^^^
          subjectId Int

          @@index([subjectId])
        }

        model Post {
          id    Int    @id
          votes Vote[]
        }

        model Comment {
          id    Int    @id
          votes Vote[]
        }
      `,
    },
    {
      good: `
        model Vote {
          id        Int      @id
          post      Post?    @relation(fields: [postId], references: [id], onDelete: Cascade)
          postId    Int?
          comment   Comment? @relation(fields: [commentId], references: [id], onDelete: Cascade)
          commentId Int?

          @@index([postId])
          @@index([commentId])
        }

        model Post {
          id    Int    @id
          votes Vote[]
        }

        model Comment {
          id    Int    @id
          votes Vote[]
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model)) return;
    const before: Relation[] = [];
    for (const relation of model.relations) {
      const { field, target, foreignKey } = relation;
      if (!foreignKey) continue;
      const other = before.find(
        (known) => known.foreignKey && sameKey(known.foreignKey, foreignKey),
      );
      before.push(relation);
      if (!other) continue;
      const columns = foreignKey.fields.map(({ name }) => name).join(", ");
      yield {
        at: field.node.name,
        message:
          other.target === target
            ? `${field.name} and ${other.field.name} both lead by ${columns} to ${target.name}`
            : `${columns} holds the key of ${other.target.name} and of ${target.name}: a row needs both`,
      };
    }
  },
};

function sameKey(a: ForeignKey, b: ForeignKey): boolean {
  return a.fields.length === b.fields.length && a.fields.every((field) => b.fields.includes(field));
}
