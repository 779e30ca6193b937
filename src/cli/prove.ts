/** `prisma-architect prove`: runs the last migration, or the one named, and says what came out. */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { styleText } from "node:util";
import type { MigrationReport } from "../core/migration/migration.ts";
import type { Proof, ProvenStatement } from "../core/migration/proof.ts";
import { summaryOf } from "../core/migration/summary.ts";
import { verifiedOn } from "../core/migration/verified.ts";
import { checkMigration, type MigrationCheck } from "../core/rules/check-migration.ts";
import { readFromDisk } from "../project/discover.ts";
import { migrationsFolderFor, scriptName } from "../project/migrations.ts";
import { downOf } from "../proof/down.ts";
import { Histories } from "../proof/histories.ts";
import { prove as proofOf } from "../proof/prove.ts";
import { embeddedPostgres } from "./engines.ts";
import { relative } from "./finding.ts";
import { type History, readHistory } from "./history.ts";
import { oneSchema } from "./load.ts";
import { reportedMigration } from "./migration-finding.ts";
import { UsageError } from "./usage.ts";
import type { ProveOptions } from "./usage-prove.ts";

/**
 * 0 when it is proven, 1 when it is refuted, 2 when it could not be tried, 130 when Ctrl-C came
 * first. How far it is goes to the terminal's error stream.
 */
export async function prove(options: ProveOptions, print: (text: string) => void): Promise<number> {
  const { report, history, check } = await subjectAt(options.path);
  const written = await readFromDisk(
    path.join(history.folder.path, report.migration.name, "down.sql"),
  );
  const at = history.reports.indexOf(report);
  const histories = new Histories(embeddedPostgres);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  const line = progressLine();
  try {
    const proof = await proofOf(
      histories,
      { history: history.folder.scripts.slice(0, at), report, down: downOf(report, written) },
      { signal: stop.signal, onProgress: line.show },
    );
    line.clear();
    if (proof === undefined) return 130;
    const isJson = options.format === "json";
    print(isJson ? jsonOf(check, history, proof) : textOf(check, history, proof));
    return { proven: 0, refuted: 1, unproven: 2 }[proof.verdict];
  } finally {
    line.clear();
    process.off("SIGINT", interrupt);
    await histories.stop();
  }
}

type Subject = {
  readonly report: MigrationReport;
  readonly history: History;
  readonly check: MigrationCheck;
};

async function subjectAt(given: string): Promise<Subject> {
  const loaded = await oneSchema(given);
  const { found, config } = loaded;
  const place = await migrationsFolderFor(found, readFromDisk);
  const history = place && (await readHistory(place, found.files[0] ?? "", config));
  if (!history || history.reports.length === 0) {
    throw new UsageError(`There are no migrations for ${relative(found.files[0] ?? given)} yet`);
  }
  const report = named(given, history) ?? history.reports.at(-1);
  if (report === undefined) throw new UsageError(`There is no migration in ${given}`);
  return { report, history, check: checkMigration(report, history.world, config) };
}

/** The migration that a path means, where it means a single one. */
function named(given: string, { reports }: History): MigrationReport | undefined {
  const target = path.resolve(given);
  const isFolder = existsSync(target) && statSync(target).isDirectory();
  const script = isFolder ? path.join(target, scriptName) : target;
  return reports.find(({ migration }) => migration.path === script);
}

function jsonOf({ report, verdicts }: MigrationCheck, { world }: History, proof: Proof): string {
  const findings = verdicts.map((verdict) => {
    const { fix: _, ...finding } = reportedMigration(verdict, report);
    return { ...finding, verified: verifiedOn(verdict, proof) !== undefined };
  });
  const migration = report.migration.name;
  const summary = summaryOf(report, world);
  return JSON.stringify({ version: 1, migration, proof, summary, findings }, null, 2);
}

const marks = { passed: "✓", failed: "✗", skipped: "–" } as const;
const colors = { passed: "green", failed: "red", skipped: "yellow" } as const;

function textOf({ report, verdicts }: MigrationCheck, { world }: History, proof: Proof): string {
  const isColored = process.stdout.isTTY === true && !process.env.NO_COLOR;
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    isColored ? styleText(style, text, { validateStream: false }) : text;
  const { statements } = summaryOf(report, world);
  const steps = proof.steps.flatMap(({ title, outcome, detail }) => [
    `  ${paint(colors[outcome], marks[outcome])} ${title}`,
    ...(detail === "" ? [] : [`      ${detail}`]),
  ]);
  const observed = proof.statements.map(
    (one) => `  ${one.index + 1}. ${statements[one.index]?.title ?? ""}: ${observedIn(one)}`,
  );
  const verified = verdicts.flatMap((verdict) => {
    const seen = verifiedOn(verdict, proof);
    return seen === undefined ? [] : [`  ${verdict.message} (${verdict.rule}, ${seen})`];
  });
  return [
    report.migration.name,
    "",
    ...steps,
    ...(observed.length > 0 ? ["", "Observed:", ...observed] : []),
    ...(verified.length > 0 ? ["", "Findings that were confirmed:", ...verified] : []),
    "",
    `${proof.headline}.`,
  ].join("\n");
}

function observedIn({ locks, rewrites, scans, isUnseen }: ProvenStatement): string {
  const parts = [
    ...locks.map(({ table, mode }) => `${mode} on ${table}`),
    ...rewrites.map((table) => `rewrites ${table}`),
    ...scans.map((table) => `scans ${table}`),
    ...(isUnseen ? ["runs in no transaction, its locks were not watched"] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : "no lock on a table that was there";
}

/** One line that is written over and over, where somebody sits in front of it. */
function progressLine() {
  const { stderr } = process;
  const isShown = stderr.isTTY === true;
  let isDirty = false;
  return {
    show(message: string, share: number): void {
      if (!isShown) return;
      isDirty = true;
      stderr.write(`\r\x1b[2K${Math.round(share * 100)} % ${message}`);
    },
    clear(): void {
      if (isDirty) stderr.write("\r\x1b[2K");
      isDirty = false;
    },
  };
}
