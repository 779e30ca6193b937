/** An index of many columns. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";

/** The most columns that are not told. */
const most = 4;

export const wideIndex: Rule<Model> = {
  name: "wide-index",
  severity: "hint",
  preset: "strict",
  summary: "An index holds more than four columns",
  why: `A b-tree is searched from its first column on, and only as far as the query asks for each with \`=\`. Behind the first range, or the first column that is not asked for, the others at best sort out entries that have been read already. By the third or fourth column, usually, few rows are left to tell apart.

What the later columns always do is cost. Each entry grows, so fewer fit into memory; and a change of any of them rewrites the entry and keeps PostgreSQL from updating the row in place (HOT), which then touches *all* indexes of the table.

Instead, keep the columns that are asked for with \`=\`, and after them one for the range or the order. If the others are there so that a query need not read the table, put them behind \`INCLUDE\` in a migration. Unique indexes are not meant: they need the columns they keep apart.`,
  examples: [
    {
      bad: `
        model Shipment {
          id        Int      @id
          teamId    Int
          status    String
          carrier   String
          country   String
          createdAt DateTime @db.Timestamptz(6)

          @@index([teamId, status, carrier, country, createdAt])
        //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        }
      `,
    },
    {
      good: `
        model Shipment {
          id        Int      @id
          teamId    Int
          status    String
          carrier   String
          country   String
          createdAt DateTime @db.Timestamptz(6)

          @@index([teamId, status, createdAt])
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model)) return;
    for (const index of model.indexes) {
      const { kind, type, parts, attribute } = index;
      if (kind !== "index" || type !== "BTree" || parts.length <= most) continue;
      yield {
        at: attribute,
        message: `This index of ${model.shape.name} holds ${parts.length} columns: few queries use more than the first ones`,
      };
    }
  },
};
