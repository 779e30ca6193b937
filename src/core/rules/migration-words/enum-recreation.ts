/**
 * Prisma's way to take a value out of an enum: a second type, every column moved over to it, the
 * names swapped, the first type dropped. Finds the pattern, so that it is spoken of once; whoever
 * judges single statements asks here whether one belongs to it. Judges nothing.
 */
import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { qualify, qualifyType } from "../../sql/names.ts";
import type { Name, Step } from "../../sql/step.ts";
import { stepsOf } from "./locked-tables.ts";

export type EnumRecreation = {
  /** The enum that goes on under the same name. */
  readonly type: Qualified;
  /** What it could be before; undefined when no statement is known that made it. */
  readonly old: readonly string[] | undefined;
  readonly values: readonly string[];
  /** Tables with a column that is moved over, each once. */
  readonly tables: readonly Qualified[];
  /** Those that belong to it, in order: BEGIN and COMMIT around it and what is between them too. */
  readonly statements: readonly StatementReport[];
  /** BEGIN stands above it and COMMIT behind. */
  readonly hasOwnTransaction: boolean;
};

/** All of a file. Remembered per report. */
export function enumRecreations(file: MigrationReport): readonly EnumRecreation[] {
  const known = found.get(file);
  if (known !== undefined) return known;
  const all = file.statements.flatMap((report) =>
    stepsOf(report, "create-enum").flatMap((step) => recreationWith(file, report, step) ?? []),
  );
  found.set(file, all);
  return all;
}

/** The one to which the statement of that index belongs. */
export function enumRecreationAt(file: MigrationReport, index: number): EnumRecreation | undefined {
  return enumRecreations(file).find(({ statements }) =>
    statements.some((report) => report.index === index),
  );
}

const found = new WeakMap<MigrationReport, readonly EnumRecreation[]>();

function recreationWith(
  file: MigrationReport,
  created: StatementReport,
  { type, values }: Extract<Step, { readonly kind: "create-enum" }>,
): EnumRecreation | undefined {
  const swap = swapOf(file, created.index, type);
  const [rename] = swap === undefined ? [] : stepsOf(swap.away, "rename-type");
  if (swap === undefined || rename === undefined) return undefined;
  const { away, back } = swap;
  const last = back?.index ?? Number.POSITIVE_INFINITY;
  const moved = movesTo(file, type.name, Math.min(created.index, away.index), last);
  const dropped = dropOf(file, rename.to, Math.max(away.index, back?.index ?? created.index));
  const own = [created, away, back, dropped, ...moved.map(({ report }) => report)];
  const core = own.flatMap((one) => one?.index ?? []);
  // A default that is set once more further down does not belong to it.
  const block = blockAround(file, Math.min(...core), Math.max(...core));
  const inner = [...core, ...defaultsOf(file, moved).map(({ index }) => index)];
  const old = qualifyType(away.before, rename.type);
  return {
    type: old,
    old: away.before.enums.get(old)?.values,
    values,
    tables: [...new Set(moved.map(({ table }) => table))],
    statements: file.statements.filter(
      (report) => inner.includes(report.index) || block.includes(report),
    ),
    hasOwnTransaction: block.length > 0,
  };
}

/** The two renames; `back` is missing where the new type was made under the old name. */
type Swap = { readonly away: StatementReport; readonly back: StatementReport | undefined };

/**
 * `T_new` is created, `T` becomes `T_old` and `T_new` becomes `T`; or by hand the other way round:
 * `T` becomes `T_old`, and `T` is created again.
 */
function swapOf(file: MigrationReport, create: number, { name }: Name): Swap | undefined {
  const renames = file.statements.flatMap((report) =>
    stepsOf(report, "rename-type").map(({ type, to }) => ({ report, from: type.name, to })),
  );
  const back = renames.find(({ report, from }) => report.index > create && from === name);
  if (back === undefined) {
    const away = renames.find(({ report, from }) => report.index < create && from === name);
    return away && { away: away.report, back: undefined };
  }
  const away = renames.find(
    ({ report, from }) => report.index < back.report.index && from === back.to,
  );
  return away && { away: away.report, back: back.report };
}

type Move = {
  readonly report: StatementReport;
  readonly table: Qualified;
  readonly column: string;
};

function movesTo(file: MigrationReport, type: string, from: number, to: number): Move[] {
  return file.statements.flatMap((report) => {
    if (report.index < from || report.index > to) return [];
    return stepsOf(report, "alter-type")
      .filter((step) => step.type.name === type)
      .map(({ table, column }) => ({ report, table: qualify(report.before, table), column }));
  });
}

/** Defaults of the columns that move are taken away before and set again after. */
function defaultsOf(file: MigrationReport, moved: readonly Move[]): StatementReport[] {
  return file.statements.filter(
    ({ statement, before }) =>
      statement.steps.length > 0 &&
      statement.steps.every(
        (step) =>
          (step.kind === "set-default" || step.kind === "drop-default") &&
          moved.some(
            ({ table, column }) => step.column === column && table === qualify(before, step.table),
          ),
      ),
  );
}

function dropOf(file: MigrationReport, name: string, from: number): StatementReport | undefined {
  return file.statements.find(
    (report) =>
      report.index > from &&
      stepsOf(report, "drop-type").some(({ types }) => types.some((type) => type.name === name)),
  );
}

/** From the BEGIN above `first` to the COMMIT behind `last`; empty when one of them is missing. */
function blockAround(file: MigrationReport, first: number, last: number): StatementReport[] {
  const begin = file.statements.findLast(({ index }, at) => at < first && commandAt(file, index));
  const end = file.statements.find(({ index }, at) => at > last && commandAt(file, index));
  if (begin === undefined || end === undefined) return [];
  const isBlock =
    commandAt(file, begin.index) === "begin" && commandAt(file, end.index) === "commit";
  return isBlock ? file.statements.slice(begin.index, end.index + 1) : [];
}

function commandAt(file: MigrationReport, index: number): string | undefined {
  const report = file.statements[index];
  return report && stepsOf(report, "transaction")[0]?.command;
}
