/** Edges of missing-lock-timeout. */
import { expect, test } from "vitest";
import { missingLockTimeout } from "../../../src/core/rules/migration/missing-lock-timeout.ts";
import { findingsOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

const found = (text: string, before = user) => findingsOf(missingLockTimeout.name, before, text);
const alter = (column: string) => `ALTER TABLE "User" ADD COLUMN "${column}" INT;`;

test("once, at the first statement that waits", () => {
  const text = `CREATE TABLE "Log" ("id" INT);\n${alter("a")}\n${alter("b")}`;
  expect(found(text).map(({ at, message }) => [at.start, message])).toEqual([
    [
      31,
      "Waits for its lock on User without a limit, and all later queries of User wait behind it",
    ],
  ]);
});

test("each transaction gets its own limit by the fix", () => {
  const [finding, ...others] = found(`${alter("a")}\nCOMMIT;\n${alter("b")}`);
  expect(finding?.fix?.edits).toHaveLength(2);
  expect(others).toEqual([]);
});

test("a limit for the session or the transaction does, one that is taken back does not", () => {
  expect(found(`SET lock_timeout = '5s'; ${alter("a")} COMMIT; ${alter("b")}`)).toEqual([]);
  expect(found(`SET LOCAL lock_timeout = '5s'; ${alter("a")}`)).toEqual([]);
  expect(found(`SELECT set_config('lock_timeout', '5s', false); ${alter("a")}`)).toEqual([]);
  expect(found(`SET lock_timeout = 0; ${alter("a")}`)).toHaveLength(1);
  expect(found(`SET lock_timeout = '5s'; RESET lock_timeout; ${alter("a")}`)).toHaveLength(1);
  expect(found(`SET LOCAL lock_timeout = '5s'; ${alter("a")} COMMIT; ${alter("b")}`)).toHaveLength(
    1,
  );
});

test("weak locks, tables of this file and statements that must be alone", () => {
  expect(found(`UPDATE "User" SET "id" = 1;`)).toEqual([]);
  expect(found(`CREATE TABLE "Log" ("id" INT); ALTER TABLE "Log" ADD COLUMN "a" INT;`)).toEqual([]);
  expect(found(`VACUUM FULL "User";`)).toEqual([]);
  expect(found(`CREATE INDEX CONCURRENTLY "i" ON "User"("id");`)).toEqual([]);
});
