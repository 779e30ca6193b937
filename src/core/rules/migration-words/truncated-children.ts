/**
 * Which tables TRUNCATE concerns beside those it names: whatever references one of them, and what
 * references that. With CASCADE they are emptied too, without it PostgreSQL refuses.
 */
import type { StatementReport } from "../../migration/migration.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { foreignKeysTo } from "../../sql/lookup.ts";
import { qualify } from "../../sql/names.ts";
import type { Step } from "../../sql/step.ts";

type Truncate = Extract<Step, { readonly kind: "truncate" }>;

/** Tables that reference one of those named, nearest first; not those that are named themselves. */
export function referencing({ before }: StatementReport, step: Truncate): readonly Qualified[] {
  const named = step.tables.map((name) => qualify(before, name));
  const found = new Set<Qualified>(named);
  for (const table of found) {
    if (before.doubtful.has(table)) continue;
    for (const reference of foreignKeysTo(before, table)) found.add(reference.table);
  }
  return [...found].filter((table) => !named.includes(table));
}

export function emptiedByCascade(report: StatementReport, step: Truncate): readonly Qualified[] {
  return step.cascade ? referencing(report, step) : [];
}
