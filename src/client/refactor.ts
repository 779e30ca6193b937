/** Refactorings: a page that tells what follows, the preview, and then the SQL that goes with it. */
import * as vscode from "vscode";
import type { LanguageClient, WorkspaceEdit } from "vscode-languageclient/node";
import {
  commands,
  type ListedRefactoring,
  type RefactoringEdit,
  type RefactoringRequest,
  type RefactoringsRequest,
  refactoring,
  refactorings,
} from "../protocol/messages.ts";
import { applyEdit } from "./apply-edit.ts";

const scheme = "architect-refactoring";
const pages = new Map<string, string>();
const changed = new vscode.EventEmitter<vscode.Uri>();

export function registerRefactorings(client: LanguageClient): vscode.Disposable {
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: ({ path }) => pages.get(path) ?? "",
    }),
    register("prismaArchitect.refactorSchema", () => choose(client)),
    register(commands.refactor, async (request?: RefactoringRequest) => {
      if (request) await make(client, request);
    }),
  );
}

async function choose(client: LanguageClient): Promise<void> {
  const everywhere: RefactoringsRequest = {};
  const listed = await client.sendRequest<ListedRefactoring[]>(refactorings, everywhere);
  if (listed.length === 0) {
    await vscode.window.showInformationMessage(
      "There is nothing to refactor: all tables and columns of this workspace have names in snake_case.",
    );
    return;
  }
  const several = new Set(listed.map(({ uri }) => uri)).size > 1;
  const items = listed.map((found) => ({
    found,
    label: found.title,
    description: several ? found.where : "",
    detail: found.summary,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Refactor the Schema",
    matchOnDescription: true,
  });
  if (!chosen) return;
  const { uri, title } = chosen.found;
  await make(client, { uri, title });
}

async function make(client: LanguageClient, request: RefactoringRequest): Promise<void> {
  const answer = await client.sendRequest<RefactoringEdit | null>(refactoring, request);
  if (!answer) {
    await vscode.window.showWarningMessage(
      "The schema has changed meanwhile. Ask for the refactoring again.",
    );
    return;
  }
  await showPage(request.title, answer.page);
  const isMade = await applyEdit(client, answer.edit as WorkspaceEdit);
  if (isMade && answer.migration !== undefined) await showMigration(answer.migration);
}

/** Beside the schema; the latest page of each title. */
async function showPage(title: string, page: string): Promise<void> {
  const path = `${title}.md`;
  pages.set(path, page);
  const uri = vscode.Uri.from({ scheme, path });
  changed.fire(uri);
  await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
}

async function showMigration(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: "sql", content });
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Two,
    preview: false,
  });
}
