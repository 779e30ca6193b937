/** Scripts that go with a migration: the one that takes it back, and the queries to run before. */
import * as vscode from "vscode";
import type { LanguageClient, WorkspaceEdit } from "vscode-languageclient/node";
import {
  type DownScript,
  downScript,
  type PreCheckLine,
  type PreChecksRequest,
  preChecks,
} from "../../protocol/migrations.ts";
import { applyEdit } from "../apply-edit.ts";

/** Shows what takes the migration back; for one on disk, offers to write it beside. */
export async function showDownScript(client: LanguageClient, uri: string): Promise<void> {
  const down = await client.sendRequest<DownScript | null>(downScript, { uri });
  if (!down) {
    await vscode.window.showInformationMessage("There is no migration here to take back.");
    return;
  }
  await showSql(down.text);
  const write = "Write down.sql";
  const { edit, refused, losses } = down;
  const message = [
    refused.length > 0
      ? `${count(refused.length, "step")} cannot be taken back: ${refused[0]}.`
      : "This takes the migration back.",
    losses.length > 0 ? `What cannot be brought back: ${losses.join(", ")}.` : "",
  ].join(" ");
  const chosen = await vscode.window.showInformationMessage(message, ...(edit ? [write] : []));
  if (chosen !== write || !edit) return;
  if (!(await applyEdit(client, edit as WorkspaceEdit))) {
    await vscode.window.showWarningMessage("down.sql is not written: it is there already.");
    return;
  }
  for (const document of vscode.workspace.textDocuments) {
    if (document.isDirty && document.uri.path.endsWith("/down.sql")) await document.save();
  }
}

/** The queries that find the rows on which it would fail. */
export async function showPreChecks(
  client: LanguageClient,
  uri: string,
  statement?: number,
): Promise<void> {
  const request: PreChecksRequest = { uri, ...(statement !== undefined && { statement }) };
  const queries = await client.sendRequest<readonly PreCheckLine[]>(preChecks, request);
  if (queries.length === 0) {
    await vscode.window.showInformationMessage(
      "There is nothing to check before: no row that is there can make this migration fail.",
    );
    return;
  }
  await showSql(
    queries
      .map(({ title, sql, expects }) => `-- ${title}\n-- Expect: ${expects}\n${sql}`)
      .join("\n"),
  );
}

async function showSql(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: "sql", content });
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Beside,
    preview: true,
  });
}

function count(number: number, word: string): string {
  return `${number} ${number === 1 ? word : `${word}s`}`;
}
