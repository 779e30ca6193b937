/**
 * Every fix of every rule cures what it fixes, in every real schema: the finding is gone, no other
 * appears, and Prisma's own linter accepts the result.
 */
import { describe, expect, test } from "vitest";
import { applyChanges, type Change, type Edit } from "../../src/core/base/text.ts";
import { fixAll as fixEverything } from "../../src/core/editor/fix-all.ts";
import { defaults } from "../../src/core/lint/config.ts";
import type { Finding } from "../../src/core/lint/rule.ts";
import { schemaChecker } from "../../src/core/rules/check-schema.ts";
import { enumRules, modelRules, schemaRules } from "../../src/core/rules/index.ts";
import { parseFile, type SchemaFile } from "../../src/core/schema/file.ts";
import { placeEdits, placer } from "../../src/core/schema/place.ts";
import { resolve, type Schema } from "../../src/core/schema/resolve.ts";
import type { Comment, Member, Piece } from "../../src/core/schema/syntax.ts";
import { type RealSchema, realSchemas } from "../support/corpus.ts";
import { defaultOptions } from "../support/examples.ts";
import { errorsOf, type PrismaFile } from "../support/prisma.ts";

/** How many fixes of one rule are tried one at a time, and how many of them are linted. */
const most = 30;
const mostLinted = 3;

/** After so many rounds of all fixes together, whatever still changes never stops. */
const mostRounds = 20;

const schemas = realSchemas();

/** A rule, whatever its subject is: what it finds in a whole schema. */
type Question = { readonly name: string; readonly ask: (schema: Schema) => Finding[] };

const questions: readonly Question[] = [
  ...modelRules.map((rule) => ({
    name: rule.name,
    ask: ({ models }: Schema) =>
      models.flatMap((model) => [...rule.check(model, defaultOptions(rule))]),
  })),
  ...enumRules.map((rule) => ({
    name: `${rule.name} of enums`,
    ask: ({ enums }: Schema) => enums.flatMap((one) => [...rule.check(one, defaultOptions(rule))]),
  })),
  ...schemaRules.map((rule) => ({
    name: rule.name,
    ask: (schema: Schema) => [...rule.check(schema, defaultOptions(rule))],
  })),
];

const errorsBefore = new Map(schemas.map(({ name, files }) => [name, new Set(errorsOf(files))]));

describe.each(questions)("$name", { timeout: 60_000 }, (rule) => {
  test.each(schemas)("one at a time in $name", ({ name, files: texts }) => {
    const { files, findings } = ask(rule, texts.map(read));
    const before = errorsBefore.get(name) ?? new Set();
    const fixable = findings.filter(({ fix }) => fix !== undefined);
    for (const [at, finding] of sample(fixable, most).entries()) {
      const { files: fixed, changes } = apply(files, finding.fix?.edits ?? []);
      expect(missingComments(files, fixed)).toEqual([]);
      // The others may be cured as well, and move with the text; none may be new.
      const others = findings.filter((other) => other !== finding);
      const expected = new Set(others.map((other) => key(moved(other, changes))));
      const found = ask(rule, fixed).findings.map(key);
      expect(found.filter((one) => !expected.has(one))).toEqual([]);
      if (at < mostLinted) expect(newErrors(fixed, before)).toEqual([]);
    }
  });

  test.each(schemas)("all together in $name", (real) => {
    const { files, rounds } = fixAll(rule, real);
    expect(rounds).toBeLessThan(mostRounds);
    expect(ask(rule, files).findings.filter(({ fix }) => fix !== undefined)).toEqual([]);
    const before = errorsBefore.get(real.name) ?? new Set();
    if (rounds > 0) expect(newErrors(files, before)).toEqual([]);
    expect(missingComments(real.files.map(read), files)).toEqual([]);
  });
});

describe("all rules together, whatever is configured", { timeout: 120_000 }, () => {
  const check = schemaChecker({ ...defaults, preset: "all" });

  test.each(schemas)("once is enough in $name", ({ name, files }) => {
    const before = resolve(files.map(read));
    const { schema } = fixEverything(before, check, () => true);
    expect(fixEverything(schema, check, () => true).count).toBe(0);
    expect(newErrors(schema.files, errorsBefore.get(name) ?? new Set())).toEqual([]);
    expect(missingComments(before.files, schema.files)).toEqual([]);
    expect(strayLines(before.files, schema.files)).toEqual([]);
  });
});

