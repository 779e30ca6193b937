/** The commands about connected databases, and which schema or migration each one is for. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { type DatabaseState, databaseState } from "../../protocol/databases.ts";
import type { MigrationNode } from "../migrations/view.ts";
import { chooseSchema } from "./choose.ts";
import type { DatabaseConnections } from "./connections.ts";
import { Answers, runPreChecks } from "./run-pre-checks.ts";
import { type DatabaseNode, DatabasesView } from "./view.ts";

type Given = string | vscode.Uri | MigrationNode | DatabaseNode | undefined;

export function registerDatabases(
  client: LanguageClient,
  connections: DatabaseConnections,
): vscode.Disposable {
  const answers = new Answers();
  const view = new DatabasesView(client);
  const register = (command: string, run: (given: Given) => Promise<unknown>) =>
    vscode.commands.registerCommand(command, async (given: Given) => {
      try {
        await run(given);
      } catch (error) {
        client.error(`${command} did not work`, error);
        await vscode.window.showErrorMessage(
          `That did not work: ${error instanceof Error ? error.message : error}`,
        );
      }
    });

  /** Connected where it was not yet. */
  async function databaseFor(script: string): Promise<DatabaseState | undefined> {
    const state = await client.sendRequest<DatabaseState | null>(databaseState, { uri: script });
    if (state) return state;
    const connect = "Connect a Database…";
    const chosen = await vscode.window.showInformationMessage(
      "The queries need a database to ask, and none is connected.",
      connect,
    );
    return chosen === connect ? connections.connect(script) : undefined;
  }

  return vscode.Disposable.from(
    connections,
    answers,
    view,
    connections.onDidChange(() => view.refresh()),
    register("prismaArchitect.connectDatabase", async (given) => {
      const schema = schemaIn(given) ?? (await chooseSchema(client));
      if (schema !== undefined) await connections.connect(schema);
    }),
    register("prismaArchitect.disconnectDatabase", async (given) => {
      const schema = schemaIn(given) ?? (await chooseSchema(client, true));
      if (schema !== undefined) await connections.disconnect(schema);
    }),
    register("prismaArchitect.labelDatabase", async (given) => {
      const schema = schemaIn(given) ?? (await chooseSchema(client, true));
      if (schema !== undefined) await connections.relabel(schema);
    }),
    register("prismaArchitect.runPreChecks", async (given) => {
      const script = scriptIn(given);
      const database = script === undefined ? undefined : await databaseFor(script);
      if (script !== undefined && database) await runPreChecks(client, script, database, answers);
    }),
  );
}

function schemaIn(given: Given): string | undefined {
  if (typeof given !== "object" || given instanceof vscode.Uri) return undefined;
  if (given.kind === "schema") return given.schema.uri;
  return given.kind === "folder" ? given.folder.schemaUri : undefined;
}

/** A script or a preview: the one that is meant, else the one in front. */
function scriptIn(given: Given): string | undefined {
  if (typeof given === "string") return given;
  if (given instanceof vscode.Uri) return given.toString();
  if (given?.kind === "migration") return given.migration.uri;
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.path.endsWith(".sql") ? uri.toString() : undefined;
}
