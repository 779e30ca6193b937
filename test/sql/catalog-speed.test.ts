/** Folding a long history takes a moment only: it is done again whenever a migration is looked at. */
import { expect, test } from "vitest";
import { applyStatement, applyStatements, emptyCatalog } from "../../src/core/sql/apply.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { corpusHistories } from "../truth/histories.ts";

const parse = await loadPgParser();

/** As long as the longest of the real ones, and with more tables. */
const invented = Array.from(
  { length: 400 },
  (_, at) => `
    CREATE TYPE "Kind${at}" AS ENUM ('a', 'b');
    CREATE TABLE "Table${at}" ("id" SERIAL NOT NULL, "kind" "Kind${at}", "other" INTEGER, CONSTRAINT "Table${at}_pkey" PRIMARY KEY ("id"));
    CREATE INDEX "Table${at}_other_idx" ON "Table${at}"("other");
    CREATE UNIQUE INDEX "Table${at}_kind_key" ON "Table${at}"("kind");
    ALTER TABLE "Table${at}" ADD COLUMN "more" TEXT NOT NULL DEFAULT '';
    ALTER TABLE "Table${at}" ADD CONSTRAINT "Table${at}_other_fkey" FOREIGN KEY ("other") REFERENCES "Table${at >> 1}"("id");
    ALTER TABLE "Table${at}" ALTER COLUMN "more" DROP DEFAULT;
    ALTER TABLE "Table${at}" RENAME COLUMN "more" TO "less";
    DROP INDEX "Table${at}_other_idx";
    ALTER TABLE "Table${at}" DROP COLUMN "kind";`,
);

const histories = [
  { name: "invented", texts: invented },
  ...corpusHistories()
    .filter(({ migrations }) => migrations.length > 400)
    .map(({ name, migrations }) => ({ name, texts: migrations.map(({ text }) => text) })),
];

test.each(histories)("$name", { timeout: 60_000 }, ({ name, texts }) => {
  const statements = texts.flatMap((text) => readSql(text, parse).statements);
  const begin = performance.now();
  const slowly = statements.reduce(applyStatement, emptyCatalog);
  const middle = performance.now();
  const atOnce = applyStatements(emptyCatalog, statements);
  const end = performance.now();
  console.log(
    `${name}: ${statements.length} statements one by one in ${(middle - begin).toFixed()} ms, at once in ${(end - middle).toFixed()} ms`,
  );
  expect(atOnce).toEqual(slowly);
  // Many times what a quiet machine needs: a guard against quadratic work, not a benchmark.
  expect(middle - begin).toBeLessThan(5_000);
});
