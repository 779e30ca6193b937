/**
 * The ways in which the statements of a migration reach the database without making others wait.
 * One is only offered when, as far as the catalog tells, it leads to the very same database.
 */
import { type Edit, span } from "../base/text.ts";
import { afterTransaction, applyStatements, emptyCatalog } from "../sql/apply.ts";
import type { Catalog } from "../sql/catalog.ts";
import { readSql } from "../sql/read-file.ts";
import { splitSql } from "../sql/split.ts";
import type { ParseStatement, Statement } from "../sql/statement.ts";
import { analyseMigration } from "./analyse.ts";
import type { MigrationReport, StatementReport, Surroundings } from "./migration.ts";
import { requiredColumnInSteps, requiredThroughCheck } from "./safe-columns.ts";
import { keysUsingIndex, provenLater } from "./safe-constraints.ts";
import { dependentsOf } from "./safe-dependents.ts";
import { enumInSteps, enumValueFirst } from "./safe-enums.ts";
import { droppedConcurrently, indexesConcurrently, migration } from "./safe-indexes.ts";
import { constraintsOutOfColumn } from "./safe-inline.ts";
import type { Place, PlannedStep, SafePlan } from "./safe-plan.ts";
import { tableWithoutKeys } from "./safe-removal.ts";
import { renamedInSteps, typeInSteps } from "./safe-replacements.ts";
import type { SafeStep, SafeWay } from "./safe-way.ts";
import { isSameCatalog } from "./same-catalog.ts";

const planners: readonly ((place: Place) => readonly SafePlan[])[] = [
  indexesConcurrently,
  droppedConcurrently,
  provenLater,
  requiredThroughCheck,
  requiredColumnInSteps,
  keysUsingIndex,
  renamedInSteps,
  typeInSteps,
  enumInSteps,
  enumValueFirst,
  constraintsOutOfColumn,
  tableWithoutKeys,
];

/** In the order of the statements. Each is for the file as it is: after one, the others are new. */
export function safeWaysOf(
  report: MigrationReport,
  world: Surroundings,
  parse: ParseStatement,
): readonly SafeWay[] {
  if (!isUsualSession(report)) return [];
  return report.statements.flatMap((one) => {
    const place: Place = { file: report, report: one, world, parse };
    return planners.flatMap((plan) => plan(place)).flatMap((plan) => completed(place, plan) ?? []);
  });
}

/** A search path or a role that is set in one file is not there in the next. */
function isUsualSession({ before, after, statements }: MigrationReport): boolean {
  const path = emptyCatalog.searchPath.join();
  return (
    before.searchPath.join() === path &&
    after.searchPath.join() === path &&
    statements.every(({ statement }) =>
      statement.steps.every((step) => step.kind !== "set" || isHarmless(step.setting)),
    )
  );
}

function isHarmless(setting: string): boolean {
  return /_timeout$|^check_function_bodies$|^client_min_messages$/i.test(setting);
}

function completed(place: Place, plan: SafePlan): SafeWay | undefined {
  const moved = dependentsOf(place.file, plan);
  if (moved === undefined) return undefined;
  const instead = new Map(plan.instead);
  for (const { index } of moved) instead.set(index, "");
  const settled = inFile(place.file, instead, [...plan.following, ...restOf(plan, moved)]);
  const edits = editsFor(place.file, settled.instead);
  const following = promised(place, settled.instead, settled.following);
  if (following === undefined) return undefined;
  const { title, rule, statement, remarks } = plan;
  return { title, rule, statement, edits, following, remarks };
}

function restOf({ following }: SafePlan, moved: readonly StatementReport[]): PlannedStep[] {
  if (moved.length === 0) return [];
  const name = `after_${following.at(-1)?.name ?? "it"}`.slice(0, 180);
  return [migration(name, `${moved.map(({ statement }) => statement.text).join(";\n\n")};\n`)];
}

/** A file that would be left empty holds the first step itself. */
function inFile(
  { statements }: MigrationReport,
  instead: ReadonlyMap<number, string>,
  following: readonly PlannedStep[],
) {
  const isEmpty = statements.every(({ index }) => instead.get(index) === "");
  const [first, ...rest] = following;
  const place = statements[0]?.index;
  if (!isEmpty || first?.kind !== "migration" || place === undefined) return { instead, following };
  const [own] = splitSql(first.sql).statements;
  if (own === undefined || splitSql(first.sql).statements.length > 1) return { instead, following };
  const text = first.sql.slice(own.start, own.end);
  return { instead: new Map([...instead, [place, text] as const]), following: rest };
}

function editsFor(
  { migration: { file }, statements }: MigrationReport,
  instead: ReadonlyMap<number, string>,
): Edit[] {
  return [...instead]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([index, text]) => {
      const statement = statements[index]?.statement;
      if (statement === undefined) return [];
      return text === ""
        ? [{ at: wholeStatement(file.source.text, statement), text }]
        : [{ at: statement.at, text }];
    });
}

/** With the lines of `--` right above it, its semicolon and the blank lines behind. */
function wholeStatement(text: string, { at }: Statement) {
  let start = text.lastIndexOf("\n", at.start - 1) + 1;
  if (text.slice(start, at.start).trim() !== "") start = at.start;
  while (start > 0 && start !== at.start + 1) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    if (!/^[ \t]*--/.test(text.slice(above, start))) break;
    start = above;
  }
  const behind = /^\s*?;?[ \t]*(?:\r?\n[ \t]*)*/.exec(text.slice(at.end))?.[0].length ?? 0;
  return span(at.source, start, at.end + behind);
}

/** The steps with their locks; undefined when they do not lead where the file led. */
function promised(
  { file, world, parse }: Place,
  instead: ReadonlyMap<number, string>,
  following: readonly PlannedStep[],
): readonly SafeStep[] | undefined {
  const left = leftOf(file, instead, parse);
  if (left === undefined) return undefined;
  let now = left;
  const steps: SafeStep[] = [];
  for (const { effect, ...step } of following) {
    const read = readSql(effect ?? step.sql, parse);
    if (read.statements.some(({ problem }) => problem !== undefined)) return undefined;
    const done = analyseMigration({ ...file.migration, file: read }, now, world);
    // Nothing is promised of what is only known when it runs.
    const isUnknown = done.statements.some(({ effects }) => effects.isUnknown);
    if (isUnknown && step.kind === "migration") return undefined;
    const promises = done.locks.map(({ table, mode }) => ({ table, mode }));
    steps.push({ ...step, promises });
    now = done.after;
  }
  return isSameCatalog(now, file.after) ? steps : undefined;
}

/** The database after the edited file: only what was edited is read again. */
function leftOf(
  { statements, before }: MigrationReport,
  instead: ReadonlyMap<number, string>,
  parse: ParseStatement,
): Catalog | undefined {
  const first = Math.min(...instead.keys());
  const edited = statements.slice(first).flatMap(({ index, statement }) => {
    const text = instead.get(index);
    return text === undefined ? [statement] : readSql(text, parse).statements;
  });
  if (edited.some((one) => one.problem !== undefined && !isAsWritten(statements, one))) {
    return undefined;
  }
  return afterTransaction(applyStatements(statements[first]?.before ?? before, edited));
}

/** A statement that cannot be read is none of ours. */
function isAsWritten(statements: readonly StatementReport[], one: Statement): boolean {
  return statements.some(({ statement }) => statement === one);
}
