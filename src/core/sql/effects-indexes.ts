/** What it takes to build indexes, to build them again, and to drop them without waiting. */
import type { Qualified } from "./catalog.ts";
import { type EffectDraft, familyOf, lock, named, rebuild, scan } from "./effects-draft.ts";
import { modeOf } from "./lock-table.ts";
import { indexesOf } from "./lookup.ts";
import { hasRelation, keyOf } from "./names.ts";
import type { Step } from "./step.ts";

type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

/** The table is locked before the server looks whether the name is taken. */
export function createIndex(draft: EffectDraft, step: Of<"create-index">): void {
  const table = named(draft, step.table);
  const schema = draft.now.tables.get(table)?.schema ?? draft.now.views.get(table)?.schema;
  const isTaken =
    step.index !== undefined && hasRelation(draft.now, keyOf(schema ?? "public", step.index));
  if (step.ifNotExists && isTaken) return;
  const below = step.only === true ? "nothing" : "partitions";
  for (const one of familyOf(draft.now, table, below)) {
    const mode = modeOf(step, draft.settings.postgres);
    if (mode !== undefined) lock(draft, one, mode);
    scan(draft, one);
    draft.builds.push({ table: one, index: one === table ? step.index : undefined });
  }
  if (!step.isUnique) return;
  const columns = step.parts.map(({ column, text }) => column ?? text);
  draft.risks.push({ kind: "duplicates", table, columns });
}

/** CONCURRENTLY: readers and writers go on. */
export function dropIndexes(draft: EffectDraft, step: Of<"drop-index">): void {
  for (const name of step.indexes) {
    const index = draft.now.indexes.get(named(draft, name));
    if (index === undefined) continue;
    lock(draft, index.table, "SHARE UPDATE EXCLUSIVE");
    lock(draft, keyOf(index.schema, index.name), "SHARE UPDATE EXCLUSIVE");
  }
}

/** REINDEX TABLE leaves the table readable, its indexes not. */
export function reindex(draft: EffectDraft, step: Of<"reindex">): void {
  const { now } = draft;
  if (step.target === "index") {
    const index = now.indexes.get(named(draft, step.name));
    if (index !== undefined) again(draft, index.table, keyOf(index.schema, index.name), step);
    return;
  }
  for (const table of tablesOf(draft, step)) {
    lock(draft, table, step.concurrently ? "SHARE UPDATE EXCLUSIVE" : "SHARE");
    for (const { schema, name } of indexesOf(now, table)) {
      again(draft, table, keyOf(schema, name), step);
    }
  }
}

function tablesOf(draft: EffectDraft, step: Of<"reindex">): readonly Qualified[] {
  const { now } = draft;
  if (step.target === "table") return familyOf(now, named(draft, step.name), "partitions");
  const isInside = (schema: string) => step.target === "database" || schema === step.name.name;
  return [...now.tables].filter(([, { schema }]) => isInside(schema)).map(([key]) => key);
}

/** Built beside the old one where CONCURRENTLY is said, which is swapped in at the end. */
function again(
  draft: EffectDraft,
  table: Qualified,
  index: Qualified,
  { concurrently }: Of<"reindex">,
): void {
  lock(draft, table, concurrently ? "SHARE UPDATE EXCLUSIVE" : "SHARE");
  if (!concurrently) {
    rebuild(draft, index);
    return;
  }
  lock(draft, index, "SHARE UPDATE EXCLUSIVE");
  scan(draft, table);
  draft.builds.push({ table, index: draft.now.indexes.get(index)?.name });
}
