/**
 * Predicts what a statement does to others: its locks, what it copies, reads, loses, and why it may
 * fail. Every row is held against servers by the tests. Rows that are there are not known here:
 * what only happens to some is told as a risk.
 */
import { applyStep } from "./apply.ts";
import type { Catalog, Qualified } from "./catalog.ts";
import type { Effects } from "./effect.ts";
import { addColumn, alterType, setExpression, setNotNull } from "./effects-columns.ts";
import { addConstraint, renameConstraint, validateConstraint } from "./effects-constraints.ts";
import {
  closeEffects,
  type EffectDraft,
  type EffectSettings,
  familyOf,
  lock,
  named,
  openEffects,
} from "./effects-draft.ts";
import { createIndex, dropIndexes, reindex } from "./effects-indexes.ts";
import { removals, takeAway } from "./effects-removal.ts";
import { rowEffects } from "./effects-rows.ts";
import { otherEffects } from "./effects-tables.ts";
import { modeOf, reachesBelow } from "./lock-table.ts";
import { hasRelation, qualify } from "./names.ts";
import type { Statement } from "./statement.ts";
import type { Name, Step } from "./step.ts";

export type { EffectSettings } from "./effects-draft.ts";

/** `before` is the database right before the statement, as `applyStatement` folds it. */
export function effectsOf(
  statement: Statement,
  before: Catalog,
  settings: EffectSettings,
): Effects {
  const draft = openEffects(before, settings);
  // A statement that the parser refuses is refused by the server too, before it does anything.
  for (const step of statement.steps) {
    if (isNothing(draft, step)) continue;
    lockNamed(draft, step);
    take(draft, step);
    // What a single step leaves behind is the caller's to know.
    if (statement.steps.length > 1) draft.now = applyStep(draft.now, step);
  }
  return closeEffects(draft);
}

/** IF EXISTS and IF NOT EXISTS that find nothing to do and no table either. */
function isNothing({ now }: EffectDraft, step: Step): boolean {
  if (step.ifTableExists !== true || !("table" in step) || step.table === undefined) return false;
  return !hasRelation(now, qualify(now, step.table));
}

function lockNamed(draft: EffectDraft, step: Step): void {
  const mode = modeOf(step, draft.settings.postgres);
  const names = namesOf(step);
  const { doubtful } = draft.before;
  if (names.some((name) => doubtful.has(named(draft, name)))) draft.isUnknown = true;
  if (mode === undefined) return;
  // Which index a name means that nothing here has made cannot be told.
  if (step.kind === "rename-index" && !draft.now.indexes.has(named(draft, step.index))) {
    draft.isUnknown = true;
    return;
  }
  const below = reachesBelow(step);
  for (const name of names) {
    const key = named(draft, name);
    if (mayBeMissing(step) && !hasRelation(draft.now, key)) continue;
    for (const one of familyOf(draft.now, key, below)) lock(draft, one, mode);
  }
}

function mayBeMissing(step: Step): boolean {
  return "ifExists" in step && step.ifExists && !("table" in step);
}

/** Of tables, views and indexes that stand in the step itself. */
function namesOf(step: Step): readonly Name[] {
  if (step.kind === "rename-index") return [step.index];
  if (step.kind === "drop-view") return step.views;
  if (step.kind === "refresh-view" || step.kind === "create-view") return [step.view];
  if (step.kind === "comment") return step.name === undefined ? [] : [step.name];
  if (step.kind === "select") return [];
  if ("tables" in step) return step.tables;
  return "table" in step && step.table !== undefined ? [step.table] : [];
}

function take(draft: EffectDraft, step: Step): void {
  switch (step.kind) {
    case "add-column":
      addColumn(draft, step);
      break;
    case "alter-type":
      alterType(draft, step);
      break;
    case "set-expression":
      setExpression(draft, step);
      break;
    case "set-not-null":
      setNotNull(draft, keyOfTable(draft, step), step.column);
      break;
    case "add-constraint":
      addConstraint(draft, keyOfTable(draft, step), step.constraint, reachesBelow(step));
      break;
    case "validate-constraint":
      validateConstraint(draft, keyOfTable(draft, step), step.constraint);
      break;
    case "rename-constraint":
      renameConstraint(draft, keyOfTable(draft, step), step.constraint);
      break;
    case "create-index":
      createIndex(draft, step);
      break;
    case "reindex":
      reindex(draft, step);
      break;
    case "drop-index":
      if (step.concurrently) dropIndexes(draft, step);
      else takeAway(draft, step, applyStep(draft.now, step));
      break;
    default:
      if (removals.has(step.kind)) takeAway(draft, step, applyStep(draft.now, step));
      else if (!rowEffects(draft, step)) otherEffects(draft, step);
  }
}

function keyOfTable(draft: EffectDraft, step: { readonly table: Name }): Qualified {
  return named(draft, step.table);
}
