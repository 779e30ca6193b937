/**
 * Prisma's schema engine, asked by the tests: the SQL that leads from one schema to another, or
 * from a database in this process. It runs as wasm; no server is needed.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";

const require = createRequire(import.meta.url);

/** Node has it; its types, without those of a browser, do not say so. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
};

type Files = readonly (readonly [path: string, text: string])[];

/**
 * The SQL of the migration from `before` to `after`, as `prisma migrate diff` prints it; without
 * files before, the DDL that creates everything. Empty when the database stays as it is. Throws
 * with Prisma's own message when one of the two is not valid.
 */
export function diffOf(before: Files, after: Files): Promise<string> {
  const from = before.length === 0 ? { tag: "empty" as const } : target(before);
  return diff(from, after, offline(providerOf(after)));
}

/** The SQL of the migration that leads from a PostgreSQL database, as it is, to `after`. */
export function driftOf(database: Database, after: Files): Promise<string> {
  const files = after.map(([path, content]) => ({ path, content }));
  return diff({ tag: "schemaDatasource", files, configDir: "." }, after, connected(database));
}

async function diff(
  from: Parameters<bindings.SchemaEngine["diff"]>[0]["from"],
  after: Files,
  factory: SqlMigrationAwareDriverAdapterFactory,
): Promise<string> {
  startSchemaEngine();
  const engine = await bindings.SchemaEngine.new(
    { datamodels: after.map(([path, text]) => [path, text]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    const { stdout } = await engine.diff({
      from,
      to: target(after),
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return /^\s*-- This is an empty migration\.\s*$/.test(stdout ?? "") ? "" : (stdout ?? "");
  } finally {
    engine.free();
  }
}

function target(files: Files) {
  return {
    tag: "schemaDatamodel" as const,
    files: files.map(([path, content]) => ({ path, content })),
  };
}

function providerOf(files: Files): string {
  const found = /^\s*provider\s*=\s*"(postgres|mysql|sqlite|sqlserver|cockroachdb)/m.exec(
    files.map(([, text]) => text).join("\n"),
  );
  return found?.[1] ?? "postgres";
}

let started = false;

function startSchemaEngine(): void {
  if (started) return;
  started = true;
  const folder = dirname(require.resolve("@prisma/schema-engine-wasm"));
  const wasm = new WebAssembly.Module(readFileSync(join(folder, "schema_engine_bg.wasm")));
  const instance = new WebAssembly.Instance(wasm, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  // The engine reports a panic here before it stops.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => {
        throw new Error(message);
      },
    },
  });
}

/** A database that knows nothing: all that a diff between two schemas asks is its version. */
function offline(provider: string): SqlMigrationAwareDriverAdapterFactory {
  return factoryOf(provider, () => Promise.resolve({ columnNames: [], columnTypes: [], rows: [] }));
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

function connected(database: Database): SqlMigrationAwareDriverAdapterFactory {
  return factoryOf("postgres", async ({ sql, args }) => {
    const { fields, rows } = await database.query(sql, [...args], { rowMode: "array" });
    return {
      columnNames: fields.map(({ name }) => name),
      columnTypes: fields.map(({ dataTypeID }) => columnTypes[dataTypeID] ?? ColumnTypeEnum.Text),
      rows,
    };
  });
}

/** By the oid of the type in PostgreSQL, those in which catalogs are told. */
const columnTypes: Readonly<Record<number, number>> = {
  16: ColumnTypeEnum.Boolean,
  18: ColumnTypeEnum.Character,
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  26: ColumnTypeEnum.Int64,
  1000: ColumnTypeEnum.BooleanArray,
  1002: ColumnTypeEnum.CharacterArray,
  1003: ColumnTypeEnum.TextArray,
  1005: ColumnTypeEnum.Int32Array,
  1007: ColumnTypeEnum.Int32Array,
  1009: ColumnTypeEnum.TextArray,
};

type Query = { readonly sql: string; readonly args: readonly unknown[] };

function factoryOf(
  provider: string,
  queryRaw: (query: Query) => Promise<object>,
): SqlMigrationAwareDriverAdapterFactory {
  const adapter = {
    provider,
    adapterName: "tests",
    queryRaw,
    executeRaw: () => Promise.resolve(0),
    executeScript: () => Promise.resolve(),
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
    dispose: () => Promise.resolve(),
  };
  const connect = () => Promise.resolve(adapter);
  return {
    provider,
    adapterName: "tests",
    connect,
    connectToShadowDb: connect,
  } as unknown as SqlMigrationAwareDriverAdapterFactory;
}
