/** Fixes that are made from the checklist: one at once, many after a look at the preview. */
import * as vscode from "vscode";
import type { LanguageClient, WorkspaceEdit } from "vscode-languageclient/node";

import {
  type FindingFixRequest,
  findingFix,
  type SchemaFixRequest,
  schemaFix,
} from "../protocol/messages.ts";
import { applyEdit } from "./apply-edit.ts";
import type { ChecklistNode } from "./checklist.ts";

export function registerFixes(client: LanguageClient): vscode.Disposable {
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    register("prismaArchitect.fixFinding", (node?: ChecklistNode) => fixOne(client, node)),
    register("prismaArchitect.fixRule", (node?: ChecklistNode) => fixMany(client, node)),
    register("prismaArchitect.fixSchema", (node?: ChecklistNode) => fixMany(client, node)),
  );
}

async function fixOne(client: LanguageClient, node: ChecklistNode | undefined): Promise<void> {
  if (node?.kind !== "item") return;
  const { uri, rule, message, range } = node.item;
  const request: FindingFixRequest = { uri, rule, message, range };
  // What changes is to be seen.
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri), {
    preserveFocus: true,
  });
  const { start, end } = range;
  editor.revealRange(
    new vscode.Range(start.line, start.character, end.line, end.character),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
  const edit = await client.sendRequest<WorkspaceEdit | null>(findingFix, request);
  if (edit) await applyEdit(client, edit);
  else await vscode.window.showInformationMessage("This finding is not there any more.");
}

async function fixMany(client: LanguageClient, node: ChecklistNode | undefined): Promise<void> {
  const request = requestFor(node);
  if (!request) return;
  const edit = await vscode.window.withProgress(
    { location: { viewId: "prismaArchitect.checklist" } },
    () => client.sendRequest<WorkspaceEdit | null>(schemaFix, request),
  );
  if (edit) await applyEdit(client, edit);
  else await vscode.window.showInformationMessage("There is nothing that can be fixed together.");
}

/** Without a node, everything in the workspace. */
function requestFor(node: ChecklistNode | undefined): SchemaFixRequest | undefined {
  if (node?.kind === "group") {
    const { uri, rule } = node.group;
    return rule === undefined ? undefined : { uri, rule };
  }
  const [first] = node?.kind === "section" ? node.section.groups : [];
  return first ? { uri: first.uri } : {};
}
