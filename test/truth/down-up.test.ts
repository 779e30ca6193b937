/**
 * What takes a migration back leaves exactly what was there before, and lets it be applied again:
 * own histories and a real one; EVERY_DOWN=1 looks at all of them and prints what it found.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { analyseHistory } from "../../src/core/migration/analyse.ts";
import { reverseOf } from "../../src/core/migration/reverse.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import type { Database } from "../../src/engines/postgres.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";
import { migrationOf, usualWorld } from "../support/migration-examples.ts";
import { type Walk, walkDownAndUp } from "./down-up.ts";
import { corpusHistories, ownHistories } from "./histories.ts";

const isEverything = process.env.EVERY_DOWN === "1";
const only = process.env.DOWN_OF;

const parse = await loadPgParser();
const postgres = await startEmbeddedPostgres();
afterAll(() => postgres.stop());

const few = ["thirdweb-dev__engine"];

const histories = [
  ...ownHistories(),
  ...corpusHistories().filter(({ name }) => isEverything || few.includes(name)),
].filter(({ name }) => only === undefined || name === only);

test.each(histories)("$name", { timeout: 600_000 }, async (history) => {
  const walks = await walkDownAndUp(history, postgres, parse);
  if (isEverything) console.log(report(history.name, walks));
  const wrong = walks.filter(({ result }) => result === "different" || result === "failed");
  expect(wrong.map(({ migration, details, script }) => ({ migration, details, script }))).toEqual(
    [],
  );
  expect(walks.some(({ result }) => result === "identical")).toBe(true);
});

describe("over rows that are there", { timeout: 30_000 }, () => {
  let database: Database;
  beforeAll(async () => {
    const opened = await postgres.open();
    if (!opened.ok) throw new Error(opened.message);
    database = opened.database;
  }, 60_000);
  const before = `
    CREATE TYPE "Role" AS ENUM ('A', 'B');
    CREATE TABLE "T" ("id" INT NOT NULL, "role" "Role" NOT NULL DEFAULT 'A', "name" TEXT NOT NULL, "size" INT DEFAULT 7);
    CREATE INDEX "T_role_idx" ON "T"("id") WHERE "role" = 'B';
    ALTER TABLE "T" ADD CONSTRAINT "T_role" CHECK ("role" <> 'B' OR "id" > 0);
    INSERT INTO "T" VALUES (1, 'A', 'x', 1), (2, 'B', 'y', 2);`;

  async function downOver(up: string, meanwhile = "SELECT 1") {
    const empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;";
    const migrations = [before, up].map((text, at) => migrationOf(`${at}`, text));
    const reverse = analyseHistory(migrations, emptyCatalog, usualWorld).map(reverseOf).at(-1);
    for (const script of [empty, before, up, meanwhile]) {
      expect(await database.exec(script)).toMatchObject({ ok: true });
    }
    const down = await database.exec(reverse?.sql ?? "");
    const rows = await database.query('SELECT * FROM "T" ORDER BY "id"');
    return {
      script: reverse?.sql ?? "",
      refusal: down.ok ? undefined : down.message,
      rows: rows.ok ? rows.rows : [],
    };
  }

  const asBefore = [
    ["1", "A", "x", "1"],
    ["2", "B", "y", "2"],
  ];

  test.each([
    `ALTER TYPE "Role" ADD VALUE 'C'`,
    `ALTER TABLE "T" ALTER COLUMN "size" TYPE BIGINT`,
    `ALTER TABLE "T" ALTER COLUMN "size" TYPE TEXT`,
    `ALTER TABLE "T" ADD COLUMN "more" TEXT NOT NULL DEFAULT ''; DROP INDEX "T_role_idx";`,
  ])("%s", async (up) => {
    const { refusal, rows } = await downOver(up);
    expect(refusal).toBeUndefined();
    expect(rows).toEqual(asBefore);
  });

  test("a column comes back with its default, and no values", async () => {
    const { rows } = await downOver('ALTER TABLE "T" DROP COLUMN "size";');
    expect(rows.map((row) => row[3])).toEqual(["7", "7"]);
  });

  test.each([
    [
      'ALTER TABLE "T" DROP COLUMN "name";',
      "SELECT 1",
      'column "name" of relation "T" contains null values',
    ],
    [
      `ALTER TYPE "Role" ADD VALUE 'C'`,
      `UPDATE "T" SET "role" = 'C'`,
      'invalid input value for enum "Role_old": "C"',
    ],
    [
      'ALTER TABLE "T" ALTER COLUMN "size" TYPE BIGINT',
      'UPDATE "T" SET "size" = 5000000000',
      "integer out of range",
    ],
    [
      'ALTER TABLE "T" ALTER COLUMN "name" DROP NOT NULL',
      'UPDATE "T" SET "name" = NULL',
      'column "name" of relation "T" contains null values',
    ],
  ])("%s, then %s: is refused as the script says", async (up, meanwhile, reason) => {
    const { script, refusal } = await downOver(up, meanwhile);
    expect(refusal).toBe(reason);
    expect(script).toContain("-- Refused by PostgreSQL while ");
  });
});

function report(name: string, walks: readonly Walk[]): string {
  const count = (wanted: Walk["result"]) => walks.filter(({ result }) => result === wanted).length;
  const reasons = walks
    .filter(({ result }) => result === "refused")
    .flatMap(({ refused }) => refused.map(({ reason }) => `  refused: ${reason}`));
  const wrong = walks
    .filter(({ result }) => result === "different" || result === "failed")
    .map(({ migration, details }) => `  wrong: ${migration}: ${details.slice(0, 4).join(" | ")}`);
  return [
    `${name}: ${walks.length} migrations, ${count("identical")} identical, ${count("different")} different, ${count("failed")} failed, ${count("refused")} refused, ${count("unreplayed")} unreplayed`,
    ...reasons,
    ...wrong,
  ].join("\n");
}
