/**
 * Statements over rows: which tables they write, read and empty, and which other tables foreign
 * keys make them touch for each row.
 */
import type { Qualified } from "./catalog.ts";
import {
  addRewrite,
  type EffectDraft,
  familyOf,
  hasRows,
  lock,
  lockIndexes,
  named,
  read,
  rewrite,
  scan,
} from "./effects-draft.ts";
import { foreignKeysOf, foreignKeysTo, indexesOf } from "./lookup.ts";
import { qualifyFunction } from "./names.ts";
import type { LockMode, Name, Step } from "./step.ts";

type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

/** Whether the step is one of those that are told here. */
export function rowEffects(draft: EffectDraft, step: Step): boolean {
  switch (step.kind) {
    case "insert":
      insert(draft, step);
      return true;
    case "update":
      update(draft, step);
      return true;
    case "delete":
      remove(draft, step);
      return true;
    case "merge":
      merge(draft, step);
      return true;
    case "truncate":
      truncate(draft, step);
      return true;
    case "copy":
      copy(draft, step);
      return true;
    case "select":
      select(draft, step);
      return true;
    case "lock-table":
      lockTables(draft, step);
      return true;
    case "vacuum":
      if (step.full) for (const name of step.tables) rewriteAll(draft, named(draft, name));
      return true;
    case "cluster":
      if (step.table !== undefined) rewriteAll(draft, named(draft, step.table));
      return true;
    default:
      return false;
  }
}

function insert(draft: EffectDraft, step: Of<"insert">): void {
  const key = named(draft, step.table);
  readAll(draft, step.reads);
  writeTo(draft, key);
  // Rows go to the partition that they belong to.
  for (const one of familyOf(draft.now, key, "partitions")) lock(draft, one, "ROW EXCLUSIVE", true);
  lookUpTargets(draft, key, undefined);
  tellTriggers(draft, key);
}

function update(draft: EffectDraft, step: Of<"update">): void {
  const key = named(draft, step.table);
  readAll(draft, step.reads);
  writeTo(draft, key);
  pass(draft, key, step.hasWhere);
  lookUpTargets(draft, key, step.columns);
  for (const { table, foreignKey } of foreignKeysTo(draft.now, key)) {
    if (!foreignKey.targetColumns.some((column) => step.columns.includes(column))) continue;
    const writes = foreignKey.onUpdate !== "no action" && foreignKey.onUpdate !== "restrict";
    touch(draft, table, writes ? "ROW EXCLUSIVE" : "ROW SHARE");
  }
  tellTriggers(draft, key);
}

function remove(draft: EffectDraft, step: Of<"delete">): void {
  const key = named(draft, step.table);
  readAll(draft, step.reads);
  writeTo(draft, key);
  pass(draft, key, step.hasWhere);
  deleteBelow(draft, key, new Set([key]));
  draft.losses.push(
    step.hasWhere ? { kind: "rows", table: key } : { kind: "all-rows", table: key },
  );
  tellTriggers(draft, key);
}

function merge(draft: EffectDraft, step: Of<"merge">): void {
  const key = named(draft, step.table);
  readAll(draft, step.reads);
  for (const one of familyOf(draft.now, key)) if (hasRows(draft, one)) draft.reads.add(one);
  lookUpTargets(draft, key, undefined);
  deleteBelow(draft, key, new Set([key]));
  tellTriggers(draft, key);
}

/** A condition lets the planner choose; without one, all rows are gone through. */
function pass(draft: EffectDraft, key: Qualified, hasWhere: boolean): void {
  const view = draft.now.views.get(key);
  for (const one of view?.reads ?? []) pass(draft, one, hasWhere);
  if (view !== undefined) return;
  for (const one of familyOf(draft.now, key)) {
    if (!hasWhere) scan(draft, one);
    else if (hasRows(draft, one)) draft.reads.add(one);
  }
}

