/**
 * The line above the SQL of a preview: before what the server says of the SQL itself, that it is
 * of an earlier text; behind it, what it counts from.
 */
import * as vscode from "vscode";
import { CodeLensRequest, type LanguageClient } from "vscode-languageclient/node";
import { migrationCommands, type Preview, previewScheme } from "../../protocol/migrations.ts";
import type { PreviewDocuments } from "./preview.ts";

export function registerNotes(
  client: LanguageClient,
  previews: PreviewDocuments,
): vscode.Disposable {
  client.middleware.provideCodeLenses = async (document, token, next) => {
    const lenses = (await next(document, token)) ?? [];
    const preview = previews.at(document.uri);
    return preview ? [...notesOn(preview), ...lenses, baseOf(preview)] : lenses;
  };
  return vscode.Disposable.from(
    previews.onDidTell(({ document }) => {
      const uri = vscode.Uri.parse(document).toString();
      const shown = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri);
      if (shown) askAgain(client, shown);
    }),
    // An editor that loses the keyboard forgets the lenses it was about to ask for.
    vscode.window.onDidChangeActiveTextEditor(() => {
      const beside = vscode.window.visibleTextEditors.find(
        ({ document: { uri } }) => uri.scheme === previewScheme || uri.path.endsWith(".sql"),
      );
      if (beside) askAgain(client, beside.document);
    }),
  );
}

function askAgain(client: LanguageClient, document: vscode.TextDocument): void {
  const provider = client.getFeature(CodeLensRequest.method).getProvider(document);
  provider?.onDidChangeCodeLensEmitter.fire();
}

function notesOn(preview: Preview): vscode.CodeLens[] {
  const words = noteOn(preview);
  return words === undefined ? [] : [lens(words, migrationCommands.summary, preview)];
}

/** Undefined when the SQL says it all. The whole note stands in the summary. */
function noteOn({ state, note, text }: Preview): string | undefined {
  const [first = ""] = note.split("\n");
  switch (state) {
    case "invalid":
      return text === "" ? undefined : "$(error) The schema has mistakes: last valid version";
    case "failed":
      return text === "" ? undefined : "$(warning) Of an earlier text";
    case "none":
      return first === "" ? "$(check) Nothing to migrate" : `$(info) ${first}`;
    case "changes":
      return first === "" ? undefined : `$(info) ${first}`;
    case "loading":
      return undefined;
  }
}

function baseOf(preview: Preview): vscode.CodeLens {
  return lens(`From ${preview.from}`, "prismaArchitect.changePreviewBase", preview);
}

function lens(title: string, command: string, { document }: Preview): vscode.CodeLens {
  const top = new vscode.Range(0, 0, 0, 0);
  return new vscode.CodeLens(top, { title, command, arguments: [document] });
}
