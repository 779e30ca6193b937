/**
 * Changes that are one column in the place of another: a new name, a type whose values are stored
 * in another way, an enum that loses a value.
 */
import { textOf } from "../base/text.ts";
import type { Column, Qualified, Table } from "../sql/catalog.ts";
import { tokensOf } from "../sql/lex.ts";
import { qualify, qualifyType, resolveType } from "../sql/names.ts";
import type { Step, TypeName } from "../sql/step.ts";
import type { StatementReport } from "./migration.ts";
import { bareColumn } from "./safe-columns.ts";
import { migration } from "./safe-indexes.ts";
import { type Of, type Place, plainTable, type SafePlan, stepsOf, withSteps } from "./safe-plan.ts";
import {
  draftColumn,
  expandSql,
  fillSteps,
  isReplaceable,
  joinedSql,
  type Replacement,
  requireSql,
  type Swap,
  swapInPlace,
} from "./safe-swap.ts";
import { defaultSql, identifierOf, pathOf, pathOfKey, quoted, typeSql } from "./write-sql.ts";

// --- A new name

/** DROP COLUMN and ADD COLUMN of the same type in one statement, and no other such pair in it. */
export function renamedInSteps(place: Place): SafePlan[] {
  const { report } = place;
  const [dropped, ...moreDropped] = stepsOf(report, "drop-column");
  const [added, ...moreAdded] = stepsOf(report, "add-column");
  if (!dropped || !added || moreDropped.length > 0 || moreAdded.length > 0) return [];
  const found = plainTable(place, dropped.table);
  const old = found?.table.columns.get(dropped.column);
  const bare = bareColumn(added);
  if (found === undefined || old === undefined || bare === undefined) return [];
  if (report.transaction.isExplicit || dropped.cascade || !isReplaceable(place, found.key, old)) {
    return [];
  }
  const { column } = added;
  const type = resolveType(report.before, column.type);
  if (!isSameType(type, old.type) || column.constraints.length > 0 || column.generated) return [];
  const written = typeSql(type);
  if (!written.ok || /^serial/.test(column.type.name) || column.identity) return [];
  const same = (value: string) => value;
  const one: Replacement = {
    ...found,
    old,
    name: column.name,
    type: written.sql,
    up: same,
    down: same,
  };
  const [, ...sync] = expandSql(place, one);
  const kept = withSteps(
    report.statement,
    new Map<Step, string | undefined>([
      [dropped, undefined],
      [added, bare],
    ]),
  );
  if (kept === undefined || kept === "unclear") return [];
  const path = pathOfKey(found.key);
  const value = column.default;
  const contract = [
    ...requireSql(place, one, column.isNotNull),
    ...(value
      ? [`ALTER TABLE ${path} ALTER COLUMN ${quoted(column.name)} SET DEFAULT ${defaultSql(value)}`]
      : []),
    `ALTER TABLE ${path} DROP COLUMN ${quoted(old.name)}`,
  ];
  return [
    {
      title: `Keep ${old.name} beside ${column.name} until nobody asks for it, and copy its values`,
      rule: "probable-column-rename",
      statement: report.index,
      instead: new Map([[report.index, joinedSql([kept, ...sync])]]),
      following: [
        ...fillSteps(place, one, column.isNotNull),
        migration(`drop_${old.name}`, `-- AlterTable\n${joinedSql(contract)};\n`),
      ],
      remarks: [
        `Run the backfill script, and apply the last migration only once no running application reads or writes ${old.name}`,
        `Without any of this, @map("${old.name}") behind the field gives it a new name in Prisma only`,
      ],
      late: { kind: "check", names: [found.key, ...indexesGoing(place, found.key, old.name)] },
    },
  ];
}

/** Their names are only free again once the column is gone. */
function indexesGoing({ report }: Place, key: Qualified, column: string): Qualified[] {
  return [...report.before.indexes]
    .filter(([, index]) => index.table === key && index.columns.includes(column))
    .map(([name]) => name);
}

function isSameType(one: TypeName, other: TypeName): boolean {
  return (
    one.name === other.name &&
    one.schema === other.schema &&
    one.isArray === other.isArray &&
    one.modifiers.join() === other.modifiers.join()
  );
}

// --- Another type

export function typeInSteps(place: Place): SafePlan[] {
  const { report } = place;
  const changes = stepsOf(report, "alter-type");
  const [first] = changes;
  const found = first && plainTable(place, first.table);
  if (found === undefined || report.transaction.isExplicit) return [];
  if (!report.effects.rewrites.some(({ name }) => name === found.key)) return [];
  const swaps: Swap[] = [];
  const gone = new Map<Step, undefined>();
  for (const step of changes) {
    const swap = swapOfType(place, found, step);
    if (swap === undefined) return [];
    swaps.push(swap);
    for (const other of report.statement.steps) {
      if ("column" in other && other.column === step.column) gone.set(other, undefined);
    }
  }
  const kept = withSteps(report.statement, gone);
  if (kept === "unclear") return [];
  const names = changes.map(({ column }) => column).join(", ");
  return [
    {
      title: `Give ${names} the new type through a second column, and swap the two at the end`,
      rule: "type-change-rewrites-table",
      statement: report.index,
      instead: new Map([
        [
          report.index,
          joinedSql([...(kept ? [kept] : []), ...swaps.flatMap(({ expand }) => expand)]),
        ],
      ]),
      following: [
        ...swaps.flatMap(({ between }) => between),
        migration(
          `swap_${changes.map(({ column }) => column).join("_")}`,
          `-- AlterTable\n${joinedSql(swaps.flatMap(({ contract }) => contract))};\n`,
        ),
      ],
      remarks: [
        "Run the backfill script before the migrations that follow it",
        "Deploy the application with the new type together with the last migration",
      ],
      late: { kind: "column", names: [found.key] },
    },
  ];
}

function swapOfType(
  place: Place,
  { key, table }: { readonly key: Qualified; readonly table: Table },
  step: Of<"alter-type">,
): Swap | undefined {
  const { report } = place;
  const old = table.columns.get(step.column);
  const after = report.after.tables.get(key)?.columns.get(step.column);
  if (old === undefined || after === undefined || !isReplaceable(place, key, old)) return undefined;
  if (after.type.isArray || step.collation !== undefined) return undefined;
  const [type, back] = [typeSql(after.type), typeSql(old.type)];
  if (!type.ok || !back.ok) return undefined;
  const using = step.using?.text;
  const cast = (value: string, to: string) =>
    areNumbers(old.type, after.type) ? `${value}::${to}` : `${value}::text::${to}`;
  return swapInPlace(
    place,
    {
      key,
      table,
      old,
      type: type.sql,
      name: draftColumn(table, old.name),
      up: (value) =>
        using === undefined ? cast(value, type.sql) : `(${inPlaceOf(using, old.name, value)})`,
      down: (value) => cast(value, back.sql),
    },
    after,
  );
}

const numbers = new Set(["int2", "int4", "int8", "numeric", "float4", "float8"]);

function areNumbers(...types: readonly TypeName[]): boolean {
  return types.every(({ name }) => numbers.has(name));
}

/** An expression about one column, asked of something else. */
function inPlaceOf(expression: string, column: string, value: string): string {
  let result = "";
  let done = 0;
  for (const { kind, start, end } of tokensOf(expression)) {
    const isName = kind === "name" || kind === "word";
    if (!isName || identifierOf(expression.slice(start, end)) !== column) continue;
    result += expression.slice(done, start) + value;
    done = end;
  }
  return result + expression.slice(done);
}

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
