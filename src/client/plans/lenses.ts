/** "Explain" above each query of a file: of SQL, and of SQL in TypeScript and JavaScript. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { previewScheme } from "../../protocol/migrations.ts";
import {
  type ExplainableLine,
  type ExplainablesRequest,
  explainables,
  planCommands,
} from "../../protocol/plans.ts";

export const explainableLanguages = [
  "sql",
  "postgres",
  "typescript",
  "typescriptreact",
  "javascript",
  "javascriptreact",
];

export function registerPlanLenses(client: LanguageClient): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document, token) {
      if (!client.isRunning() || !isWanted(document)) return [];
      const request: ExplainablesRequest = {
        uri: document.uri.toString(),
        languageId: document.languageId,
        text: document.getText(),
      };
      const found = await client.sendRequest<ExplainableLine[]>(explainables, request, token);
      return found.flatMap((line) => lensesOf(document, line));
    },
  };
  return vscode.Disposable.from(
    changed,
    client.onDidChangeState(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("prismaArchitect.codeLens")) changed.fire();
    }),
    vscode.languages.registerCodeLensProvider(
      explainableLanguages.map((language) => ({ language })),
      provider,
    ),
  );
}

/** Migrations have lenses of their own, and are run once. */
function isWanted({ uri }: vscode.TextDocument): boolean {
  const settings = vscode.workspace.getConfiguration("prismaArchitect");
  if (!settings.get("codeLens", true) || uri.scheme === previewScheme) return false;
  return !/[\\/]migrations?[\\/].*\.sql$/.test(uri.path);
}

function lensesOf(document: vscode.TextDocument, line: ExplainableLine): vscode.CodeLens[] {
  const { start, end } = line.range;
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const lens = (title: string, command: string, tooltip: string) =>
    new vscode.CodeLens(range, {
      title,
      command,
      tooltip,
      arguments: [document.uri.toString(), line.start],
    });
  return [
    lens("Explain", planCommands.explain, "How PostgreSQL would answer this query"),
    lens("Run and Measure", planCommands.explainRun, "EXPLAIN ANALYZE: runs it, and measures it"),
  ];
}
