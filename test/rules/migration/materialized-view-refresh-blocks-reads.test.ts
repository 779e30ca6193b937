/** Edges of materialized-view-refresh-blocks-reads. */
import { expect, test } from "vitest";
import { materializedViewRefreshBlocksReads } from "../../../src/core/rules/migration/materialized-view-refresh-blocks-reads.ts";
import { findingsOf } from "../../support/migration-examples.ts";

const view = `
  CREATE TABLE "Score" ("userId" INT PRIMARY KEY, "points" INT);
  CREATE MATERIALIZED VIEW "Ranking" AS SELECT * FROM "Score";
`;

const found = (text: string, more = "") =>
  findingsOf(materializedViewRefreshBlocksReads.name, `${view}\n${more}`, text);

test("there is no fix without a unique index over plain columns and all rows", () => {
  const refresh = `REFRESH MATERIALIZED VIEW "Ranking";`;
  for (const index of [
    "",
    `CREATE INDEX ON "Ranking" ("userId");`,
    `CREATE UNIQUE INDEX ON "Ranking" ("userId") WHERE "points" > 0;`,
    `CREATE UNIQUE INDEX ON "Ranking" (("userId" + 1));`,
  ]) {
    const [finding, ...others] = found(refresh, index);
    expect(finding?.message).toBe("Blocks reads of Ranking while its query runs");
    expect([finding?.fix, others]).toEqual([undefined, []]);
  }
  const unique = `CREATE UNIQUE INDEX ON "Ranking" ("userId");`;
  expect(found(refresh, unique)[0]?.fix?.title).toBe("Refresh it CONCURRENTLY");
});

test("WITH NO DATA goes with CONCURRENTLY never", () => {
  const unique = `CREATE UNIQUE INDEX ON "Ranking" ("userId");`;
  const [finding] = found(`REFRESH MATERIALIZED VIEW "Ranking" WITH NO DATA;`, unique);
  expect(finding?.message).toMatch(/^Blocks reads of Ranking/);
  expect(finding?.fix).toBeUndefined();
});

test("a concurrent refresh, and a view of this file, block nobody", () => {
  expect(found(`REFRESH MATERIALIZED VIEW CONCURRENTLY "Ranking";`)).toEqual([]);
  const own = `
    CREATE MATERIALIZED VIEW "Top" AS SELECT * FROM "Score";
    REFRESH MATERIALIZED VIEW "Top";
  `;
  expect(found(own)).toEqual([]);
});

test("a view that no migration made is there all the same", () => {
  expect(found("REFRESH MATERIALIZED VIEW elsewhere;")).toHaveLength(1);
});
