/**
 * Histories of real projects: their tables are made, planned with and filled, whatever stands in
 * them. EVERY_HISTORY=1 takes all of them.
 */
import { afterAll, expect, test } from "vitest";
import { quoted } from "../../src/core/sql/write-name.ts";
import { EmbeddedExplainer } from "../../src/explain/embedded.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";
import { corpusHistories, ownHistories } from "../truth/histories.ts";

const postgres = await startEmbeddedPostgres();
const explainer = new EmbeddedExplainer(() => postgres);
afterAll(async () => {
  await explainer.stop();
  await postgres.stop();
});

/** With partitions that a program makes, and with rings of keys. */
const chosen = process.env.EVERY_HISTORY === "1" ? /./ : /hoppscotch|parlae/;
const histories = [
  ...ownHistories(),
  ...corpusHistories().filter(({ name }) => chosen.test(name)),
].map((history) => [history.name, history] as const);

test.each(histories)(
  "%s",
  async (_, { migrations }) => {
    const wish = {
      build: { kind: "history" as const, migrations },
      statistics: { kind: "assumed" as const, rows: {} },
    };
    const opened = await explainer.open(wish);
    if (!opened.ok) throw new Error(opened.message);
    expect(Object.keys(opened.rows).length).toBeGreaterThan(0);
    const wrong: string[] = [];
    for (const [table, rows] of Object.entries(opened.rows)) {
      const [schema = "", ...name] = table.split(".");
      const answer = await opened.connection.query(
        `EXPLAIN SELECT * FROM ONLY ${quoted(schema)}.${quoted(name.join("."))}`,
      );
      const line = (answer.ok ? answer.rows[0]?.[0] : answer.message) ?? "";
      // A partitioned table has no rows of its own.
      if (line.startsWith("Result")) continue;
      const planned = Number(/ rows=(\d+)/.exec(line)?.[1]);
      if (!(Math.abs(planned - rows) <= rows * 0.01 + 1)) wrong.push(`${table} ${rows}: ${line}`);
    }
    expect(wrong).toEqual([]);
    const scale = { total: 5000, least: 10, other: 1, others: 1 };
    const filled = await explainer.openFilled({ ...wish, tables: [], scale });
    if (!filled.ok) throw new Error(filled.message);
    const empty = Object.entries(filled.rows).filter(([, rows]) => rows === 0);
    const named = empty.filter(([table]) =>
      filled.remarks.some((remark) => remark.startsWith(table.replace(/^[^.]*\./, ""))),
    );
    expect(empty).toEqual(named);
    expect(empty.length).toBeLessThanOrEqual(Object.keys(filled.rows).length / 20);
  },
  120_000,
);
