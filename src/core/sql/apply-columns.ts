/**
 * Columns that are added, changed and renamed, here and in the partitions and children below. Does
 * not know what that costs.
 */
import { textOf } from "../base/text.ts";
import { addConstraint } from "./apply-constraints.ts";
import {
  changeColumn,
  changeTable,
  changeTables,
  childrenOf,
  type Draft,
  doubtWithout,
  familyOf,
  put,
  remap,
  remove,
  tableOf,
} from "./apply-draft.ts";
import { removeColumn } from "./apply-removal.ts";
import type { Column, Qualified, Table, TableConstraint } from "./catalog.ts";
import { keyOf, madeUpSequenceName, resolveType } from "./names.ts";
import type { ColumnDefinition, Constraint, Expression, Name, Step } from "./step.ts";

type Of<Kind> = Extract<Step, { readonly kind: Kind }>;

export function addColumn(draft: Draft, step: Of<"add-column">): void {
  const { key, table } = tableOf(draft, step.table);
  if (step.ifNotExists && table.columns.has(step.column.name)) return;
  putColumn(draft, key, step.column);
  for (const constraint of step.column.constraints) addConstraint(draft, key, constraint);
}

/** With the sequence of a serial or identity column; its constraints are left to the caller. */
export function putColumn(draft: Draft, key: Qualified, written: ColumnDefinition): void {
  const table = draft.tables.get(key);
  if (table === undefined) return;
  const column = columnOf(draft, key, table, written);
  for (const member of familyOf(draft, key)) addTo(draft, member, column);
}

/** A child that has a column of that name already keeps its own. */
function addTo(draft: Draft, key: Qualified, column: Column): void {
  const table = draft.tables.get(key);
  if (table === undefined) return;
  const columns = new Map(table.columns).set(column.name, column);
  put(draft, "tables", key, { ...table, columns });
}

function columnOf(draft: Draft, key: Qualified, table: Table, written: ColumnDefinition): Column {
  const serial = serials.get(written.type.name);
  const { name, collation, identity } = written;
  const sequence =
    serial !== undefined || identity !== undefined
      ? createSequence(draft, key, table, name, madeFor(serial, textOf(written.at)))
      : undefined;
  const isSerial = serial !== undefined && written.type.schema === undefined;
  const plain: Column = {
    name,
    type: resolveType(draft, written.type),
    collation,
    isNotNull: written.isNotNull || identity !== undefined,
    default: written.default,
    identity,
    generated: written.generated?.kind,
    generatedAs: written.generated?.expression,
  };
  if (!isSerial || sequence === undefined) return plain;
  return {
    ...plain,
    type: { ...written.type, name: serial },
    isNotNull: true,
    default: nextValueOf(sequence, written),
  };
}

const serials: ReadonlyMap<string, "int2" | "int4" | "int8"> = new Map([
  ["serial2", "int2"],
  ["serial4", "int4"],
  ["serial8", "int8"],
]);

type MadeFor = "int2" | "int4" | "int8" | "identity";

