/** The script that takes a migration back: what it says, what it undoes, what it refuses. */
import { describe, expect, test } from "vitest";
import { analyseHistory } from "../../src/core/migration/analyse.ts";
import { type Reverse, reverseOf } from "../../src/core/migration/reverse.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import { migrationOf, usualWorld } from "../support/migration-examples.ts";

/** Of the last of the texts, each a migration on top of the one before. */
function reverse(...texts: readonly string[]): Reverse {
  const migrations = texts.map((text, at) => migrationOf(`2024010100000${at}_m`, text));
  const last = analyseHistory(migrations, emptyCatalog, usualWorld).at(-1);
  if (last === undefined) throw new Error("there is a file");
  return reverseOf(last);
}

/** Without comments. */
function sqlOf({ sql }: Reverse): string[] {
  const lines = sql.split("\n").filter((line) => line !== "" && !line.startsWith("--"));
  return lines
    .join(" ")
    .split("; ")
    .map((one) => one.replace(/;$/, "").replaceAll(/\s+/g, " "));
}

const users = `
  CREATE TYPE "Role" AS ENUM ('READER', 'ADMIN');
  CREATE TABLE "User" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "role" "Role" NOT NULL DEFAULT 'READER',
    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
  );
  CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
`;

describe("the script", () => {
  test("names the migration and says what is lost and what stands in the way", () => {
    const { sql, losses, refused } = reverse(users, `ALTER TABLE "User" DROP COLUMN "email";`);
    expect(sql).toBe(`-- Takes back 20240101000001_m. Prisma does not run this file.

-- Data loss: the values of "User"."email"
-- Refused by PostgreSQL while "User" holds a row: "email" was required and had no default
-- Refused by PostgreSQL while rows of "User" are alike for "User_email_key"
-- AlterTable
ALTER TABLE "User" ADD COLUMN     "email" TEXT NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
`);
    expect(losses).toEqual([`the values of "User"."email"`]);
    expect(refused).toEqual([]);
  });

  test("goes from the last statement to the first", () => {
    const { statements } = reverse(
      users,
      `ALTER TABLE "User" ADD COLUMN "a" INT; ALTER TABLE "User" ALTER COLUMN "email" DROP NOT NULL;`,
    );
    expect(statements.map(({ undoes }) => undoes)).toEqual([1, 0]);
  });

  test("says so when there is nothing to undo", () => {
    const { sql, statements } = reverse(users, "SET lock_timeout = '5s'; SELECT 1;");
    expect(statements).toEqual([]);
    expect(sql).toContain("There is nothing that a statement could undo");
  });
});

describe("tables", () => {
  test("a new one is dropped, with what stands on it", () => {
    const script = reverse(
      users,
      `CREATE TABLE "Post" ("id" INT NOT NULL, "by" INT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
       CREATE INDEX "Post_by_idx" ON "Post"("by");
       INSERT INTO "Post" VALUES (1);
       ALTER TABLE "Post" ADD CONSTRAINT "Post_by_fkey" FOREIGN KEY ("by") REFERENCES "User"("id");`,
    );
    expect(sqlOf(script)).toEqual([
      'ALTER TABLE "Post" DROP CONSTRAINT "Post_by_fkey"',
      'DROP TABLE "Post"',
    ]);
    expect(script.refused).toEqual([]);
  });

  test("a dropped one comes back with keys, indexes and the foreign keys that pointed at it", () => {
    const script = reverse(
      `${users} CREATE TABLE "Post" ("by" INT NOT NULL);
       ALTER TABLE "Post" ADD CONSTRAINT "Post_by_fkey" FOREIGN KEY ("by") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;`,
      `DROP TABLE "User" CASCADE;`,
    );
    expect(sqlOf(script)).toEqual([
      `CREATE TABLE "User" ( "id" SERIAL NOT NULL, "email" TEXT NOT NULL, "role" "Role" NOT NULL DEFAULT 'READER', CONSTRAINT "User_pkey" PRIMARY KEY ("id") )`,
      'CREATE UNIQUE INDEX "User_email_key" ON "User"("email")',
      'ALTER TABLE "Post" ADD CONSTRAINT "Post_by_fkey" FOREIGN KEY ("by") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE',
    ]);
    expect(script.losses).toEqual([`the rows of "User"`]);
  });
});

