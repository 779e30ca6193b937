/** Leads to the findings of a model, from its code lens. */
import * as vscode from "vscode";
import type { ListedFinding } from "../protocol/messages.ts";

const icons = { error: "error", warning: "warning", info: "info", hint: "lightbulb" } as const;

type Item = vscode.QuickPickItem & { readonly range: vscode.Range };

/** One finding is gone to at once; of several, the one that is chosen. */
export async function showFindings(uri: string, findings: readonly ListedFinding[]): Promise<void> {
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  const items = findings.map(toItem);
  const [first, second] = items;
  const chosen = second ? await choose(editor, items) : first;
  if (!chosen) return;
  editor.selection = new vscode.Selection(chosen.range.start, chosen.range.start);
  editor.revealRange(chosen.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  await vscode.commands.executeCommand("editor.action.showHover");
}

function toItem({ rule, severity, message, range: { start, end } }: ListedFinding): Item {
  return {
    label: `$(${icons[severity]}) ${message}`,
    detail: rule,
    range: new vscode.Range(start.line, start.character, end.line, end.character),
  };
}

/** Shows each place while the list is walked through, and goes back when nothing is chosen. */
async function choose(editor: vscode.TextEditor, items: Item[]): Promise<Item | undefined> {
  const { selection, visibleRanges } = editor;
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Findings of this model",
    matchOnDetail: true,
    onDidSelectItem: (item: Item) => {
      editor.selection = new vscode.Selection(item.range.start, item.range.end);
      editor.revealRange(item.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    },
  });
  if (chosen) return chosen;
  editor.selection = selection;
  const [before] = visibleRanges;
  if (before) editor.revealRange(before, vscode.TextEditorRevealType.AtTop);
  return undefined;
}
