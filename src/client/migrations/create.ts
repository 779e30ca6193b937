/** Writes the migration that a preview shows: asks for its name, and opens the file. Never writes over one. */
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
  const name = await askName(client, preview);
  if (name === undefined) return;
  const answer = await editFor(client, preview, name);
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

/** Offers what the first statement does as a name, and shows where the file would be. */
async function askName(client: LanguageClient, preview: Preview): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: "Create Migration",
    prompt: "What it does, in a few words",
    placeHolder: "add user role",
    value: preview.summary?.statements[0]?.title.slice(0, 60).trim() ?? "",
    async validateInput(value) {
      if (!/[\p{L}\p{N}]/u.test(value)) return "The name needs a letter or a digit";
      const answer = await editFor(client, preview, value);
      if (!answer.ok) return `The migration cannot be written: ${answer.reason}`;
      const file = vscode.workspace.asRelativePath(vscode.Uri.parse(answer.opens));
      return { message: `Writes ${file}`, severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
}

function editFor(client: LanguageClient, { document }: Preview, name: string) {
  const request: CreateMigrationRequest = { document, name };
  return client.sendRequest<MigrationEdit>(createMigration, request);
}

/** What an edit made is still unsaved: the script, and the lock file beside it. */
async function saveBelow(folder: vscode.Uri): Promise<void> {
  const prefix = `${folder.toString()}/`;
  const made = vscode.workspace.textDocuments.filter(
    ({ uri, isDirty }) => isDirty && uri.toString().startsWith(prefix),
  );
  for (const document of made) await document.save();
}

/** The files that VS Code has not saved yet decide as well what Prisma does next. */
function tellWhatFollows(): void {
  const unsaved = vscode.workspace.textDocuments.filter(
    ({ isDirty, languageId }) => isDirty && languageId === "prisma",
  );
  const save = "Save the Schema";
  const copy = "Copy Command";
  const command = "npx prisma migrate dev";
  const next = `\`${command}\` applies it to your development database, \`npx prisma migrate deploy\` to others.`;
  const said =
    unsaved.length > 0
      ? "The migration is written, but the schema it comes from is not saved yet."
      : `The migration is written. ${next}`;
  void vscode.window
    .showInformationMessage(said, ...(unsaved.length > 0 ? [save, copy] : [copy]))
    .then(async (chosen) => {
      if (chosen === copy) await vscode.env.clipboard.writeText(command);
      if (chosen !== save) return;
      for (const document of unsaved) await document.save();
      tellWhatFollows();
    });
}

function whyNot({ state, note }: Preview): string {
  if (state === "none") return "There is nothing to migrate.";
  if (state === "invalid") return `The schema has mistakes: ${note}`;
  return note === "" ? "The preview is not ready yet." : note;
}
