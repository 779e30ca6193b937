/** The process of the language server: pipes on one side, engines on the other. */
import path from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startLayout } from "../engines/layout.ts";
import { loadPgParser } from "../engines/pg-parser.ts";
import { startPostgres } from "../engines/postgres.ts";
import { startPrismaLinter } from "../engines/prisma.ts";
import { startSchemaEngine } from "../engines/schema-engine.ts";
import { startQueryScanner } from "../project/query-scanner.ts";
import { serve } from "./server.ts";

serve(createConnection(ProposedFeatures.all), {
  startPrismaLinter: (log) => startPrismaLinter(path.join(__dirname, "prisma-worker.cjs"), log),
  startLayout: (log) => startLayout(path.join(__dirname, "layout-worker.cjs"), log),
  startQueryScanner: (log) => startQueryScanner(path.join(__dirname, "query-scan-worker.cjs"), log),
  loadPgParser,
  startSchemaEngine: (log) =>
    startSchemaEngine(path.join(__dirname, "schema-engine-worker.cjs"), log),
  startPostgres: (log) => startPostgres(path.join(__dirname, "postgres-worker.cjs"), log),
  loadExplainSessions: async () => {
    const { ExplainSessions } = await import("../database/explain-sessions.ts");
    return new ExplainSessions();
  },
  openDatabase: async (url) => {
    const { readOnlyConnection } = await import("../database/connection.ts");
    return readOnlyConnection(url);
  },
});
