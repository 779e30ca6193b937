/** A node that a setting forbids, and that was used all the same. */
import type { PlanNode } from "../../plan/plan.ts";
import type { PlanRule, PlanSubject } from "../plan-rule.ts";
import { nodeWords } from "../plan-words/places.ts";
import { weightOf } from "../plan-words/work.ts";

/** Until PostgreSQL 17, what is forbidden costs that much more (disable_cost). */
const disableCost = 1e10;

export const disabledPlanNode: PlanRule = {
  name: "disabled-plan-node",
  severity: "warning",
  language: "plan",
  summary: "The plan uses what a setting such as enable_seqscan = off forbids",
  why: `\`enable_seqscan\`, \`enable_nestloop\` and their like do not switch anything off: the planner avoids what they name as long as there is any other way, however slow. This plan had no other way. Such a setting was mostly made to try something out, and then stays behind in a role, a database or a pool of connections, where it makes other queries slower that did nothing wrong.

Instead, RESET the setting, and give the query what it lacks, mostly an index.`,
  examples: [
    {
      bad: `
        Seq Scan on "Order"  (cost=0.00..9790.00 rows=299 width=120)
          Disabled: true
      `,
    },
    {
      good: `
        Index Scan using "Order_pkey" on "Order"  (cost=0.42..8.44 rows=1 width=120)
          Index Cond: (id = 7)
      `,
    },
  ],
  *check(subject) {
    const { nodes } = subject.plan;
    for (const node of nodes) {
      if (!(node.isDisabled || isPenalised(subject, node))) continue;
      const setting = settingOf(subject, node);
      yield {
        node: node.index,
        message: `${nodeWords(node)} is used although ${setting} forbids it: there is no other way`,
        advice: `RESET ${setting}, also where it may be set for the role or the database`,
        weight: weightOf(subject, node),
      };
    }
  },
};

/** The one whose children do not cost as much yet. */
function isPenalised({ plan, postgres }: PlanSubject, node: PlanNode): boolean {
  if (postgres >= 18 || node.startupCost + node.totalCost < disableCost) return false;
  return node.children.every((at) => (plan.nodes[at]?.totalCost ?? 0) < disableCost);
}

const settings: Readonly<Record<string, string>> = {
  "Seq Scan": "enable_seqscan",
  "Index Scan": "enable_indexscan",
  "Index Only Scan": "enable_indexonlyscan",
  "Bitmap Heap Scan": "enable_bitmapscan",
  "Tid Scan": "enable_tidscan",
  "Nested Loop": "enable_nestloop",
  "Hash Join": "enable_hashjoin",
  "Merge Join": "enable_mergejoin",
  Sort: "enable_sort",
  "Incremental Sort": "enable_incremental_sort",
  Aggregate: "enable_hashagg",
  Materialize: "enable_material",
  Memoize: "enable_memoize",
  Gather: "enable_gathermerge",
  "Gather Merge": "enable_gathermerge",
};

function settingOf({ plan }: PlanSubject, { type }: PlanNode): string {
  const known = settings[type];
  if (known !== undefined) return known;
  const off = Object.keys(plan.settings).find((name) => name.startsWith("enable_"));
  return off ?? "a setting of the planner";
}
