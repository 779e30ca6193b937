/** How long the embedded database takes from nothing to a first plan, and for plans after that. */
import type { EmbeddedPostgres } from "../../src/engines/postgres.ts";
import { EmbeddedExplainer } from "../../src/explain/embedded.ts";
import type { EmbeddedWish } from "../../src/explain/embedded-wish.ts";
import { explainOn } from "../../src/explain/explain.ts";

/** Milliseconds. */
export type EmbeddedTimes = {
  /** Until the first plan is there; the server's files may be in the system's cache. */
  readonly cold: number;
  /** For the same plan once more, each time with `open`. */
  readonly warm: readonly number[];
  /** With statistics that differ, so that they are given anew. */
  readonly otherRows: number;
};

/** Throws where no plan comes, because a measurement of nothing tells nothing. */
export async function measureEmbedded(
  start: () => EmbeddedPostgres,
  wish: EmbeddedWish,
  sql: string,
  times = 20,
): Promise<EmbeddedTimes> {
  const explainer = new EmbeddedExplainer(start);
  async function took(asked: EmbeddedWish): Promise<number> {
    const begun = performance.now();
    const opened = await explainer.open(asked);
    if (!opened.ok) throw new Error(opened.message);
    const plan = { sql, values: [], mode: "plan" as const };
    const explained = await explainOn(opened.connection, opened.server, plan);
    if (!explained.ok) throw new Error(explained.message);
    return performance.now() - begun;
  }
  try {
    const cold = await took(wish);
    const warm: number[] = [];
    for (let time = 0; time < times; time++) warm.push(await took(wish));
    const { statistics } = wish;
    const other =
      statistics.kind === "assumed"
        ? { ...statistics, rows: { ...statistics.rows, "a table that is not there": 1 } }
        : { ...statistics, statistics: { ...statistics.statistics, columns: [] } };
    const otherRows = await took({ ...wish, statistics: other });
    return { cold, warm, otherRows };
  } finally {
    await explainer.stop();
  }
}
