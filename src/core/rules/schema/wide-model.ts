/** A table that holds too many things at once. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { ModelShape } from "../../schema/shape.ts";
import { saysItIsView } from "./words.ts";

export const wideModel: Rule<Model> = {
  name: "wide-model",
  severity: "hint",
  preset: "strict",
  summary: "A table has more than 40 columns",
  why: `Without \`select\`, Prisma Client reads every column of every row, and most callers need five of forty. PostgreSQL writes a whole new row for each update, however small, so one busy counter copies all the rest along; wide rows also mean fewer rows per page and a colder cache. People suffer too: a form, a mock, a migration with forty fields is where mistakes hide.

Tables that are named as statistics, such as \`ProductStats\`, are wide by nature and are left alone.

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
    // A document is read in parts, and holds what belongs together.
    if (!isTable(model) || model.settings.provider === "mongodb") return;
    if (saysItIsView(model.shape) || isStatistic(model.shape)) return;
    const columns = model.fields.filter(({ kind }) => kind !== "relation");
    if (columns.length <= 40) return;
    yield {
      at: model.shape.block.name,
      message: `${model.shape.name} has ${columns.length} columns`,
    };
  },
};

/** One number beside the other is all there is to it. */
function isStatistic({ name }: ModelShape): boolean {
  return wordsIn(name).some((word) => statistics.has(word.replace(/s$/, "")));
}

const statistics = new Set(["aggregate", "kpi", "metric", "rank", "ranking", "stat", "statistic"]);
