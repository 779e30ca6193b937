/**
 * Diagnostics of previews, kept in step with the text: VS Code takes over the SQL some time after
 * it is told of it, and would move what is underlined in the old text out of place.
 */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { previewScheme } from "../../protocol/migrations.ts";
import type { PreviewDocuments } from "./preview.ts";

export function keepDiagnosticsInStep(
  client: LanguageClient,
  previews: PreviewDocuments,
): vscode.Disposable {
  const show = new Map<string, () => void>();

  function showIfInStep(document: vscode.TextDocument): void {
    const text = previews.at(document.uri)?.text;
    if (text === undefined || withoutReturns(text) !== withoutReturns(document.getText())) return;
    show.get(document.uri.toString())?.();
  }

  client.middleware.handleDiagnostics = (uri, diagnostics, next) => {
    if (uri.scheme !== previewScheme) {
      next(uri, diagnostics);
      return;
    }
    show.set(uri.toString(), () => next(uri, diagnostics));
    const document = vscode.workspace.textDocuments.find(
      (one) => one.uri.toString() === uri.toString(),
    );
    if (document) showIfInStep(document);
  };

  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document }) => showIfInStep(document)),
    vscode.workspace.onDidOpenTextDocument(showIfInStep),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => show.delete(uri.toString())),
  );
}

/** On Windows, VS Code gives a new document the line ends of the system. */
function withoutReturns(text: string): string {
  return text.replaceAll("\r\n", "\n");
}