/** Comments that were there and are no more. */
function missingComments(before: readonly SchemaFile[], after: readonly SchemaFile[]): string[] {
  const left = after.flatMap(({ pieces }) => pieces.flatMap(commentsIn));
  return before
    .flatMap(({ pieces }) => pieces.flatMap(commentsIn))
    .filter((text) => {
      const at = left.indexOf(text);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
}

function commentsIn(piece: Piece): string[] {
  const members: readonly (Member | Comment)[] =
    piece.kind === "gap" ? piece.members : [...piece.docs, ...piece.members];
  return members.flatMap((member) => {
    const own = member.kind === "comment" ? [member] : [];
    const trailing = "comment" in member && member.comment ? [member.comment] : [];
    return [...own, ...trailing].map(({ text }) => text);
  });
}

/** Text between the blocks, and lines that say something to nobody but people: no fix is about it. */
function strayLines(before: readonly SchemaFile[], after: readonly SchemaFile[]): string[] {
  const kept = new Set(after.flatMap(linesOfOthers));
  return before.flatMap(linesOfOthers).filter((line) => !kept.has(line));
}

function linesOfOthers({ pieces }: SchemaFile): string[] {
  return pieces.flatMap(({ kind, text }) =>
    kind === "gap" || kind === "datasource" || kind === "generator" ? text.split("\n") : [],
  );
}

function read([path, text]: PrismaFile): SchemaFile {
  return parseFile(path, text);
}

/** A finding with where it stands in which file. */
type Placed = Finding & { readonly path: string; readonly start: number; readonly end: number };

function ask(rule: Question, files: readonly SchemaFile[]) {
  const place = placer(files);
  const findings = rule.ask(resolve(files)).map((finding): Placed => {
    const found = place(finding.at);
    return {
      ...finding,
      path: found?.file.path ?? "nowhere",
      start: found?.start ?? -1,
      end: found?.end ?? -1,
    };
  });
  return { files, findings };
}

type ChangesByPath = ReadonlyMap<string, readonly Change[]>;

function apply(
  files: readonly SchemaFile[],
  edits: readonly Edit[],
): { files: SchemaFile[]; changes: ChangesByPath } {
  const byFile = placeEdits(edits, placer(files));
  if (byFile === undefined) throw new Error("an edit has lost its place");
  const changed = files.map((file) => {
    const changes = byFile.get(file);
    return changes ? parseFile(file.path, applyChanges(file.text, changes), file) : file;
  });
  const changes = new Map([...byFile].map(([file, all]) => [file.path, all]));
  return { files: changed, changes };
}

/** Where a finding begins once the text before it has changed. */
function moved({ path, start }: Placed, changes: ChangesByPath): Pick<Placed, "path" | "start"> {
  const before = (changes.get(path) ?? []).filter(({ end }) => end <= start);
  const growth = before.map((change) => change.text.length - (change.end - change.start));
  return { path, start: start + growth.reduce((sum, one) => sum + one, 0) };
}

function key({ path, start }: Pick<Placed, "path" | "start">): string {
  return `${path} ${start}`;
}

function fixAll(rule: Question, real: RealSchema): { files: SchemaFile[]; rounds: number } {
  let files = real.files.map(read);
  for (let rounds = 0; rounds < mostRounds; rounds++) {
    const edits = ask(rule, files).findings.flatMap(({ fix }) => fix?.edits ?? []);
    if (edits.length === 0) return { files, rounds };
    files = apply(files, edits).files;
  }
  return { files, rounds: mostRounds };
}

function newErrors(files: readonly SchemaFile[], before: ReadonlySet<string>): string[] {
  const after = errorsOf(files.map(({ path, text }) => [path, text] as const));
  return after.filter((error) => !before.has(error));
}

/** At most `count` of `all`, evenly spread. */
function sample<Item>(all: readonly Item[], count: number): Item[] {
  if (all.length <= count) return [...all];
  return all.filter(
    (_, at) =>
      Math.floor((at * count) / all.length) !== Math.floor(((at - 1) * count) / all.length),
  );
}
