/** The rows that refer to another are looked for by reading the whole table. */
import type { PlanFinding, PlanRule, PlanSubject } from "../plan-rule.ts";
import { type Advice, bTreeAdvice } from "../plan-words/index-advice.ts";
import { type JoinedScan, joinedScans } from "../plan-words/joined-scans.ts";
import { counted } from "../plan-words/numbers.ts";
import { readingWords } from "../plan-words/scans.ts";
import { columnsOf, type Table } from "../plan-words/tables.ts";
import { wastesIn } from "../plan-words/waste.ts";
import { timeWords, weightOf, wholeShare } from "../plan-words/work.ts";

export const foreignKeyLookupWithoutIndex: PlanRule = {
  name: "foreign-key-lookup-without-index",
  severity: "warning",
  language: "plan",
  summary:
    "A join or an include looks rows up by a column without an index, and reads the whole table for it",
  why: `PostgreSQL makes no index for a foreign key, and neither does Prisma. Whoever asks for the orders of a customer, by \`include\`, by a join or by \`where\`, then reads all orders of all customers. Inside of a loop the table is read once per row of the other one. The time grows with the table, not with what is asked for; and deleting a customer reads it too, to see whether an order is left.

Instead, add an index that begins with the column. It is the cheapest cure there is: the query then takes as long as the rows that it returns.`,
  examples: [
    {
      bad: `
        Nested Loop Left Join  (cost=9790.08..195802.54 rows=20 width=36) (actual time=22.901..498.495 rows=20 loops=1)
          ->  Limit  (cost=0.00..0.39 rows=20 width=76) (actual time=0.011..0.074 rows=20 loops=1)
                ->  Seq Scan on "User"  (cost=0.00..387.00 rows=20000 width=76) (actual time=0.010..0.043 rows=20 loops=1)
          ->  Aggregate  (cost=9790.08..9790.09 rows=1 width=32) (actual time=24.915..24.915 rows=1 loops=20)
                ->  Seq Scan on "Order" t1  (cost=0.00..9790.00 rows=15 width=4) (actual time=0.897..24.752 rows=15 loops=20)
                      Filter: ("User".id = "customerId")
                      Rows Removed by Filter: 299985
        Planning Time: 0.194 ms
        Execution Time: 498.823 ms
      `,
    },
    {
      bad: `
        Hash Join  (cost=8.32..9926.51 rows=15 width=124) (actual time=3.456..44.170 rows=15 loops=1)
          Hash Cond: (o."customerId" = u.id)
          ->  Seq Scan on "Order" o  (cost=0.00..9040.00 rows=300000 width=120) (actual time=0.014..27.423 rows=300000 loops=1)
          ->  Hash  (cost=8.30..8.30 rows=1 width=4) (actual time=0.040..0.041 rows=1 loops=1)
                Buckets: 1024  Batches: 1  Memory Usage: 9kB
                ->  Index Scan using "User_email_key" on "User" u  (cost=0.29..8.30 rows=1 width=4) (actual time=0.032..0.033 rows=1 loops=1)
                      Index Cond: (email = 'user5@example.com'::text)
        Planning Time: 0.529 ms
        Execution Time: 44.290 ms
      `,
    },
    {
      good: `
        Nested Loop  (cost=0.71..68.51 rows=15 width=124) (actual time=0.056..0.170 rows=15 loops=1)
          ->  Index Scan using "User_email_key" on "User" u  (cost=0.29..8.30 rows=1 width=4) (actual time=0.032..0.033 rows=1 loops=1)
                Index Cond: (email = 'user5@example.com'::text)
          ->  Index Scan using "Order_customerId_idx" on "Order" o  (cost=0.42..60.00 rows=15 width=120) (actual time=0.014..0.123 rows=15 loops=1)
                Index Cond: ("customerId" = u.id)
        Planning Time: 0.529 ms
        Execution Time: 0.290 ms
      `,
    },
  ],
  *check(subject) {
    for (const { node, reading, table, cause } of wastesIn(subject)) {
      if (cause.kind !== "foreign-key") continue;
      const { column } = cause.term;
      yield {
        node: node.index,
        message: `${columnsOf(table, [column])} has no index: looking it up ${readingWords(reading, table.name)}${timeWords(subject, node)}`,
        ...adviceFor(table, column),
        weight: weightOf(subject, node),
      };
    }
    for (const joined of joinedScans(subject)) yield joinedFinding(subject, joined);
  },
};

function joinedFinding(subject: PlanSubject, joined: JoinedScan): PlanFinding {
  const { scan, join, table, column, read, kept, others } = joined;
  const key = columnsOf(table, [column]);
  const rows = subject.plan.isAnalyzed
    ? `reads ${counted(read, "row")} of ${table.name} to find the ${counted(kept)} that belong to ${counted(others, "row")} of the other side`
    : `is expected to read all rows of ${table.name} to find about ${counted(kept)}`;
  return {
    node: scan.index,
    message: `${key} has no index: the join ${rows}${timeWords(subject, scan)}`,
    ...adviceFor(table, column),
    weight: join.type === "Nested Loop" ? wholeShare(subject, join) : weightOf(subject, scan),
  };
}

/** By the column alone: such an index serves the join, the include and deleting on the other side. */
function adviceFor(table: Table, column: string): Advice {
  return (
    bTreeAdvice(table, { equal: [column] }) ?? { advice: `Index ${columnsOf(table, [column])}` }
  );
}
