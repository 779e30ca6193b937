/**
 * Enums: one that loses a value, which Prisma makes anew, and a value that is used in the file that
 * adds it.
 */

import { textOf } from "../base/text.ts";
import type { Column, Qualified, Table } from "../sql/catalog.ts";
import { qualify, qualifyType } from "../sql/names.ts";
import type { Step } from "../sql/step.ts";
import { quoted } from "../sql/write-name.ts";
import type { StatementReport } from "./migration.ts";
import { migration } from "./safe-indexes.ts";
import { type Of, type Place, plainTable, type SafePlan, stepsOf } from "./safe-plan.ts";
import { draftColumn, isReplaceable, joinedSql, type Swap, swapInPlace } from "./safe-swap.ts";
import { pathOf } from "./write-sql.ts";

// --- An enum that loses a value, as Prisma writes it

export function enumInSteps(place: Place): SafePlan[] {
  const block = recreationAt(place);
  if (block === undefined) return [];
  const { made, moves, type, temporary, statements } = block;
  const swaps: Swap[] = [];
  for (const { step, key, table, old, after } of moves) {
    if (!isReplaceable(place, key, old)) return [];
    const draft = pathOf(temporary);
    const swap = swapInPlace(
      { ...place, report: made },
      {
        key,
        table,
        old,
        type: draft,
        name: draftColumn(table, step.column),
        up: (value) => `${value}::text::${draft}`,
        down: (value) => `${value}::text::${pathOf(type)}`,
      },
      after,
    );
    if (swap === undefined) return [];
    swaps.push(swap);
  }
  const [begin, ...others] = statements;
  if (begin === undefined) return [];
  const expand = [made.statement.text, ...swaps.flatMap((swap) => swap.expand)];
  // The default speaks of the type under its last name.
  const isDefault = (sql: string) => / SET DEFAULT /.test(sql);
  const contract = swaps.flatMap((swap) => swap.contract);
  return [
    {
      title: `Move to the new ${type.name} through second columns, and swap them at the end`,
      rule: "enum-value-removed",
      statement: begin.index,
      instead: new Map([
        [begin.index, joinedSql(expand)],
        ...others.map(({ index }) => [index, ""] as const),
      ]),
      following: [
        ...swaps.flatMap(({ between }) => between),
        migration(
          `swap_${type.name}`,
          `-- AlterEnum\n${joinedSql([
            ...contract.filter((sql) => !isDefault(sql)),
            `DROP TYPE ${pathOf(type)}`,
            `ALTER TYPE ${pathOf(temporary)} RENAME TO ${quoted(type.name)}`,
            ...contract.filter(isDefault),
          ])};\n`,
        ),
      ],
      remarks: [
        "Change rows that hold a value that goes before this is applied, and run the backfill scripts in between",
      ],
      late: { kind: "column", names: moves.map(({ key }) => key) },
    },
  ];
}

type Move = {
  readonly step: Of<"alter-type">;
  readonly key: Qualified;
  readonly table: Table;
  readonly old: Column;
  readonly after: Column;
};

/** BEGIN, a type under another name, columns that move to it, two renames, DROP TYPE, COMMIT. */
function recreationAt(place: Place) {
  const { file, report } = place;
  if (!isCommand(report, "begin")) return undefined;
  const end = file.statements.find((one) => one.index > report.index && isCommand(one, "commit"));
  if (end === undefined) return undefined;
  const statements = file.statements.slice(report.index, end.index + 1);
  const inner = statements.slice(1, -1);
  if (!inner.every(({ statement }) => statement.steps.every(({ kind }) => parts.has(kind)))) {
    return undefined;
  }
  const made = inner.find((one) => stepsOf(one, "create-enum").length > 0);
  const [created] = made ? stepsOf(made, "create-enum") : [];
  const back = inner.flatMap((one) => stepsOf(one, "rename-type"))[1];
  if (!made || !created || back?.type.name !== created.type.name) return undefined;
  const moves = inner.flatMap((one) =>
    stepsOf(one, "alter-type").flatMap((step): (Move | undefined)[] => {
      const found = plainTable({ ...place, report: one }, step.table);
      const key = found?.key ?? "";
      // The default may have been dropped in between; the column is as it was before the block.
      const table = report.before.tables.get(key);
      const old = table?.columns.get(step.column);
      const after = end.after.tables.get(key)?.columns.get(step.column);
      const isPlain = /^\s*\(?\s*"?[^":()]+"?::text::/.test(step.using?.text ?? "");
      return [
        table && old && after && isPlain && found ? { step, key, table, old, after } : undefined,
      ];
    }),
  );
  const known = moves.flatMap((move) => move ?? []);
  if (known.length === 0 || known.length < moves.length) return undefined;
  const schema = report.before.enums.get(
    qualifyType(report.before, { schema: created.type.schema, name: back.to }),
  )?.schema;
  if (schema === undefined) return undefined;
  return {
    made,
    moves: known,
    statements,
    type: { schema, name: back.to },
    temporary: { schema, name: created.type.name },
  };
}

const parts: ReadonlySet<Step["kind"]> = new Set<Step["kind"]>([
  "create-enum",
  "alter-type",
  "rename-type",
  "drop-type",
  "drop-default",
  "set-default",
]);

function isCommand(report: StatementReport, command: string): boolean {
  return stepsOf(report, "transaction").some((step) => step.command === command);
}

// --- A value that is new in the same file

/** What uses it waits for the migration that follows. */
export function enumValueFirst({ file, report }: Place): SafePlan[] {
  if (report.transaction.isExplicit) return [];
  const added = file.statements.filter(
    (one) =>
      one.index < report.index &&
      one.transaction.number === report.transaction.number &&
      stepsOf(one, "add-enum-value").some(({ value }) =>
        report.statement.text.includes(`'${value.replaceAll("'", "''")}'`),
      ),
  );
  if (added.length === 0) return [];
  const touched = report.statement.steps.flatMap((step) =>
    "table" in step && step.table !== undefined ? [qualify(report.before, step.table)] : [],
  );
  return [
    {
      title: "Use the new value in a migration that follows",
      rule: "enum-value-used-in-same-transaction",
      statement: report.index,
      instead: new Map([[report.index, ""]]),
      following: [migration("use_new_enum_value", `${textOf(report.statement.at)};\n`)],
      remarks: [],
      late: { kind: "column", names: touched },
    },
  ];
}
