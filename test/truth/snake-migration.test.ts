/**
 * The migration that comes with mapping everything to snake_case makes of a database just what
 * Prisma would make of an empty one.
 */
import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mapToSnakeCase } from "../../src/core/editor/map-to-snake-case.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve } from "../../src/core/schema/resolve.ts";
import { applyEdits } from "../support/apply.ts";
import { postgresSchemas, type RealSchema, split } from "../support/corpus.ts";
import { ddlOf, errorsOf } from "../support/prisma.ts";
import { driftOf } from "../support/schema-engine.ts";
import { catalogOf } from "./database-catalog.ts";
import { push, startPostgres } from "./index-catalog.ts";
import { refactoringCases } from "./own-cases.ts";

let database: PGlite;
beforeAll(async () => {
  database = await startPostgres();
}, 60_000);
afterAll(() => database.close());

const schemas: readonly RealSchema[] = [refactoringCases, ...postgresSchemas()];

test.each([...schemas, split(refactoringCases, 3)])("$name", { timeout: 60_000 }, async (real) => {
  const before = resolve(real.files.map(([path, text]) => parseFile(path, text)));
  const found = mapToSnakeCase(before);
  if (found === undefined) return;
  const after = applyEdits(before, found.edits);
  const files = after.files.map(({ path, text }) => [path, text] as const);
  expect(errorsOf(files)).toEqual([]);

  await push(database, await ddlOf(files));
  const wanted = await catalogOf(database);
  const drift = await driftOf(database, files);
  await push(database, await ddlOf(real.files));
  expect(await catalogOf(database)).not.toEqual(wanted);
  await database.exec(found.migration ?? "");
  expect(await catalogOf(database)).toEqual(wanted);
  // Names that are too long, and types that are not there, differ for Prisma in any case.
  expect(await driftOf(database, files)).toBe(drift);

  expect(mapToSnakeCase(after)?.edits ?? []).toEqual([]);
});
