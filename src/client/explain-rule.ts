/** Shows the page of a rule beside the schema, without leaving the machine. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { commands, type RulePageRequest, rulePage } from "../protocol/messages.ts";
import { type ChecklistNode, ruleOf } from "./checklist.ts";

const scheme = "architect-rule";

export function registerRulePages(client: LanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: async ({ path }) => {
        const name = path.replace(/\.md$/, "");
        const page = await client.sendRequest<string | null>(rulePage, {
          name,
        } satisfies RulePageRequest);
        return page ?? `There is no rule called ${name}.`;
      },
    }),
    vscode.commands.registerCommand(commands.explainRule, async (of?: string | ChecklistNode) => {
      const name = typeof of === "string" ? of : ruleOf(of);
      if (name === undefined) return;
      const uri = vscode.Uri.from({ scheme, path: `${name}.md` });
      await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
    }),
  );
}
