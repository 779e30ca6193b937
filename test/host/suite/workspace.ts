/** Puts the files of the workspace back as they were, so that each test begins alike. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { commands, type Uri, window, workspace } from "vscode";
import { waitFor } from "./wait.ts";

export async function revertAll(): Promise<void> {
  for (const document of workspace.textDocuments) {
    if (!document.isDirty) continue;
    await window.showTextDocument(document);
    await commands.executeCommand("workbench.action.files.revert");
  }
  await commands.executeCommand("workbench.action.closeAllEditors");
}

export async function removeConfiguration(): Promise<void> {
  for (const file of await workspace.findFiles("prisma-architect.json")) {
    await workspace.fs.delete(file);
  }
}

type Saved = readonly (readonly [file: Uri, content: Uint8Array])[];

/** All schemas as they are on disk, for tests that save. */
export async function schemaFiles(): Promise<Saved> {
  const files = await workspace.findFiles("**/*.prisma");
  return Promise.all(files.map(async (file) => [file, await workspace.fs.readFile(file)] as const));
}

/** A save that is still on its way would write over what is put back. */
export async function putBack(saved: Saved): Promise<void> {
  await waitFor("everything to be saved", () =>
    workspace.textDocuments.every(({ isDirty, isUntitled }) => !isDirty || isUntitled),
  );
  for (const [file, content] of saved) await workspace.fs.writeFile(file, content);
}

/** The files of the workspace that hold a text. */
export function filesWith(text: string): string[] {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile() && readFileSync(file).includes(text));
}
