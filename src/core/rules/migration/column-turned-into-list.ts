/** A scalar column that becomes a list without a word about what its value becomes. */

import { span } from "../../base/text.ts";
import { quoted, shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { changedTypes } from "../migration-words/changed-type.ts";
import { typeText } from "../migration-words/type-text.ts";

export const columnTurnedIntoList: StatementRule = {
  name: "column-turned-into-list",
  severity: "error",
  language: "sql",
  steps: ["alter-type"],
  summary: "A column becomes a list without USING, which PostgreSQL refuses",
  why: `PostgreSQL does not make a list of one value out of a value by itself: *column cannot be cast automatically*, even when the table is empty. \`USING array_remove(ARRAY["column"], NULL)\` makes a list of one, and an empty one of \`NULL\`, which is how Prisma reads a list without values.

The change rewrites the table, and code that reads a single value breaks. For a large table, or where the old application still runs, add a second column.`,
  examples: [
    {
      before: `CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "tag" TEXT);`,
      bad: `
        ALTER TABLE "Post" ALTER COLUMN "tag" SET DATA TYPE TEXT[];
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
      fixed: `
        ALTER TABLE "Post" ALTER COLUMN "tag" SET DATA TYPE TEXT[] USING array_remove(ARRAY["tag"], NULL);
      `,
    },
    {
      before: `CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "tag" TEXT);`,
      good: `ALTER TABLE "Post" ALTER COLUMN "tag" SET DATA TYPE TEXT[] USING ARRAY["tag"];`,
    },
  ],
  *check(subject) {
    for (const { step, table, column, from, to } of changedTypes(subject)) {
      if (from.isArray || !to.isArray || step.using !== undefined) continue;
      const isSame = from.name === to.name && from.schema === to.schema;
      const canCompare = !["json", "xml", "point"].includes(from.name);
      const canFix = isSame && canCompare && column.default === undefined;
      const { source } = subject.file.migration.file;
      yield {
        at: step.at,
        message: `PostgreSQL does not cast ${shortName(table)}.${step.column} from ${typeText(from)} to ${typeText(to)} by itself, and refuses without USING`,
        ...(canFix && {
          fix: {
            title: "Make a list of the one value",
            edits: [
              {
                at: span(source, step.at.end, step.at.end),
                text: ` USING array_remove(ARRAY[${quoted(step.column)}], NULL)`,
              },
            ],
          },
        }),
      };
    }
  },
};
