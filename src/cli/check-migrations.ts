/** `prisma-architect check` over the scripts of migrations: findings, baseline, broken rules. */
import { createHash } from "node:crypto";
import path from "node:path";
import { applyBaseline } from "../core/lint/baseline.ts";
import type { Verdict } from "../core/lint/rule.ts";
import type { MigrationReport } from "../core/migration/migration.ts";
import {
  checkMigration,
  historyVerdicts,
  isHistory,
  type MigrationVerdict,
} from "../core/rules/check-migration.ts";
import { readFromDisk } from "../project/discover.ts";
import { diskOf, migrationsFolderFor } from "../project/migrations.ts";
import { relative } from "./finding.ts";
import { readHistory } from "./history.ts";
import type { LoadedSchema } from "./load.ts";
import { reportedMigration } from "./migration-finding.ts";
import type { CheckedFiles } from "./report.ts";

/** Undefined where the schema has no migrations that were asked for. */
export async function checkMigrations({
  schema,
  config,
  baseline,
  found,
  within,
}: LoadedSchema): Promise<CheckedFiles | undefined> {
  const schemaFile = found.files[0];
  if (schema.settings.provider !== "postgresql" || schemaFile === undefined) return undefined;
  const place = within.length > 0 ? await migrationsFolderFor(found, readFromDisk) : undefined;
  const history = place && (await readHistory(place, schemaFile, config));
  if (!history) return undefined;
  const wanted = history.reports.filter(
    (report) => isWanted(report.migration.path ?? "", within) && !isHistory(report, config),
  );
  if (wanted.length === 0) return undefined;
  const { world, reports, folder } = history;
  const about = historyVerdicts(reports, diskOf(folder), world, config);
  const checks = wanted.map((report) => checkMigration(report, world, config, about.verdicts));
  const verdicts = checks.flatMap((check) =>
    check.verdicts.map((verdict) => ({ verdict, report: check.report })),
  );
  const identities = new Map<Verdict, string>(
    verdicts.map(({ verdict, report }) => [verdict, identityOf(verdict, report)]),
  );
  const judged = applyBaseline(
    verdicts.map(({ verdict }) => verdict),
    baseline,
    (verdict) => identities.get(verdict) ?? verdict.rule,
  );
  const findings = verdicts.flatMap(({ verdict, report }, at) =>
    judged[at]?.known ? [] : reportedMigration(verdict, report),
  );
  return {
    files: wanted.map(({ migration }) => relative(migration.path ?? "")),
    findings,
    fixed: 0,
    known: verdicts.length - findings.length,
    crashes: [about, ...checks].flatMap(({ crashes }) =>
      crashes.map(({ rule, detail }) => ({ rule, block: "a migration", detail })),
    ),
    identities: [...identities.values()],
  };
}

function isWanted(script: string, within: readonly string[]): boolean {
  return within.some((place) => script === place || script.startsWith(place + path.sep));
}

/**
 * `index-not-concurrent 20240131120000_add_users 1f3870be274f`: what stands is known by its text,
 * without regard to white space, so that statements above may come and go.
 */
function identityOf(
  { rule, statement }: MigrationVerdict,
  { migration, statements }: MigrationReport,
): string {
  const text = statement === undefined ? undefined : statements[statement]?.statement.text;
  const hash = text === undefined ? "" : ` ${hashOf(text.replace(/\s+/g, " "))}`;
  return `${rule} ${migration.name}${hash}`;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
