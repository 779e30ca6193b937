/**
 * Which rule says how much about the migrations of which real project, with samples to be read by
 * people who ask whether a rule is true. Written to .host/findings-migrations.md.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lineStartsOf, positionAt } from "../../src/core/base/text.ts";
import { defaults } from "../../src/core/lint/config.ts";
import { type Preset, presets } from "../../src/core/lint/rule.ts";
import { analyseHistory } from "../../src/core/migration/analyse.ts";
import type { MigrationReport, Surroundings } from "../../src/core/migration/migration.ts";
import {
  checkHistory,
  type MigrationCheck,
  type MigrationVerdict,
} from "../../src/core/rules/check-migration.ts";
import { allMigrationRules } from "../../src/core/rules/migration/index.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import type { ParseStatement } from "../../src/core/sql/statement.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";

const corpus = join(import.meta.dirname, "../../../shared/corpus/postgresql");

/** How many findings of each rule are listed word by word. */
const sample = 15;

const world: Surroundings = { postgres: 18, prisma: [6, 0], rows: new Map() };

type Project = { readonly name: string; readonly reports: readonly MigrationReport[] };

/** `folder` is where the table goes. */
export async function migrationFindings(folder: string): Promise<void> {
  if (!existsSync(corpus)) {
    console.log("corpus not found: there are no migrations to speak of");
    return;
  }
  const parse = await loadPgParser();
  const projects = readdirSync(corpus)
    .sort()
    .map((name) => ({ name, reports: reportsOf(join(corpus, name, "migrations"), parse) }))
    .filter(({ reports }) => reports.length > 0);
  const summary = [
    `Findings per migration, ${projects.length} projects:`,
    ...presets.slice(1).map((preset) => summaryOf(projects, preset)),
  ].join("\n");
  const text = [
    summary,
    table(projects, "all"),
    ...allMigrationRules.map(({ name }) => listed(name, projects)),
  ];
  writeFileSync(join(folder, "findings-migrations.md"), `${text.join("\n\n")}\n`);
  console.log(`${summary}\n\nThe table and samples are in .host/findings-migrations.md`);
}

function reportsOf(folder: string, parse: ParseStatement): readonly MigrationReport[] {
  if (!existsSync(folder)) return [];
  const migrations = readdirSync(folder)
    .sort()
    .map((name) => ({ name, path: join(folder, name, "migration.sql") }))
    .filter(({ path }) => existsSync(path))
    .map((one) => ({ ...one, file: readSql(readFileSync(one.path, "utf8"), parse) }));
  return analyseHistory(migrations, emptyCatalog, world);
}

const checked = new Map<string, readonly MigrationCheck[]>();

/** Each project once per preset. */
function check(project: Project, preset: Preset): readonly MigrationCheck[] {
  const key = `${preset} ${project.name}`;
  const known = checked.get(key) ?? checkAnew(project, preset);
  checked.set(key, known);
  return known;
}

function checkAnew({ reports }: Project, preset: Preset): readonly MigrationCheck[] {
  const disk = {
    directories: [],
    lockFile: 'provider = "postgresql"',
    checksums: new Map<string, string>(),
    applied: undefined,
    drift: undefined,
  };
  return checkHistory(reports, disk, world, { ...defaults, preset });
}

function summaryOf(projects: readonly Project[], preset: Preset): string {
  const counts = projects.map((project) => ({
    migrations: project.reports.length,
    verdicts: check(project, preset).reduce((sum, { verdicts }) => sum + verdicts.length, 0),
  }));
  const shares = counts.map(({ verdicts, migrations }) => verdicts / migrations);
  const sum = (key: "migrations" | "verdicts") => counts.reduce((all, one) => all + one[key], 0);
  const mean = sum("verdicts") / sum("migrations");
  return `- ${preset}: ${sum("verdicts")} in ${sum("migrations")} migrations, ${mean.toFixed(2)} each; most in one project ${Math.max(...shares).toFixed(2)}`;
}

function table(projects: readonly Project[], preset: Preset): string {
  const verdicts = projects.map((project) =>
    check(project, preset).flatMap((one) => one.verdicts.flatMap(withAlso)),
  );
  const rows = allMigrationRules.map(({ name, severity, preset = "recommended" }) => {
    const counts = verdicts.map((all) => all.filter(({ rule }) => rule === name).length);
    const total = counts.reduce((sum, count) => sum + count, 0);
    return `| ${name} | ${severity} | ${preset} | ${total} | ${counts.map((count) => count || "").join(" | ")} |`;
  });
  const short = projects.map(({ name }) => name.split("__").at(-1));
  return [
    `| rule | severity | preset | all | ${short.join(" | ")} |`,
    `|${" --- |".repeat(projects.length + 4)}`,
    ...rows,
  ].join("\n");
}

/** Of a statement that several rules speak of, all they say. */
function withAlso({ also, ...verdict }: MigrationVerdict) {
  return [verdict, ...also];
}

/** Evenly spread over all findings of the rule, with the line each stands on. */
function listed(rule: string, projects: readonly Project[]): string {
  const all = projects.flatMap((project) =>
    check(project, "all").flatMap(({ report, verdicts }) => {
      const { text } = report.migration.file.source;
      const lines = text.split(/\r?\n/);
      return verdicts
        .flatMap(withAlso)
        .filter((verdict) => verdict.rule === rule)
        .map(({ at, message }) => {
          const { line } = positionAt(lineStartsOf(text), at.start);
          const place = `${project.name}/${report.migration.name}:${line + 1}`;
          return `- ${place} ${message}\n  \`${lines[line]?.trim() ?? ""}\``;
        });
    }),
  );
  const step = Math.max(1, Math.floor(all.length / sample));
  const some = all.filter((_, at) => at % step === 0).slice(0, sample);
  return [`## ${rule}: ${all.length}`, ...some].join("\n");
}
