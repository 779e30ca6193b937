/** Few rows that are many bytes. */
import { nodeAt } from "../../plan/plan.ts";
import type { Model } from "../../schema/resolve.ts";
import type { PlanRule, PlanSubject } from "../plan-rule.ts";
import { counted, size } from "../plan-words/numbers.ts";
import { onlyReads } from "../plan-words/places.ts";
import { tableOf } from "../plan-words/tables.ts";

/** kB in all: a second on a connection of 8 Mbit, and some ms in any client. */
const leastVolume = 1024;

/** Bytes of a row; a page has room for four of these. */
const leastWidth = 2_000;

export const wideResult: PlanRule = {
  name: "wide-result",
  severity: "info",
  language: "plan",
  summary: "The rows of the result are so wide that sending them is what takes the time",
  why: `Without \`select\`, Prisma Client asks for all columns of a model, documents and long texts too. PostgreSQL keeps long values outside of the row, and has to fetch, decompress and send each one that is asked for. EXPLAIN ANALYZE leaves that out of its times, so such a query looks fast there and is slow in the application.

Instead, \`select\` the fields that are used, or leave the big ones out with \`omit\`; load a document when it is opened. From PostgreSQL 17 on, EXPLAIN (ANALYZE, SERIALIZE) tells what it costs.`,
  examples: [
    {
      bad: `
        Index Scan using "Order_pkey" on "Order"  (cost=0.42..804.44 rows=1000 width=5400) (actual time=0.016..2.018 rows=1000 loops=1)
          Index Cond: (id < 1001)
        Planning Time: 0.281 ms
        Execution Time: 2.239 ms
      `,
    },
    {
      good: `
        Index Scan using "Order_pkey" on "Order"  (cost=0.42..804.44 rows=1000 width=120) (actual time=0.016..2.018 rows=1000 loops=1)
          Index Cond: (id < 1001)
        Planning Time: 0.281 ms
        Execution Time: 2.239 ms
      `,
    },
  ],
  *check(subject) {
    const { plan, measured } = subject;
    const root = nodeAt(plan, 0);
    if (root === undefined || !onlyReads(plan)) return;
    const rows = plan.isAnalyzed ? (measured[0]?.rows ?? 0) : root.planRows;
    const volume = plan.serialization?.volume ?? (rows * root.planWidth) / 1024;
    if (rows === 0 || volume < leastVolume || (volume * 1024) / rows < leastWidth) return;
    const big = bigFields(subject);
    const about = plan.serialization === undefined ? "about " : "";
    yield {
      node: 0,
      message: `${counted(rows, "row")} of ${about}${size(volume / rows)} each ${plan.isAnalyzed ? "are" : "are expected to be"} sent, ${about}${size(volume)} in all`,
      advice: `Select the fields that are used${big.length > 0 ? `, without ${big.join(", ")} where they are not` : ""}`,
      weight: serializingShare(subject),
    };
  },
};

const bigTypes = new Set(["Json", "Bytes"]);

/** Fields of the models in the plan that can be long: the names help to choose. */
function bigFields(subject: PlanSubject): string[] {
  const models = new Set<Model>();
  for (const node of subject.plan.nodes) {
    const model = tableOf(subject, node)?.model;
    if (model !== undefined) models.add(model);
  }
  return [...models].flatMap(({ shape, fields }) =>
    fields
      .filter(
        ({ shape: field }) => bigTypes.has(field.typeName) || field.nativeType?.name === "Text",
      )
      .map((field) => `${shape.name}.${field.shape.name}`),
  );
}

/** Where it was not measured, nobody knows. */
function serializingShare({ plan: { serialization, executionTime = 0 } }: PlanSubject): number {
  const time = serialization?.time ?? 0;
  return executionTime > 0 ? Math.min(1, time / executionTime) : 0.5;
}
