/**
 * What is cut out of two versions of a schema leads Prisma's schema engine to the same SQL, byte
 * for byte, and to the same refusals as the whole. Random edits of every real schema; the long
 * run: `EDITS=3000 SEED=1 npx vitest run test/truth/sliced-diff.test.ts`.
 */
import { afterAll, describe, expect, test } from "vitest";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve, type Schema } from "../../src/core/schema/resolve.ts";
import { sliceSchemas } from "../../src/core/schema/slice.ts";
import { type Random, randomFrom } from "../bench/synthetic.ts";
import { postgresSchemas, type RealSchema, split } from "../support/corpus.ts";
import { outcomeOf } from "../support/schema-engine.ts";
import { refactoringCases } from "./own-cases.ts";
import { edited } from "./schema-edits.ts";

const edits = Number(process.env.EDITS ?? 400);
const seed = Number(process.env.SEED ?? 1);

const real = [refactoringCases, ...postgresSchemas()];
const schemas: readonly RealSchema[] = [
  ...real,
  ...real
    .filter(({ files }) => files.length === 1)
    .slice(1, 4)
    .map((one) => split(one, 4)),
];

const counts = { edits: 0, invalid: 0, empty: 0, whole: 0 };
const reasons = new Map<string, number>();

afterAll(() => {
  const { edits: made, ...rest } = counts;
  console.log(
    `${made} edits: ${JSON.stringify(rest)}; as a whole: ${JSON.stringify([...reasons])}`,
  );
});

describe.each(schemas)("$name", { timeout: 3_600_000 }, ({ name, files }) => {
  test("a slice says what the whole says", async () => {
    const random = randomFrom(seed * 1000 + name.length * 31 + files.length);
    let from = resolve(files.map(([path, text]) => parseFile(path, text)));
    let to = from;
    for (let at = 0; at < Math.ceil(edits / schemas.length); at++) {
      const { after, what } = edited(random.chance(0.5) ? from : to, random);
      const isValid = await expectSame(from, after, `${name}, edit ${at}: ${what}`);
      if (isValid) [from, to] = next(from, after, random);
    }
  });
});

/** What is compared with is always valid; sometimes it falls behind, sometimes it comes last. */
function next(from: Schema, after: Schema, random: Random): [Schema, Schema] {
  if (random.chance(0.1)) return [after, from];
  return random.chance(0.3) ? [after, after] : [from, after];
}

async function expectSame(from: Schema, to: Schema, what: string): Promise<boolean> {
  const whole = await outcomeOf(texts(from), texts(to));
  counts.edits++;
  if (!whole.ok) counts.invalid++;
  else if (whole.sql === "-- This is an empty migration.\n") counts.empty++;
  const slice = sliceSchemas(from, to, Number.POSITIVE_INFINITY);
  if (slice.kind === "whole") {
    counts.whole++;
    reasons.set(slice.reason, (reasons.get(slice.reason) ?? 0) + 1);
  } else {
    expect(await outcomeOf(slice.from, slice.to), what).toEqual(whole);
  }
  return whole.ok;
}

function texts({ files }: Schema): [path: string, text: string][] {
  return files.map(({ path, text }) => [path, text]);
}
