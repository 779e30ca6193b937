/** The status bar item: how many findings the workspace has. */
import * as vscode from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node";
import { type Counts, countsChanged } from "../protocol/messages.ts";

/** `told` is called with the counts as well: a client has one listener for each kind of message. */
export function createStatus(
  client: LanguageClient,
  told: (counts: Counts) => void,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("findings", vscode.StatusBarAlignment.Left, 0);
  item.name = "Prisma Schema Architect";
  item.command = "workbench.actions.view.problems";
  const counts = client.onNotification(countsChanged, (counts: Counts) => {
    show(item, counts);
    told(counts);
  });
  const state = client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) return;
    item.text =
      newState === State.Starting ? "$(loading~spin) Architect" : "$(debug-disconnect) Architect";
    item.tooltip =
      newState === State.Starting
        ? "Prisma Schema Architect is starting"
        : "Prisma Schema Architect is not running. Click to restart.";
    item.command =
      newState === State.Starting ? "prismaArchitect.showOutput" : "prismaArchitect.restart";
    item.show();
  });
  return vscode.Disposable.from(item, counts, state);
}

function show(item: vscode.StatusBarItem, counts: Counts): void {
  if (counts.schemas === 0) {
    item.hide();
    return;
  }
  const { error, warning, info, hint, schemas } = counts;
  const loud = [
    error > 0 ? `$(error) ${error}` : "",
    warning > 0 ? `$(warning) ${warning}` : "",
    info > 0 ? `$(info) ${info}` : "",
  ].filter((part) => part !== "");
  item.text = `Architect ${loud.length > 0 ? loud.join(" ") : "$(check)"}`;
  item.tooltip = new vscode.MarkdownString(
    [
      `**Prisma Schema Architect**: ${schemas === 1 ? "1 schema" : `${schemas} schemas`} in this workspace`,
      `${error} errors, ${warning} warnings, ${info} infos, ${hint} hints`,
      "Click to see the Problems view.",
    ].join("\n\n"),
  );
  item.command = "workbench.actions.view.problems";
  item.show();
}
