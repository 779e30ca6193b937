/**
 * The script that takes a migration back, statement by statement from the last to the first, from
 * what the catalog was before each. What cannot be undone is said in it, never guessed.
 */
import { applyStep } from "../sql/apply.ts";
import type { Catalog, Qualified } from "../sql/catalog.ts";
import { qualify, qualifyType } from "../sql/names.ts";
import type { Step } from "../sql/step.ts";
import type { MigrationReport, StatementReport } from "./migration.ts";
import { differenceOf } from "./reverse-difference.ts";
import { isGoneAnyway, rolledBack } from "./reverse-need.ts";
import { joined, nothing, refusal, type Undoing, unique } from "./reverse-script.ts";
import {
  dropsUnseen,
  irreversible,
  isPlainAddition,
  leavesNothing,
  renamedBack,
  tablesOf,
} from "./reverse-steps.ts";

export type Reverse = {
  /** The whole script with its comments; to be run as one transaction, as Prisma runs a file. */
  readonly sql: string;
  /** In the order in which they run. Statements that need no undoing are left out. */
  readonly statements: readonly {
    /** The statement of the migration, from 0: the first of those undone together. */
    readonly undoes: number;
    readonly sql: string;
    readonly losses: readonly string[];
  }[];
  /** What no script brings back, and what taking back destroys: `the values of "User"."name"`. */
  readonly losses: readonly string[];
  readonly refused: readonly { readonly statement: number; readonly reason: string }[];
};

export function reverseOf(report: MigrationReport): Reverse {
  const undone = groups(report).map(([first, last]) => ({
    first,
    text: first.statement.text,
    undoing: undo(report, first, last),
  }));
  undone.reverse();
  const statements = undone
    .filter(({ undoing }) => undoing.pieces.length > 0)
    .map(({ first, undoing }) => ({
      undoes: first.index,
      sql: statementSql(undoing),
      losses: undoing.losses,
    }));
  const losses = unique(statements.flatMap((one) => one.losses));
  const refused = undone.flatMap(({ first, text, undoing }) =>
    undoing.refused.map((reason) => ({ statement: first.index, reason, text })),
  );
  return {
    sql: scriptSql(report.migration.name, undone, statements.length > 0),
    statements,
    losses,
    refused: refused
      .map(({ statement, reason }) => ({ statement, reason }))
      .sort((one, other) => one.statement - other.statement),
  };
}

/** Values that are added one after the other are taken out of their enum at once. */
function groups({ statements }: MigrationReport): [StatementReport, StatementReport][] {
  const found: [StatementReport, StatementReport][] = [];
  for (const one of statements) {
    const last = found.at(-1);
    if (last && addsValues(one) && addsValues(last[1])) last[1] = one;
    else found.push([one, one]);
  }
  return found;
}

function addsValues({ statement: { steps } }: StatementReport): boolean {
  return steps.length > 0 && steps.every(({ kind }) => kind === "add-enum-value");
}

function undo(report: MigrationReport, first: StatementReport, last: StatementReport): Undoing {
  const { statement, before } = first;
  if (rolledBack(report).has(first.index)) return nothing;
  if (statement.problem !== undefined) return refusal("it cannot be read");
  const steps = statement.steps.filter((step) => !leavesNothing(step));
  const needed = steps.filter((step) => !isGoneAnyway(report, first, step));
  if (needed.length === 0) return nothing;
  const reasons = needed.flatMap((step) => irreversible(step) ?? []);
  if (reasons.length > 0) return joined(unique(reasons).map(refusal));
  const together = report.statements.slice(first.index + 1, last.index + 1);
  const doubt = [...needed, ...together.flatMap((one) => one.statement.steps)].flatMap((step) =>
    doubtful(step, before, last.after),
  );
  if (doubt.length > 0) return refusal(`what ${doubt[0]} is like is not known`);
  if (first !== last) return differenceOf(last.after, before);
  if (!isDoneStepByStep(steps)) return undoAtOnce(needed, before, last.after);
  return joined(stepsBack(steps, before));
}

function undoAtOnce(steps: readonly Step[], before: Catalog, after: Catalog): Undoing {
  const difference = differenceOf(after, before);
  if (difference.pieces.length > 0 || difference.refused.length > 0) return difference;
  return steps.map(dropsUnseen).find((refused) => refused !== undefined) ?? nothing;
}

/** A rename has to be seen by itself; so has a column that is dropped and added under its name. */
function isDoneStepByStep(steps: readonly Step[]): boolean {
  const dropped = new Set(
    steps.flatMap((step) => (step.kind === "drop-column" ? [step.column] : [])),
  );
  return steps.some(
    (step) =>
      step.kind.startsWith("rename-") ||
      step.kind === "set-schema" ||
      (step.kind === "alter-sequence" && step.renamedTo !== undefined) ||
      (step.kind === "add-column" && dropped.has(step.column.name)),
  );
}

function stepsBack(steps: readonly Step[], before: Catalog): Undoing[] {
  const undone: Undoing[] = [];
  let now = before;
  for (const step of steps) {
    const next = applyStep(now, step);
    undone.push(renamedBack(step, now, next) ?? undoAtOnce([step], now, next));
    now = next;
  }
  return undone.reverse();
}

/** A block of code may have changed it, or nothing in the history made it. */
function doubtful(step: Step, before: Catalog, after: Catalog): readonly Qualified[] {
  if (isPlainAddition(step) || step.kind.startsWith("rename-")) return [];
  if (step.kind === "add-enum-value") {
    const key = qualifyType(before, step.type);
    return before.enums.has(key) && !before.doubtful.has(key) ? [] : [key];
  }
  const tables = tablesOf(step).map((name) => qualify(before, name));
  return tables.filter((key) => before.doubtful.has(key) || after.doubtful.has(key));
}

function statementSql({ pieces, losses, fails }: Undoing): string {
  const said = [
    ...losses.map((loss) => `-- Data loss: ${loss}`),
    ...fails.map((why) => `-- Refused by PostgreSQL while ${why}`),
  ];
  const text = pieces.map(({ label, sql }) => `-- ${label}\n${sql};`).join("\n\n");
  return [...said, text].join("\n");
}

type Undone = {
  readonly first: StatementReport;
  readonly text: string;
  readonly undoing: Undoing;
};

function scriptSql(name: string, undone: readonly Undone[], hasAny: boolean): string {
  const parts = undone.flatMap(({ text, undoing }) => [
    ...undoing.refused.map((reason) => `-- Not undone: ${shortened(text)}\n--   ${reason}`),
    ...(undoing.pieces.length > 0 ? [statementSql(undoing)] : []),
  ]);
  const head = [
    `-- Takes back ${name}. Prisma does not run this file.`,
    ...(hasAny ? [] : ["-- There is nothing that a statement could undo."]),
  ];
  return `${[head.join("\n"), ...parts].join("\n\n")}\n`;
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
