/**
 * What the rules about plans advise helps: with the index that a finding asks for, Prisma accepts the
 * schema, PostgreSQL plans the query anew, and nothing is found there any more. Of queries that an
 * index serves already nothing is said. EVERY_SCHEMA=1 asks it of all real schemas and reports;
 * SCHEMAS_OF=a,b of some, WITHOUT_VALUES=1 with plans for any values.
 */
import { afterAll, expect, test } from "vitest";
import type { PlanVerdict } from "../../src/core/rules/plan-rule.ts";
import { EmbeddedExplainer } from "../../src/explain/embedded.ts";
import { postgresSchemas, type RealSchema } from "../support/corpus.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";
import {
  type Cures,
  curesIn,
  followed,
  namesIn,
  outcomeOf,
  roundsOf,
} from "./advised-indexes-cures.ts";
import type { Asked } from "./advised-indexes-parts.ts";
import { queriesOn } from "./advised-indexes-queries.ts";
import {
  type Judged,
  judge,
  openWorld,
  type World,
  withAdditions,
} from "./advised-indexes-world.ts";
import { corpusHistories } from "./histories.ts";

const isEverything = process.env.EVERY_SCHEMA === "1";
const mode = process.env.WITHOUT_VALUES === "1" ? "generic" : "value";
const only = process.env.SCHEMAS_OF?.split(",");

const postgres = await startEmbeddedPostgres();
const explainer = new EmbeddedExplainer(() => postgres);
afterAll(async () => {
  await explainer.stop();
  await postgres.stop();
});

const histories = corpusHistories();
const schemas = postgresSchemas().filter(({ name }) =>
  only ? only.some((part) => name.includes(part)) : isEverything || name === "example",
);

test.each(schemas)("$name", { timeout: 3_600_000 }, async (real) => {
  const begun = performance.now();
  const world = await open(real);
  const { judged, failed } = await judgeAll(world, queriesOn(world.schema));
  const refused: string[] = [];
  const tally = newTally();
  for (const before of judged) {
    // What asks for no index, but for another query.
    const others = before.verdicts.filter((one) => isNothing(curesIn(one)));
    const changed = others.filter((one) => followed(before, one) !== before.asked);
    await follow(tally, world, before, new Set(changed));
    for (const { rule } of others.filter((one) => !tally.followed.has(one))) {
      count(tally, rule, "asks for no index");
    }
  }
  for (const round of roundsOf(
    world.schema,
    judged.flatMap(({ verdicts }) => verdicts),
  )) {
    const wrong = refusedIn(real, round.cures.additions);
    refused.push(...wrong);
    if (wrong.length > 0) continue;
    // What migrations made by hand under the name, no rule knows of: PostgreSQL will refuse it.
    const free = new Set<PlanVerdict>();
    for (const verdict of round.verdicts) {
      const isTaken = namesIn(world.schema, verdict).some((name) => world.indexes.has(name));
      if (isTaken) count(tally, verdict.rule, "its name is taken in the migrations");
      else free.add(verdict);
    }
    const better = await open(real, round.cures);
    refused.push(...better.opened.left.filter((line) => !world.opened.left.includes(line)));
    for (const before of judged) await follow(tally, better, before, free);
  }
  const needless = judged.flatMap(needlessIn);
  const seconds = Math.round((performance.now() - begun) / 1000);
  if (isEverything || only) {
    console.log(report(real, world, { judged, tally, needless, seconds }));
  }
  expect(failed).toEqual([]);
  expect(refused).toEqual([]);
  expect(judged.length).toBeGreaterThan(0);
  expect(needless).toEqual([]);
  expect(tally.asBefore).toEqual([]);
});

function isNothing({ additions, statements }: Cures): boolean {
  return additions.length + statements.length === 0;
}

function open(real: RealSchema, cures?: Parameters<typeof openWorld>[3]): Promise<World> {
  const history = histories.find(({ name }) => name === real.name);
  return openWorld(explainer, real.files, history, cures);
}

async function judgeAll(world: World, queries: readonly Asked[]) {
  const judged: Judged[] = [];
  const failed: string[] = [];
  for (const asked of queries) {
    const answer = await judge(world, asked, mode);
    if (typeof answer !== "string") judged.push(answer);
    else failed.push(`${asked.model} ${asked.words}: ${answer}`);
  }
  return { judged, failed };
}

/** One line for each, so that the guilty one is named where all together are refused. */
function refusedIn(
  { files }: RealSchema,
  additions: Parameters<typeof withAdditions>[1],
): string[] {
  if (withAdditions(files, additions).refused.length === 0) return [];
  return additions.flatMap((addition) =>
    withAdditions(files, [addition]).refused.map(
      (refused) => `${addition.model} ${addition.attribute}: ${refused}`,
    ),
  );
}

type Tally = {
  readonly counts: Map<string, number>;
  readonly asBefore: string[];
  readonly followed: Set<PlanVerdict>;
};

function newTally(): Tally {
  return { counts: new Map(), asBefore: [], followed: new Set() };
}

function count({ counts }: Tally, rule: string, outcome: string): void {
  const key = `${rule}: ${outcome}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

async function follow(
  tally: Tally,
  better: World,
  before: Judged,
  round: ReadonlySet<PlanVerdict>,
): Promise<void> {
  const own = before.verdicts.filter((verdict) => round.has(verdict));
  if (own.length === 0) return;
  for (const verdict of own) {
    const asked = followed(before, verdict);
    if (asked === undefined) continue;
    const after = await judge(better, asked, mode);
    const name = `${asked.model} ${asked.words}`;
    if (typeof after === "string") throw new Error(`${name}: ${after}`);
    const outcome = outcomeOf(before, after, verdict);
    tally.followed.add(verdict);
    count(tally, verdict.rule, outcome);
    if (outcome !== "as before") continue;
    const costs = `cost ${before.cost} and then ${after.cost}`;
    tally.asBefore.push(`${name}: ${verdict.rule}: ${verdict.advice} (${costs})`);
  }
}

/** By a key, whatever is said; by an index, what a lacking index would explain. */
function needlessIn({ asked, verdicts }: Judged): string[] {
  if (asked.served === undefined) return [];
  const wrong = verdicts.filter(
    (verdict) => asked.served === "unique" || curesIn(verdict).additions.length > 0,
  );
  return wrong.map(({ rule, message }) => `${asked.model} ${asked.words}: ${rule}: ${message}`);
}

function report(
  { name }: RealSchema,
  { schema, opened }: World,
  found: {
    readonly judged: readonly Judged[];
    readonly tally: Tally;
    readonly needless: readonly string[];
    readonly seconds: number;
  },
): string {
  const { judged, tally, needless, seconds } = found;
  const findings = judged.reduce((sum, { verdicts }) => sum + verdicts.length, 0);
  const served = judged.filter(({ asked }) => asked.served !== undefined).length;
  const cured = [...tally.counts].reduce(
    (sum, [key, times]) => (/: (?:cured|cheaper)$/.test(key) ? sum + times : sum),
    0,
  );
  return [
    `${name}: ${schema.models.length} models, ${judged.length} queries, ${findings} findings; of ${tally.followed.size} that were followed ${cured} cured; ${needless.length} needless of ${served} served; ${seconds} s`,
    ...[...tally.counts].sort().map(([key, times]) => `  ${key} ${times}`),
    ...opened.left.map((line) => `  left out: ${line}`),
    ...tally.asBefore.slice(0, 20).map((line) => `  as before: ${line}`),
    ...needless.slice(0, 20).map((line) => `  needless: ${line}`),
  ].join("\n");
}
