/** Writes the migration that a preview shows: asks for its name, and opens the file. */
import * as vscode from "vscode";
import type { LanguageClient, WorkspaceEdit } from "vscode-languageclient/node";
import {
  type CreateMigrationRequest,
  createMigration,
  type MigrationEdit,
  type Preview,
} from "../../protocol/migrations.ts";
import { applyEdit } from "../apply-edit.ts";

export async function create(client: LanguageClient, preview: Preview): Promise<void> {
  if (preview.state !== "changes") {
    await vscode.window.showInformationMessage(whyNot(preview));
    return;
  }
  const name = await vscode.window.showInputBox({
    title: "Create Migration",
    prompt: `What changes from ${preview.from}, in a few words`,
    placeHolder: "add user role",
    validateInput: (value) => {
      if (/[\p{L}\p{N}]/u.test(value)) return undefined;
      return "The name needs a letter or a digit";
    },
  });
  if (name === undefined) return;
  const request: CreateMigrationRequest = { document: preview.document, name };
  const answer = await client.sendRequest<MigrationEdit>(createMigration, request);
  if (!answer.ok) {
    await vscode.window.showWarningMessage(`The migration is not written: ${answer.reason}.`);
    return;
  }
  if (!(await applyEdit(client, answer.edit as WorkspaceEdit))) {
    await vscode.window.showWarningMessage(
      "The migration is not written: a file of that name is there already.",
    );
    return;
  }
  const script = vscode.Uri.parse(answer.opens);
  await saveBelow(vscode.Uri.joinPath(script, "../.."));
  await vscode.window.showTextDocument(script, { preview: false });
  tellWhatFollows();
}

/** What an edit made is still unsaved: the script, and the lock file beside it. */
async function saveBelow(folder: vscode.Uri): Promise<void> {
  const prefix = `${folder.toString()}/`;
  const made = vscode.workspace.textDocuments.filter(
    ({ uri, isDirty }) => isDirty && uri.toString().startsWith(prefix),
  );
  for (const document of made) await document.save();
}

function tellWhatFollows(): void {
  const copy = "Copy Command";
  const command = "npx prisma migrate dev";
  void vscode.window
    .showInformationMessage(
      `The migration is written. \`${command}\` applies it to your development database.`,
      copy,
    )
    .then((chosen) => {
      if (chosen === copy) void vscode.env.clipboard.writeText(command);
    });
}

function whyNot({ state, note }: Preview): string {
  if (state === "none") return "There is nothing to migrate.";
  if (state === "invalid") return `The schema has mistakes: ${note}`;
  return note === "" ? "The preview is not ready yet." : note;
}
