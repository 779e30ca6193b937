/**
 * The effects of a statement while its steps are gone through, and what they are put together
 * from: locking a table with what stands on it, copying it, reading it.
 */
import type { Catalog, Qualified } from "./catalog.ts";
import type { Effects, Lock, Loss, Relation, Risk } from "./effect.ts";
import { childrenOf, indexesOf } from "./lookup.ts";
import { qualify } from "./names.ts";
import { type LockMode, lockModes, type Name } from "./step.ts";

export type EffectSettings = {
  /** Major version of the server, 12 and newer. */
  readonly postgres: number;
  /** The session's TimeZone, where it is known. */
  readonly timeZone?: string | undefined;
};

export type EffectDraft = {
  /** Before the statement: only what is in here can be locked against others. */
  readonly before: Catalog;
  /** Before the step: what earlier steps of the statement have made is there too. */
  now: Catalog;
  readonly settings: EffectSettings;
  readonly locks: Map<Qualified, Lock>;
  readonly rewrites: Map<Qualified, Relation>;
  readonly scans: Set<Qualified>;
  readonly reads: Set<Qualified>;
  readonly builds: { readonly table: Qualified; readonly index: string | undefined }[];
  readonly losses: Loss[];
  readonly risks: Risk[];
  isUnknown: boolean;
};

export function openEffects(before: Catalog, settings: EffectSettings): EffectDraft {
  return {
    before,
    now: before,
    settings,
    locks: new Map(),
    rewrites: new Map(),
    scans: new Set(),
    reads: new Set(),
    builds: [],
    losses: [],
    risks: [],
    isUnknown: false,
  };
}

export function closeEffects(draft: EffectDraft): Effects {
  return {
    locks: [...draft.locks.values()].sort((a, b) => strength(b.mode) - strength(a.mode)),
    // An index that a later part of the statement drops is not built before.
    rewrites: [...draft.rewrites.values()].filter(
      ({ kind, name }) => kind !== "index" || draft.now.indexes.has(name),
    ),
    scans: [...draft.scans],
    reads: [...draft.reads].filter((table) => !draft.scans.has(table)),
    builds: draft.builds,
    losses: draft.losses,
    risks: draft.risks,
    isUnknown:
      draft.isUnknown || [...draft.locks.keys()].some((name) => draft.before.doubtful.has(name)),
  };
}

function strength(mode: LockMode): number {
  return lockModes.indexOf(mode);
}

/** The stronger of what was known and this. What the statement itself made is nobody else's. */
export function lock(
  draft: EffectDraft,
  name: Qualified,
  mode: LockMode,
  ifRowsMatch: boolean = false,
): void {
  const kind = kindOf(draft, name);
  if (kind === undefined) return;
  const known = draft.locks.get(name);
  if (known !== undefined) {
    if (strength(known.mode) > strength(mode)) return;
    if (known.mode === mode && (ifRowsMatch || known.ifRowsMatch !== true)) return;
    // A weaker one that is certain and a stronger one that is not: the stronger is what may be.
  }
  draft.locks.set(name, ifRowsMatch ? { name, kind, mode, ifRowsMatch } : { name, kind, mode });
}

/** Undefined for what was not there before. A name that nothing has made is taken for a table. */
function kindOf({ before, now }: EffectDraft, name: Qualified): Relation["kind"] | undefined {
  if (before.tables.has(name)) return "table";
  if (before.indexes.has(name)) return "index";
  const view = before.views.get(name);
  if (view !== undefined) return view.isMaterialized ? "materialized view" : "view";
  if (before.sequences.has(name)) return "sequence";
  const isNew =
    (now.tables.has(name) && !now.doubtful.has(name)) ||
    now.indexes.has(name) ||
    now.views.has(name) ||
    now.sequences.has(name);
  return isNew ? undefined : "table";
}

export function lockIndexes(draft: EffectDraft, relation: Qualified, mode: LockMode): void {
  for (const index of indexesOf(draft.before, relation)) {
    lock(draft, `${index.schema}.${index.name}`, mode);
  }
}

/** New files for the table and every index of it. A partitioned table has none itself. */
export function rewrite(draft: EffectDraft, relation: Qualified): void {
  lock(draft, relation, "ACCESS EXCLUSIVE");
  if (!hasRows(draft, relation)) return;
  addRewrite(draft, relation);
  scan(draft, relation);
  for (const index of indexesOf(draft.before, relation)) {
    rebuild(draft, `${index.schema}.${index.name}`);
  }
}

/** A new file for an index, built from the rows of its table. */
export function rebuild(draft: EffectDraft, name: Qualified): void {
  const index = draft.before.indexes.get(name);
  if (index === undefined) return;
  lock(draft, name, "ACCESS EXCLUSIVE");
  if (!hasRows(draft, index.table)) return;
  addRewrite(draft, name);
  scan(draft, index.table);
  draft.builds.push({ table: index.table, index: index.name });
}

export function addRewrite(draft: EffectDraft, name: Qualified): void {
  const kind = kindOf(draft, name);
  if (kind !== undefined) draft.rewrites.set(name, { name, kind });
}

/** Reads all rows; nothing for a partitioned table, whose rows are its partitions'. */
export function scan(draft: EffectDraft, relation: Qualified): void {
  if (isThere(draft, relation) && hasRows(draft, relation)) draft.scans.add(relation);
}

/** Reads what it needs, as the planner decides; a view stands for what it reads. */
export function read(draft: EffectDraft, relation: Qualified, mode: LockMode): void {
  for (const one of sourcesOf(draft.before, relation)) {
    lock(draft, one, mode);
    if (isThere(draft, one) && hasRows(draft, one)) draft.reads.add(one);
  }
}

/** A relation with its partitions and children; a view with what it reads, to the last table. */
function sourcesOf(catalog: Catalog, relation: Qualified): readonly Qualified[] {
  const found = new Set([relation]);
  for (const one of found) {
    const view = catalog.views.get(one);
    const next =
      view === undefined ? childrenOf(catalog, one) : view.isMaterialized ? [] : view.reads;
    for (const each of next) found.add(each);
  }
  return [...found];
}

export function isThere(draft: EffectDraft, relation: Qualified): boolean {
  return kindOf(draft, relation) !== undefined;
}

export function hasRows({ now }: EffectDraft, relation: Qualified): boolean {
  return now.tables.get(relation)?.isPartitioned !== true;
}

export function named(draft: EffectDraft, name: Name): Qualified {
  return qualify(draft.now, name);
}

/** Which tables under a table are meant too: all that inherit, partitions only, or none. */
export type Below = "all" | "partitions" | "nothing";

/** `table` and what is below it, itself first. */
export function familyOf(
  catalog: Catalog,
  table: Qualified,
  below: Below = "all",
): readonly Qualified[] {
  const found = new Set([table]);
  if (below === "nothing") return [table];
  for (const parent of found) {
    for (const child of childrenOf(catalog, parent)) {
      if (below === "all" || catalog.tables.get(child)?.partitionOf === parent) found.add(child);
    }
  }
  return [...found];
}
