/** ALTER COLUMN … TYPE of a column that a view or a generated column stands on. */

import type { Qualified, View } from "../../sql/catalog.ts";
import { viewsNaming } from "../../sql/lookup.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { knownTable, stepsOnExisting } from "../migration-words/tables-before.ts";

export const typeChangeUnderView: StatementRule = {
  name: "type-change-under-view",
  severity: "error",
  language: "sql",
  steps: ["alter-type"],
  summary: "The type of a column that a view or a generated column uses cannot be changed",
  why: `PostgreSQL refuses: *cannot alter type of a column used by a view or rule*, and the same for a generated column. Prisma does not know the views of the database unless they are in the schema, so the migration it writes stops here.

Instead, drop the view before the change and create it again after it, in the same migration, which is one transaction: nobody sees the database without it. A generated column has to be dropped and added again, which computes it for every row.`,
  examples: [
    {
      before: `
        CREATE TABLE "Order" ("id" TEXT NOT NULL PRIMARY KEY, "total" INTEGER NOT NULL);
        CREATE VIEW "LargeOrder" AS SELECT "id" FROM "Order" WHERE "total" > 1000;
      `,
      bad: `
        ALTER TABLE "Order" ALTER COLUMN "total" SET DATA TYPE BIGINT;
        --                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Order" ("id" TEXT NOT NULL PRIMARY KEY, "total" INTEGER NOT NULL);
        CREATE VIEW "LargeOrder" AS SELECT "id" FROM "Order" WHERE "total" > 1000;
      `,
      good: `
        DROP VIEW "LargeOrder";
        ALTER TABLE "Order" ALTER COLUMN "total" SET DATA TYPE BIGINT;
        CREATE VIEW "LargeOrder" AS SELECT "id" FROM "Order" WHERE "total" > 1000;
      `,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "alter-type")) {
      const users = [
        ...viewsNaming(subject.report.before, table, step.column)
          .filter((view) => uses(view, step.column))
          .map(({ schema, name }) => `the view ${shortName(`${schema}.${name}`)}`),
        ...generatedFrom(subject, table, step.column).map((name) => `the generated column ${name}`),
      ];
      if (users.length === 0) continue;
      yield {
        at: step.at,
        message: `PostgreSQL refuses to change the type of ${shortName(table)}.${step.column}: ${users.join(", ")} ${users.length > 1 ? "use" : "uses"} it`,
      };
    }
  },
};

/** As a whole word, or through a star that is not that of \`count(*)\`. */
function uses({ query, reads }: View, column: string): boolean {
  const words = query.match(/"(?:[^"]|"")+"|[A-Za-z_][\w$]*/g) ?? [];
  const isNamed = words.some((word) =>
    word.startsWith('"')
      ? word.slice(1, -1).replaceAll('""', '"') === column
      : word.toLowerCase() === column,
  );
  const hasStar = /(\bSELECT\s+(DISTINCT\s+)?|,\s*|\.\s*)\*/i.test(query);
  return isNamed || (hasStar && reads.length === 1);
}

function generatedFrom(subject: StatementSubject, table: Qualified, column: string): string[] {
  const columns = knownTable(subject, table)?.columns.values() ?? [];
  return [...columns]
    .filter(({ generatedAs }) => generatedAs?.columns.includes(column))
    .map(({ name }) => name);
}
