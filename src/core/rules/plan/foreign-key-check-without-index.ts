/** Deleting a row, or changing its key, looks for rows that refer to it by reading a whole table. */
import type { Trigger } from "../../plan/plan.ts";
import type { ForeignKey } from "../../schema/relation.ts";
import type { Model } from "../../schema/resolve.ts";
import type { PlanFinding, PlanRule, PlanSubject } from "../plan-rule.ts";
import { bTreeAdvice } from "../plan-words/index-advice.ts";
import { counted, duration } from "../plan-words/numbers.ts";
import { isServed } from "../plan-words/waste.ts";
import { wholeTime } from "../plan-words/work.ts";

/** Milliseconds of one check: by an index it takes some hundredths of one. */
const leastEach = 0.5;

/** Milliseconds of all. */
const leastTime = 5;

/** Of the statement. */
const leastShare = 0.1;

export const foreignKeyCheckWithoutIndex: PlanRule = {
  name: "foreign-key-check-without-index",
  severity: "warning",
  language: "plan",
  summary: "Deleting rows reads a whole table for each of them, to see what refers to it",
  why: `Before a row goes, PostgreSQL asks every table with a foreign key to it whether a row is left that refers to it, and deletes or empties those where the relation says so. It asks once per deleted row. Without an index on the foreign key each question reads the whole table, so that deleting a thousand rows reads it a thousand times, under the locks of the statement. EXPLAIN shows it as the time of a trigger, below the plan, where it is easily overlooked.

Instead, add an index that begins with the foreign key.`,
  examples: [
    {
      bad: `
        Delete on "Order"  (cost=0.42..8.75 rows=0 width=0) (actual time=0.252..0.252 rows=0 loops=1)
          ->  Index Scan using "Order_pkey" on "Order"  (cost=0.42..8.75 rows=19 width=6) (actual time=0.009..0.013 rows=19 loops=1)
                Index Cond: (id < 20)
        Planning Time: 0.251 ms
        Trigger for constraint Item_orderId_fkey: time=506.894 calls=19
        Execution Time: 507.427 ms
      `,
    },
    {
      good: `
        Delete on "Order"  (cost=0.42..8.75 rows=0 width=0) (actual time=0.252..0.252 rows=0 loops=1)
          ->  Index Scan using "Order_pkey" on "Order"  (cost=0.42..8.75 rows=19 width=6) (actual time=0.009..0.013 rows=19 loops=1)
                Index Cond: (id < 20)
        Planning Time: 0.251 ms
        Trigger for constraint Item_orderId_fkey: time=0.894 calls=19
        Execution Time: 1.427 ms
      `,
    },
  ],
  *check(subject) {
    const { triggers, executionTime = 0 } = subject.plan;
    for (const trigger of triggers) {
      const { time = 0, calls, constraint } = trigger;
      if (constraint === undefined || calls === 0) continue;
      if (time < leastTime || time < leastEach * calls || time < leastShare * executionTime)
        continue;
      const found = findingFor(subject, trigger, constraint);
      if (found !== undefined) yield found;
    }
  },
};

function findingFor(
  subject: PlanSubject,
  { time = 0, calls }: Trigger,
  constraint: string,
): PlanFinding | undefined {
  const key = keyOf(subject, constraint);
  const first = key?.foreignKey.fields[0];
  // Then it takes its time for another reason: many rows that go along, or a lock.
  if (key !== undefined && first !== undefined && isServed(key.model, first.column))
    return undefined;
  const advice = key && bTreeAdvice(tableFor(key.model), { equal: columnsOf(key.foreignKey) });
  return {
    node: 0,
    message: `The foreign key ${constraint} was checked ${counted(calls, "time")} in ${duration(time)}, ${duration(time / calls)} each${key ? `: ${key.model.shape.name} has no index that begins with it` : ""}`,
    ...(advice ?? {
      advice: `Unless there is one, create an index on the columns of ${constraint} in the table that holds it`,
    }),
    weight: Math.min(1, time / Math.max(wholeTime(subject) ?? time, time)),
  };
}

function keyOf({ schema }: PlanSubject, constraint: string) {
  for (const model of schema?.models ?? []) {
    for (const { foreignKey } of model.relations) {
      if (foreignKey?.constraint === constraint) return { model, foreignKey };
    }
  }
  return undefined;
}

function columnsOf({ fields }: ForeignKey): string[] {
  return fields.map(({ column }) => column);
}

function tableFor(model: Model) {
  const { name, table, dbSchema } = model.shape;
  return { name, relation: table, schema: dbSchema, model };
}
