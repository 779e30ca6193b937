/** Wires commands and views to the language server. Decides nothing: the server does. */
import * as vscode from "vscode";
import { commands } from "../protocol/messages.ts";
import { registerRulePages } from "./explain-rule.ts";
import { createClient, followOptions } from "./language-client.ts";
import { showFindings } from "./show-findings.ts";
import { createStatus } from "./status.ts";
import { writeReason } from "./write-reason.ts";

export async function startSession(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): Promise<void> {
  const client = createClient(context, output);
  const register = vscode.commands.registerCommand;
  context.subscriptions.push(
    createStatus(client),
    registerRulePages(client),
    followOptions(client),
    register(commands.showFindings, showFindings),
    register(commands.writeReason, writeReason),
    register("prismaArchitect.showOutput", () => output.show()),
    register("prismaArchitect.fixAll", () =>
      vscode.commands.executeCommand("editor.action.codeAction", {
        kind: "source.fixAll.architect",
        apply: "first",
      }),
    ),
    register("prismaArchitect.restart", async () => {
      output.info("Restarting the language server");
      await client.restart();
    }),
    { dispose: () => client.dispose() },
  );
  await client.start();
}
