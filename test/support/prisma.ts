/**
 * Prisma itself, asked by the tests: what a schema means (DMMF), whether it is valid, and the
 * DDL it stands for. Everything runs as wasm in this process; no database is needed.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import { get_datamodel, lint } from "@prisma/prisma-schema-wasm";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";

const require = createRequire(import.meta.url);

/** Node has it; its types, without those of a browser, do not say so. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
};

export type PrismaFile = readonly [path: string, text: string];

/** The DDL that creates the schema from nothing, as `prisma migrate diff` prints it. */
export async function ddlOf(files: readonly PrismaFile[]): Promise<string> {
  startSchemaEngine();
  const provider = /provider\s*=\s*"(postgres|mysql|sqlite|sqlserver|cockroachdb)/.exec(
    files.map(([, text]) => text).join("\n"),
  )?.[1];
  const engine = await bindings.SchemaEngine.new(
    { datamodels: files.map(([path, text]) => [path, text]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(offline(provider ?? "postgres")),
  );
  const { stdout } = await engine.diff({
    from: { tag: "empty" },
    to: {
      tag: "schemaDatamodel",
      files: files.map(([path, content]) => ({ path, content })),
    },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout ?? "";
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

/** A database that knows nothing: all a diff from nothing to a schema asks is its version. */
function offline(provider: string): SqlMigrationAwareDriverAdapterFactory {
  const adapter = {
    provider,
    adapterName: "offline",
    queryRaw: () => Promise.resolve({ columnNames: [], columnTypes: [], rows: [] }),
    executeRaw: () => Promise.resolve(0),
    executeScript: () => Promise.resolve(),
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
    dispose: () => Promise.resolve(),
  };
  const connect = () => Promise.resolve(adapter);
  return {
    provider,
    adapterName: "offline",
    connect,
    connectToShadowDb: connect,
  } as unknown as SqlMigrationAwareDriverAdapterFactory;
}

/** The errors Prisma's linter finds, without warnings; empty for a valid schema. */
export function errorsOf(files: readonly PrismaFile[]): string[] {
  const all: { text: string; is_warning: boolean }[] = JSON.parse(lint(JSON.stringify(files)));
  return all.filter(({ is_warning }) => !is_warning).map(({ text }) => text);
}

/** What Prisma makes of a schema. Throws with Prisma's own message when it is not valid. */
export function datamodelOf(files: readonly PrismaFile[]): Datamodel {
  return JSON.parse(get_datamodel(JSON.stringify({ prismaSchema: files })));
}

/** The part of the DMMF that the tests compare. */
export type Datamodel = {
  readonly models: readonly DmmfModel[];
  readonly types: readonly DmmfModel[];
  readonly enums: readonly {
    readonly name: string;
    readonly dbName?: string | null;
    readonly values: readonly { readonly name: string; readonly dbName: string | null }[];
  }[];
  readonly indexes: readonly {
    readonly model: string;
    readonly type: "id" | "unique" | "normal" | "fulltext";
    readonly dbName?: string;
    readonly algorithm?: string;
    readonly fields: readonly { readonly name: string; readonly sortOrder?: "asc" | "desc" }[];
  }[];
};

export type DmmfModel = {
  readonly name: string;
  readonly dbName: string | null;
  readonly schema: string | null;
  readonly fields: readonly DmmfField[];
};

export type DmmfField = {
  readonly name: string;
  readonly dbName?: string;
  readonly kind: "scalar" | "object" | "enum" | "unsupported";
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly isUnique: boolean;
  readonly isId: boolean;
  readonly isUpdatedAt?: boolean;
  readonly hasDefaultValue: boolean;
  readonly nativeType?: readonly [string, readonly string[]] | null;
  readonly relationName?: string;
  readonly relationFromFields?: readonly string[];
  readonly relationToFields?: readonly string[];
  readonly relationOnDelete?: string;
  readonly relationOnUpdate?: string;
};
