/** A table or column whose name means something else to PostgreSQL. */
import type { Rule } from "../../lint/rule.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import { reservedWords } from "../reserved-words.ts";

export const reservedWordAsName: Rule<Model> = {
  name: "reserved-word-as-name",
  severity: "hint",
  preset: "strict",
  summary: "A table or column is named by a reserved word of PostgreSQL",
  why: `Prisma puts every name in quotes; people and other tools do not. \`SELECT * FROM order\` is a syntax error in the middle of the night. \`SELECT * FROM user\` is worse: it works and returns the name of the database role. \`UPDATE … SET end = now()\`, \`ORDER BY limit\`, every view, trigger, report and BI tool that touches the name has to quote it, and those that build their SQL from names often cannot.

Instead, keep the name in the schema and choose another for the database: a plural such as \`@@map("orders")\`, or a second word such as \`@map("ends_at")\` or \`@map("sort_order")\`. On a table that is in use this is a rename: deploy it together with the code, or rename the table and leave a view with the old name until everything has moved.`,
  examples: [
    {
      bad: `
        model Order {
          id  Int      @id
          end DateTime
        //^^^

          @@map("order")
        //^^^^^^^^^^^^^^
        }
      `,
    },
    {
      good: `
        model Order {
          id  Int      @id
          end DateTime @map("ends_at")

          @@map("orders")
        }
      `,
    },
  ],
  *check(model) {
    const { shape, fields, settings } = model;
    if (!isTable(model) || !speaksPostgres(settings.provider)) return;
    if (reservedWords.has(shape.table)) {
      yield { at: shape.map ?? shape.block.name, message: reserved(`table ${shape.table}`) };
    }
    for (const { kind, shape: field } of fields) {
      if (kind === "relation" || !reservedWords.has(field.column)) continue;
      const map = field.node.attributes.find(({ name }) => name.text === "map");
      yield {
        at: map ?? field.node.name,
        message: reserved(`column ${field.column} of ${shape.name}`),
      };
    }
  },
};

function reserved(what: string): string {
  return `The ${what} is named by a reserved word; SQL reaches it only in quotes`;
}
