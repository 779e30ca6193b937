/** What is read of DO blocks, and where nothing can be told. */
import { describe, expect, test } from "vitest";
import { stepIn } from "../support/sql.ts";

const insideOf = (body: string) => stepIn(`DO $$ ${body} $$`).inside;

describe("plain blocks", () => {
  test("an object that is made unless it is there", () => {
    const body = `BEGIN
      CREATE TYPE "A" AS ENUM ('x');
      -- why
      ALTER TABLE "b" ADD COLUMN "c" int DEFAULT 1, DROP "d";
    EXCEPTION WHEN duplicate_object OR duplicate_table THEN NULL; WHEN others THEN NULL;
    END`;
    expect(insideOf(body)).toMatchObject([
      { kind: "create-enum", at: `CREATE TYPE "A" AS ENUM ('x')` },
      { kind: "add-column", at: 'ADD COLUMN "c" int DEFAULT 1' },
      { kind: "drop-column", at: 'DROP "d"' },
    ]);
  });

  test("conditions, one in the other", () => {
    expect(
      insideOf(`BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'then') THEN
          DROP TABLE a;
          IF true THEN BEGIN DROP TABLE b; END; END IF;
        END IF;
        RAISE NOTICE 'done; %', 1;
        NULL;
      END;`),
    ).toMatchObject([{ tables: [{ name: "a" }] }, { tables: [{ name: "b" }] }]);
  });

  test("nothing at all", () => {
    expect(insideOf("BEGIN END")).toEqual([]);
  });
});

test.each([
  ["a variable", "DECLARE x int; BEGIN DROP TABLE a; END"],
  ["SQL that is put together", "BEGIN EXECUTE 'DROP TABLE a'; END"],
  ["a loop", "BEGIN FOR x IN SELECT 1 LOOP DROP TABLE a; END LOOP; END"],
  ["another way", "BEGIN IF a THEN DROP TABLE a; ELSE DROP TABLE b; END IF; END"],
  ["a condition with CASE", "BEGIN IF CASE WHEN a THEN b END THEN DROP TABLE a; END IF; END"],
  ["a function", "BEGIN PERFORM f(); END"],
  [
    "an exception that does something",
    "BEGIN DROP TABLE a; EXCEPTION WHEN others THEN DROP TABLE b; END",
  ],
  ["an end that is missing", "BEGIN DROP TABLE a;"],
  ["a semicolon that is missing", "BEGIN DROP TABLE a END"],
  ["something after the end", "BEGIN END; DROP TABLE a;"],
  ["a mistake", "BEGIN DROP TABEL a; END"],
  ["nothing", ""],
  ["too deep", `${"BEGIN ".repeat(50)}${"END;".repeat(50)}`],
])("nothing is told of %s", (_, body) => {
  expect(insideOf(body)).toBeUndefined();
});

test("a body in plain quotes is read when nothing in it is quoted", () => {
  expect(stepIn("DO 'BEGIN DROP TABLE a; END'").inside).toMatchObject([{ at: "DROP TABLE a" }]);
  expect(stepIn("DO 'BEGIN COMMENT ON TABLE a IS ''b''; END'").inside).toBeUndefined();
});
