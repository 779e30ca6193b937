/**
 * For rules about migrations: the indexes that DROP INDEX takes away from tables that were there
 * before the file. What is lost by it, the rules say.
 */
import type { Index } from "../../sql/catalog.ts";
import { qualify } from "../../sql/names.ts";
import type { Step } from "../../sql/step.ts";
import type { StatementSubject } from "../migration-rule.ts";
import { isInUse, stepsOf } from "./locked-tables.ts";

export type DroppedIndex = {
  readonly index: Index;
  readonly step: Extract<Step, { readonly kind: "drop-index" }>;
  /** No other index goes with the same statement. */
  readonly isOnly: boolean;
};

/** Indexes that no migration created are left out: nothing is known about them. */
export function droppedIndexes({ report, file }: StatementSubject): readonly DroppedIndex[] {
  return stepsOf(report, "drop-index").flatMap((step) =>
    step.indexes.flatMap((name) => {
      const index = report.before.indexes.get(qualify(report.before, name));
      if (index === undefined || !isInUse(file, index.table)) return [];
      return [{ index, step, isOnly: step.indexes.length === 1 }];
    }),
  );
}