/** Rows written through a view are its table's. */
function writeTo(draft: EffectDraft, key: Qualified): void {
  for (const one of draft.now.views.get(key)?.reads ?? []) {
    lock(draft, one, "ROW EXCLUSIVE");
    writeTo(draft, one);
  }
}

/** The row that a new value points at is locked, one by one; no columns: all of them. */
function lookUpTargets(
  draft: EffectDraft,
  key: Qualified,
  columns: readonly string[] | undefined,
): void {
  const table = draft.now.tables.get(key);
  if (table === undefined) return;
  for (const one of foreignKeysOf(table)) {
    const isWritten =
      columns === undefined || one.columns.some((column) => columns.includes(column));
    if (isWritten) touch(draft, one.target, "ROW SHARE");
  }
}

/** What points at rows that go: they are looked for, deleted along, or let go. */
function deleteBelow(draft: EffectDraft, key: Qualified, seen: Set<Qualified>): void {
  for (const { table, foreignKey } of foreignKeysTo(draft.now, key)) {
    const { onDelete } = foreignKey;
    const isKept = onDelete === "no action" || onDelete === "restrict";
    touch(draft, table, isKept ? "ROW SHARE" : "ROW EXCLUSIVE");
    if (onDelete !== "cascade" || seen.has(table)) continue;
    seen.add(table);
    draft.losses.push({ kind: "rows", table });
    deleteBelow(draft, table, seen);
  }
}

function touch(draft: EffectDraft, key: Qualified, mode: LockMode): void {
  for (const one of familyOf(draft.now, key)) {
    lock(draft, one, mode, true);
    if (hasRows(draft, one)) draft.reads.add(one);
  }
}

/** What a trigger does stands in a function. */
function tellTriggers(draft: EffectDraft, key: Qualified): void {
  const triggers = draft.now.tables.get(key)?.triggers;
  if (triggers !== undefined && triggers.size > 0) draft.isUnknown = true;
}

function truncate(draft: EffectDraft, step: Of<"truncate">): void {
  const emptied = new Set(step.tables.flatMap((name) => familyOf(draft.now, named(draft, name))));
  for (const key of emptied) {
    if (step.cascade) {
      for (const { table } of foreignKeysTo(draft.now, key)) {
        for (const one of familyOf(draft.now, table)) emptied.add(one);
      }
    }
    lock(draft, key, "ACCESS EXCLUSIVE");
    draft.losses.push({ kind: "all-rows", table: key });
    if (!hasRows(draft, key)) continue;
    lockIndexes(draft, key, "ACCESS EXCLUSIVE");
    addRewrite(draft, key);
    for (const { schema, name } of indexesOf(draft.before, key)) {
      addRewrite(draft, `${schema}.${name}`);
    }
  }
}

function copy(draft: EffectDraft, step: Of<"copy">): void {
  const key = named(draft, step.table);
  if (step.direction === "to") {
    scan(draft, key);
    return;
  }
  lookUpTargets(draft, key, undefined);
  tellTriggers(draft, key);
}

function select(draft: EffectDraft, step: Of<"select">): void {
  for (const name of step.reads) {
    read(draft, named(draft, name), step.locksRows ? "ROW SHARE" : "ACCESS SHARE");
  }
  const isOwn = (name: string) =>
    draft.now.functions.has(qualifyFunction(draft.now, { schema: undefined, name }));
  if (step.functions.some(isOwn)) draft.isUnknown = true;
}

/** A view's tables are locked with it. */
function lockTables(draft: EffectDraft, step: Of<"lock-table">): void {
  const waiting = step.tables.map((name) => named(draft, name));
  const seen = new Set(waiting);
  for (const key of seen) {
    lock(draft, key, step.mode);
    for (const one of draft.now.views.get(key)?.reads ?? []) seen.add(one);
  }
}

function readAll(draft: EffectDraft, names: readonly Name[]): void {
  for (const name of names) read(draft, named(draft, name), "ACCESS SHARE");
}

function rewriteAll(draft: EffectDraft, key: Qualified): void {
  for (const one of familyOf(draft.now, key, "partitions")) rewrite(draft, one);
}
