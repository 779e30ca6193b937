/** A foreign key that leaves to Prisma what happens when the parent goes. */
import type { Rule } from "../../lint/rule.ts";
import { setArgument } from "../../schema/edit.ts";
import { isTable } from "../../schema/model.ts";
import type { ReferentialAction } from "../../schema/relation.ts";
import type { Model } from "../../schema/resolve.ts";

export const implicitReferentialAction: Rule<Model> = {
  name: "implicit-referential-action",
  severity: "hint",
  summary: "A relation does not state what happens when the row it points at is deleted",
  why: `Prisma fills in \`onDelete: Restrict\` for a required relation and \`onDelete: SetNull\` for an optional one. So making a field optional, a change about input forms, silently changes what a delete does to the data. And whoever reads the schema cannot tell a decision from a default.

The fix writes down today's default, so the database does not change. Then decide: should the children go too (\`Cascade\`), be kept without a parent (\`SetNull\`), or stop the delete (\`Restrict\`)?`,
  examples: [
    {
      bad: `
        model Invoice {
          id         Int      @id
          customer   Customer @relation(fields: [customerId], references: [id])
          //                  ^^^^^^^^^
          customerId Int      @unique
        }

        model Customer {
          id      Int      @id
          invoice Invoice?
        }
      `,
      fixed: `
        model Invoice {
          id         Int      @id
          customer   Customer @relation(fields: [customerId], references: [id], onDelete: Restrict)
          customerId Int      @unique
        }

        model Customer {
          id      Int      @id
          invoice Invoice?
        }
      `,
    },
    {
      good: `
        model Invoice {
          id         Int       @id
          customer   Customer? @relation(fields: [customerId], references: [id], onDelete: SetNull)
          customerId Int?      @unique
        }

        model Customer {
          id      Int      @id
          invoice Invoice?
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model)) return;
    for (const { field, target, foreignKey } of model.relations) {
      const { relation } = field;
      if (!relation || !foreignKey || foreignKey.onDeleteStated) continue;
      const { attribute } = relation;
      const { onDelete } = foreignKey;
      yield {
        at: { source: attribute.source, start: attribute.start, end: attribute.name.end },
        message: `Deleting a ${target.name} ${consequence[onDelete]} its ${model.shape.name} by default; nothing states it`,
        fix: {
          title: `State onDelete: ${onDelete}`,
          edits: setArgument(attribute, "onDelete", onDelete),
        },
      };
    }
  },
};

const consequence: Readonly<Record<ReferentialAction, string>> = {
  Cascade: "deletes",
  Restrict: "is refused because of",
  NoAction: "is refused because of",
  SetNull: "cuts off",
  SetDefault: "resets",
};
