/** Where the command line finds the heavy engines: in threads whose scripts stand beside it. */
import path from "node:path";
import { type EmbeddedPostgres, startPostgres } from "../engines/postgres.ts";
import { type SchemaEngine, startSchemaEngine } from "../engines/schema-engine.ts";

export function schemaEngine(): SchemaEngine {
  return startSchemaEngine(path.join(__dirname, "schema-engine-worker.cjs"), log);
}

export function embeddedPostgres(): EmbeddedPostgres {
  return startPostgres(path.join(__dirname, "postgres-worker.cjs"), log);
}

function log(message: string): void {
  process.stderr.write(`prisma-architect: ${message}\n`);
}
