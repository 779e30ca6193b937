/** The process of the language server: pipes on one side, engines on the other. */
import path from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startLayout } from "../engines/layout.ts";
import { startPrismaLinter } from "../engines/prisma.ts";
import { startQueryScanner } from "../project/query-scanner.ts";
import { serve } from "./server.ts";

serve(createConnection(ProposedFeatures.all), {
  startPrismaLinter: (log) => startPrismaLinter(path.join(__dirname, "prisma-worker.cjs"), log),
  startLayout: (log) => startLayout(path.join(__dirname, "layout-worker.cjs"), log),
  startQueryScanner: (log) => startQueryScanner(path.join(__dirname, "query-scan-worker.cjs"), log),
});
