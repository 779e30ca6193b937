/**
 * What rules say PostgreSQL refuses, PostgreSQL refuses, with the error they name; and what they
 * are silent about passes. Each file is sent as one message, as Prisma sends it.
 */
import { PGlite } from "@electric-sql/pglite";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { expect, test } from "vitest";
import { concurrentIndexInTransaction } from "../../src/core/rules/migration/concurrent-index-in-transaction.ts";
import { concurrentIndexUnsupported } from "../../src/core/rules/migration/concurrent-index-unsupported.ts";
import { dropRefusedByDependents } from "../../src/core/rules/migration/drop-refused-by-dependents.ts";
import { enumValueUsedInSameTransaction } from "../../src/core/rules/migration/enum-value-used-in-same-transaction.ts";
import { settingBeforeConcurrentIndex } from "../../src/core/rules/migration/setting-before-concurrent-index.ts";
import { truncateRefusedByForeignKey } from "../../src/core/rules/migration/truncate-refused-by-foreign-key.ts";
import { findingsOf } from "../support/migration-examples.ts";

const rules = [
  concurrentIndexInTransaction,
  concurrentIndexUnsupported,
  dropRefusedByDependents,
  enumValueUsedInSameTransaction,
  settingBeforeConcurrentIndex,
  truncateRefusedByForeignKey,
];

const post = `CREATE TABLE "Post" ("id" INT PRIMARY KEY, "at" DATE, "body" TEXT);
  CREATE INDEX "Post_at_idx" ON "Post"("at"); CREATE INDEX "Post_body_idx" ON "Post"("body");`;
const concurrent = `CREATE INDEX CONCURRENTLY "New_idx" ON "Post"("at");`;
const log = `CREATE TABLE "Log" ("at" INT) PARTITION BY RANGE ("at");
  CREATE TABLE "Log1" PARTITION OF "Log" FOR VALUES FROM (1) TO (9);
  CREATE INDEX "Log_at_idx" ON "Log"("at");`;
const role = `CREATE TYPE "Role" AS ENUM ('USER');
  CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", "note" TEXT);`;
const added = `ALTER TYPE "Role" ADD VALUE 'GUEST';`;
const views = `CREATE TABLE "User" ("id" INT); CREATE VIEW "V" AS SELECT "id" FROM "User";
  CREATE VIEW "W" AS SELECT "id" FROM "V";`;
const references = `CREATE TABLE "User" ("id" INT PRIMARY KEY);
  CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));`;
const trigger = `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE TABLE "T" ("id" INT);
  CREATE TRIGGER "g" BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION f();`;
const pointedAt = `CREATE TABLE "A" ("id" INT PRIMARY KEY, "n" INT); CREATE UNIQUE INDEX "U" ON "A"("n");
  CREATE TABLE "B" ("n" INT REFERENCES "A"("n"));`;
const old = `CREATE SCHEMA "old"; CREATE TABLE "old"."T" ("id" INT);`;

