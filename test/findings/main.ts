/**
 * Which rule says how much about which real project: a table to be read by people who ask
 * whether a rule is true and whether the presets are quiet. Written to .host/findings.md.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lineStartsOf, positionAt } from "../../src/core/base/text.ts";
import { defaults } from "../../src/core/lint/config.ts";
import { type Preset, presets, type Verdict } from "../../src/core/lint/rule.ts";
import { schemaChecker } from "../../src/core/rules/check-schema.ts";
import { allRules as everyRule } from "../../src/core/rules/index.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { placer } from "../../src/core/schema/place.ts";
import { resolve, type Schema } from "../../src/core/schema/resolve.ts";
import { corpusSchemas } from "../support/corpus.ts";
import { migrationFindings } from "./migrations.ts";

/** Those that are asked of schemas. */
const allRules = everyRule.filter(({ language }) => language === undefined);

/** How many findings of each rule are listed word by word. */
const sample = 12;

type Project = {
  readonly name: string;
  readonly schema: Schema;
  readonly verdicts: readonly Verdict[];
};

export async function main(): Promise<void> {
  const postgres = corpusSchemas().filter(({ provider }) => provider === "postgresql");
  if (postgres.length === 0) return;
  const projects = postgres.map(({ name, files }): Project => {
    const schema = resolve(files.map(([path, text]) => parseFile(path, text)));
    return { name, schema, verdicts: check(schema, "all") };
  });
  const text = [
    summary(projects),
    table(projects),
    ...allRules.map(({ name }) => listed(name, projects)),
  ];
  const folder = join(import.meta.dirname, "../../.host");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "findings.md"), `${text.join("\n\n")}\n`);
  console.log(`${summary(projects)}\n\nThe table and samples are in .host/findings.md\n`);
  await migrationFindings(folder);
}

function check(schema: Schema, preset: Preset): readonly Verdict[] {
  return schemaChecker({ ...defaults, preset })(schema).files.flatMap(({ verdicts }) => verdicts);
}

function summary(projects: readonly Project[]): string {
  const lines = presets.slice(1).map((preset) => {
    const perModel = projects
      .map(({ schema }) => check(schema, preset).length / Math.max(1, schema.models.length))
      .toSorted((a, b) => a - b);
    const median = perModel[Math.floor(perModel.length / 2)] ?? 0;
    return `- ${preset}: median ${median.toFixed(2)}, most ${(perModel.at(-1) ?? 0).toFixed(2)}`;
  });
  return [`Findings per model, ${projects.length} projects:`, ...lines].join("\n");
}

function table(projects: readonly Project[]): string {
  const rows = allRules.map(({ name, severity, preset = "recommended" }) => {
    const counts = projects.map(
      ({ verdicts }) => verdicts.filter(({ rule }) => rule === name).length,
    );
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

/** Evenly spread over all findings of the rule, with the line each stands on. */
function listed(rule: string, projects: readonly Project[]): string {
  const all = projects.flatMap(({ name, schema, verdicts }) => {
    const place = placer(schema.files);
    return verdicts
      .filter((verdict) => verdict.rule === rule)
      .map(({ at, message }) => {
        const found = place(at);
        const line = found ? positionAt(lineStartsOf(found.file.text), found.start).line : 0;
        const code = found?.file.text.split(/\r?\n/)[line]?.trim() ?? "";
        return `- ${name}:${line + 1} ${message}\n  \`${code}\``;
      });
  });
  const step = Math.max(1, Math.floor(all.length / sample));
  const some = all.filter((_, at) => at % step === 0).slice(0, sample);
  return [`## ${rule}: ${all.length}`, ...some].join("\n");
}
