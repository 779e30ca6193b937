/** Puts the files of the workspace back as they were, so that each test begins alike. */
import { commands, window, workspace } from "vscode";

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
