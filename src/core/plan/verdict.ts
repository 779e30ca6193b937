/**
 * Whether a plan is better than another, in one sentence. Knows nothing of how nodes are matched.
 */
import type { Change, Changes, Comparison, Pair } from "./compare.ts";
import type { Plan } from "./plan.ts";
import { figure, milliseconds, times, titleOf } from "./words.ts";

export function verdictOf(
  before: Plan,
  after: Plan,
  { whole, pairs }: { readonly whole: Changes; readonly pairs: readonly Pair[] },
): Pick<Comparison, "basis" | "verdict" | "sentence"> {
  const otherwise = otherwiseOf(before, after, pairs);
  if (whole.time !== undefined) {
    const { direction } = whole.time;
    const verdict = direction === "same" ? "same" : direction === "less" ? "faster" : "slower";
    const words = `${amountOf(whole.time, verdict, "as fast")}: ${became(whole.time, milliseconds)}`;
    return { basis: "time", verdict, sentence: words + otherwise };
  }
  const { direction } = whole.cost;
  const verdict = direction === "same" ? "same" : direction === "less" ? "cheaper" : "dearer";
  const why = before.isAnalyzed === after.isAnalyzed ? "" : ", since only one of them was run";
  const words = `${amountOf(whole.cost, verdict, "as dear")} by estimated cost${why}: ${became(whole.cost, figure)}`;
  return { basis: "cost", verdict, sentence: words + otherwise };
}

function amountOf({ before, after }: Change, verdict: string, same: string): string {
  if (verdict === "same") return `About ${same}`;
  const [more, less] = [Math.max(before, after), Math.min(before, after)];
  const factor = less > 0 ? more / less : Number.POSITIVE_INFINITY;
  if (!Number.isFinite(factor)) return capitalized(verdict);
  return factor >= 1.95
    ? `${times(factor)} times ${verdict}`
    : `${Math.round((factor - 1) * 100)} % ${verdict}`;
}

function became({ before, after }: Change, words: (value: number) => string): string {
  return `${words(before)} became ${words(after)}`;
}

/** The change of a scan tells most; of those the one that was dearest before. */
function otherwiseOf(before: Plan, after: Plan, pairs: readonly Pair[]): string {
  const isScan = ({ after: index }: Pair) => after.nodes[index]?.relation !== undefined;
  const [first] = pairs
    .filter((pair) => pair.isChanged)
    .sort((a, b) => Number(isScan(b)) - Number(isScan(a)) || b.cost.before - a.cost.before);
  const old = before.nodes[first?.before ?? -1];
  const node = after.nodes[first?.after ?? -1];
  if (old === undefined || node === undefined) return "";
  return `; ${titleOf(old)} became ${titleOf(node)}`;
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
