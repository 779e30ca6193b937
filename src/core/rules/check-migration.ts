/**
 * All rules about migrations over one file, or over a history: one verdict per statement, the
 * worst, with the others behind it; less what comments silence, as loud as the configuration and
 * the number of rows say.
 */
import { type Config, severityUnder } from "../lint/config.ts";
import { type RuleText, severities, type Verdict } from "../lint/rule.ts";
import { type Ignore, readIgnore, suppress } from "../lint/suppress.ts";
import type { Disk } from "../migration/disk.ts";
import type { MigrationReport, Surroundings } from "../migration/migration.ts";
import type { Qualified } from "../sql/catalog.ts";
import type { SqlFile } from "../sql/statement.ts";
import { type LockMode, lockModes } from "../sql/step.ts";
import { type Crashes, judged, rulesFor, runningUnder } from "./ask-rules.ts";
import { allMigrationRules } from "./migration/index.ts";
import type { StatementSubject } from "./migration-rule.ts";

/** What is said about a statement, or about a file. */
export type MigrationVerdict = Verdict & {
  /** From 0; undefined for what concerns the whole file. */
  readonly statement: number | undefined;
  /** What else is to be said of the same statement, the worst first. */
  readonly also: readonly Verdict[];
};

export type MigrationCheck = {
  readonly report: MigrationReport;
  /** In the order in which they stand. */
  readonly verdicts: readonly MigrationVerdict[];
  readonly crashes: readonly { readonly rule: string; readonly detail: string }[];
};

type Found = Verdict & { readonly statement: number | undefined };

const known = new Map<string, RuleText>(allMigrationRules.map((rule) => [rule.name, rule]));

/** One file, with what `historyVerdicts` says about it, if that was asked. */
export function checkMigration(
  report: MigrationReport,
  world: Surroundings,
  config: Config,
  about: readonly Verdict[] = [],
): MigrationCheck {
  const crashes: Crashes = [];
  const found = findIn(report, world, config, crashes);
  const source = report.migration.file.source;
  // About the file as a whole, not about the statement that it happens to begin with.
  const wide = about
    .filter((verdict) => verdict.at.source === source)
    .map((verdict) => ({ ...verdict, statement: undefined }));
  return finish(report, config, [...found, ...wide], crashes);
}

/** What only a look at all files shows. Each stands in one of them. */
export function historyVerdicts(
  files: readonly MigrationReport[],
  disk: Disk,
  world: Surroundings,
  config: Config,
): { readonly verdicts: readonly Verdict[]; readonly crashes: MigrationCheck["crashes"] } {
  const crashes: Crashes = [];
  const verdicts = runningUnder(config).history.flatMap((one) =>
    judged(one, { files, world, disk }, config, world, crashes),
  );
  return { verdicts, crashes };
}

/**
 * All files. What stands up to and including the migration that the configuration calls history
 * is not judged.
 */
export function checkHistory(
  files: readonly MigrationReport[],
  disk: Disk,
  world: Surroundings,
  config: Config,
): readonly MigrationCheck[] {
  const { verdicts, crashes } = historyVerdicts(files, disk, world, config);
  return files.map((report, at) => {
    if (isHistory(report, config)) return { report, verdicts: [], crashes: [] };
    const check = checkMigration(report, world, config, verdicts);
    return at === 0 ? { ...check, crashes: [...crashes, ...check.crashes] } : check;
  });
}

export function isHistory({ migration }: MigrationReport, { database }: Config): boolean {
  return database.startAfter !== undefined && migration.name <= database.startAfter;
}

