/**
 * What goes when something is dropped, and who waits for it. Told from the catalogs before and
 * after, so that all that CASCADE takes along is in it.
 */
import type { Catalog, Qualified, Table, TableConstraint } from "./catalog.ts";
import { type EffectDraft, familyOf, lock, named } from "./effects-draft.ts";
import { type ForeignKey, foreignKeysOf, foreignKeysTo, viewsNaming, viewsOver } from "./lookup.ts";
import { keyOf } from "./names.ts";
import type { Step } from "./step.ts";

type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

export const removals: ReadonlySet<Step["kind"]> = new Set<Step["kind"]>([
  "drop-table",
  "drop-column",
  "drop-constraint",
  "drop-index",
  "drop-view",
  "drop-type",
  "drop-trigger",
  "drop-policy",
  "drop-function",
  "drop-schema",
  "drop-extension",
  "drop-sequence",
]);

/** `after` is the catalog without what the step drops. */
export function takeAway(draft: EffectDraft, step: Step, after: Catalog): void {
  const { now } = draft;
  for (const [key, table] of now.tables) {
    const left = after.tables.get(key);
    if (left === undefined) dropTable(draft, key, table, after);
    else if (isLess(left, table)) loseParts(draft, key, table, left);
  }
  for (const key of gone(now.indexes, after.indexes)) {
    lock(draft, key, "ACCESS EXCLUSIVE");
    const table = now.indexes.get(key)?.table;
    if (table !== undefined) lock(draft, table, "ACCESS EXCLUSIVE");
  }
  for (const key of gone(now.views, after.views)) lock(draft, key, "ACCESS EXCLUSIVE");
  tellLosses(draft, after);
  ofStep(draft, step, after);
}

function ofStep(draft: EffectDraft, step: Step, after: Catalog): void {
  switch (step.kind) {
    case "drop-column":
      dropColumn(draft, step);
      break;
    case "drop-table":
      if (!step.cascade) dropTables(draft, after);
      break;
    case "drop-trigger":
      if (!step.ifExists) lock(draft, named(draft, step.table), "ACCESS EXCLUSIVE");
      break;
    case "drop-extension":
      // Columns of its types and indexes on its operators go too; which, only the server knows.
      if (step.cascade) draft.isUnknown = true;
      for (const name of step.extensions) draft.losses.push({ kind: "extension", name });
  }
}

function tellLosses(draft: EffectDraft, after: Catalog): void {
  const { now, losses } = draft;
  for (const name of gone(now.views, after.views)) losses.push({ kind: "view", name });
  for (const name of gone(now.enums, after.enums)) losses.push({ kind: "type", name });
  for (const name of gone(now.domains, after.domains)) losses.push({ kind: "type", name });
  for (const name of gone(now.functions, after.functions)) losses.push({ kind: "function", name });
  for (const name of gone(now.schemas, after.schemas)) losses.push({ kind: "schema", name });
}

function gone(
  before: { readonly keys: () => Iterable<string> },
  after: { readonly has: (key: string) => boolean },
): string[] {
  return [...before.keys()].filter((key) => !after.has(key));
}

/** Also every table that a foreign key ties it to, and the one that it is a part of. */
function dropTable(draft: EffectDraft, key: Qualified, table: Table, after: Catalog): void {
  lock(draft, key, "ACCESS EXCLUSIVE");
  draft.losses.push({ kind: "table", table: key });
  const whole = table.partitionOf === undefined ? undefined : after.tables.get(table.partitionOf);
  for (const constraint of foreignKeysOf(table)) {
    if (!isPartOf(constraint, whole)) lockTarget(draft, constraint);
  }
  for (const { table: child } of foreignKeysTo(draft.now, key)) {
    lock(draft, child, "ACCESS EXCLUSIVE");
  }
  const parent = table.partitionOf;
  if (parent !== undefined && after.tables.has(parent)) lock(draft, parent, "ACCESS EXCLUSIVE");
}

/** A foreign key that a partition has from the whole: the triggers on its target stay. */
function isPartOf(constraint: ForeignKey, whole: Table | undefined): boolean {
  if (whole === undefined) return false;
  return foreignKeysOf(whole).some(
    (one) => one.target === constraint.target && one.columns.join() === constraint.columns.join(),
  );
}

function lockTarget(draft: EffectDraft, constraint: TableConstraint): void {
  if (constraint.kind !== "foreign-key") return;
  for (const one of familyOf(draft.now, constraint.target, "partitions")) {
    lock(draft, one, "ACCESS EXCLUSIVE");
  }
}

/** Whether a part of the table is gone, be it a default that has lost its function. */
function isLess(left: Table, old: Table): boolean {
  if (left === old) return false;
  const parts = ["columns", "constraints", "triggers", "policies"] as const;
  if (parts.some((part) => left[part].size < old[part].size)) return true;
  return [...old.columns].some(
    ([name, { default: value }]) => left.columns.get(name)?.default !== value,
  );
}

function loseParts(draft: EffectDraft, key: Qualified, old: Table, left: Table): void {
  lock(draft, key, "ACCESS EXCLUSIVE");
  for (const [name, constraint] of old.constraints) {
    if (!left.constraints.has(name)) lockTarget(draft, constraint);
  }
  for (const [name, column] of old.columns) {
    // A generated column holds nothing that cannot be computed again.
    if (left.columns.has(name) || column.generated !== undefined) continue;
    draft.losses.push({ kind: "column", table: key, column: name });
  }
}

/** Partitions and children have the column too. What hangs on it stands in the way. */
function dropColumn(draft: EffectDraft, step: Of<"drop-column">): void {
  const { now } = draft;
  const key = named(draft, step.table);
  for (const one of familyOf(now, key, step.only === true ? "nothing" : "all")) {
    const isHere = now.tables.get(one)?.columns.has(step.column) ?? true;
    if (one === key || isHere) lock(draft, one, "ACCESS EXCLUSIVE");
  }
  if (step.cascade) return;
  for (const view of viewsNaming(now, key, step.column)) {
    draft.risks.push({ kind: "dependents", name: keyOf(view.schema, view.name) });
  }
  for (const { table, foreignKey } of foreignKeysTo(now, key)) {
    if (table === key || !foreignKey.targetColumns.includes(step.column)) continue;
    draft.risks.push({ kind: "dependents", name: `${table}.${foreignKey.name}` });
  }
}

function dropTables(draft: EffectDraft, after: Catalog): void {
  const dropped = gone(draft.now.tables, after.tables);
  for (const key of dropped) tellDependents(draft, key, dropped);
}

function tellDependents(draft: EffectDraft, key: Qualified, dropped: readonly Qualified[]): void {
  for (const name of viewsOver(draft.now, key)) draft.risks.push({ kind: "dependents", name });
  for (const { table, foreignKey } of foreignKeysTo(draft.now, key)) {
    if (dropped.includes(table)) continue;
    draft.risks.push({ kind: "dependents", name: `${table}.${foreignKey.name}` });
  }
}
