/**
 * Prisma's schema engine, asked by the tests in their own thread: the SQL that leads from one
 * schema to another, or from a database in this process.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { emptyMigration } from "../../src/engines/schema-engine.ts";
import type { Outcome, Task, TaskSide } from "../../src/engines/schema-engine-messages.ts";
import { loadSchemaEngine } from "../../src/engines/schema-engine-wasm.ts";

type Files = readonly (readonly [path: string, text: string])[];

const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
/** Bundled beside the worker by the build. */
export const schemaEngineWasm: string = join(folder, "schema_engine_bg.wasm");

/**
 * The SQL of the migration from `before` to `after`, as `prisma migrate diff` prints it; without
 * files before, the DDL that creates everything. Empty when the database stays as it is. Throws
 * with Prisma's own message when one of the two is not valid.
 */
export async function diffOf(before: Files, after: Files): Promise<string> {
  return sqlOf(await outcomeOf(before, after));
}

/** The same as the engine's thread answers it. */
export function outcomeOf(before: Files, after: Files): Promise<Outcome> {
  return engine()(diffTask(side(before), side(after)), () =>
    Promise.resolve({ columns: [], types: [], rows: [] }),
  );
}

/** The SQL of the migration that leads from a PostgreSQL database, as it is, to `after`. */
export async function driftOf(database: Database, after: Files): Promise<string> {
  const task = diffTask({ kind: "database" }, side(after));
  return sqlOf(await engine()(task, (sql, values) => query(database, sql, values)));
}

/** What the engine asks of a database in this process. */
export type Database = {
  query(
    sql: string,
    parameters: unknown[],
    options: { rowMode: "array" },
  ): Promise<{
    readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
    readonly rows: readonly unknown[];
  }>;
};

export async function query(database: Database, sql: string, values: readonly unknown[]) {
  const { fields, rows } = await database.query(sql, [...values], { rowMode: "array" });
  return {
    columns: fields.map(({ name }) => name),
    types: fields.map(({ dataTypeID }) => dataTypeID),
    rows: rows as readonly (readonly unknown[])[],
  };
}

let loaded: ReturnType<typeof loadSchemaEngine> | undefined;

function engine(): ReturnType<typeof loadSchemaEngine> {
  loaded ??= loadSchemaEngine(readFileSync(schemaEngineWasm));
  return loaded;
}

function side(files: Files): TaskSide {
  return files.length === 0 ? { kind: "empty" } : { kind: "schema", files };
}

function diffTask(from: TaskSide, to: TaskSide): Task {
  return { kind: "diff", from, to, external: { tables: [], enums: [] } };
}

function sqlOf(outcome: Outcome): string {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.sql === emptyMigration ? "" : (outcome.sql ?? "");
}
