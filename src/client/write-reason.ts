/** Puts the cursor where the reason of a fresh ignore comment belongs. */
import * as vscode from "vscode";

export async function writeReason(uri: string, line: number): Promise<void> {
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  const { end } = editor.document.lineAt(line).range;
  editor.selection = new vscode.Selection(end, end);
  editor.revealRange(new vscode.Range(end, end));
}
