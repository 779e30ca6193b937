/**
 * The small database on which every row of the lock table is tried: tables of each kind, with
 * rows, so that a scan shows.
 */
export const world = `
CREATE TYPE "Mood" AS ENUM ('A', 'B');
CREATE TYPE "Mood_new" AS ENUM ('A', 'B', 'C');
CREATE TYPE "Spare" AS ENUM ('X');
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN plain_int AS integer;
CREATE DOMAIN small_note AS varchar(50);

CREATE TABLE "Team" ("id" SERIAL NOT NULL, "name" TEXT NOT NULL, "slug" VARCHAR(40), CONSTRAINT "Team_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "Team_slug_key" ON "Team"("slug");
INSERT INTO "Team" ("name", "slug") SELECT 'n' || g, 's' || g FROM generate_series(1, 50) g;

CREATE TABLE "User" (
  "id" INTEGER NOT NULL, "teamId" INTEGER, "email" TEXT NOT NULL, "age" INTEGER, "score" BIGINT,
  "nick" VARCHAR(10), "mood" "Mood" NOT NULL DEFAULT 'A', "checked" INTEGER NOT NULL,
  "proved" INTEGER, "doubted" INTEGER, "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "User_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "User_proved" CHECK ("proved" IS NOT NULL),
  CONSTRAINT "User_age" CHECK ("age" > 0)
);
INSERT INTO "User" SELECT g, g % 50 + 1, 'e' || g, g, g, 'n', 'A', g, g, g FROM generate_series(1, 400) g;
ALTER TABLE "User" ADD CONSTRAINT "User_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "User" ADD CONSTRAINT "User_doubted" CHECK ("doubted" IS NOT NULL) NOT VALID;
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
CREATE INDEX "User_teamId_idx" ON "User"("teamId");
CREATE INDEX "User_nick_idx" ON "User"("nick");

CREATE TABLE "Post" (
  "id" INTEGER NOT NULL, "authorId" INTEGER NOT NULL, "title" VARCHAR(20) NOT NULL, "editorId" INTEGER,
  "note" TEXT, "email" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);
INSERT INTO "Post" SELECT g, g, 't' || g, g, 'n', 'e' || g FROM generate_series(1, 300) g;
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Post" ADD CONSTRAINT "Post_email_fkey" FOREIGN KEY ("email") REFERENCES "User"("email") ON DELETE RESTRICT;
ALTER TABLE "Post" ADD CONSTRAINT "Post_editorId_fkey" FOREIGN KEY ("editorId") REFERENCES "User"("id") NOT VALID;
ALTER TABLE "Post" ADD CONSTRAINT "Post_title_check" CHECK (length("title") > 0) NOT VALID;
CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");

CREATE TABLE "Tree" ("id" INTEGER NOT NULL PRIMARY KEY, "parentId" INTEGER REFERENCES "Tree"("id"), "label" TEXT);
INSERT INTO "Tree" SELECT g, NULL, 'l' FROM generate_series(1, 60) g;

CREATE TABLE "Loose" ("a" INTEGER, "b" INTEGER NOT NULL, "c" INTEGER);
INSERT INTO "Loose" SELECT g, g, g FROM generate_series(1, 100) g;
CREATE UNIQUE INDEX "Loose_a_idx" ON "Loose"("a");
CREATE UNIQUE INDEX "Loose_b_idx" ON "Loose"("b");

CREATE TABLE "Types" (
  "id" INTEGER NOT NULL PRIMARY KEY, "short" SMALLINT, "int" INTEGER, "big" BIGINT, "vc10" VARCHAR(10), "vc" VARCHAR, "txt" TEXT,
  "num" NUMERIC(10,2), "anynum" NUMERIC, "ts3" TIMESTAMP(3), "ts" TIMESTAMP, "tz3" TIMESTAMPTZ(3), "tz" TIMESTAMPTZ, "day" DATE, "real" REAL,
  "double" DOUBLE PRECISION, "uid" TEXT, "json" JSON, "jsonb" JSONB, "mood" "Mood", "ch" CHAR(5), "net" CIDR,
  "span3" INTERVAL(3), "bits" BIT(5), "vbits" VARBIT(5), "time3" TIME(3), "tags" VARCHAR(10)[], "words" TEXT[],
  "flag" BOOLEAN, "plain" plain_int, "note" small_note, "checked" VARCHAR(10) CHECK (length("checked") > 0), "moods" "Mood"[],
  "oid" OID
);
INSERT INTO "Types" SELECT g, g, g, g, 'v', 'v', '1', 1.5, 1.5, now(), now(), now(), now(), now(), 1.5, 1.5, gen_random_uuid()::text,
  '{}', '{}', 'A', 'x', '10.0.0.0/8', '1 day', '10101', '101', now(), '{a}', '{b}', true, 1, 'n', 'c', '{A}', g FROM generate_series(1, 120) g;
CREATE INDEX "Types_vc10_idx" ON "Types"("vc10");
CREATE INDEX "Types_txt_idx" ON "Types"("txt");
CREATE INDEX "Types_int_idx" ON "Types"("int");
CREATE INDEX "Types_ts_idx" ON "Types"("ts");
CREATE INDEX "Types_net_idx" ON "Types"("net");
CREATE INDEX "Types_lower_idx" ON "Types"(lower("vc"));
CREATE INDEX "Types_part_idx" ON "Types"("big") WHERE "vc10" <> 'x';

CREATE TABLE "Key" ("code" VARCHAR(10) NOT NULL PRIMARY KEY, "other" INTEGER);
INSERT INTO "Key" SELECT 'k' || g, g FROM generate_series(1, 30) g;
CREATE TABLE "Lock" ("id" INTEGER NOT NULL PRIMARY KEY, "code" VARCHAR(10) REFERENCES "Key"("code"), "extra" INTEGER);
INSERT INTO "Lock" SELECT g, 'k' || (g % 30 + 1), g FROM generate_series(1, 90) g;

CREATE TABLE "Enumed" ("id" INTEGER NOT NULL PRIMARY KEY, "mood" "Mood", "other" TEXT);
INSERT INTO "Enumed" SELECT g, 'A', 'o' FROM generate_series(1, 40) g;
CREATE INDEX "Enumed_mood_idx" ON "Enumed"("mood");

CREATE TABLE "Domained" ("id" INTEGER, "count" positive, "free" plain_int);
INSERT INTO "Domained" SELECT g, g, g FROM generate_series(1, 25) g;

CREATE TABLE "Viewed" ("id" INTEGER NOT NULL PRIMARY KEY, "shown" TEXT, "hidden" TEXT);
INSERT INTO "Viewed" SELECT g, 's', 'h' FROM generate_series(1, 70) g;
CREATE VIEW "View" AS SELECT "id", "shown" FROM "Viewed";
CREATE VIEW "View2" AS SELECT "id" FROM "View";
CREATE MATERIALIZED VIEW "Mat" AS SELECT "id", "shown" FROM "Viewed";
CREATE UNIQUE INDEX "Mat_id_idx" ON "Mat"("id");
CREATE MATERIALIZED VIEW "Bare" AS SELECT count("id") AS n FROM "Viewed";

CREATE TABLE "Event" ("id" INTEGER NOT NULL, "at" DATE NOT NULL, "teamId" INTEGER, "what" TEXT, PRIMARY KEY ("id", "at")) PARTITION BY RANGE ("at");
CREATE TABLE "Event_2020" PARTITION OF "Event" FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE "Event_2021" PARTITION OF "Event" FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
CREATE INDEX "Event_teamId_idx" ON "Event"("teamId");
INSERT INTO "Event" SELECT g, '2020-06-01', g % 50 + 1, 'w' FROM generate_series(1, 80) g;
INSERT INTO "Event" SELECT g, '2021-06-01', g % 50 + 1, 'w' FROM generate_series(1, 80) g;
CREATE TABLE "Event_2022" ("id" INTEGER NOT NULL, "at" DATE NOT NULL, "teamId" INTEGER, "what" TEXT);
INSERT INTO "Event_2022" SELECT g, '2022-06-01', g % 50 + 1, 'w' FROM generate_series(1, 80) g;
CREATE TABLE "Journal" ("kind" INTEGER NOT NULL, "id" INTEGER NOT NULL, "teamId" INTEGER REFERENCES "Team"("id"), PRIMARY KEY ("kind", "id")) PARTITION BY LIST ("kind");
CREATE TABLE "Journal_1" PARTITION OF "Journal" FOR VALUES IN (1);
CREATE TABLE "Journal_2" ("kind" INTEGER NOT NULL, "id" INTEGER NOT NULL, "teamId" INTEGER);
INSERT INTO "Journal" SELECT 1, g, g FROM generate_series(1, 40) g;
INSERT INTO "Journal_2" SELECT 2, g, g FROM generate_series(1, 40) g;
CREATE TABLE "Line" ("id" INTEGER NOT NULL PRIMARY KEY, "kind" INTEGER, "journalId" INTEGER,
  CONSTRAINT "Line_journal_fkey" FOREIGN KEY ("kind", "journalId") REFERENCES "Journal"("kind", "id") ON DELETE CASCADE);
INSERT INTO "Line" SELECT g, 1, g FROM generate_series(1, 30) g;
CREATE TABLE "Record" ("kind" INTEGER NOT NULL, "teamId" INTEGER REFERENCES "Team"("id")) PARTITION BY LIST ("kind");
CREATE TABLE "Record_1" PARTITION OF "Record" FOR VALUES IN (1);
INSERT INTO "Record" SELECT 1, g FROM generate_series(1, 40) g;
CREATE TABLE "Plain" ("kind" INTEGER NOT NULL) PARTITION BY LIST ("kind");
CREATE TABLE "Plain_1" PARTITION OF "Plain" FOR VALUES IN (1);
CREATE TABLE "Animal" ("id" INTEGER, "name" TEXT);
CREATE TABLE "Dog" ("bark" TEXT) INHERITS ("Animal");
INSERT INTO "Animal" SELECT g, 'a' FROM generate_series(1, 20) g;
INSERT INTO "Dog" SELECT g, 'd', 'w' FROM generate_series(1, 20) g;

CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION steady() RETURNS integer LANGUAGE sql STABLE AS 'SELECT 1';
CREATE FUNCTION restless() RETURNS integer LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN 1; END $$;
CREATE TABLE "Watched" ("id" INTEGER NOT NULL PRIMARY KEY, "n" INTEGER);
INSERT INTO "Watched" SELECT g, g FROM generate_series(1, 35) g;
CREATE TRIGGER "Watched_quiet" BEFORE INSERT ON "Watched" FOR EACH ROW EXECUTE FUNCTION quiet();
CREATE POLICY "Watched_open" ON "Watched" USING (true);
CREATE TEMPORARY TABLE "Scratch" ("id" INTEGER NOT NULL PRIMARY KEY, "n" INTEGER);
INSERT INTO "Scratch" SELECT g, g FROM generate_series(1, 15) g;
CREATE UNLOGGED TABLE "Cache" ("id" INTEGER NOT NULL PRIMARY KEY, "v" TEXT);
INSERT INTO "Cache" SELECT g, 'v' FROM generate_series(1, 15) g;
CREATE SCHEMA shop;
CREATE TABLE shop.item ("id" INTEGER NOT NULL PRIMARY KEY, "teamId" INTEGER REFERENCES "Team"("id"));
INSERT INTO shop.item SELECT g, g FROM generate_series(1, 20) g;
CREATE VIEW shop.items AS SELECT "id" FROM shop.item;
CREATE TABLE "Identity" ("id" INTEGER NOT NULL GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, "made" INTEGER GENERATED ALWAYS AS (1) STORED, "n" INTEGER NOT NULL);
INSERT INTO "Identity" ("n") SELECT g FROM generate_series(1, 30) g;
ANALYZE;
`;
