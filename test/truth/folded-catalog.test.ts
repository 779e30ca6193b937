/**
 * The catalog that is folded from migrations is the one that PostgreSQL has after running them.
 * Own histories after each migration, a few real ones at their end; EVERY_HISTORY=1 looks at all
 * of them after each migration, and tells what it left out.
 */
import { expect, test } from "vitest";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { corpusHistories, ownHistories } from "./histories.ts";
import { type Replay, replay } from "./replay-history.ts";

const isEverything = process.env.EVERY_HISTORY === "1";

const parse = await loadPgParser();

test.each(ownHistories())("$name, after each migration", { timeout: 120_000 }, async (history) => {
  const { differences, refused, compared } = await replay(history, parse, true);
  expect(refused).toEqual([]);
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThan(history.migrations.length);
});

/** Together they rename, recreate enums, replace keys and drop what others point at. */
const few = [
  "EvolutionAPI__evolution-api",
  "hoppscotch__hoppscotch",
  "opengovsg__isomer",
  "sillsdev__appbuilder-portal",
  "thirdweb-dev__engine",
];

const real = corpusHistories().filter(({ name }) => isEverything || few.includes(name));

test.each(real)("$name", { timeout: 600_000 }, async (history) => {
  const result = await replay(history, parse, isEverything);
  if (isEverything) console.log(report(history.name, result));
  expect(result.differences).toEqual([]);
  expect(result.compared).toBeGreaterThan(0);
});

function report(name: string, result: Replay): string {
  const { migrations, statements, refused, differences, compared, doubtful } = result;
  return [
    `${name}: ${migrations} migrations, ${statements} statements, ${refused.length} refused; ${compared} things compared, ${doubtful} doubtful, ${differences.length} differences`,
    ...refused.slice(0, 1).map((one) => `  first refused: ${one.migration}: ${one.statement}`),
    ...refused.slice(0, 1).map((one) => `    ${one.reason}`),
  ].join("\n");
}
