/** A join that pairs rows and throws most of the pairs away. */
import type { PlanRule } from "../plan-rule.ts";
import { counted, percent } from "../plan-words/numbers.ts";
import { isJoin } from "../plan-words/places.ts";
import { isFelt, timeWords, weightOf } from "../plan-words/work.ts";

/** Pairs; a hundred thousand comparisons take some ten milliseconds. */
const leastPairs = 100_000;

/** Of the pairs. */
const leastShare = 0.9;

export const joinFilterDiscardsRows: PlanRule = {
  name: "join-filter-discards-rows",
  severity: "warning",
  language: "plan",
  summary: "A join builds pairs of rows and throws nearly all of them away",
  why: `A condition that no index and no hash can answer is checked for every pair of rows. The number of pairs is the product of both sides: it grows with the square of the data. It is what \`OR\` in a join, a comparison with \`<\`, a function on both sides or a forgotten condition turn into.

Instead, join by an equality (PostgreSQL can hash that), split an \`OR\` into two queries with UNION, or give the compared column an index, so that each row of one side finds its rows of the other.`,
  examples: [
    {
      bad: `
        Nested Loop  (cost=0.29..442610.77 rows=9950 width=50) (actual time=0.074..619.752 rows=1790 loops=1)
          Join Filter: ((o.note = u.name) OR (o.note = u.email))
          Rows Removed by Join Filter: 3978210
          ->  Seq Scan on "Order" o  (cost=0.00..740.00 rows=20000 width=40) (actual time=0.009..4.827 rows=20000 loops=1)
          ->  Materialize  (cost=0.29..8.76 rows=199 width=30) (actual time=0.000..0.013 rows=199 loops=20000)
                ->  Index Scan using "User_pkey" on "User" u  (cost=0.29..7.77 rows=199 width=30) (actual time=0.037..0.048 rows=199 loops=1)
                      Index Cond: (id < 200)
        Planning Time: 0.265 ms
        Execution Time: 644.476 ms
      `,
    },
    {
      good: `
        Hash Join  (cost=10.29..810.77 rows=199 width=50) (actual time=0.174..6.752 rows=187 loops=1)
          Hash Cond: (o.note = u.name)
          Join Filter: (o.total > 10)
          Rows Removed by Join Filter: 12
          ->  Seq Scan on "Order" o  (cost=0.00..740.00 rows=20000 width=40) (actual time=0.009..4.827 rows=20000 loops=1)
          ->  Hash  (cost=7.77..7.77 rows=199 width=30) (actual time=0.110..0.110 rows=199 loops=1)
                Buckets: 1024  Batches: 1  Memory Usage: 21kB
                ->  Index Scan using "User_pkey" on "User" u  (cost=0.29..7.77 rows=199 width=30) (actual time=0.037..0.048 rows=199 loops=1)
                      Index Cond: (id < 200)
        Planning Time: 0.265 ms
        Execution Time: 6.976 ms
      `,
    },
  ],
  *check(subject) {
    for (const node of subject.plan.nodes) {
      const loops = node.actual?.loops ?? 0;
      const thrown = node.removedByJoinFilter * loops;
      const pairs = thrown + (node.actual?.rows ?? 0) * loops;
      if (!isJoin(node) || pairs < leastPairs || thrown < leastShare * pairs) continue;
      if (!isFelt(subject, node)) continue;
      const filter =
        node.conditions.find(({ kind }) => kind === "Join Filter")?.text ?? "its filter";
      yield {
        node: node.index,
        message: `The join compares ${counted(pairs, "pair")} of rows and throws ${percent(thrown / pairs)} of them away${timeWords(subject, node)}`,
        advice: `Let ${shortened(filter)} be an equality of columns, one of which has an index`,
        weight: weightOf(subject, node),
      };
    }
  },
};

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
