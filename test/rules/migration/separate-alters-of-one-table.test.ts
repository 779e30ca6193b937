/** Edges of separate-alters-of-one-table. */
import { expect, test } from "vitest";
import { applyChanges } from "../../../src/core/base/text.ts";
import { separateAltersOfOneTable } from "../../../src/core/rules/migration/separate-alters-of-one-table.ts";
import { findingsOf } from "../../support/migration-examples.ts";

const tables = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "a" TEXT, "b" TEXT, "c" INT);`;
const found = (...statements: readonly string[]) =>
  findingsOf(
    separateAltersOfOneTable.name,
    tables,
    statements.map((one) => `ALTER TABLE "User" ${one};`).join("\n"),
  );
const fixed = (...statements: readonly string[]) => {
  const findings = found(...statements);
  const text = findings[0]?.at.source.text ?? "";
  const edits = findings.flatMap(({ fix }) => fix?.edits ?? []);
  return applyChanges(
    text,
    edits.map(({ at, text: by }) => ({ ...at, text: by })),
  );
};
const toInt = `ALTER COLUMN "c" TYPE BIGINT`;
const notNull = `ALTER COLUMN "a" SET NOT NULL`;
const check = `ADD CONSTRAINT "k" CHECK ("b" <> '')`;

test("two passes become one", () => {
  expect(found(toInt, notNull).map(({ message }) => message)).toEqual([
    "Goes through all rows of User once more under ACCESS EXCLUSIVE; in one ALTER TABLE with the statement above it would be one pass",
  ]);
  expect(fixed(toInt, notNull)).toBe(`ALTER TABLE "User" ${toInt}, ${notNull};`);
});

test("all neighbours are joined, also those that need no pass", () => {
  expect(fixed(toInt, `ALTER COLUMN "b" DROP NOT NULL`, notNull)).toBe(
    `ALTER TABLE "User" ${toInt}, ALTER COLUMN "b" DROP NOT NULL, ${notNull};`,
  );
  expect(fixed(check, toInt)).toBe(`ALTER TABLE "User" ${check}, ${toInt};`);
});

test("one pass is one pass, and SET NOT NULL alone has its own rule", () => {
  expect(found(toInt, `ALTER COLUMN "b" DROP NOT NULL`)).toEqual([]);
  expect(found(notNull, `ALTER COLUMN "b" SET NOT NULL`)).toEqual([]);
});

test("steps that lean on each other stay apart", () => {
  expect(found(`ALTER COLUMN "b" TYPE VARCHAR(9)`, check)).toEqual([]);
  expect(found(toInt, `ALTER COLUMN "c" TYPE TEXT`)).toEqual([]);
  expect(found(toInt, `ALTER COLUMN "a" TYPE INT USING "c"::int`)).toEqual([]);
  expect(found(`RENAME COLUMN "c" TO "d"`, notNull)).toEqual([]);
});

test("only neighbours, of one table and one transaction, in use", () => {
  const one = `ALTER TABLE "User" ${toInt};`;
  const two = `ALTER TABLE "User" ${notNull};`;
  const text = (sql: string, before = tables) =>
    findingsOf(separateAltersOfOneTable.name, before, sql);
  expect(text(`${one} SELECT 1; ${two}`)).toEqual([]);
  expect(text(`${one} ${two.replace("TABLE", "TABLE ONLY")}`)).toEqual([]);
  expect(text(`BEGIN; ${one} COMMIT; ${two}`)).toEqual([]);
  expect(text(`${tables} ${one} ${two}`, "")).toEqual([]);
  expect(text(`${one}\n-- Somebody wrote this here\n${two}`)).toEqual([]);
  expect(text(`${one}\n-- AlterTable\n${two}`)).toHaveLength(1);
});