/** Every statement with what those before it in the same transaction hold. */
export function subjectsOf(file: MigrationReport, world: Surroundings): StatementSubject[] {
  let held = new Map<Qualified, LockMode>();
  let number: number | undefined;
  return file.statements.map((report) => {
    if (report.transaction.number !== number) held = new Map();
    number = report.transaction.number;
    const subject: StatementSubject = { report, file, world, held: new Map(held) };
    for (const { name, kind, mode } of report.effects.locks) {
      if (kind === "index" || kind === "sequence" || file.created.has(name)) continue;
      const before = held.get(name);
      if (before === undefined || lockModes.indexOf(mode) > lockModes.indexOf(before)) {
        held.set(name, mode);
      }
    }
    return subject;
  });
}

function findIn(
  file: MigrationReport,
  world: Surroundings,
  config: Config,
  crashes: Crashes,
): Found[] {
  const found: Found[] = [];
  const running = runningUnder(config);
  for (const subject of subjectsOf(file, world)) {
    const statement = subject.report.index;
    for (const one of rulesFor(subject.report, running)) {
      for (const verdict of judged(one, subject, config, world, crashes)) {
        found.push({ ...verdict, statement });
      }
    }
  }
  for (const one of running.file) {
    for (const verdict of judged(one, { file, world }, config, world, crashes)) {
      found.push(withStatement(file, verdict));
    }
  }
  return found;
}

function withStatement({ migration }: MigrationReport, verdict: Verdict): Found {
  const at = migration.file.statements.findIndex(
    ({ at }) => at.start <= verdict.at.start && verdict.at.start < at.end,
  );
  return { ...verdict, statement: at < 0 ? undefined : at };
}

function finish(
  report: MigrationReport,
  config: Config,
  found: readonly Found[],
  crashes: Crashes,
): MigrationCheck {
  const { file } = report.migration;
  const isOn = (name: string) => {
    const rule = known.get(name);
    return rule !== undefined && severityUnder(config, rule) !== "off";
  };
  const { kept, about } = suppress(found, ignoresOf(file), (name) => known.has(name), isOn);
  const aboutIgnores = about.flatMap(({ rule, finding }) => {
    const severity = severityUnder(config, rule);
    return severity === "off" ? [] : [{ ...finding, rule: rule.name, severity }];
  });
  const verdicts = [
    ...worstOfEach(kept as readonly Found[]),
    ...aboutIgnores.map((verdict) => ({ ...verdict, statement: undefined, also: [] })),
  ];
  return { report, verdicts: verdicts.sort((a, b) => a.at.start - b.at.start), crashes };
}

/** Of those about one statement the worst, with the others behind it. */
function worstOfEach(found: readonly Found[]): MigrationVerdict[] {
  const byStatement = new Map<number | undefined, Found[]>();
  for (const verdict of found) {
    const same = byStatement.get(verdict.statement);
    if (same) same.push(verdict);
    else byStatement.set(verdict.statement, [verdict]);
  }
  return [...byStatement].flatMap(([statement, all]): MigrationVerdict[] => {
    if (statement === undefined) return all.map((one) => ({ ...one, also: [] }));
    const [worst, ...also] = all.toSorted(bySeverity);
    return worst ? [{ ...worst, also }] : [];
  });
}

/** Rules are listed from the worst to the mildest. */
const order = new Map(allMigrationRules.map(({ name }, at) => [name, at]));

function bySeverity(a: Verdict, b: Verdict): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    (order.get(a.rule) ?? 0) - (order.get(b.rule) ?? 0)
  );
}

/** An ignore above a statement covers that statement; one behind it on its last line does too. */
function ignoresOf({ comments, statements, source }: SqlFile): Ignore[] {
  return comments.flatMap(({ at, text }): Ignore[] => {
    const read = readIgnore(text);
    if (read === undefined) return [];
    const behind = statements.findLast(
      (statement) =>
        statement.at.end <= at.start &&
        !source.text.slice(statement.at.end, at.start).includes("\n"),
    );
    const inside = statements.find(
      (statement) => statement.at.start < at.start && at.start < statement.at.end,
    );
    const next = statements.find((statement) => statement.at.start >= at.end);
    return [{ ...read, at, scope: (behind ?? inside ?? next)?.at }];
  });
}
