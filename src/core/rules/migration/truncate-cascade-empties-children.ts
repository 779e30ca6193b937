/** TRUNCATE … CASCADE empties tables that it does not name. */

import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { listed, stepsOf } from "../migration-words/locked-tables.ts";
import { largest, sizedBy } from "../migration-words/row-counts.ts";
import { emptiedByCascade } from "../migration-words/truncated-children.ts";

export const truncateCascadeEmptiesChildren: StatementRule = {
  name: "truncate-cascade-empties-children",
  severity: "error",
  language: "sql",
  steps: ["truncate"],
  summary: "TRUNCATE CASCADE empties every table that references the one named",
  why: `CASCADE does not delete the children of the rows that go. It empties each table with a foreign key to the one named, and each table with a foreign key to those, completely: rows whose foreign key is NULL go as well. The action of the foreign key does not matter; ON DELETE SET NULL saves nothing.

Instead, name every table that shall be empty, without CASCADE; PostgreSQL then refuses when one was forgotten. To remove some rows, use DELETE.`,
  examples: [
    {
      before: `
        CREATE TABLE "Plan" ("id" INT PRIMARY KEY);
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "planId" INT REFERENCES "Plan"("id"));
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
      `,
      bad: `
          TRUNCATE "Plan" CASCADE;
        --^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Plan" ("id" INT PRIMARY KEY);
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "planId" INT REFERENCES "Plan"("id"));
      `,
      good: `
        TRUNCATE "Plan", "User";
      `,
    },
  ],
  *check({ report, file, world }) {
    for (const step of stepsOf(report, "truncate")) {
      const children = emptiedByCascade(report, step).filter((table) => !file.created.has(table));
      if (children.length === 0) continue;
      yield {
        at: report.statement.at,
        message: `Also empties ${listed(children.map(shortName))}: CASCADE follows the foreign keys, whatever their rows hold`,
        ...sizedBy(largest(children, world)),
      };
    }
  },
};
