/** Runs one annotated example of SQL against one rule about migrations. */
import { expect } from "vitest";
import { applyChanges } from "../../src/core/base/text.ts";
import type { Example, Finding } from "../../src/core/lint/rule.ts";
import { analyseHistory } from "../../src/core/migration/analyse.ts";
import type { Disk } from "../../src/core/migration/disk.ts";
import type { Migration, Surroundings } from "../../src/core/migration/migration.ts";
import { firstLine } from "../../src/core/rules/ask-rules.ts";
import { subjectsOf } from "../../src/core/rules/check-migration.ts";
import {
  historyRules,
  migrationFileRules,
  statementRules,
} from "../../src/core/rules/migration/index.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { dedent, unmark } from "./examples.ts";

const parse = await loadPgParser();

/** What the world is like where a test does not say. */
export const usualWorld: Surroundings = { postgres: 17, prisma: undefined, rows: new Map() };

export type Around = {
  readonly world?: Partial<Surroundings>;
  readonly disk?: Partial<Disk>;
  /** Names of the migration, and of what `before` is called; for rules about names. */
  readonly name?: string;
  readonly beforeName?: string;
};

export function migrationOf(name: string, text: string): Migration {
  return { name, path: `/migrations/${name}/migration.sql`, file: readSql(text, parse) };
}

/** Exactly what is marked by lines of `--^^^^` is underlined, and a fix cures. */
export function checkMigrationExample(
  rule: { readonly name: string },
  example: Example,
  around: Around = {},
): void {
  const before = dedent(example.before ?? "");
  if ("good" in example) {
    const found = findingsOf(rule.name, before, dedent(example.good), around);
    expect(found.map(({ message }) => message)).toEqual([]);
    return;
  }
  const { text, carets } = unmarked(example.bad);
  const found = findingsOf(rule.name, before, text, around);
  expect(found.map(({ at }) => text.slice(at.start, at.end))).toEqual(
    carets.map(({ start, end }) => text.slice(start, end)),
  );
  expect(found.map(({ at }) => at.start)).toEqual(carets.map(({ start }) => start));
  for (const { message } of found) expect(message).not.toMatch(/\.$|\bshould\b/);
  const edits = found.flatMap(({ fix }) => fix?.edits ?? []);
  if (example.fixed === undefined) {
    expect(edits, "an example with a fix must show the fixed text").toEqual([]);
    return;
  }
  const fixed = applyChanges(
    text,
    edits.map(({ at, text: by }) => ({ start: at.start, end: at.end, text: by })),
  );
  expect(fixed).toBe(dedent(example.fixed));
  expect(
    findingsOf(rule.name, before, fixed, around).map(({ message }) => message),
    "a fix must cure what it fixes",
  ).toEqual([]);
}

/**
 * Carets that mark the first column begin left of it, since `--` takes two: the lines of carets
 * do not count for how far the text is indented.
 */
function unmarked(bad: string): ReturnType<typeof unmark> {
  const { text: raw, carets } = unmark(bad.replace(/^\n/, ""));
  const text = dedent(raw);
  const full = raw.split("\n").filter((line) => line.trim() !== "");
  const indent = Math.min(...full.map((line) => line.search(/\S/)));
  const moved = (offset: number) => {
    const above = raw.slice(0, offset).split("\n");
    return offset - above.reduce((sum, line) => sum + Math.min(indent, line.length), 0);
  };
  return {
    text,
    carets: carets.map(({ start, end }) => ({ start: moved(start), end: moved(end) })),
  };
}

/** The same as messages, of indented text. */
export function messagesOf(
  rule: { readonly name: string },
  text: string,
  before = "",
  around: Around = {},
): string[] {
  const found = findingsOf(rule.name, dedent(before), dedent(text), around);
  return found.map(({ message }) => message);
}

/** What the rule says of `text`, after earlier migrations of `before`; in order of place. */
export function findingsOf(
  name: string,
  before: string,
  text: string,
  { world: stated, disk: onDisk, ...names }: Around = {},
): Finding[] {
  const world = { ...usualWorld, ...stated };
  const migrations = [
    ...(before.trim() === ""
      ? []
      : [migrationOf(names.beforeName ?? "20240101000000_before", before)]),
    migrationOf(names.name ?? "20240202000000_now", text),
  ];
  const files = analyseHistory(migrations, emptyCatalog, world);
  const file = files.at(-1);
  if (file === undefined) return [];
  for (const { migration } of files) {
    const broken = migration.file.statements.filter(({ problem }) => problem !== undefined);
    if (name !== "unreadable-statement") expect(broken, "an example that can be read").toEqual([]);
  }
  const disk: Disk = {
    directories: migrations.map((one) => ({ name: one.name, hasScript: true, otherFiles: [] })),
    lockFile: 'provider = "postgresql"\n',
    checksums: new Map(),
    applied: undefined,
    drift: undefined,
    ...onDisk,
  };
  const ask = [
    ...statementRules
      .filter((rule) => rule.name === name)
      .map((rule) => () => subjectsOf(file, world).flatMap((subject) => [...rule.check(subject)])),
    ...migrationFileRules
      .filter((rule) => rule.name === name)
      .map((rule) => () => [...rule.check({ file, world })]),
    ...historyRules
      .filter((rule) => rule.name === name)
      .map((rule) => () => [...rule.check({ files, world, disk })]),
  ];
  if (ask.length === 0) throw new Error(`${name} is not in the list of rules about migrations`);
  return ask
    .flatMap((one) => one())
    .filter(({ at }) => at.source === file.migration.file.source)
    .map((finding) => ({ ...finding, at: firstLine(finding.at) }))
    .sort((a, b) => a.at.start - b.at.start);
}
