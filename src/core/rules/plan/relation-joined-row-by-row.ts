/** The LATERAL join of `relationLoadStrategy: "join"` that runs once per row of the parent. */
import type { PlanNode } from "../../plan/plan.ts";
import type { PlanFinding, PlanRule, PlanSubject } from "../plan-rule.ts";
import { counted } from "../plan-words/numbers.ts";
import { innerOf, relationsBelow } from "../plan-words/places.ts";
import { expectedLoops, shareWords, wholeShare, wholeTime } from "../plan-words/work.ts";

/** Parents. Prisma's other strategy fetches the children of all of them with one IN. */
const leastLoops = 1_000;
const leastShare = 0.3;
/** Milliseconds. */
const leastTime = 10;
/** Of the planner, where it was not run: some ten thousand pages. */
const leastCost = 5_000;

export const relationJoinedRowByRow: PlanRule = {
  name: "relation-joined-row-by-row",
  severity: "info",
  language: "plan",
  summary: "A relation that is loaded with the join strategy is fetched once per parent",
  why: `With \`relationLoadStrategy: "join"\` Prisma Client sends one statement, in which LEFT JOIN LATERAL collects the children of each parent as JSON. PostgreSQL can run a LATERAL aggregate in one way only: once per parent. For a page of parents it saves round trips. For thousands of parents it is thousands of small queries inside of the server, and the server builds the JSON as well.

Instead, load such a relation with \`relationLoadStrategy: "query"\`, which fetches the children of all parents with one IN, or take fewer parents at a time.`,
  examples: [
    {
      bad: `
        Nested Loop Left Join  (cost=8.30..41702.54 rows=5000 width=36) (actual time=0.090..78.495 rows=5000 loops=1)
          Output: t0.id, (COALESCE(jsonb_agg(jsonb_build_object('id', t1.id)), '[]'::jsonb))
          ->  Seq Scan on public."User" t0  (cost=0.00..387.00 rows=5000 width=4) (actual time=0.010..4.043 rows=5000 loops=1)
                Output: t0.id
          ->  Aggregate  (cost=8.30..8.31 rows=1 width=32) (actual time=0.014..0.014 rows=1 loops=5000)
                Output: COALESCE(jsonb_agg(jsonb_build_object('id', t1.id)), '[]'::jsonb)
                ->  Index Scan using "Order_customerId_idx" on public."Order" t1  (cost=0.42..8.26 rows=15 width=4) (actual time=0.002..0.007 rows=15 loops=5000)
                      Output: t1.id
                      Index Cond: (t0.id = t1."customerId")
        Planning Time: 0.194 ms
        Execution Time: 81.823 ms
      `,
    },
    {
      good: `
        Nested Loop Left Join  (cost=8.30..166.54 rows=20 width=36) (actual time=0.090..0.495 rows=20 loops=1)
          Output: t0.id, (COALESCE(jsonb_agg(jsonb_build_object('id', t1.id)), '[]'::jsonb))
          ->  Index Scan using "User_pkey" on public."User" t0  (cost=0.00..8.00 rows=20 width=4) (actual time=0.010..0.043 rows=20 loops=1)
                Output: t0.id
          ->  Aggregate  (cost=8.30..8.31 rows=1 width=32) (actual time=0.014..0.014 rows=1 loops=20)
                Output: COALESCE(jsonb_agg(jsonb_build_object('id', t1.id)), '[]'::jsonb)
                ->  Index Scan using "Order_customerId_idx" on public."Order" t1  (cost=0.42..8.26 rows=15 width=4) (actual time=0.002..0.007 rows=15 loops=20)
                      Output: t1.id
                      Index Cond: (t0.id = t1."customerId")
        Planning Time: 0.194 ms
        Execution Time: 0.823 ms
      `,
    },
  ],
  *check(subject) {
    if (!isSlow(subject)) return;
    for (const node of subject.plan.nodes) {
      const inner = innerOf(subject.plan, node);
      if (node.type !== "Nested Loop" || node.joinType !== "Left") continue;
      if (inner === undefined || !mayBuildJson.has(inner.type)) continue;
      if (!buildsJson(subject, inner.output)) continue;
      const found = findingFor(subject, node, inner);
      if (found !== undefined) yield found;
    }
  },
};

function findingFor(
  subject: PlanSubject,
  node: PlanNode,
  inner: PlanNode,
): PlanFinding | undefined {
  const { plan } = subject;
  // Memoize fetches only what it has not seen yet.
  const fetched = inner.cache?.misses ?? inner.actual?.loops ?? 0;
  const loops = plan.isAnalyzed ? fetched : expectedLoops(plan, inner);
  const share = wholeShare(subject, inner);
  if (loops < leastLoops || share < leastShare) return undefined;
  const tables = relationsBelow(plan, inner).join(", ") || "the relation";
  return {
    node: node.index,
    message: `${tables} ${plan.isAnalyzed ? "was" : "is expected to be"} fetched ${counted(loops, "time")}, once per parent${shareWords(subject, share)}`,
    advice: 'Take fewer parents, or load this relation with relationLoadStrategy: "query"',
    weight: share,
  };
}

/** Of many children a list is made; of one, its object is handed on, also from memory. */
const mayBuildJson = new Set(["Aggregate", "Subquery Scan", "Memoize", "Limit"]);

/** As Prisma Client writes it; VERBOSE shows it in the plan, and else the statement does. */
function buildsJson({ sql }: PlanSubject, output: readonly string[]): boolean {
  if (output.length > 0)
    return output.some((text) => /\bjsonb?_(?:agg|build_object)\(/i.test(text));
  return /__prisma_data__|\blateral\b[\s\S]*\bjsonb?_(?:agg|build_object)\s*\(/i.test(sql);
}

function isSlow(subject: PlanSubject): boolean {
  if (subject.plan.isAnalyzed) return (wholeTime(subject) ?? 0) >= leastTime;
  return (subject.plan.nodes[0]?.totalCost ?? 0) >= leastCost;
}
