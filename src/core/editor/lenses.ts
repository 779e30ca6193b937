/** The line above each model that says what hangs on it. */
import type { Source, Span } from "../base/text.ts";
import type { Verdict } from "../lint/rule.ts";
import type { Model, Schema } from "../schema/resolve.ts";

export type Lens = {
  readonly at: Span;
  readonly title: string;
  /** The findings the lens counts. */
  readonly verdicts: readonly Verdict[];
};

/** One lens per model of the given verdicts' schema; composite types have none. */
export function lensesOf(schema: Schema, verdicts: readonly Verdict[]): Lens[] {
  const byBlock = new Map<Source, Verdict[]>();
  for (const verdict of verdicts) {
    const same = byBlock.get(verdict.at.source);
    if (same) same.push(verdict);
    else byBlock.set(verdict.at.source, [verdict]);
  }
  return schema.models.flatMap((model) => {
    if (model.shape.kind === "type") return [];
    const found = byBlock.get(model.shape.block) ?? [];
    return [{ at: model.shape.block.name, title: titleOf(model, found.length), verdicts: found }];
  });
}

function titleOf(model: Model, findings: number): string {
  return [
    counted(model.relations.length, "relation", "relations"),
    counted(model.indexes.length, "index", "indexes"),
    counted(findings, "finding", "findings"),
  ].join(" · ");
}

function counted(count: number, one: string, many: string): string {
  return `${count === 0 ? "no" : count} ${count === 1 ? one : many}`;
}