/** What is there, and the file that follows. Whether it is refused, the rules have to say. */
const files: readonly (readonly [before: string, file: string])[] = [
  [post, concurrent],
  [post, `-- with a comment\n${concurrent}\n-- and one behind`],
  [post, `${concurrent} CREATE INDEX CONCURRENTLY "More_idx" ON "Post"("body");`],
  [post, `BEGIN; ALTER TABLE "Post" ADD COLUMN "x" INT; COMMIT; ${concurrent}`],
  [post, `SET lock_timeout = '5s'; ${concurrent}`],
  [post, `SELECT set_config('lock_timeout', '5s', false); ${concurrent}`],
  [post, `${concurrent} RESET lock_timeout;`],
  [post, `SET lock_timeout = '5s'; DROP INDEX CONCURRENTLY "Post_at_idx";`],
  [post, `DROP INDEX CONCURRENTLY "Post_at_idx";`],
  [post, `DROP INDEX CONCURRENTLY "Post_at_idx"; DROP INDEX CONCURRENTLY "Post_body_idx";`],
  [post, `DROP INDEX CONCURRENTLY "Post_at_idx", "Post_body_idx";`],
  [post, `DROP INDEX CONCURRENTLY "Post_at_idx" CASCADE;`],
  [post, `CREATE TABLE "Tag" ("id" INT); CREATE INDEX CONCURRENTLY "Tag_idx" ON "Tag"("id");`],
  [log, `CREATE INDEX CONCURRENTLY "Log_more_idx" ON "Log"("at");`],
  [log, `DROP INDEX CONCURRENTLY "Log_at_idx";`],
  [log, `DROP TABLE "Log";`],
  [role, `${added} ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'GUEST';`],
  [role, `${added} UPDATE "User" SET "role" = 'GUEST';`],
  [role, `${added} UPDATE "User" SET "note" = 'GUEST' WHERE "id" = 1;`],
  [role, `${added} INSERT INTO "User" ("id", "role") VALUES (1, 'GUEST');`],
  [role, `${added} CREATE INDEX "I" ON "User"("id") WHERE "role" = 'GUEST';`],
  [role, `${added} CREATE VIEW "Guest" AS SELECT "id" FROM "User" WHERE "role" = 'GUEST';`],
  [role, `${added} ALTER TABLE "User" ADD CHECK ("role" <> 'GUEST');`],
  [role, `${added} CREATE TABLE "Team" ("kind" "Role" DEFAULT 'GUEST');`],
  [role, `${added} DO $$ BEGIN UPDATE "User" SET "role" = 'GUEST'; END $$;`],
  [
    role,
    `${added} CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE "User" SET "role" = 'GUEST'; END $$;`,
  ],
  [role, `BEGIN; ${added} COMMIT; UPDATE "User" SET "role" = 'GUEST';`],
  [role, `ALTER TYPE "Role" ADD VALUE IF NOT EXISTS 'USER'; UPDATE "User" SET "role" = 'USER';`],
  [
    "",
    `CREATE TYPE "E" AS ENUM ('a'); ALTER TYPE "E" ADD VALUE 'b'; CREATE TABLE "T" ("e" "E" DEFAULT 'b');`,
  ],
  [role, `ALTER TYPE "Role" RENAME VALUE 'USER' TO 'MEMBER'; UPDATE "User" SET "role" = 'MEMBER';`],
  [role, `DROP TYPE "Role";`],
  [role, `ALTER TABLE "User" DROP COLUMN "role"; DROP TYPE "Role";`],
  [views, `DROP TABLE "User";`],
  [views, `DROP VIEW "V";`],
  [views, `DROP VIEW "V", "W";`],
  [views, `DROP VIEW "W"; DROP VIEW "V"; DROP TABLE "User";`],
  [views, `DROP TABLE "User" CASCADE;`],
  [views, `DO $$ BEGIN DROP VIEW "W"; END $$; DROP VIEW "V";`],
  [views, `TRUNCATE "User";`],
  [references, `DROP TABLE "User";`],
  [references, `DROP TABLE "User", "Post";`],
  [references, `DROP TABLE "User" CASCADE;`],
  [references, `ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey"; DROP TABLE "User";`],
  [references, `DROP INDEX "User_pkey";`],
  [references, `TRUNCATE "User";`],
  [references, `TRUNCATE "User", "Post";`],
  [references, `TRUNCATE "User" CASCADE;`],
  [references, `TRUNCATE "Post";`],
  [references, `ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey"; TRUNCATE "User";`],
  [pointedAt, `DROP INDEX "U";`],
  [`${pointedAt} CREATE UNIQUE INDEX "U2" ON "A"("n");`, `DROP INDEX "U2";`],
  [
    `CREATE TABLE "N" ("id" INT PRIMARY KEY, "up" INT REFERENCES "N"("id"));`,
    `TRUNCATE "N"; DROP TABLE "N";`,
  ],
  [
    `CREATE TABLE "Base" ("id" INT); CREATE TABLE "Child" () INHERITS ("Base");`,
    `DROP TABLE "Base";`,
  ],
  [trigger, `DROP FUNCTION f();`],
  [trigger, `DROP TRIGGER "g" ON "T"; DROP FUNCTION f();`],
  [trigger, `DROP FUNCTION f() CASCADE;`],
  [
    `CREATE FUNCTION m() RETURNS INT LANGUAGE sql AS $$ SELECT 1 $$; CREATE TABLE "T" ("id" INT DEFAULT m());`,
    `DROP FUNCTION m();`,
  ],
  [
    `CREATE SEQUENCE "S"; CREATE TABLE "T" ("id" INT DEFAULT nextval('"S"'));`,
    `DROP SEQUENCE "S";`,
  ],
  [`CREATE SEQUENCE "S"; CREATE TABLE "T" ("id" INT);`, `DROP SEQUENCE "S";`],
  [`CREATE TABLE "T" ("id" SERIAL);`, `DROP SEQUENCE "T_id_seq";`],
  [`CREATE TABLE "T" ("id" SERIAL);`, `DROP TABLE "T";`],
  [old, `DROP SCHEMA "old";`],
  [old, `DROP SCHEMA "old" CASCADE;`],
  [`CREATE SCHEMA "old";`, `DROP SCHEMA "old";`],
  [`CREATE EXTENSION citext; CREATE TABLE "T" ("name" CITEXT);`, `DROP EXTENSION citext;`],
  [`CREATE EXTENSION citext; CREATE TABLE "T" ("name" TEXT);`, `DROP EXTENSION citext;`],
  [
    `CREATE EXTENSION pg_trgm; CREATE TABLE "T" ("n" TEXT); CREATE INDEX "I" ON "T" USING gin ("n" gin_trgm_ops);`,
    `DROP EXTENSION pg_trgm;`,
  ],
];

const database = await PGlite.create({ extensions: { citext, pg_trgm } });

test.each([...files, ...examples()])("%s %s", async (before, file) => {
  const messages = rules.flatMap(({ name }) =>
    findingsOf(name, before, file, { world: { postgres: 18 } }).map(({ message }) => message),
  );
  const codes = messages.flatMap((message) => /\bfails with (\w{5})\b/i.exec(message)?.[1] ?? []);
  expect(codes, "a message names the error").toHaveLength(messages.length);
  expect([await answerTo(before, file)]).toEqual(codes.length === 0 ? ["done"] : codes.slice(0, 1));
});

function examples() {
  return rules.flatMap((rule) =>
    rule.examples.map(
      (example) => [example.before ?? "", "bad" in example ? example.bad : example.good] as const,
    ),
  );
}

/** `done`, or the code of the error. */
async function answerTo(before: string, file: string): Promise<string> {
  await database.exec("DROP SCHEMA IF EXISTS old CASCADE; DROP SCHEMA public CASCADE");
  await database.exec("CREATE SCHEMA public; RESET lock_timeout");
  await database.exec(before);
  try {
    await database.exec(file);
    return "done";
  } catch (error) {
    await database.exec("ROLLBACK");
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}
