/**
 * Each safe way leads to the very database to which the migration leads that it is offered for,
 * and takes the locks that it promises, on rows that are there. Own examples always, and some that
 * apply in a few real histories. EVERY_SAFE_WAY=1 takes all of these, SAFE_WAYS_OF=name,name those
 * named; SAFE_WAY_PASSES and SAFE_WAYS_MOST say how many ways are tried in each.
 */
import { afterAll, expect, test } from "vitest";
import { analyseHistory } from "../../src/core/migration/analyse.ts";
import { safeWaysOf } from "../../src/core/migration/safe-ways.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { seedRows } from "../../src/engines/postgres-seed.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";
import { migrationOf, usualWorld } from "../support/migration-examples.ts";
import { corpusHistories, ownHistories } from "./histories.ts";
import { driftFrom, schemaOf } from "./safe-drift.ts";
import { type TriedWay, tryHistory } from "./safe-histories.ts";
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
  expect(
    way.following.map(({ kind, name, promises }) => `${kind} ${name} ${locks(promises)}`),
  ).toEqual(example.steps);
  await emptied(example.before);
  const original = await applyOriginal(database, report);
  if ("refused" in original) throw new Error(original.refused);
  const schema = await schemaOf(database);
  for (const seeded of [false, true]) {
    await emptied(example.before);
    if (seeded) await seedRows(database);
    if (seeded && example.mend !== undefined) await done(example.mend);
    const value = example.value ?? "NULL";
    const tried = await applyWay(database, report, way, original.lines, value);
    expect(tried.refused).toBeUndefined();
    expect(tried.differences).toEqual([]);
    expect(tried.broken).toEqual([]);
    // Prisma itself sees no drift either.
    expect(await driftFrom(database, schema)).toBe("");
  }
});

const isEverything = process.env.EVERY_SAFE_WAY === "1";
/** Ways of one migration that are tried one after the other; the suite takes the first. */
const passes = Number(process.env.SAFE_WAY_PASSES ?? (isEverything ? 4 : 1));
/** Ways of one history, in each pass. */
const most = Number(process.env.SAFE_WAYS_MOST ?? (isEverything ? 10_000 : 10));
const some = ["EvolutionAPI__evolution-api", "opengovsg__isomer"];
const wanted = process.env.SAFE_WAYS_OF?.split(",");

const histories = [
  ...ownHistories(),
  ...corpusHistories().filter(({ name }) =>
    isEverything ? (wanted?.includes(name) ?? true) : some.includes(name),
  ),
];

test.each(histories)("$name", { timeout: 1_800_000 }, async (history) => {
  const tried: TriedWay[] = [];
  for (let pass = 0; pass < passes; pass++) {
    tried.push(...(await tryHistory(postgres, history, parse, pass, most)));
  }
  if (isEverything) console.log(JSON.stringify(countsOf(history.name, tried)));
  const wrong = tried.flatMap(({ migration, way, refused, differences, broken }) =>
    [...(refused === undefined ? [] : [refused]), ...differences, ...broken].map(
      (what) => `${migration}, ${way.title}: ${what}`,
    ),
  );
  expect(wrong).toEqual([]);
});

function countsOf(name: string, tried: readonly TriedWay[]) {
  const byRule: Record<string, number> = {};
  for (const { way } of tried) byRule[way.rule] = (byRule[way.rule] ?? 0) + 1;
  const sum = (count: (one: TriedWay) => number) => tried.reduce((all, one) => all + count(one), 0);
  return {
    name,
    ways: tried.length,
    refused: sum(({ refused }) => (refused === undefined ? 0 : 1)),
    unequal: sum(({ differences }) => (differences.length > 0 ? 1 : 0)),
    steps: sum(({ observed }) => observed),
    unseen: sum(({ unseen }) => unseen),
    broken: sum(({ broken }) => broken.length),
    ...byRule,
  };
}

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