describe("columns", () => {
  test.each([
    ['ADD COLUMN "a" INT', ['ALTER TABLE "User" DROP COLUMN "a"']],
    [
      'ALTER COLUMN "email" DROP NOT NULL',
      ['ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL'],
    ],
    [
      'ALTER COLUMN "role" DROP DEFAULT',
      [`ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'READER'`],
    ],
    [
      'ALTER COLUMN "email" SET DATA TYPE VARCHAR(10)',
      ['ALTER TABLE "User" ALTER COLUMN "email" SET DATA TYPE TEXT'],
    ],
    ['RENAME COLUMN "email" TO "mail"', ['ALTER TABLE "User" RENAME COLUMN "mail" TO "email"']],
  ])("%s", (change, expected) => {
    expect(sqlOf(reverse(users, `ALTER TABLE "User" ${change};`))).toEqual(expected);
  });

  test("a column that is dropped and added anew is dropped and added back, not converted", () => {
    const script = reverse(
      users,
      'ALTER TABLE "User" DROP COLUMN "email", ADD COLUMN "email" INT;',
    );
    expect(sqlOf(script)).toEqual([
      'ALTER TABLE "User" DROP COLUMN "email"',
      'ALTER TABLE "User" ADD COLUMN "email" TEXT NOT NULL',
      'CREATE UNIQUE INDEX "User_email_key" ON "User"("email")',
    ]);
  });

  test("a wider type narrows again only over values that fit, and says so", () => {
    const { sql } = reverse(
      `CREATE TABLE "T" ("n" INT);`,
      `ALTER TABLE "T" ALTER COLUMN "n" TYPE BIGINT;`,
    );
    expect(sql).toContain(
      '-- Refused by PostgreSQL while a value of "T"."n" does not fit into INTEGER',
    );
  });

  test("an index follows the names that its columns have by now", () => {
    const script = reverse(
      `${users} ALTER TABLE "User" RENAME COLUMN "email" TO "mail";`,
      `DROP INDEX "User_email_key";`,
    );
    expect(sqlOf(script)).toEqual(['CREATE UNIQUE INDEX "User_email_key" ON "User"("mail")']);
  });
});

test("values added to an enum are taken out at once, by an enum made anew", () => {
  const script = reverse(
    users,
    `ALTER TYPE "Role" ADD VALUE 'A'; ALTER TYPE "Role" ADD VALUE 'B';`,
  );
  expect(sqlOf(script)).toEqual([
    `CREATE TYPE "Role_old" AS ENUM ('READER', 'ADMIN')`,
    'ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT',
    'ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_old" USING ("role"::text::"Role_old")',
    'DROP TYPE "Role"',
    'ALTER TYPE "Role_old" RENAME TO "Role"',
    `ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'READER'`,
  ]);
  expect(script.sql).toContain(`-- Refused by PostgreSQL while a row of "User" holds 'B'`);
});

describe("what cannot be undone is said, not guessed", () => {
  test.each([
    [`UPDATE "User" SET "email" = lower("email");`, "the values that were there before"],
    [`DELETE FROM "User";`, "the rows that it removes"],
    [`INSERT INTO "User" ("email") VALUES ('a');`, "the rows that it adds"],
    ["DO $$ BEGIN DROP TABLE x; END $$;", "only known when it runs"],
    [`DROP INDEX "never_seen";`, "what it drops is not known"],
    [`ALTER TABLE "Elsewhere" DROP COLUMN "a";`, "is like is not known"],
    [`ALTER TYPE "Elsewhere" ADD VALUE 'a';`, "is like is not known"],
    [`CREATE FOREIGN DATA WRAPPER w;`, "what undoes it is not known"],
    ["SELEC 1;", "it cannot be read"],
  ])("%s", (text, reason) => {
    const { refused, sql } = reverse(users, text);
    expect(refused).toEqual([{ statement: 0, reason: expect.stringContaining(reason) }]);
    expect(sql).toContain("-- Not undone: ");
  });

  test("a backfill of a column that the migration adds goes with the column", () => {
    const script = reverse(
      users,
      `ALTER TABLE "User" ADD COLUMN "a" INT; UPDATE "User" SET "a" = 1; ALTER TABLE "User" ALTER COLUMN "a" SET NOT NULL;`,
    );
    expect(script.refused).toEqual([]);
    expect(sqlOf(script).at(-1)).toBe('ALTER TABLE "User" DROP COLUMN "a"');
  });

  test("what was rolled back needs no undoing", () => {
    const script = reverse(
      users,
      `BEGIN; DROP TABLE "User"; ROLLBACK; CREATE TABLE "A" ("id" INT);`,
    );
    expect(sqlOf(script)).toEqual(['DROP TABLE "A"']);
  });
});
