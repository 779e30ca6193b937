/** What Prisma's schema engine sees in a database, and what it would change to come to a schema. */
import { readFileSync } from "node:fs";
import { engineQuery } from "../../src/engines/engine-query.ts";
import type { Connection } from "../../src/engines/postgres-connection.ts";
import { emptyMigration } from "../../src/engines/schema-engine.ts";
import type { SchemaFiles } from "../../src/engines/schema-engine-messages.ts";
import { loadSchemaEngine } from "../../src/engines/schema-engine-wasm.ts";
import { schemaEngineWasm } from "../support/schema-engine.ts";

const engine = loadSchemaEngine(readFileSync(schemaEngineWasm));

const datasource: SchemaFiles = [
  ["schema.prisma", 'datasource db {\n  provider = "postgresql"\n}\n'],
];

export async function schemaOf(connection: Connection): Promise<SchemaFiles> {
  const outcome = await engine({ kind: "introspect", files: datasource }, engineQuery(connection));
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.files ?? [];
}

/** Empty when there is nothing to change. */
export async function driftFrom(connection: Connection, files: SchemaFiles): Promise<string> {
  const outcome = await engine(
    {
      kind: "diff",
      from: { kind: "database" },
      to: { kind: "schema", files },
      external: { tables: [], enums: [] },
    },
    engineQuery(connection),
  );
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.sql === emptyMigration ? "" : (outcome.sql ?? "");
}
