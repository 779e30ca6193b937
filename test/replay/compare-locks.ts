/**
 * Holds what is predicted for each statement of the corpus against what a replay observed. Usage:
 * npm run replay -- --observe FOLDER, then node test/replay/compare-locks.mjs FOLDER.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterTransaction, applyStatement, emptyCatalog } from "../../src/core/sql/apply.ts";
import type { Catalog } from "../../src/core/sql/catalog.ts";
import type { Effects, Lock, Relation } from "../../src/core/sql/effect.ts";
import { effectsOf } from "../../src/core/sql/effects.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import type { ParseStatement, Statement } from "../../src/core/sql/statement.ts";
import { type LockMode, lockModes } from "../../src/core/sql/step.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { differences, type Seen as Observation } from "../../src/proof/compare.ts";

const corpus = join(process.cwd(), "../shared/corpus/postgresql");

/** A line as `main.ts` writes it, as far as it is needed here. */
type Line = {
  readonly migration: string;
  readonly start: number;
  readonly kind: "observed" | "unseen" | "transaction" | "refused";
  /** `together`: locks of earlier statements of the file hide those of later ones. */
  readonly transactions: "alone" | "together";
  readonly locks: readonly (Seen & { readonly mode: LockMode })[];
  readonly rewrites: readonly Seen[];
  readonly scans: readonly (Seen & { readonly rows: number })[];
};

type Seen = { readonly schema: string; readonly name: string; readonly kind: string };

type Count = { compared: number; wrong: number; unknown: number; unknownWrong: number };

/** The exit code: 0 when at least 99 of 100 statements that can be told are told rightly. */
export async function main(folder: string): Promise<number> {
  const parse = await loadPgParser();
  const total = none();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".jsonl")) continue;
    const project = file.slice(0, -".jsonl".length);
    const count = none();
    compareHistory(project, byMigration(join(folder, file)), parse, count);
    console.log(`${project}: ${told(count)}`);
    for (const key of ["compared", "wrong", "unknown", "unknownWrong"] as const) {
      total[key] += count[key];
    }
  }
  console.log(`all: ${told(total)}`);
  return total.wrong * 100 <= total.compared ? 0 : 1;
}

function none(): Count {
  return { compared: 0, wrong: 0, unknown: 0, unknownWrong: 0 };
}

function compareHistory(
  project: string,
  migrations: ReadonlyMap<string, ReadonlyMap<number, Line>>,
  parse: ParseStatement,
  count: Count,
): void {
  let catalog: Catalog = emptyCatalog;
  for (const [migration, lines] of migrations) {
    const path = join(corpus, project, "migrations", migration, "migration.sql");
    const held = new Map<string, LockMode>();
    for (const statement of readSql(readFileSync(path, "utf8"), parse).statements) {
      const line = lines.get(statement.at.start);
      if (line?.kind === "observed") compare(project, line, statement, catalog, held, count);
      for (const lock of line?.locks ?? []) hold(held, `${lock.schema}.${lock.name}`, lock.mode);
      if (line?.kind !== "refused") catalog = applyStatement(catalog, statement);
    }
    catalog = afterTransaction(catalog);
  }
}

function hold(held: Map<string, LockMode>, name: string, mode: LockMode): void {
  const known = held.get(name);
  if (known !== undefined && lockModes.indexOf(known) > lockModes.indexOf(mode)) return;
  held.set(name, mode);
}

function told({ compared, wrong, unknown, unknownWrong }: Count): string {
  const share = compared === 0 ? "–" : `${((100 * (compared - wrong)) / compared).toFixed(2)} %`;
  return `${compared} compared, ${wrong} wrong (${share} right); ${unknown} marked as unknown, ${unknownWrong} of them differ`;
}

function byMigration(file: string): Map<string, Map<number, Line>> {
  const found = new Map<string, Map<number, Line>>();
  for (const text of readFileSync(file, "utf8").split("\n")) {
    if (text === "") continue;
    const line = JSON.parse(text) as Line;
    const lines = found.get(line.migration) ?? new Map<number, Line>();
    found.set(line.migration, lines.set(line.start, line));
  }
  return found;
}

function compare(
  project: string,
  line: Line,
  statement: Statement,
  catalog: Catalog,
  held: Map<string, LockMode>,
  count: Count,
): void {
  const told = effectsOf(statement, catalog, { postgres: 18, timeZone: "UTC" });
  const predicted = { ...told, locks: told.locks.filter(isShared) };
  const observed = observationOf(line, catalog);
  const alone = line.transactions === "alone";
  const isHidden = (lock: Lock) => {
    const mode = alone ? undefined : held.get(lock.name);
    return mode !== undefined && lockModes.indexOf(mode) >= lockModes.indexOf(lock.mode);
  };
  const seen = observed.locks.filter((lock) => !isHidden(lock));
  const locks = predicted.locks.filter((lock) => !isHidden(lock));
  // Most tables are empty here: that one was not seen to be read says nothing.
  const scans = predicted.scans.filter((table) => observed.scans.includes(table));
  const found = differences({ ...predicted, locks, scans }, { ...observed, locks: seen });
  tell(project, line, statement, predicted, found, count);
}

function tell(
  project: string,
  { migration }: Line,
  { text }: Statement,
  { isUnknown }: Effects,
  found: readonly string[],
  count: Count,
): void {
  if (isUnknown) count.unknown++;
  else count.compared++;
  if (found.length === 0) return;
  if (isUnknown) {
    count.unknownWrong++;
    return;
  }
  count.wrong++;
  console.log(`${project} ${migration}\n  ${text.slice(0, 200).replaceAll(/\s+/g, " ")}`);
  for (const one of found) console.log(`    ${one}`);
}

/** Nobody else sees a temporary table; the replay does not look at them. */
function isShared({ name }: Relation): boolean {
  return !name.startsWith("pg_temp");
}

/** What the statement or its file made itself, and nobody knew before, is left out. */
function observationOf(line: Line, catalog: Catalog): Observation {
  const alone = line.transactions === "alone";
  const locks = line.locks.flatMap((lock) =>
    relationOf(lock, catalog, alone).map((one) => ({ ...one, mode: lock.mode })),
  );
  const scans = line.scans.filter(({ rows }) => rows > 0);
  return {
    locks,
    rewrites: line.rewrites.flatMap((one) => relationOf(one, catalog, alone)),
    scans: scans.flatMap((one) => relationOf(one, catalog, alone)).map(({ name }) => name),
  };
}

function relationOf(
  seen: Seen & { readonly created?: boolean },
  catalog: Catalog,
  alone: boolean,
): Relation[] {
  const kind = kinds[seen.kind];
  if (kind === undefined) return [];
  const name = `${seen.schema}.${seen.name}`;
  const isKnown = catalog.tables.has(name) || catalog.views.has(name) || catalog.indexes.has(name);
  // In one transaction, a name that was dropped and made again was there when the file began.
  return isKnown || (alone && seen.created !== true) ? [{ name, kind }] : [];
}

const kinds: Readonly<Record<string, Relation["kind"]>> = {
  r: "table",
  p: "table",
  v: "view",
  m: "materialized view",
  i: "index",
  I: "index",
};
