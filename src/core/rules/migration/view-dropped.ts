/** A view goes and does not come back. */

import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { listed, stepsOf } from "../migration-words/locked-tables.ts";

export const viewDropped: StatementRule = {
  name: "view-dropped",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["drop-view"],
  summary: "A view is dropped that the running application may read",
  why: `A view holds no rows of its own, so nothing is lost. But whoever reads it fails from that moment on: the version of the application that is still running, and reports that know the database only, of which the code tells nothing.

Instead, deploy code that no longer reads it first, and drop it with a later migration.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "gone" BOOLEAN);
        CREATE VIEW "LiveUser" AS SELECT "id" FROM "User" WHERE NOT "gone";
      `,
      bad: `
          DROP VIEW "LiveUser";
        --^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "gone" BOOLEAN);
        CREATE VIEW "LiveUser" AS SELECT "id" FROM "User" WHERE NOT "gone";
      `,
      good: `
        DROP VIEW "LiveUser";
        CREATE VIEW "LiveUser" AS SELECT "id", "gone" FROM "User" WHERE NOT "gone";
      `,
    },
  ],
  *check({ report, file }) {
    for (const step of stepsOf(report, "drop-view")) {
      const gone = step.views
        .map((name) => qualify(report.before, name))
        .filter((view) => file.before.views.has(view))
        .filter((view) => !file.after.views.has(view) && !file.after.tables.has(view));
      if (gone.length === 0) continue;
      yield {
        at: report.statement.at,
        message: `Queries of the running application on ${listed(gone.map(shortName))} fail from here on`,
      };
    }
  },
};
