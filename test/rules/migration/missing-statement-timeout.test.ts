/** Edges of missing-statement-timeout. */
import { expect, test } from "vitest";
import { missingStatementTimeout } from "../../../src/core/rules/migration/missing-statement-timeout.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

const messages = (text: string) => messagesOf(missingStatementTimeout, text, user);

test("what takes as long as the table is large", () => {
  expect(messages(`CREATE INDEX "i" ON "User"("name");`)).toEqual([
    "Nothing limits how long this builds an index on User",
  ]);
  expect(messages(`ALTER TABLE "User" ALTER COLUMN "id" TYPE BIGINT;`)).toEqual([
    "Nothing limits how long this rewrites User",
  ]);
  expect(messages(`ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;`)).toEqual([
    "Nothing limits how long this scans User",
  ]);
  expect(messages(`UPDATE "User" SET "name" = '';`)).toEqual([
    "Nothing limits how long this changes rows of User",
  ]);
});

test("with a limit above it, or nothing to limit", () => {
  expect(messages(`SET statement_timeout = '60s'; CREATE INDEX "i" ON "User"("name");`)).toEqual(
    [],
  );
  expect(messages(`ALTER TABLE "User" ADD COLUMN "a" INT;`)).toEqual([]);
  expect(messages(`INSERT INTO "User" ("id") VALUES (1);`)).toEqual([]);
  expect(messages(`CREATE INDEX CONCURRENTLY "i" ON "User"("name");`)).toEqual([]);
});
