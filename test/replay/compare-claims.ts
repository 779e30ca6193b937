/**
 * Of what each tool states about the locks and rewrites of statements in the corpus, how much is
 * wrong: squawk, pgfence and ours, held against what a replay observed. Only statements that the
 * replay ran in a transaction of their own count: there a lock is this statement's.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterTransaction, applyStatement, emptyCatalog } from "../../src/core/sql/apply.ts";
import type { Catalog } from "../../src/core/sql/catalog.ts";
import { effectsOf } from "../../src/core/sql/effects.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import type { ParseStatement, SqlFile, Statement } from "../../src/core/sql/statement.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { type Claim, type Seen, Tally } from "./claims.ts";
import {
  claimsOfPgfence,
  claimsOfSquawk,
  type PgfenceCheck,
  type Report,
  runPgfence,
  runSquawk,
  type SquawkFinding,
} from "./peer-claims.ts";

const corpus = join(process.cwd(), "../shared/corpus/postgresql");

/** A line as `main.ts` writes it, as far as it is needed here. */
type Line = Seen & {
  readonly migration: string;
  readonly start: number;
  readonly kind: string;
  readonly transactions: "alone" | "together";
};

type Peers = {
  readonly squawk: Report<SquawkFinding>;
  readonly pgfence: Report<PgfenceCheck>;
};

/** How many kinds of wrong claims are shown per tool. */
const shownKinds = 8;

/** `folder` holds what `npm run replay -- --observe FOLDER` wrote. */
export async function main(folder: string): Promise<number> {
  if (!existsSync(corpus)) {
    console.log("corpus not found: nothing is compared");
    return 0;
  }
  const parse = await loadPgParser();
  const tallies = { ours: new Tally(), squawk: new Tally(), pgfence: new Tally() };
  for (const file of readdirSync(folder).sort()) {
    const lines = file.endsWith(".jsonl") ? linesOf(join(folder, file)) : new Map();
    if (lines.size === 0) continue;
    const project = file.slice(0, -".jsonl".length);
    const scripts = [...lines.keys()].map((name) => scriptOf(project, name));
    const { report, refused } = runPgfence(scripts);
    for (const script of refused) console.log(`pgfence stops at ${script}`);
    compareHistory(project, lines, parse, { squawk: runSquawk(scripts), pgfence: report }, tallies);
  }
  for (const [tool, tally] of Object.entries(tallies)) print(tool, tally);
  return 0;
}

function scriptOf(project: string, migration: string): string {
  return join(corpus, project, "migrations", migration, "migration.sql");
}

function linesOf(file: string): Map<string, Map<number, Line>> {
  const found = new Map<string, Map<number, Line>>();
  for (const text of readFileSync(file, "utf8").split("\n")) {
    if (text === "") continue;
    const line = JSON.parse(text) as Line;
    const lines = found.get(line.migration) ?? new Map<number, Line>();
    found.set(line.migration, lines.set(line.start, line));
  }
  return found;
}

function compareHistory(
  project: string,
  migrations: ReadonlyMap<string, ReadonlyMap<number, Line>>,
  parse: ParseStatement,
  peers: Peers,
  tallies: Readonly<Record<"ours" | "squawk" | "pgfence", Tally>>,
): void {
  let catalog: Catalog = emptyCatalog;
  for (const [migration, lines] of migrations) {
    const path = scriptOf(project, migration);
    const file = readSql(readFileSync(path, "utf8"), parse);
    const squawk = squawkClaims(file, peers.squawk.get(path) ?? []);
    const pgfence = pgfenceClaims(file, peers.pgfence.get(path) ?? []);
    for (const statement of file.statements) {
      const line = lines.get(statement.at.start);
      if (line?.kind === "observed" && line.transactions === "alone") {
        const isOneOfMany = statement.steps.length > 1;
        tallies.ours.add(ourClaims(statement, catalog), line, false);
        tallies.squawk.add(squawk.get(statement) ?? [], line, isOneOfMany);
        tallies.pgfence.add(pgfence.get(statement) ?? [], line, isOneOfMany);
      }
      if (line?.kind !== "refused") catalog = applyStatement(catalog, statement);
    }
    catalog = afterTransaction(catalog);
  }
}

/** Each table's lock and each rewrite, as the lens and the hover of a statement state them. */
function ourClaims(statement: Statement, catalog: Catalog): readonly Claim[] {
  const { locks, rewrites, isUnknown } = effectsOf(statement, catalog, {
    postgres: 18,
    timeZone: "UTC",
  });
  if (isUnknown) return [];
  const rule = statement.steps[0]?.kind ?? "";
  return locks.flatMap(({ name, kind, mode, ifRowsMatch }): Claim[] =>
    kind === "index" || kind === "sequence" || ifRowsMatch === true
      ? []
      : [
          {
            rule,
            table: bare(name),
            modes: [mode],
            isRewritten: rewrites.some((one) => one.name === name),
          },
        ],
  );
}

function bare(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}

function squawkClaims(file: SqlFile, findings: readonly SquawkFinding[]) {
  const lineStarts = [0, ...[...file.source.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const claims = new Map<Statement, readonly Claim[]>();
  for (const finding of findings) {
    const start = lineStarts[finding.line] ?? 0;
    const end = lineStarts[finding.line + 1] ?? file.source.text.length;
    const statement = file.statements.find(({ at }) => at.start < end && start < at.end);
    if (statement === undefined) continue;
    add(claims, statement, claimsOfSquawk(finding, statement));
  }
  return claims;
}

/** It tells the statement's text, comments above it included, and no place. */
function pgfenceClaims(file: SqlFile, checks: readonly PgfenceCheck[]) {
  const claims = new Map<Statement, readonly Claim[]>();
  for (const check of checks) {
    const statement = file.statements.find(({ text }) => check.statement.trim().endsWith(text));
    if (statement !== undefined) add(claims, statement, claimsOfPgfence(check));
  }
  return claims;
}

/** The same thing said twice of one statement is one claim. */
function add(
  claims: Map<Statement, readonly Claim[]>,
  statement: Statement,
  more: readonly Claim[],
): void {
  const all = claims.get(statement) ?? [];
  const key = ({ rule, ...claim }: Claim) => JSON.stringify(claim);
  const known = new Set(all.map(key));
  claims.set(statement, [...all, ...more.filter((claim) => !known.has(key(claim)))]);
}

function print(tool: string, { statements, claims, wrong, own, how }: Tally): void {
  const share = claims === 0 ? "–" : `${((100 * wrong) / claims).toFixed(1)} %`;
  console.log(
    `${tool}: ${claims} claims about ${statements} statements, ${wrong} wrong (${share}); ${own} about what nobody else sees yet`,
  );
  const loudest = [...how].toSorted((a, b) => b[1] - a[1]).slice(0, shownKinds);
  for (const [kind, count] of loudest) console.log(`  ${count}× ${kind}`);
}
