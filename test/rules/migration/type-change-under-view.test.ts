/** Edges of type-change-under-view that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { typeChangeUnderView } from "../../../src/core/rules/migration/type-change-under-view.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a star takes all columns": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "i" INTEGER, "g" INTEGER GENERATED ALWAYS AS ("i" + 1) STORED, "o" INTEGER);
      CREATE VIEW "W" AS SELECT * FROM "T";
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "o" TYPE BIGINT;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "count(*) takes none": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "i" INTEGER, "g" INTEGER GENERATED ALWAYS AS ("i" + 1) STORED, "o" INTEGER);
      CREATE VIEW "W" AS SELECT count(*) FROM "T";
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "o" TYPE BIGINT;`,
  },
  "a view that names other columns": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "i" INTEGER, "g" INTEGER GENERATED ALWAYS AS ("i" + 1) STORED, "o" INTEGER);
      CREATE VIEW "W" AS SELECT "id", "i" AS "options" FROM "T";
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "o" TYPE BIGINT;`,
  },
  "without quotes": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "i" INTEGER, "g" INTEGER GENERATED ALWAYS AS ("i" + 1) STORED, "o" INTEGER);
      CREATE VIEW "W" AS SELECT O FROM "T";
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "o" TYPE BIGINT;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a view and a generated column": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "i" INTEGER, "g" INTEGER GENERATED ALWAYS AS ("i" + 1) STORED, "o" INTEGER);
      CREATE MATERIALIZED VIEW "W" AS SELECT "i" FROM "T";
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "i" TYPE BIGINT;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "no view at all": {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "i" INTEGER, "g" INTEGER GENERATED ALWAYS AS ("i" + 1) STORED, "o" INTEGER);`,
    good: `ALTER TABLE "T" ALTER COLUMN "o" TYPE BIGINT;`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(typeChangeUnderView, example),
);

test.each([
  {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "i" INTEGER, "g" INTEGER GENERATED ALWAYS AS ("i" + 1) STORED, "o" INTEGER);
      CREATE VIEW "W" AS SELECT * FROM "T";
    `,
    text: `ALTER TABLE "T" ALTER COLUMN "o" TYPE BIGINT;`,
    says: ["PostgreSQL refuses to change the type of T.o: the view W uses it"],
  },
  {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "i" INTEGER, "g" INTEGER GENERATED ALWAYS AS ("i" + 1) STORED, "o" INTEGER);
      CREATE MATERIALIZED VIEW "W" AS SELECT "i" FROM "T";
    `,
    text: `ALTER TABLE "T" ALTER COLUMN "i" TYPE BIGINT;`,
    says: [
      "PostgreSQL refuses to change the type of T.i: the view W, the generated column g use it",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(typeChangeUnderView.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
