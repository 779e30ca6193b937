/** A foreign key that leaves to Prisma what happens when the parent goes. */
import type { Rule } from "../../lint/rule.ts";
import { setArgument } from "../../schema/edit.ts";
import { isTable } from "../../schema/model.ts";
import type { ForeignKey, ReferentialAction } from "../../schema/relation.ts";
import type { Model } from "../../schema/resolve.ts";

export const implicitReferentialAction: Rule<Model> = {
  name: "implicit-referential-action",
  severity: "hint",
  preset: "all",
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
      // Of rows that point at their own table, self-reference-without-action tells more.
      if (!relation || !foreignKey || foreignKey.onDeleteStated || target === model.shape) continue;
      const { attribute } = relation;
      const { onDelete } = foreignKey;
      yield {
        at: { source: attribute.source, start: attribute.start, end: attribute.name.end },
        message: `No onDelete is stated: ${consequence(onDelete, target.name, model.shape.name, foreignKey)}`,
        fix: {
          title: `State onDelete: ${onDelete}`,
          keepsDatabase: true,
          edits: setArgument(attribute, "onDelete", onDelete),
        },
      };
    }
  },
};

/** What a delete does today. Prisma's own defaults never delete or reset the rows that point. */
function consequence(
  onDelete: ReferentialAction,
  target: string,
  model: string,
  { fields }: ForeignKey,
): string {
  if (onDelete !== "SetNull")
    return `rows of ${target} stay as long as rows of ${model} point at them`;
  const names = fields.map(({ name }) => `${model}.${name}`);
  return `deleting from ${target} sets ${names.join(", ")} to null`;
}
