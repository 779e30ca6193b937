/** Wires commands and views to the language server. Decides nothing: the server does. */
import * as vscode from "vscode";
import { commands } from "../protocol/messages.ts";
import { registerChecklist } from "./checklist.ts";
import { registerConfigure } from "./configure.ts";
import { DatabaseConnections } from "./database/connections.ts";
import { registerDatabases } from "./database/register.ts";
import { keepDiagramFile } from "./diagram-file.ts";
import { registerRulePages } from "./explain-rule.ts";
import { registerFixes } from "./fixes.ts";
import { createClient, followOptions } from "./language-client.ts";
import { registerMigrations } from "./migrations/register.ts";
import { registerDiagram } from "./panels/diagram.ts";
import { registerPlans } from "./plans/register.ts";
import { registerRefactorings } from "./refactor.ts";
import { showFindings } from "./show-findings.ts";
import { createStatus } from "./status.ts";
import { writeReason } from "./write-reason.ts";

export async function startSession(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): Promise<void> {
  const client = createClient(context, output);
  const register = vscode.commands.registerCommand;
  const databases = new DatabaseConnections(client, context);
  context.subscriptions.push(
    createStatus(client, ({ schemas }) => databases.schemasFound(schemas)),
    registerRulePages(client),
    followOptions(client),
    registerChecklist(client, context.workspaceState),
    registerFixes(client),
    registerConfigure(client),
    registerDiagram(client, context),
    keepDiagramFile(client),
    registerRefactorings(client),
    registerMigrations(client, context),
    registerDatabases(client, databases),
    registerPlans(client, context, databases),
    register(commands.showFindings, showFindings),
    register(commands.writeReason, writeReason),
    register("prismaArchitect.openWalkthrough", () =>
      vscode.commands.executeCommand(
        "workbench.action.openWalkthrough",
        `${context.extension.id}#start`,
      ),
    ),
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
