/**
 * What takes a migration back leaves exactly what was there before, and lets it be applied again:
 * own histories and a few real ones; EVERY_DOWN=1 looks at all of them and prints what it found.
 */
import { afterAll, expect, test } from "vitest";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";
import { type Walk, walkDownAndUp } from "./down-up.ts";
import { corpusHistories, ownHistories } from "./histories.ts";

const isEverything = process.env.EVERY_DOWN === "1";
const only = process.env.DOWN_OF;

const parse = await loadPgParser();
const postgres = await startEmbeddedPostgres();
afterAll(() => postgres.stop());

const few = ["opengovsg__isomer", "thirdweb-dev__engine"];

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

function report(name: string, walks: readonly Walk[]): string {
  const count = (wanted: Walk["result"]) =>
    walks.filter(({ result }) => result === wanted).length;
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