/** Nothing for identity with options, which the catalog does not keep. */
function madeFor(serial: MadeFor | undefined, written: string): MadeFor | undefined {
  if (serial !== undefined) return serial;
  return /\bAS\s+IDENTITY\s*\(/i.test(written) ? undefined : "identity";
}

function createSequence(
  draft: Draft,
  key: Qualified,
  table: Table,
  column: string,
  made: MadeFor | undefined,
): Qualified {
  const name = madeUpSequenceName(draft, table.schema, table.name, column);
  const sequence = keyOf(table.schema, name);
  put(draft, "sequences", sequence, {
    ownedBy: { table: key, column },
    ...(made !== undefined && { madeFor: made }),
  });
  return sequence;
}

/** What PostgreSQL writes for `serial`; it stands at the column, which is all that was written. */
function nextValueOf(sequence: Qualified, { at }: ColumnDefinition): Expression {
  const dot = sequence.indexOf(".");
  const quoted = [sequence.slice(0, dot), sequence.slice(dot + 1)]
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join(".");
  return {
    text: `nextval('${quoted.replaceAll("'", "''")}'::regclass)`,
    at,
    isConstant: false,
    isNull: false,
    functions: ["nextval"],
    columns: [],
    volatility: "volatile",
  };
}

export function dropColumn(draft: Draft, step: Of<"drop-column">): void {
  const { key } = tableOf(draft, step.table);
  if (!step.ifExists) doubtWithout(draft, key, step.column);
  removeColumn(draft, key, step.column, step.cascade);
}

/** Collation goes back to the type's own when none is written. */
export function alterType(draft: Draft, step: Of<"alter-type">): void {
  const type = resolveType(draft, step.type);
  changeHereAndBelow(draft, step, { type, collation: step.collation });
}

type ColumnStep = { readonly table: Name; readonly column: string };

export function changeHereAndBelow(draft: Draft, step: ColumnStep, change: Partial<Column>): void {
  const { key } = tableOf(draft, step.table);
  for (const member of familyOf(draft, key)) changeColumn(draft, member, step.column, change);
}

/** A generated column keeps its values, and is an ordinary one from then on. */
export function dropExpression(draft: Draft, step: ColumnStep): void {
  changeHereAndBelow(draft, step, { generated: undefined, generatedAs: undefined });
}

export function addIdentity(draft: Draft, step: Of<"add-identity">): void {
  const { key, table } = tableOf(draft, step.table);
  const known = table.columns.get(step.column);
  if (known?.identity === undefined) {
    createSequence(draft, key, table, step.column, madeFor(undefined, textOf(step.at)));
  }
  changeColumn(draft, key, step.column, { identity: step.identity });
}

/** SET GENERATED … of an identity column; other options of a column are not kept. */
export function setColumnOption(draft: Draft, step: Of<"set-column-option">): void {
  const kind = /\bSET\s+GENERATED\s+(ALWAYS|BY\s+DEFAULT)/i.exec(textOf(step.at))?.[1];
  const { key } = tableOf(draft, step.table);
  if (kind === undefined || step.option !== "other") {
    changeTable(draft, key, { hasMore: true });
    return;
  }
  const identity = kind.toLowerCase() === "always" ? "always" : "by default";
  changeColumn(draft, key, step.column, { identity });
}

export function dropIdentity(draft: Draft, step: ColumnStep): void {
  const { key, table } = tableOf(draft, step.table);
  if (table.columns.get(step.column)?.identity === undefined) return;
  changeColumn(draft, key, step.column, { identity: undefined });
  for (const [sequence, { ownedBy }] of draft.sequences) {
    if (ownedBy?.table === key && ownedBy.column === step.column) {
      remove(draft, "sequences", sequence);
    }
  }
}

/** NOT NULL that was named goes as a constraint too. */
export function dropNotNull(draft: Draft, step: ColumnStep): void {
  const { key } = tableOf(draft, step.table);
  for (const member of familyOf(draft, key)) {
    changeColumn(draft, member, step.column, { isNotNull: false });
    const table = draft.tables.get(member);
    if (table === undefined) continue;
    const isOfColumn = (one: TableConstraint) =>
      one.kind === "not-null" && one.columns.includes(step.column);
    if (![...table.constraints.values()].some(isOfColumn)) continue;
    const constraints = remap(table.constraints, (one, name) =>
      isOfColumn(one) ? undefined : [name, one],
    );
    changeTable(draft, member, { constraints });
  }
}

export function renameColumn(draft: Draft, step: Of<"rename-column">): void {
  const { key } = tableOf(draft, step.table);
  doubtWithout(draft, key, step.column);
  for (const member of familyOf(draft, key)) renameIn(draft, member, step.column, step.to);
}

function renameIn(draft: Draft, key: Qualified, from: string, to: string): void {
  const swap = (column: string) => (column === from ? to : column);
  const table = draft.tables.get(key);
  if (table === undefined) return;
  changeTable(draft, key, {
    columns: remap(table.columns, (column, name) => [
      swap(name),
      renamedInside(name === from ? { ...column, name: to } : column, swap),
    ]),
    constraints: remap(table.constraints, (one, name) => [name, ownColumns(one, swap)]),
  });
  changeTables(draft, (other) => targetColumns(other, key, from, swap));
  for (const [name, index] of draft.indexes) {
    const used = [...index.columns, ...index.include, ...index.alsoReads];
    if (index.table !== key || !used.includes(from)) continue;
    put(draft, "indexes", name, {
      ...index,
      columns: index.columns.map((column) => column && swap(column)),
      include: index.include.map(swap),
      alsoReads: index.alsoReads.map(swap),
    });
  }
  for (const [name, sequence] of draft.sequences) {
    const { ownedBy } = sequence;
    if (ownedBy?.table !== key || ownedBy.column !== from) continue;
    put(draft, "sequences", name, { ...sequence, ownedBy: { table: key, column: to } });
  }
}

type Swap = (column: string) => string;

function renamedInside(column: Column, swap: Swap): Column {
  const { generatedAs } = column;
  if (generatedAs === undefined) return column;
  return { ...column, generatedAs: { ...generatedAs, columns: generatedAs.columns.map(swap) } };
}

/** `written` follows where it lists columns; the text of an expression stays as it was. */
function ownColumns(one: TableConstraint, swap: Swap): TableConstraint {
  const columns = one.columns.map(swap);
  const written = writtenColumns(one.written, swap);
  if (one.kind === "check" && one.notNullOf !== undefined) {
    return { ...one, columns, written, notNullOf: swap(one.notNullOf) };
  }
  return { ...one, columns, written };
}

function writtenColumns(written: Constraint, swap: Swap): Constraint {
  return "columns" in written ? { ...written, columns: written.columns.map(swap) } : written;
}

/** Foreign keys elsewhere that point at the renamed column. */
function targetColumns(
  table: Table,
  target: Qualified,
  from: string,
  swap: Swap,
): Table | undefined {
  const points = (one: TableConstraint) =>
    one.kind === "foreign-key" && one.target === target && one.targetColumns.includes(from);
  if (![...table.constraints.values()].some(points)) return undefined;
  const constraints = remap(table.constraints, (one, name) => {
    if (one.kind !== "foreign-key" || !points(one)) return [name, one];
    return [name, { ...one, targetColumns: one.targetColumns.map(swap) }];
  });
  return { ...table, constraints };
}

/** As `childrenOf` finds them, with everything that their parents have. */
export function inheritColumns(draft: Draft, parent: Qualified, child: Qualified): void {
  const above = draft.tables.get(parent);
  const table = draft.tables.get(child);
  if (above === undefined || table === undefined) return;
  const columns = new Map(above.columns);
  for (const [name, column] of table.columns) columns.set(name, column);
  put(draft, "tables", child, { ...table, columns });
  for (const below of childrenOf(draft, child)) inheritColumns(draft, child, below);
}
