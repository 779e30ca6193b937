/** A table that holds too many things at once. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";

export const wideModel: Rule<Model> = {
  name: "wide-model",
  severity: "hint",
  preset: "strict",
  summary: "A table has more than 40 columns",
  why: `Without \`select\`, Prisma Client reads every column of every row, and most callers need five of forty. PostgreSQL writes a whole new row for each update, however small, so one busy counter copies all the rest along; wide rows also mean fewer rows per page and a colder cache. People suffer too: a form, a mock, a migration with forty fields is where mistakes hide.

Usually several things with a life of their own share the table: settings, an address, billing, statistics.

Instead, move what is read or written together into a model of its own with a one-to-one relation, beginning with what changes most often. Columns with a common beginning in their names (\`billing…\`, \`shipping…\`) show where to cut.`,
  examples: [
    {
      bad: `
        model Shop {
        //    ^^^^
          id Int @id
${Array.from({ length: 40 }, (_, at) => `          c${at} Int`).join("\n")}
        }
      `,
    },
    {
      good: `
        model Shop {
          id       Int           @id
          name     String
          settings ShopSettings?
        }

        model ShopSettings {
          shop     Shop   @relation(fields: [shopId], references: [id])
          shopId   Int    @id
          timeZone String
          locale   String
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model)) return;
    const columns = model.fields.filter(({ kind }) => kind !== "relation");
    if (columns.length <= 40) return;
    yield {
      at: model.shape.block.name,
      message: `${model.shape.name} has ${columns.length} columns`,
    };
  },
};
