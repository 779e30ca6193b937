/** Edges of column-dropped that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { columnDropped } from "../../../src/core/rules/migration/column-dropped.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "what stands on it goes too": {
    before: `
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      CREATE TABLE "T" ("id" TEXT NOT NULL, "s" TEXT, CONSTRAINT "T_pkey" PRIMARY KEY ("id"), CONSTRAINT "T_s_fkey" FOREIGN KEY ("s") REFERENCES "S"("id"));
      CREATE INDEX "T_s_idx" ON "T"("s");
      CREATE INDEX "T_l_idx" ON "T"(lower("s"));
    `,
    bad: `
      ALTER TABLE "T" DROP COLUMN "s",
      --              ^^^^^^^^^^^^^^^
        DROP COLUMN "id";
      --^^^^^^^^^^^^^^^^
    `,
  },
  "nothing stands on it": {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    bad: `
      ALTER TABLE "T" DROP COLUMN "b";
      --              ^^^^^^^^^^^^^^^
    `,
  },
  "the file has added it itself": {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `
      ALTER TABLE "T" ADD COLUMN "c" TEXT;
      ALTER TABLE "T" DROP COLUMN "c";
    `,
  },
  "one that comes back has a rule of its own": {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `ALTER TABLE "T" DROP COLUMN "a", ADD COLUMN "a" INTEGER;`,
  },
  "a probable rename has a rule of its own": {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `ALTER TABLE "T" DROP COLUMN "a", ADD COLUMN "c" TEXT;`,
  },
  "IF EXISTS finds nothing": {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `ALTER TABLE "T" DROP COLUMN IF EXISTS "x";`,
  },
  "IF EXISTS finds it": {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    bad: `
      ALTER TABLE "T" DROP COLUMN IF EXISTS "a";
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "IF EXISTS in a table that is not known": {
    bad: `
      ALTER TABLE "legacy" DROP COLUMN IF EXISTS "a";
      --                   ^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a new table": {
    good: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);
      ALTER TABLE "T" DROP COLUMN "a";
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(columnDropped, example),
);

test.each([
  {
    before: `
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      CREATE TABLE "T" ("id" TEXT NOT NULL, "s" TEXT, CONSTRAINT "T_pkey" PRIMARY KEY ("id"), CONSTRAINT "T_s_fkey" FOREIGN KEY ("s") REFERENCES "S"("id"));
      CREATE INDEX "T_s_idx" ON "T"("s");
      CREATE INDEX "T_l_idx" ON "T"(lower("s"));
    `,
    text: `
      ALTER TABLE "T" DROP COLUMN "s",
        DROP COLUMN "id";
    `,
    says: [
      "The values of T.s are lost, and with them the foreign key T_s_fkey, the index T_s_idx and the index T_l_idx; a Prisma Client of before still selects it, and fails",
      "The values of T.id are lost, and with them the primary key T_pkey; a Prisma Client of before still selects it, and fails",
    ],
  },
  {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    text: `ALTER TABLE "T" DROP COLUMN "b";`,
    says: ["The values of T.b are lost; a Prisma Client of before still selects it, and fails"],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(columnDropped.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
