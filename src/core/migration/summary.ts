/**
 * What a migration does, told in figures and short lines: for the panel, the lens above the SQL,
 * and the command line. Judges nothing that the rules do not.
 */

import type { Catalog, Qualified } from "../sql/catalog.ts";
import type { Effects, Loss, Risk } from "../sql/effect.ts";
import { type LockMode, lockModes } from "../sql/step.ts";
import { shortName } from "../sql/write-name.ts";
import type { MigrationReport, StatementReport, Surroundings } from "./migration.ts";
import { sayStep } from "./say-step.ts";

/**
 * How long others wait, roughly. `instant` does not depend on the rows; where it does and their
 * number is not known, it is `by rows`.
 */
export type Duration = "instant" | "seconds" | "minutes" | "hours" | "by rows" | "unknown";

export type Summary = {
  readonly statements: readonly StatementSummary[];
  readonly tables: readonly TableSummary[];
  readonly strongest: LockMode | undefined;
  readonly duration: Duration;
  readonly losses: readonly string[];
  readonly risks: readonly string[];
};

export type StatementSummary = {
  /** From 0, in its file. */
  readonly index: number;
  /** "Add column User.age", with more steps behind a comma. */
  readonly title: string;
  /** Where it begins in the text, in UTF-16 units. */
  readonly offset: number;
  /** Of tables that were there before the file, the strongest first. */
  readonly locks: readonly { readonly table: string; readonly mode: LockMode }[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly builds: readonly string[];
  readonly losses: readonly string[];
  readonly risks: readonly string[];
  readonly duration: Duration;
  readonly isUnknown: boolean;
};

export type TableSummary = {
  readonly table: string;
  /** Made by this migration: nobody waits for it. */
  readonly isNew: boolean;
  readonly lock: LockMode | undefined;
  readonly isRewritten: boolean;
  readonly isScanned: boolean;
  /** Where it is known. */
  readonly rows: number | undefined;
};

export function summaryOf(report: MigrationReport, world: Surroundings): Summary {
  const statements = report.statements.map((one) => summaryOfStatement(one, report, world));
  return {
    statements,
    tables: tablesOf(report, world),
    strongest: report.locks[0]?.mode,
    duration: longest(statements.map(({ duration }) => duration)),
    losses: unique(statements.flatMap(({ losses }) => losses)),
    risks: unique(statements.flatMap(({ risks }) => risks)),
  };
}

function summaryOfStatement(
  { statement, index, effects, before }: StatementReport,
  { created }: MigrationReport,
  world: Surroundings,
): StatementSummary {
  const isThere = (name: Qualified) => !created.has(name);
  const ownTables = (names: readonly Qualified[]) =>
    unique(names.filter((name) => isThere(name) && !before.indexes.has(name)).map(shortName));
  return {
    index,
    title: titleOf(statement.steps.map(sayStep), statement.text),
    offset: statement.at.start,
    locks: effects.locks
      .filter(({ name, kind }) => kind !== "index" && kind !== "sequence" && isThere(name))
      .map(({ name, mode }) => ({ table: shortName(name), mode })),
    rewrites: ownTables(effects.rewrites.map(({ name }) => name)),
    scans: ownTables(effects.scans),
    builds: ownTables(effects.builds.map(({ table }) => table)),
    losses: effects.losses.filter((loss) => !isAbout(loss, created)).map(sayLoss),
    risks: effects.risks
      .filter((risk) => !("table" in risk && created.has(risk.table)))
      .map(sayRisk),
    duration: durationOf(effects, isThere, world),
    isUnknown: effects.isUnknown,
  };
}

function titleOf(steps: readonly string[], text: string): string {
  if (steps.length === 0) return text.split("\n")[0]?.slice(0, 80) ?? "";
  const [first = "", second] = steps;
  if (second === undefined) return first;
  return steps.length === 2
    ? `${first}, ${uncapital(second)}`
    : `${first}, and ${steps.length - 1} more steps`;
}

/** As said of data that is gone. */
export function sayLoss(loss: Loss): string {
  switch (loss.kind) {
    case "table":
      return `all of ${shortName(loss.table)}`;
    case "all-rows":
      return `every row of ${shortName(loss.table)}`;
    case "column":
      return `the values of ${shortName(loss.table)}.${loss.column}`;
    case "precision":
      return `what ${loss.to} cannot hold of ${shortName(loss.table)}.${loss.column}`;
    case "rows":
      return `rows of ${shortName(loss.table)}`;
    default:
      return `the ${loss.kind} ${shortName(loss.name)}`;
  }
}

/** What makes it fail. */
export function sayRisk(risk: Risk): string {
  switch (risk.kind) {
    case "nulls":
      return `fails if ${shortName(risk.table)}.${risk.columns.join(", ")} is NULL anywhere`;
    case "any-row":
      return `fails if ${shortName(risk.table)} has any row: ${risk.column} would have no value`;
    case "duplicates":
      return `fails if two rows of ${shortName(risk.table)} share ${risk.columns.join(", ")}`;
    case "orphans":
      return `fails if ${shortName(risk.table)}.${risk.columns.join(", ")} names a missing ${shortName(risk.target)}`;
    case "violations":
      return `fails if a row of ${shortName(risk.table)} breaks ${risk.expression}`;
    case "uncastable":
      return `fails if a value of ${shortName(risk.table)}.${risk.column} is no ${risk.to}`;
    case "dependents":
      return `fails while something depends on ${shortName(risk.name)}`;
  }
}

function tablesOf(report: MigrationReport, world: Surroundings): TableSummary[] {
  const { created, locks, statements, before, after } = report;
  const rewritten = new Set(
    statements.flatMap(({ effects }) => effects.rewrites.map(({ name }) => name)),
  );
  const scanned = new Set(statements.flatMap(({ effects }) => effects.scans));
  const isTable = (name: Qualified) => isIn(before, name) || isIn(after, name);
  const touched = locks.map(({ table, mode }) => ({
    table: shortName(table),
    isNew: false,
    lock: mode,
    isRewritten: rewritten.has(table),
    isScanned: scanned.has(table),
    rows: world.rows.get(table),
  }));
  const made = [...created].filter(isTable).map((table) => ({
    table: shortName(table),
    isNew: true,
    lock: undefined,
    isRewritten: false,
    isScanned: false,
    rows: undefined,
  }));
  return [...touched, ...made];
}

function isIn({ tables, views }: Catalog, name: Qualified): boolean {
  return tables.has(name) || views.has(name);
}

/** Rows per second that a scan reads and a rewrite copies, carefully low. */
const scanned = 1_000_000;
const copied = 100_000;

function durationOf(
  { rewrites, scans, builds, isUnknown }: Effects,
  isThere: (name: Qualified) => boolean,
  { rows }: Surroundings,
): Duration {
  const costs = [
    ...rewrites.filter(({ kind }) => kind === "table").map(({ name }) => ({ name, rate: copied })),
    ...builds.map(({ table }) => ({ name: table, rate: copied })),
    ...scans.map((name) => ({ name, rate: scanned })),
  ].filter(({ name }) => isThere(name));
  if (costs.length === 0) return isUnknown ? "unknown" : "instant";
  return longest(
    costs.map(({ name, rate }) => {
      const known = rows.get(name);
      if (known === undefined) return "by rows";
      const seconds = known / rate;
      if (seconds < 0.5) return "instant";
      if (seconds < 60) return "seconds";
      return seconds < 3600 ? "minutes" : "hours";
    }),
  );
}

const durations: readonly Duration[] = [
  "instant",
  "seconds",
  "unknown",
  "by rows",
  "minutes",
  "hours",
];

function longest(all: readonly Duration[]): Duration {
  const worst = Math.max(0, ...all.map((one) => durations.indexOf(one)));
  return durations[worst] ?? "instant";
}

/** The locks that keep readers, or at least writers, waiting. */
export function blocks(mode: LockMode): "reads and writes" | "writes" | "nothing" {
  if (mode === "ACCESS EXCLUSIVE") return "reads and writes";
  return lockModes.indexOf(mode) >= lockModes.indexOf("SHARE") ? "writes" : "nothing";
}

function isAbout(loss: Loss, created: ReadonlySet<Qualified>): boolean {
  return "table" in loss && created.has(loss.table);
}

function unique<Value>(all: readonly Value[]): Value[] {
  return [...new Set(all)];
}

function uncapital(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
