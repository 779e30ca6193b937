/**
 * The cases of the robustness test and of the long campaign: prefixes of real schemas, chains of
 * random changes, and monsters. A case throws an Error that says what does not hold and where.
 */

import { defaults } from "../../src/core/lint/config.ts";
import { schemaChecker } from "../../src/core/rules/check-schema.ts";
import { parseFile, type SchemaFile } from "../../src/core/schema/file.ts";
import { resolve } from "../../src/core/schema/resolve.ts";
import type { RealSchema } from "../support/corpus.ts";
import { checkFile, checkSame, checkText } from "./invariants.ts";
import { type Monster, monsters } from "./monsters.ts";
import { mutate } from "./mutate.ts";
import { pick, type Random, randomFrom } from "./random.ts";

export type Case = {
  readonly name: string;
  /** Answers how many texts were looked at. */
  readonly run: () => number;
};

/** Each prefix of a text up to `wholeUpTo` long; of a longer one, `sample` at random. */
export function* prefixCases(
  schemas: readonly RealSchema[],
  wholeUpTo: number,
  sample: number,
): Generator<Case> {
  for (const { name, files } of schemas) {
    for (const [path, text] of files) {
      const all = text.length <= wholeUpTo;
      const cuts = all ? Array.from(text, (_, at) => at) : sampleOf(text.length, sample);
      yield {
        name: `${all ? "all" : cuts.length} prefixes of ${name} ${path}`,
        run: () => checkPrefixes(text, cuts),
      };
    }
  }
}

function sampleOf(below: number, count: number): number[] {
  const random = randomFrom(below);
  return Array.from({ length: count }, () => random(below)).sort((a, b) => a - b);
}

function checkPrefixes(text: string, cuts: readonly number[]): number {
  const random = randomFrom(text.length);
  let last: SchemaFile | undefined;
  let earlier: SchemaFile | undefined;
  for (const [at, cut] of cuts.entries()) {
    const prefix = text.slice(0, cut);
    const before = random(10) === 0 ? earlier : last;
    within(`at offset ${cut}`, prefix.length, () => {
      last = checkText(prefix, before, at % 10 === 0);
    });
    if (random(200) === 0) earlier = last;
  }
  return cuts.length;
}

/** How many changes follow one another in one chain. */
export const chain = 4;

/** One chain for each seed from `first` on: the seed alone repeats it. */
export function* mutationCases(
  schemas: readonly RealSchema[],
  first: number,
  count: number,
): Generator<Case> {
  const texts = schemas.flatMap(({ files }) => files.map(([, text]) => text));
  const files = texts.map((text) => parseFile("schema.prisma", text));
  const small = texts.filter((text) => text.length <= 20_000);
  for (let seed = first; seed < first + count; seed++) {
    yield { name: `mutation seed ${seed}`, run: () => checkChain(files, small, randomFrom(seed)) };
  }
}

function checkChain(
  files: readonly SchemaFile[],
  small: readonly string[],
  random: Random,
): number {
  let text = random(200) === 0 ? (small[random(small.length)] ?? "") : somePieces(files, random);
  const versions: (SchemaFile | undefined)[] = [undefined, parseFile("schema.prisma", text)];
  for (let step = 1; step <= chain; step++) {
    text = mutate(text, random);
    const before = random(3) === 0 ? versions[random(versions.length)] : versions.at(-1);
    within(`step ${step}`, text.length, () => {
      versions[step + 1] = checkText(text, before, true);
    });
  }
  return chain;
}

/** A few neighbouring pieces of one file, and sometimes one of another. */
function somePieces(files: readonly SchemaFile[], random: Random): string {
  const { pieces } = files[random(files.length)] ?? { pieces: [] };
  const start = random(pieces.length);
  const some = pieces.slice(start, start + pick(random, [1, 2, 3, 5, 9]));
  const text = some.map((piece) => piece.text).join("");
  return random(4) === 0 ? text + somePieces(files, random) : text;
}

export function* monsterCases(size: number): Generator<Case> {
  for (const monster of monsters) {
    yield { name: `${size} characters of ${monster.name}`, run: () => checkMonster(monster, size) };
  }
}

const check = schemaChecker(defaults);

function checkMonster({ make }: Monster, size: number): number {
  const text = make(size);
  let file = parseFile("schema.prisma", "");
  within("in parsing", text.length, () => {
    file = parseFile("schema.prisma", text);
  });
  checkFile(file);
  within("in its meaning", 4 * text.length, () => {
    const { crashes } = check(resolve([file]));
    if (crashes[0]) throw new Error(`no rule crashes: ${crashes[0].rule} ${crashes[0].detail}`);
  });
  const middle = text.length >> 1;
  const changed = [
    `x${text}`,
    `${text.slice(0, middle)}x${text.slice(middle + 1)}`,
    `${text.slice(0, middle)}\n}\n${text.slice(middle)}`,
    `${text}*/`,
  ];
  for (const [at, next] of changed.entries()) {
    let incremental = file;
    within(`in change ${at}`, text.length, () => {
      incremental = parseFile("schema.prisma", next, file);
    });
    checkFile(incremental);
    checkSame(parseFile("schema.prisma", next), incremental);
  }
  return 1 + changed.length;
}

/**
 * The time anything may take: linear in the size, with much room for a busy machine. What takes
 * quadratic time needs a hundred times that for a monster. Measured again before it counts.
 */
function within(where: string, size: number, run: () => void): void {
  const most = 800 + size * 0.004;
  const times: number[] = [];
  while (times.length < 3) {
    const start = performance.now();
    try {
      run();
    } catch (error) {
      throw new Error(`${where}: ${error instanceof Error ? error.stack : error}`);
    }
    times.push(performance.now() - start);
    if (Math.min(...times) <= most) return;
  }
  throw new Error(`${where}: ${size} characters took ${Math.round(Math.min(...times))} ms`);
}
