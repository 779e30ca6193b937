/** Plans over assumed statistics are those that an experienced developer expects of a big database. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Connection } from "../../src/engines/postgres-connection.ts";
import { EmbeddedExplainer } from "../../src/explain/embedded.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";

const schema = `
  CREATE TYPE "Role" AS ENUM ('member', 'admin', 'owner', 'guest', 'bot');
  CREATE TABLE "User" ("id" SERIAL PRIMARY KEY, "email" TEXT NOT NULL UNIQUE, "role" "Role" NOT NULL DEFAULT 'member', "name" TEXT);
  CREATE TABLE "Post" (
    "id" UUID PRIMARY KEY DEFAULT gen_random_uuid(), "authorId" INTEGER NOT NULL REFERENCES "User", "editorId" INTEGER REFERENCES "User",
    "title" VARCHAR(200) NOT NULL, "isPublished" BOOLEAN NOT NULL DEFAULT true, "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMP(3), "meta" JSONB NOT NULL, "role" "Role" NOT NULL DEFAULT 'member');
  CREATE INDEX "Post_authorId_idx" ON "Post" ("authorId");
  CREATE INDEX "Post_role_idx" ON "Post" ("role");
  CREATE INDEX "Post_createdAt_idx" ON "Post" ("createdAt");
  CREATE INDEX "Post_hidden_idx" ON "Post" ("createdAt") WHERE NOT "isPublished";
  CREATE INDEX "Post_meta_idx" ON "Post" USING gin ("meta");
`;

const postgres = await startEmbeddedPostgres();
const explainer = new EmbeddedExplainer(() => postgres);
afterAll(async () => {
  await explainer.stop();
  await postgres.stop();
});

let connection: Connection;
beforeAll(async () => {
  const opened = await explainer.open({
    build: { kind: "script", sql: schema },
    statistics: { kind: "assumed", rows: { "public.Post": 1_000_000, "public.User": 50_000 } },
  });
  if (!opened.ok) throw new Error(opened.message);
  connection = opened.connection;
}, 60_000);

test.each([
  // One row by its key.
  [
    `SELECT * FROM "Post" WHERE "id" = '00000000-0000-4000-8000-000000000001'`,
    /^Index Scan using "Post_pkey".* rows=1 /,
  ],
  [`SELECT * FROM "User" WHERE "id" = 5`, /^Index Scan using "User_pkey".* rows=1 /],
  [`SELECT * FROM "User" WHERE "email" = 'a@b.c'`, /^Index Scan using "User_email_key".* rows=1 /],
  // Twenty posts for each author; no index on the editor.
  [
    `SELECT * FROM "Post" WHERE "authorId" = 5`,
    /(Index Scan using|Bitmap Index Scan on) "Post_authorId_idx".* rows=20 /,
  ],
  [`SELECT * FROM "Post" WHERE "editorId" = 5`, /Seq Scan on "Post"[\s\S]*"editorId" = 5/],
  // The usual value and the rare one.
  [`SELECT * FROM "Post" WHERE "role" = 'member'`, /^Seq Scan on "Post" .* rows=6[78]\d{4} /],
  [
    `SELECT * FROM "Post" WHERE "role" = 'bot'`,
    /Bitmap Index Scan on "Post_role_idx".* rows=27\d{3} /,
  ],
  [`SELECT * FROM "Post" WHERE "isPublished"`, /^Seq Scan on "Post" .* rows=9\d{5} /],
  [`SELECT * FROM "Post" WHERE "deletedAt" IS NULL`, /^Seq Scan on "Post" .* rows=9\d{5} /],
  // The newest first.
  [
    `SELECT * FROM "Post" ORDER BY "createdAt" DESC LIMIT 20`,
    /^Limit[\s\S]*Index Scan Backward using "Post_createdAt_idx"/,
  ],
  [
    `SELECT * FROM "Post" ORDER BY "title" LIMIT 20`,
    /^Limit[\s\S]*Gather Merge[\s\S]*Sort[\s\S]*Parallel Seq Scan/,
  ],
  [
    `SELECT * FROM "Post" WHERE NOT "isPublished" ORDER BY "createdAt" DESC LIMIT 5`,
    /Index Scan Backward using "Post_hidden_idx"/,
  ],
  [`SELECT * FROM "Post" WHERE "meta" @> '{"a": 1}'`, /Bitmap Index Scan on "Post_meta_idx"/],
  [`SELECT count(*) FROM "Post"`, /^Finalize Aggregate[\s\S]*Workers Planned: 2/],
  // An author's posts, and all authors' posts.
  [
    `SELECT * FROM "User" u JOIN "Post" p ON p."authorId" = u."id" WHERE u."email" = 'x'`,
    /^Nested Loop[\s\S]*"Post_authorId_idx"/,
  ],
  [
    `SELECT * FROM "User" u JOIN "Post" p ON p."authorId" = u."id"`,
    /^Hash Join .* rows=1000000 [\s\S]*Seq Scan on "Post"/,
  ],
  [`SELECT * FROM "Post" WHERE "title" LIKE 'abc%'`, /Seq Scan/],
] as const)("%s", async (sql, expected) => {
  const answer = await connection.query(`EXPLAIN ${sql}`);
  if (!answer.ok) throw new Error(answer.message);
  expect(answer.rows.map(([line]) => line).join("\n")).toMatch(expected);
});

test("the last days are a small part of two years", async () => {
  const answer = await connection.query(
    `EXPLAIN (FORMAT JSON) SELECT * FROM "Post" WHERE "createdAt" > now() - interval '7 days'`,
  );
  const [root] = JSON.parse((answer.ok && answer.rows[0]?.[0]) || "[]");
  expect(root.Plan["Plan Rows"]).toBeGreaterThan(3000);
  expect(root.Plan["Plan Rows"]).toBeLessThan(20_000);
  expect(JSON.stringify(root)).toContain("Post_createdAt_idx");
});
