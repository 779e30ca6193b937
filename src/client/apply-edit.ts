/** Makes an edit that the server answered with; one that has to be confirmed is previewed first. */
import * as vscode from "vscode";
import type { LanguageClient, WorkspaceEdit } from "vscode-languageclient/node";

/** Only what goes through many files is saved as well, if `files.refactoring.autoSave` says so. */
export async function applyEdit(client: LanguageClient, edit: WorkspaceEdit): Promise<boolean> {
  const converted = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
  const isRefactoring = edit.changeAnnotations !== undefined;
  return vscode.workspace.applyEdit(converted, { isRefactoring });
}
