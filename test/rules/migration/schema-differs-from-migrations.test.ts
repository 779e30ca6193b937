/** Edges of schema-differs-from-migrations. */
import { expect, test } from "vitest";
import { schemaDiffersFromMigrations } from "../../../src/core/rules/migration/schema-differs-from-migrations.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (drift: string | undefined) =>
  messagesOf(schemaDiffersFromMigrations, "SELECT 1;", "", { disk: { drift } });

test("the first of what is missing, and how much more there is", () => {
  const drift = `-- CreateTable
CREATE TABLE "Post" (
    "id" INT NOT NULL
);

-- AlterTable
ALTER TABLE "User" ADD COLUMN "name" TEXT;
`;
  expect(messages(drift)).toEqual([
    'The schema has changes that no migration makes: CREATE TABLE "Post" and 1 more',
  ]);
  expect(messages('-- DropIndex\nDROP INDEX "i";\n')).toEqual([
    'The schema has changes that no migration makes: DROP INDEX "i"',
  ]);
});

test("no difference, or not known", () => {
  expect(messages("")).toEqual([]);
  expect(messages("-- This is an empty migration.\n")).toEqual([]);
  expect(messages(undefined)).toEqual([]);
});
