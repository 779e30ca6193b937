/**
 * What it takes to add, prove and rename constraints: which tables wait, which rows are read, and
 * what must not be in them.
 */
import type { Qualified, Table } from "./catalog.ts";
import {
  addRewrite,
  type Below,
  type EffectDraft,
  familyOf,
  lock,
  named,
  scan,
} from "./effects-draft.ts";
import { primaryKeyOf } from "./lookup.ts";
import { keyOf } from "./names.ts";
import type { ColumnDefinition, Constraint, LockMode } from "./step.ts";

type Of<Kind extends Constraint["kind"]> = Extract<Constraint, { readonly kind: Kind }>;

/** ALTER TABLE … ADD CONSTRAINT. The table itself is locked already. */
export function addConstraint(
  draft: EffectDraft,
  key: Qualified,
  constraint: Constraint,
  below: Below = "all",
): void {
  switch (constraint.kind) {
    case "check":
      if (!constraint.isNotValid) proveCheck(draft, key, constraint.expression.text, below);
      return;
    case "not-null":
      addNotNull(draft, key, constraint);
      break;
    case "foreign-key":
      addForeignKey(draft, key, constraint, !constraint.isNotValid);
      break;
    case "primary-key":
    case "unique":
      addKey(draft, key, constraint);
      break;
    case "exclude":
      build(draft, key, constraint.name);
      break;
  }
}

/**
 * A constraint written with a column that is being added. All values are NULL unless a default
 * says otherwise, so a foreign key has nothing to look up; checks are asked nevertheless.
 */
export function addInlineConstraint(
  draft: EffectDraft,
  key: Qualified,
  constraint: Constraint,
  column: ColumnDefinition,
): void {
  if (constraint.kind === "foreign-key") {
    const isFilled = column.default !== undefined || /^serial[248]$/.test(column.type.name);
    addForeignKey(draft, key, constraint, isFilled && !constraint.isNotValid);
  } else if (constraint.kind === "primary-key" || constraint.kind === "unique") {
    build(draft, key, constraint.name);
  } else {
    addConstraint(draft, key, constraint);
  }
}

function proveCheck(draft: EffectDraft, key: Qualified, expression: string, below: Below): void {
  for (const one of familyOf(draft.now, key, below)) {
    scan(draft, one);
    draft.risks.push({ kind: "violations", table: one, expression });
  }
}

function addNotNull(draft: EffectDraft, key: Qualified, constraint: Of<"not-null">): void {
  if (constraint.isNotValid) return;
  for (const one of familyOf(draft.now, key)) proveNotNull(draft, one, constraint.columns);
}

function proveNotNull(draft: EffectDraft, key: Qualified, columns: readonly string[]): void {
  const table = draft.now.tables.get(key);
  const open = columns.filter((column) => !isNeverNull(table, column));
  if (open.length === 0) return;
  scan(draft, key);
  draft.risks.push({ kind: "nulls", table: key, columns: open });
}

/** By itself, or through a check that holds for all rows. */
export function isNeverNull(table: Table | undefined, column: string): boolean {
  if (table?.columns.get(column)?.isNotNull === true) return true;
  return [...(table?.constraints.values() ?? [])].some(
    (one) => one.kind === "check" && one.isValid && one.notNullOf === column,
  );
}

// --- Keys

function addKey(
  draft: EffectDraft,
  key: Qualified,
  constraint: Of<"primary-key" | "unique">,
): void {
  const { usingIndex } = constraint;
  if (usingIndex === undefined) {
    if (constraint.kind === "primary-key") {
      for (const one of familyOf(draft.now, key)) proveNotNull(draft, one, constraint.columns);
    }
    build(draft, key, constraint.name);
    draft.risks.push({ kind: "duplicates", table: key, columns: constraint.columns });
    return;
  }
  const schema = draft.now.tables.get(key)?.schema ?? "public";
  const index = keyOf(schema, usingIndex);
  // The index takes the constraint's name, and only then is it locked.
  if (constraint.name !== undefined && constraint.name !== usingIndex) {
    lock(draft, index, "SHARE UPDATE EXCLUSIVE");
  }
  if (constraint.kind === "unique") return;
  const parts = draft.now.indexes.get(index)?.columns ?? [];
  proveNotNull(
    draft,
    key,
    parts.filter((column) => column !== undefined),
  );
}

