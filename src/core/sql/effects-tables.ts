/**
 * Tables that come, move between parents and change their storage; views, triggers, domains,
 * sequences; and what cannot be told at all.
 */
import type { Qualified } from "./catalog.ts";
import { foreignKeyChecked } from "./effects-constraints.ts";
import {
  type EffectDraft,
  familyOf,
  lock,
  lockIndexes,
  named,
  read,
  rewrite,
  scan,
} from "./effects-draft.ts";
import { columnsOfType, foreignKeysOf, foreignKeysTo, indexesOf } from "./lookup.ts";
import { hasRelation, keyOf, qualifyType } from "./names.ts";
import type { Constraint, LockMode, Step } from "./step.ts";

type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

export function otherEffects(draft: EffectDraft, step: Step): void {
  switch (step.kind) {
    case "create-table":
      createTable(draft, step);
      break;
    case "set-table-option":
      setOption(draft, step);
      break;
    case "attach-partition":
      attach(draft, step);
      break;
    case "detach-partition":
      detach(draft, step);
      break;
    case "create-view":
      createView(draft, step);
      break;
    case "refresh-view":
      refresh(draft, step);
      break;
    case "alter-domain":
      alterDomain(draft, step);
      break;
    case "create-sequence":
    case "alter-sequence":
      if (step.ownedBy !== undefined) lock(draft, named(draft, step.ownedBy.table), "ACCESS SHARE");
      return;
    case "dynamic":
    case "other":
      draft.isUnknown = true;
      return;
    default:
      return;
  }
}

// --- Tables

function createTable(draft: EffectDraft, step: Of<"create-table">): void {
  const key = named(draft, step.table);
  // The name is looked for first: nothing else is touched when it is taken.
  if (step.ifNotExists && hasRelation(draft.now, key)) return;
  for (const name of step.like) lock(draft, named(draft, name), "ACCESS SHARE");
  for (const name of step.inherits) lock(draft, named(draft, name), "SHARE UPDATE EXCLUSIVE");
  if (step.partitionOf !== undefined)
    becomePart(draft, named(draft, step.partitionOf), "ACCESS EXCLUSIVE");
  const inline = step.columns.flatMap(({ constraints }) => constraints);
  for (const constraint of [...step.constraints, ...inline]) pointAt(draft, key, constraint);
}

function pointAt(draft: EffectDraft, key: Qualified, constraint: Constraint): void {
  if (constraint.kind !== "foreign-key") return;
  const target = named(draft, constraint.target);
  if (target === key || isItself(key, constraint.target)) return;
  for (const one of familyOf(draft.now, target, "partitions")) {
    lock(draft, one, "SHARE ROW EXCLUSIVE");
  }
}

/** A table that does not exist yet can point at itself only under the name it gets. */
function isItself(key: Qualified, { schema, name }: { schema: string | undefined; name: string }) {
  return (
    key ===
    (schema === undefined ? `${key.slice(0, key.indexOf("."))}.${name}` : `${schema}.${name}`)
  );
}

/** A partition gets the indexes of the whole, and its foreign keys, in both directions. */
function becomePart(draft: EffectDraft, parent: Qualified, mode: LockMode): void {
  lock(draft, parent, mode);
  lockIndexes(draft, parent, "SHARE UPDATE EXCLUSIVE");
  const table = draft.now.tables.get(parent);
  for (const { target } of table === undefined ? [] : foreignKeysOf(table)) {
    lock(draft, target, "SHARE ROW EXCLUSIVE");
  }
  for (const { table: child } of foreignKeysTo(draft.now, parent)) {
    lock(draft, child, "SHARE ROW EXCLUSIVE");
  }
}

/** Rows are read to see that they belong there; a fitting CHECK would spare it. */
function attach(draft: EffectDraft, step: Of<"attach-partition">): void {
  const parent = named(draft, step.table);
  const partition = named(draft, step.partition);
  becomePart(draft, parent, "SHARE UPDATE EXCLUSIVE");
  const table = draft.now.tables.get(parent);
  for (const one of familyOf(draft.now, partition, "partitions")) {
    lock(draft, one, "ACCESS EXCLUSIVE");
    scan(draft, one);
    for (const { name } of indexesOf(draft.now, parent)) {
      draft.builds.push({ table: one, index: name });
    }
  }
  for (const { target } of table === undefined ? [] : foreignKeysOf(table)) {
    foreignKeyChecked(draft, partition, target);
  }
}

function detach(draft: EffectDraft, step: Of<"detach-partition">): void {
  const partition = named(draft, step.partition);
  lock(draft, partition, "ACCESS EXCLUSIVE");
  for (const index of indexesOf(draft.now, partition)) {
    if (index.partOf !== undefined)
      lock(draft, keyOf(index.schema, index.name), "ACCESS EXCLUSIVE");
  }
  const table = draft.now.tables.get(partition);
  for (const { target } of table === undefined ? [] : foreignKeysOf(table)) {
    lock(draft, target, "SHARE ROW EXCLUSIVE");
  }
}

/** Where a table lies cannot be told; that it moves is assumed. */
function setOption(draft: EffectDraft, step: Of<"set-table-option">): void {
  const { option } = step;
  const moves =
    option === "logged" ||
    option === "unlogged" ||
    option === "tablespace" ||
    option === "access-method";
  if (moves) rewrite(draft, named(draft, step.table));
}

// --- Views

function createView(draft: EffectDraft, step: Of<"create-view">): void {
  const key = named(draft, step.view);
  if (step.orReplace) {
    if (draft.now.views.has(key)) lock(draft, key, "ACCESS EXCLUSIVE");
  }
  for (const name of step.reads) {
    const source = named(draft, name);
    // Only a materialized view runs its query, and with it those of the views it reads.
    if (step.isMaterialized) read(draft, source, "ACCESS SHARE");
    else lock(draft, source, "ACCESS SHARE");
  }
}

function refresh(draft: EffectDraft, step: Of<"refresh-view">): void {
  const key = named(draft, step.view);
  for (const source of draft.now.views.get(key)?.reads ?? []) read(draft, source, "ACCESS SHARE");
  if (step.concurrently) {
    scan(draft, key);
    return;
  }
  const isIndexed = indexesOf(draft.now, key).length > 0;
  rewrite(draft, key);
  // The new rows come from the query; they are read only to index them.
  if (!isIndexed) draft.scans.delete(key);
}

// --- The rest

/** Every table with a column of the domain is searched for values that break the new rule. */
function alterDomain(draft: EffectDraft, step: Of<"alter-domain">): void {
  if (step.adds === undefined || step.adds.isNotValid) return;
  for (const { table } of columnsOfType(draft.now, qualifyType(draft.now, step.domain))) {
    lock(draft, table, "SHARE");
    scan(draft, table);
    const expression = step.adds.kind === "check" ? step.adds.expression.text : "NOT NULL";
    draft.risks.push({ kind: "violations", table, expression });
  }
}
