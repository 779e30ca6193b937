/**
 * Prisma's schema engine as wasm: sets it up, hands it schemas and the answers of a database, and
 * puts what it refuses into plain lines. Knows no thread.
 */
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import type {
  Outcome,
  QueryResult,
  SchemaFiles,
  Task,
  TaskSide,
} from "./schema-engine-messages.ts";
import { isPanic, refusal } from "./schema-engine-refusal.ts";
import { forThisEngine, optionsOf, providerOf, unknownFeature } from "./schema-texts.ts";

type Query = (sql: string, values: readonly unknown[]) => Promise<QueryResult>;

type Database = { readonly query: Query; readonly write: () => Promise<never> };

/** Node has it; its types, without those of a browser, do not say so. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
};

/**
 * Starts the engine from the bytes of `schema_engine_bg.wasm`; once per thread. The function it
 * gives runs one task at a time and never rejects, but throws on when the engine panicked: then
 * nothing in this thread can be relied on.
 */
export function loadSchemaEngine(wasm: Uint8Array): (task: Task, query: Query) => Promise<Outcome> {
  const module = new WebAssembly.Module(wasm);
  const instance = new WebAssembly.Instance(module, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  let panic: string | undefined;
  // The engine tells a panic here before it stops.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => {
        panic = message;
      },
    },
  });
  /** Preview features that some version of Prisma knew and this engine does not. */
  const unknown = new Set<string>();

  return async function run(task, query): Promise<Outcome> {
    let failure: unknown;
    // The engine tells only that something outside of it failed.
    const remember = (error: unknown) => {
      failure = error;
      throw error;
    };
    const database: Database = {
      query: (sql, values) => query(sql, values).catch(remember),
      write: async () => remember(new Error("only reading is allowed, and the engine would write")),
    };
    try {
      return await perform(task, database, unknown);
    } catch (error) {
      if (panic !== undefined || isPanic(error)) throw new Error(panic ?? String(error));
      const feature = unknownFeature(error);
      if (feature === undefined || unknown.has(feature)) return refusal(failure ?? error);
      unknown.add(feature);
    }
    // One preview feature wiser.
    return run(task, query);
  };
}

async function perform(
  task: Task,
  database: Database,
  unknown: ReadonlySet<string>,
): Promise<Outcome> {
  const clean = (files: SchemaFiles) => forThisEngine(files, unknown);
  if (task.kind === "introspect") return introspect(clean(task.files), database);
  const sides = [task.from, task.to].map((side) =>
    side.kind === "schema" ? { ...side, files: clean(side.files) } : side,
  );
  const files = sides.flatMap((side) => (side.kind === "schema" ? [side.files] : [])).at(-1);
  const options = files ? optionsOf(files) : defaultOptions;
  const hasDatabase = sides.some(({ kind }) => kind === "database");
  const engine = await engineFor(options, hasDatabase ? database : undefined);
  try {
    const [from = empty, to = empty] = sides.map((side) => target(side, options));
    const { stdout } = await engine.diff({
      from,
      to,
      script: true,
      exitCode: null,
      filters: {
        externalTables: [...task.external.tables],
        externalEnums: [...task.external.enums],
      },
    });
    return { ok: true, sql: stdout ?? "" };
  } finally {
    engine.free();
  }
}

const defaultOptions: SchemaFiles = [
  ["schema.prisma", 'datasource db {\n  provider = "postgresql"\n}\n'],
];

async function introspect(files: SchemaFiles, database: Database): Promise<Outcome> {
  const engine = await engineFor(files, database);
  try {
    const { schema } = await engine.introspect({
      schema: { files: plain(files) },
      baseDirectoryPath: ".",
      force: false,
      compositeTypeDepth: -1,
      namespaces: null,
    });
    return { ok: true, files: schema.files.map(({ path, content }) => [path, content]) };
  } finally {
    engine.free();
  }
}

/** `files` say by their options what the engine is for; a diff reads its sides by itself. */
function engineFor(
  files: SchemaFiles,
  database: Database | undefined,
): Promise<bindings.SchemaEngine> {
  return bindings.SchemaEngine.new(
    { datamodels: files.map(([path, text]) => [path, text]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapterFor(providerOf(files), database)),
  );
}

type Target = Parameters<bindings.SchemaEngine["diff"]>[0]["from"];

const empty: Target = { tag: "empty" };

function target(side: TaskSide, options: SchemaFiles): Target {
  if (side.kind === "empty") return empty;
  if (side.kind === "schema") return { tag: "schemaDatamodel", files: plain(side.files) };
  return { tag: "schemaDatasource", files: plain(options), configDir: "." };
}

function plain(files: SchemaFiles): { path: string; content: string }[] {
  return files.map(([path, content]) => ({ path, content }));
}

function adapterFor(
  provider: string,
  database: Database | undefined,
): SqlMigrationAwareDriverAdapterFactory {
  // Where nothing is, the engine wants to make the schema "public"; in a database it may not.
  const execute = () => database?.write() ?? Promise.resolve(0);
  const adapter = {
    provider,
    adapterName: "prisma-schema-architect",
    async queryRaw({ sql, args }: { readonly sql: string; readonly args: readonly unknown[] }) {
      const { columns, types, rows } = database ? await database.query(sql, args) : nothing;
      return {
        columnNames: columns,
        columnTypes: types.map((oid) => columnTypes[oid] ?? ColumnTypeEnum.Text),
        rows,
      };
    },
    executeRaw: execute,
    executeScript: execute,
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
    dispose: () => Promise.resolve(),
  };
  const connect = () => Promise.resolve(adapter);
  return {
    provider,
    adapterName: adapter.adapterName,
    connect,
    connectToShadowDb: connect,
  } as unknown as SqlMigrationAwareDriverAdapterFactory;
}

/** Without a database, all that the engine asks is its version, and it makes do without one. */
const nothing: QueryResult = { columns: [], types: [], rows: [] };

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