/** An index over all rows, on each partition. */
function build(draft: EffectDraft, key: Qualified, index: string | undefined): void {
  for (const one of familyOf(draft.now, key, "partitions")) {
    scan(draft, one);
    draft.builds.push({ table: one, index });
    // DROP CONSTRAINT before it in the same statement has made its name free.
    const name = `${draft.now.tables.get(one)?.schema ?? "public"}.${index ?? ""}`;
    if (draft.before.indexes.has(name)) addRewrite(draft, name);
  }
}

// --- Foreign keys

/**
 * SHARE ROW EXCLUSIVE of the other table too, since PostgreSQL 9.5: triggers are put on both.
 */
function addForeignKey(
  draft: EffectDraft,
  key: Qualified,
  constraint: Of<"foreign-key">,
  isProved: boolean,
): void {
  const target = named(draft, constraint.target);
  for (const one of familyOf(draft.now, target, "partitions")) {
    lock(draft, one, "SHARE ROW EXCLUSIVE");
  }
  if (!isProved) return;
  foreignKeyChecked(draft, key, target);
  const table = draft.now.tables.get(target);
  const primary = table === undefined ? [] : (primaryKeyOf(table)?.columns ?? []);
  const targetColumns = constraint.targetColumns.length > 0 ? constraint.targetColumns : primary;
  const { columns } = constraint;
  draft.risks.push({ kind: "orphans", table: key, columns, target, targetColumns });
}

/** All rows of the one are read; of the other as many as the planner finds best. */
export function foreignKeyChecked(draft: EffectDraft, child: Qualified, target: Qualified): void {
  for (const one of familyOf(draft.now, child, "partitions")) scan(draft, one);
  for (const one of familyOf(draft.now, target, "partitions")) {
    if (draft.now.tables.get(one)?.isPartitioned !== true) draft.reads.add(one);
  }
}

/** Only what is NOT VALID so far is looked after. */
export function validateConstraint(draft: EffectDraft, key: Qualified, name: string): void {
  const constraint = draft.now.tables.get(key)?.constraints.get(name);
  if (constraint?.isValid === true) return;
  if (constraint?.kind !== "foreign-key") {
    for (const one of familyOf(draft.now, key)) scan(draft, one);
    if (constraint === undefined) return;
    if (constraint.kind === "not-null") {
      draft.risks.push({ kind: "nulls", table: key, columns: constraint.columns });
    } else if (constraint.written.kind === "check") {
      const expression = constraint.written.expression.text;
      draft.risks.push({ kind: "violations", table: key, expression });
    }
    return;
  }
  const mode: LockMode = "ROW SHARE";
  for (const one of familyOf(draft.now, constraint.target, "partitions")) lock(draft, one, mode);
  foreignKeyChecked(draft, key, constraint.target);
  const { columns, target, targetColumns } = constraint;
  draft.risks.push({ kind: "orphans", table: key, columns, target, targetColumns });
}

/** A key's index is renamed along. */
export function renameConstraint(draft: EffectDraft, key: Qualified, name: string): void {
  const constraint = draft.now.tables.get(key)?.constraints.get(name);
  if (constraint === undefined) return;
  if ("index" in constraint) lock(draft, constraint.index, "SHARE UPDATE EXCLUSIVE");
  if (constraint.kind === "check" || constraint.kind === "not-null") {
    for (const one of familyOf(draft.now, key)) lock(draft, one, "ACCESS EXCLUSIVE");
  }
}
