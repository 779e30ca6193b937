/** Edges of transaction-inside-migration. */
import { expect, test } from "vitest";
import { transactionInsideMigration } from "../../../src/core/rules/migration/transaction-inside-migration.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (text: string) => messagesOf(transactionInsideMigration, text);
const halves =
  "COMMIT makes what stands above permanent: if a statement below fails, the migration has happened by halves";
const undone =
  "ROLLBACK undoes all that stands above it, and Prisma notes the migration as applied";

test("the first COMMIT with something on both sides", () => {
  expect(messages("CREATE TABLE a (); COMMIT; CREATE TABLE b ();")).toEqual([halves]);
  expect(
    messages(
      "BEGIN; CREATE TABLE a (); COMMIT; BEGIN; CREATE TABLE b (); COMMIT; CREATE TABLE c ();",
    ),
  ).toEqual([halves]);
});

test("around the whole file nothing is halved", () => {
  expect(messages("BEGIN; CREATE TABLE a (); COMMIT;")).toEqual([]);
  expect(
    messages("SET lock_timeout = '5s'; BEGIN; CREATE TABLE a (); COMMIT; RESET lock_timeout;"),
  ).toEqual([]);
});

test("ROLLBACK undoes, if there is something to undo", () => {
  expect(messages("CREATE TABLE a (); ROLLBACK;")).toEqual([undone]);
  expect(messages("ROLLBACK; CREATE TABLE a ();")).toEqual([]);
  expect(messages("BEGIN; SAVEPOINT s; CREATE TABLE a (); ROLLBACK TO s; COMMIT;")).toEqual([]);
});

const recreation = `
  BEGIN;
  CREATE TYPE "Role_new" AS ENUM ('USER');
  ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
  ALTER TYPE "Role" RENAME TO "Role_old";
  ALTER TYPE "Role_new" RENAME TO "Role";
  DROP TYPE "public"."Role_old";
  COMMIT;
`;

test("how Prisma makes an enum anew is another rule's matter", () => {
  expect(messages(`${recreation} CREATE TABLE a ();`)).toEqual([]);
  expect(messages(`CREATE TABLE a (); ${recreation} ${recreation}`)).toEqual([]);
});

test("a default that is set once more behind it changes nothing", () => {
  const before = `ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT;\n  ALTER TABLE "User" ALTER COLUMN "role" TYPE`;
  const block = recreation.replace(`ALTER TABLE "User" ALTER COLUMN "role" TYPE`, before);
  const again = `ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER';`;
  expect(messages(`${block.replace("COMMIT;", `${again} COMMIT;`)} ${again}`)).toEqual([]);
});

test("a block that only begins like it is looked at", () => {
  expect(
    messages(`BEGIN; CREATE TYPE "Role_new" AS ENUM ('A'); COMMIT; CREATE TABLE a ();`),
  ).toEqual([halves]);
});
