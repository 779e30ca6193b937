/**
 * Changes that are one column in the place of another: a new name, a type whose values are stored
 * in another way.
 */

import type { Qualified, Table } from "../sql/catalog.ts";
import { tokensOf } from "../sql/lex.ts";
import { resolveType } from "../sql/names.ts";
import type { Step, TypeName } from "../sql/step.ts";
import { quoted } from "../sql/write-name.ts";
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
import { defaultSql, identifierOf, pathOfKey, typeSql } from "./write-sql.ts";

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
