/** Which rules run: changes the configuration file, and shows it. */
import * as vscode from "vscode";
import type { LanguageClient, WorkspaceEdit } from "vscode-languageclient/node";
import {
  type ConfigEditRequest,
  configEdit,
  type PresetName,
  type Presets,
  presets,
} from "../protocol/messages.ts";
import { applyEdit } from "./apply-edit.ts";
import { type ChecklistNode, ruleOf } from "./checklist.ts";

export function registerConfigure(client: LanguageClient): vscode.Disposable {
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    register("prismaArchitect.choosePreset", () => choosePreset(client)),
    register("prismaArchitect.turnRuleOff", (node?: ChecklistNode) => {
      const rule = ruleOf(node);
      const uri = node?.kind === "item" ? node.item.uri : node?.kind === "group" && node.group.uri;
      return rule && change(client, { ...(uri && { uri }), change: { turnOff: rule } });
    }),
  );
}

const details: Readonly<Record<PresetName, string>> = {
  recommended: "What is nearly always a mistake. Quiet enough for every project.",
  strict: "Also conventions, and what is worth a second look.",
  all: "Everything, also what good teams disagree about.",
  off: "Only the rules that the configuration names.",
};

async function choosePreset(client: LanguageClient): Promise<void> {
  const answer = await client.sendRequest<Presets | null>(presets);
  if (!answer) return;
  const { current, rules } = answer;
  const items = (Object.keys(details) as PresetName[]).map((preset) => ({
    preset,
    label: preset,
    description: [
      preset === "off" ? "" : `${rules[preset]} rules`,
      preset === current ? "current" : "",
    ]
      .filter((part) => part !== "")
      .join(", "),
    detail: details[preset],
  }));
  const title = "Which Rules Run";
  const chosen = await vscode.window.showQuickPick(items, { title });
  if (chosen && chosen.preset !== current) {
    await change(client, { change: { preset: chosen.preset } });
  }
}

/** Saved at once: whoever changed a setting in a list does not look for a file to save. */
async function change(client: LanguageClient, request: ConfigEditRequest): Promise<void> {
  const edit = await client.sendRequest<WorkspaceEdit | null>(configEdit, request);
  if (!edit || !(await applyEdit(client, edit))) {
    await vscode.window.showWarningMessage(
      "The configuration is not changed: prisma-architect.json is broken, or no folder is open.",
    );
    return;
  }
  const changed = edit.documentChanges?.findLast((one) => "textDocument" in one);
  if (!changed || !("textDocument" in changed)) return;
  const uri = vscode.Uri.parse(changed.textDocument.uri);
  const document = await vscode.workspace.openTextDocument(uri);
  await document.save();
}
