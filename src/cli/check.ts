/** `prisma-architect check`: loads, checks, perhaps fixes, and reports. */
import { chmodSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fixAll } from "../core/editor/fix-all.ts";
import { baselineFileName, writeBaseline } from "../core/lint/baseline.ts";
import { severities } from "../core/lint/rule.ts";
import type { QueryEvidence } from "../core/query/evidence.ts";
import { schemaChecker } from "../core/rules/check-schema.ts";
import { identityOf } from "../core/rules/identity.ts";
import type { Schema } from "../core/schema/resolve.ts";
import { baselineFileFor, relativeTo } from "../project/config-file.ts";
import { checkMigrations } from "./check-migrations.ts";
import { badConfigFinding, relative, reportedFindings } from "./finding.ts";
import { type LoadedSchema, load } from "./load.ts";
import { evidenceAround } from "./queries.ts";
import { type CheckedFiles, type Report, render } from "./report.ts";
import type { CheckOptions } from "./usage.ts";

/** Prints the report and answers with the exit code: 1 when something reaches `failOn`. */
export async function check(options: CheckOptions, print: (text: string) => void): Promise<number> {
  const started = performance.now();
  const { schemas, badConfigs, projects } = await load(
    options.paths,
    options.rules,
    options.updateBaseline,
  );
  const evidence = options.queries
    ? await evidenceAround(
        schemas.map(({ schema }) => schema),
        projects,
      )
    : undefined;
  const checked: CheckedFiles[] = schemas.map((loaded) =>
    checkOne(loaded, options.fix, evidence?.get(loaded.schema.files[0]?.path ?? "")),
  );
  if (options.migrations) {
    const scripts = await Promise.all(schemas.map(checkMigrations));
    checked.push(...scripts.flatMap((one) => one ?? []));
  }
  const report: Report = {
    files: checked.flatMap(({ files }) => files).sort(),
    findings: [...badConfigs.map(badConfigFinding), ...checked.flatMap(({ findings }) => findings)],
    schemas: schemas.length,
    fixed: checked.reduce((sum, { fixed }) => sum + fixed, 0),
    known: checked.reduce((sum, { known }) => sum + known, 0),
    failOn: options.failOn,
    durationMs: performance.now() - started,
  };
  if (options.updateBaseline) {
    const file = baselinePlace(schemas);
    const identities = checked.flatMap((one) => one.identities);
    writeFileSync(file, writeBaseline(identities));
    const what = identities.length === 1 ? "1 finding is" : `${identities.length} findings are`;
    print(`${what} known from now on, in ${relative(file)}.`);
    return 0;
  }
  for (const { crashes } of checked) {
    for (const { rule, block, detail } of crashes) {
      process.stderr.write(`${rule} broke on ${block} and found nothing there: ${detail}\n`);
    }
  }
  const colors =
    options.format === "text" && process.stdout.isTTY === true && !process.env.NO_COLOR;
  const text = render(report, options.format, colors);
  if (text !== "") print(text);
  const loud = severities.slice(0, severities.indexOf(options.failOn) + 1);
  return report.findings.some(({ severity }) => loud.includes(severity)) ? 1 : 0;
}

/** Where the baseline is, else beside the configuration, else here. */
function baselinePlace(schemas: readonly LoadedSchema[]): string {
  const files = schemas.flatMap(({ schema }) => schema.files[0]?.path ?? []);
  const existing = files.map((file) => baselineFileFor(file)).find((file) => file !== undefined);
  if (existing !== undefined) return existing;
  const config = schemas.map(({ configFile }) => configFile).find((file) => file !== undefined);
  return path.join(config === undefined ? process.cwd() : path.dirname(config), baselineFileName);
}

function checkOne(
  { schema, config, configFile, baseline, wanted }: LoadedSchema,
  fix: boolean,
  evidence: QueryEvidence | undefined,
): CheckedFiles {
  const check = schemaChecker(config, relativeTo(configFile), baseline);
  const ask = (version: Schema) => check(version, undefined, evidence);
  const fixed = fix
    ? fixAll(schema, ask, (_, file) => wanted.has(file.path))
    : { schema, count: 0 };
  if (fixed.count > 0) write(schema, fixed.schema);
  const answer = ask(fixed.schema);
  const verdicts = answer.files
    .filter(({ file }) => wanted.has(file.path))
    .flatMap((file) => file.verdicts);
  return {
    files: [...wanted].map(relative),
    findings: reportedFindings(answer, wanted),
    fixed: fixed.count,
    crashes: answer.crashes,
    known: verdicts.filter(({ known }) => known).length,
    identities: verdicts.map(identityOf),
  };
}

/** Each file is written whole beside its place and then moved there: never half a schema. */
function write(before: Schema, after: Schema): void {
  for (const [at, { path: place, text }] of after.files.entries()) {
    if (before.files[at]?.text === text) continue;
    // Behind a link, the file it points at is written, and the link stays.
    const real = realpathSync(place);
    const fresh = `${real}.architect-${process.pid}`;
    writeFileSync(fresh, text);
    chmodSync(fresh, statSync(real).mode);
    renameSync(fresh, real);
  }
}
