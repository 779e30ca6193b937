/**
 * Who had how much by itself, where each says how much it had with its parts: rounding and averages
 * make that contradictory, and here it is made consistent. Does not know what is shared out.
 */
import type { PlanNode } from "./plan.ts";

/** What a node got from another. */
export type Part = {
  readonly node: number;
  /** As the part says of itself. */
  readonly amount: number;
  /** By how much it may be less. */
  readonly doubt: number;
};

export type Parts = {
  /** What each node had with its parts, as it says of itself. */
  readonly amounts: readonly number[];
  /** By the index of the node that they are in. */
  readonly parts: readonly (readonly Part[])[];
  /** What was outside of the root: no node had to wait for it. */
  readonly outside: readonly Part[];
};

export type Settled = {
  readonly whole: readonly number[];
  /** At least 0; all together are the root's amount and what was outside of it. */
  readonly own: readonly number[];
};

/**
 * The root's amount is taken as it is; from there on down no node has parts that are more than
 * itself. A part may be in several nodes, but only in its parent or in nodes further on in the plan.
 */
export function settle(nodes: readonly PlanNode[], { amounts, parts, outside }: Parts): Settled {
  const whole = nodes.map((_, index) => (index === 0 ? (amounts[0] ?? 0) : 0));
  const own = nodes.map(() => 0);
  const give = ({ node, amount }: Pick<Part, "node" | "amount">) => {
    whole[node] = (whole[node] ?? 0) + amount;
  };
  for (const part of outside) give(part);
  // The last child first: then all that has a part in it comes before it.
  const waiting = nodes.length > 0 ? [0] : [];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const limit = whole[at] ?? 0;
    const said = amounts[at] ?? 0;
    const scale = said > 0 ? limit / said : 0;
    const squeezed = squeeze(parts[at] ?? [], scale, limit);
    squeezed.forEach(give);
    own[at] = Math.max(0, limit - sum(squeezed.map(({ amount }) => amount)));
    for (const child of nodes[at]?.children ?? []) waiting.push(child);
  }
  return { whole, own };
}

/** First as much as is in doubt, then all alike. */
function squeeze(parts: readonly Part[], scale: number, limit: number) {
  const scaled = parts.map(({ node, amount, doubt }) => ({
    node,
    amount: amount * scale,
    doubt: Math.min(amount, doubt) * scale,
  }));
  const excess = sum(scaled.map(({ amount }) => amount)) - limit;
  if (excess <= 0) return scaled;
  const doubts = sum(scaled.map(({ doubt }) => doubt));
  const taken = doubts > 0 ? Math.min(1, excess / doubts) : 0;
  const left = scaled.map(({ node, amount, doubt }) => ({ node, amount: amount - doubt * taken }));
  const total = sum(left.map(({ amount }) => amount));
  const rest = total > limit && total > 0 ? limit / total : 1;
  return left.map(({ node, amount }) => ({ node, amount: amount * rest }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
