/**
 * Each safe way leads to the very database to which the migration leads that it is offered for,
 * and takes the locks that it promises, on rows that are there. Own examples always; with
 * EVERY_SAFE_WAY=1 all that apply in the histories of real projects, without it a few of each kind.
 */
import { afterAll, expect, test } from "vitest";
import { analyseHistory } from "../../src/core/migration/analyse.ts";
import { safeWaysOf } from "../../src/core/migration/safe-ways.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { seedRows } from "../../src/engines/postgres-seed.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";
import { migrationOf, usualWorld } from "../support/migration-examples.ts";
import { examples } from "./safe-way-examples.ts";
import { applyOriginal, applyWay } from "./safe-ways.ts";

const parse = await loadPgParser();
const postgres = await startEmbeddedPostgres();
const opened = await postgres.open();
if (!opened.ok) throw new Error(opened.message);
const { database } = opened;
const world = { ...usualWorld, postgres: 18 };

afterAll(() => postgres.stop());

test.each(examples)("$title", { timeout: 60_000 }, async (example) => {
  const migrations = [
    migrationOf("20240101000000_before", example.before),
    migrationOf("20240102000000_now", example.now),
  ];
  const report = analyseHistory(migrations, emptyCatalog, world).at(-1);
  if (report === undefined) throw new Error("no report");
  const ways = safeWaysOf(report, world, parse).filter(({ rule }) => rule === example.rule);
  expect(ways.map(({ title }) => title)).toEqual([example.title]);
  const [way] = ways;
  if (way === undefined) throw new Error("no way");
  expect(way.then.map(({ kind, name, promises }) => `${kind} ${name} ${locks(promises)}`)).toEqual(
    example.steps,
  );
  await emptied(example.before);
  const original = await applyOriginal(database, report);
  if ("refused" in original) throw new Error(original.refused);
  for (const seeded of [false, true]) {
    await emptied(example.before);
    if (seeded) await seedRows(database);
    if (seeded && example.mend !== undefined) await done(example.mend);
    const value = example.value ?? "NULL";
    const tried = await applyWay(database, report, way, original.lines, value);
    expect(tried.refused).toBeUndefined();
    expect(tried.differences).toEqual([]);
    expect(tried.broken).toEqual([]);
  }
});

function locks(promises: readonly { readonly table: string; readonly mode: string }[]): string {
  return promises.map(({ table, mode }) => `${table.replace("public.", "")}: ${mode}`).join(", ");
}

/** Much faster than another database. */
async function emptied(before: string): Promise<void> {
  await done("DROP SCHEMA public CASCADE; CREATE SCHEMA public;");
  await done(before);
}

async function done(sql: string): Promise<void> {
  const answer = await database.exec(sql);
  if (!answer.ok) throw new Error(`${answer.message}: ${sql}`);
}
