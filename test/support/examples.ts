/**
 * Runs one annotated example against one rule. Shared by the examples that users read and by the
 * edge cases they need not read.
 */
import { expect } from "vitest";
import { applyChanges, type Change, lineStartsOf, positionAt } from "../../src/core/base/text.ts";
import { defaults, optionsUnder } from "../../src/core/lint/config.ts";
import type { Example, Finding, Rule, RuleText } from "../../src/core/lint/rule.ts";
import type { PlacedCall } from "../../src/core/query/call.ts";
import { evidenceOf } from "../../src/core/query/evidence.ts";
import { prismaCalls } from "../../src/core/query/prisma-calls.ts";
import { enumRules, modelRules, queryRules, schemaRules } from "../../src/core/rules/index.ts";
import { type QueriedModel, queriedModels } from "../../src/core/rules/queried-model.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { placeEdits, placer } from "../../src/core/schema/place.ts";
import { type Enum, type Model, resolve, type Schema } from "../../src/core/schema/resolve.ts";
import { errorsOf } from "./prisma.ts";

export function checkExample(rule: AnyRule, example: Example): void {
  if ("good" in example) {
    expect(findings(rule, dedent(example.good), example).found).toEqual([]);
    return;
  }
  const { text, carets } = unmark(dedent(example.bad));
  const { found, changes } = findings(rule, text, example);
  const underlined = found.map(({ start, end }) => text.slice(start, end));
  expect(underlined).toEqual(carets.map(({ start, end }) => text.slice(start, end)));
  expect(found.map(({ start, end }) => ({ start, end }))).toEqual(carets);
  for (const { message } of found) expect(message).not.toMatch(/\.$|\bshould\b/);

  if (example.fixed === undefined) {
    expect(changes, "an example with a fix must show the fixed text").toEqual([]);
    return;
  }
  const fixed = applyChanges(text, changes);
  expect(fixed).toBe(dedent(example.fixed));
  expect(findings(rule, fixed, example).found, "a fix must cure what it fixes").toEqual([]);
  if (errorsOfText(text).length === 0) {
    expect(errorsOfText(fixed), "a fix must leave a valid schema").toEqual([]);
  }
}

type AnyRule =
  | Rule<Model, unknown>
  | Rule<Enum, unknown>
  | Rule<Schema, unknown>
  | Rule<QueriedModel, unknown>;

type Beside = Pick<Example, "options" | "code">;

/** The calls in a text, as a scan of the project brings them. */
export function callsIn(path: string, text: string): PlacedCall[] {
  const starts = lineStartsOf(text);
  const position = (offset: number) => ({ offset, ...positionAt(starts, offset) });
  return prismaCalls(text, path).map((call) => ({
    ...call,
    place: { path, start: position(call.start), end: position(call.end) },
  }));
}

type Found = { readonly start: number; readonly end: number; readonly message: string };

function findings(
  rule: AnyRule,
  text: string,
  beside: Beside,
): { found: Found[]; changes: Change[] } {
  const schema = read(text);
  const place = placer(schema.files);
  const all = ask(rule, schema, beside);
  const found = all.map(({ at, message }) => {
    const { start, end } = place(at) ?? { start: -1, end: -1 };
    return { start, end, message };
  });
  const edits = all.flatMap(({ fix }) => fix?.edits ?? []);
  const changes = [...(placeEdits(edits, place)?.values() ?? [])].flat();
  return { found: found.toSorted((a, b) => a.start - b.start), changes };
}

/** Whatever the subject of the rule is, and of those that share its name. */
function ask(
  { name, check }: AnyRule,
  schema: Schema,
  { options: stated, code = "" }: Beside,
): Finding[] {
  const queried = queriedModels(schema, evidenceOf(callsIn("src/code.ts", dedent(code))));
  const named = <Subject>(rules: readonly Rule<Subject, unknown>[], subjects: readonly Subject[]) =>
    rules
      .filter((rule) => rule.name === name)
      .flatMap((rule) => {
        const options = stated ? rule.options?.parse(stated) : defaultOptions(rule);
        return subjects.flatMap((subject) => [...rule.check(subject, options)]);
      });
  const found = [
    ...named(modelRules, schema.models),
    ...named(enumRules, schema.enums),
    ...named(schemaRules, [schema]),
    ...named(queryRules, queried),
  ];
  const isListed = [...modelRules, ...enumRules, ...schemaRules, ...queryRules].some(
    (rule) => rule.check === check,
  );
  if (!isListed) throw new Error(`${name} is not in the list of rules`);
  return found;
}

/** What a rule is asked with when nothing is configured. */
export function defaultOptions(rule: RuleText): unknown {
  return optionsUnder(defaults, rule);
}

export function read(text: string): Schema {
  return resolve([parseFile("schema.prisma", text)]);
}

function errorsOfText(text: string): string[] {
  const datasource = /^datasource/m.test(text)
    ? ""
    : 'datasource db {\n  provider = "postgresql"\n}\n';
  return errorsOf([["schema.prisma", text + datasource]]);
}

/**
 * Removes the comment lines of carets, `//^^^` or `--^^^`. Each run of carets marks the same
 * columns one line up.
 */
export function unmark(marked: string): { text: string; carets: { start: number; end: number }[] } {
  const lines: string[] = [];
  const carets: { start: number; end: number }[] = [];
  let offset = 0;
  for (const line of marked.split("\n")) {
    if (/^\s*(?:\/\/|--)\s*\^/.test(line)) {
      const above = offset - (lines.at(-1)?.length ?? 0) - 1;
      for (const run of line.matchAll(/\^+/g)) {
        carets.push({ start: above + run.index, end: above + run.index + run[0].length });
      }
    } else {
      lines.push(line);
      offset += line.length + 1;
    }
  }
  return { text: lines.join("\n"), carets };
}

/** Takes away the indentation that all lines share, and blank lines around. */
export function dedent(text: string): string {
  const lines = text.replace(/^\n/, "").replace(/\s*$/, "\n").split("\n");
  const full = lines.filter((line) => line.trim() !== "");
  const indent = Math.min(...full.map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join("\n");
}
