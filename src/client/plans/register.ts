/** The commands about plans of queries, and what the panel wishes. */
import * as vscode from "vscode";
import type { LanguageClient, WorkspaceEdit } from "vscode-languageclient/node";
import { commands, type TextPosition } from "../../protocol/messages.ts";
import {
  type AddToModelRequest,
  type AssumeRowsRequest,
  addToModel,
  assumeRows,
  type FromPlanPanel,
  type PlanPage,
  planCommands,
} from "../../protocol/plans.ts";
import { applyEdit } from "../apply-edit.ts";
import type { DatabaseConnections } from "../database/connections.ts";
import { PlanPanels } from "../panels/plan.ts";
import { PlanDiagnostics } from "./diagnostics.ts";
import { Explanations, plainWish, type Wish } from "./explanations.ts";
import { explainableLanguages, registerPlanLenses } from "./lenses.ts";

export function registerPlans(
  client: LanguageClient,
  context: vscode.ExtensionContext,
  connections: DatabaseConnections,
): vscode.Disposable {
  const diagnostics = new PlanDiagnostics();
  const panels = new PlanPanels(context, (message) => guarded("The plan panel", told(message)));
  const explanations = new Explanations(
    client,
    panels,
    connections,
    context.workspaceState,
    (page) => diagnostics.show(page),
  );

  async function guarded(what: string, work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      client.error(`${what} did not work`, error);
      await vscode.window.showErrorMessage(
        `That did not work: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  const register = (command: string, run: (uri: unknown, start: unknown) => Promise<unknown>) =>
    vscode.commands.registerCommand(command, (uri: unknown, start: unknown) =>
      guarded(command, run(uri, start)),
    );

  async function told(message: FromPlanPanel): Promise<void> {
    const { page } = explanations;
    switch (message.kind) {
      case "ready":
        break;
      case "reveal":
        if (page) await reveal(page.uri, message.at ?? page.range.start);
        break;
      case "explain":
        await explanations.again(message);
        break;
      case "cancel":
        explanations.cancel();
        break;
      case "agree":
        await explanations.agree();
        break;
      case "copy":
        await vscode.env.clipboard.writeText(message.text);
        vscode.window.setStatusBarMessage(`$(check) ${message.what} is copied`, 3_000);
        break;
      case "assume":
        if (page) await assume(page, message.table, message.rows);
        break;
      case "add":
        if (page) await add(page, message.model, message.attribute);
        break;
      case "rule":
        await vscode.commands.executeCommand(commands.explainRule, message.rule);
        break;
      case "connect":
        await vscode.commands.executeCommand("prismaArchitect.connectDatabase");
        break;
    }
  }

  async function explainHere(uri: unknown, start: unknown, wish: Wish): Promise<void> {
    const place = typeof uri === "string" ? placeOf(uri, start) : placeInFront();
    if (place) await explanations.explainAt(place, wish);
    else {
      await vscode.window.showInformationMessage(
        "Put the cursor into a query first: in an SQL file, or in SQL within TypeScript or JavaScript.",
      );
    }
  }

  async function assume({ schemaUri }: PlanPage, table: string, rows: number): Promise<void> {
    if (schemaUri === undefined) return;
    const request: AssumeRowsRequest = { schemaUri, table, rows };
    const edit = await client.sendRequest<WorkspaceEdit | null>(assumeRows, request);
    if (!edit || !(await applyEdit(client, edit))) return;
    // A configuration that is only in memory counts as well, but is easily forgotten there.
    for (const document of vscode.workspace.textDocuments) {
      if (document.uri.path.endsWith("/prisma-architect.json")) await document.save();
    }
    await explanations.again({ ...plainWish, target: explanations.page?.target.kind });
  }

  async function add({ schemaUri }: PlanPage, model: string, attribute: string): Promise<void> {
    if (schemaUri === undefined) return;
    const request: AddToModelRequest = { schemaUri, model, attribute };
    const edit = await client.sendRequest<WorkspaceEdit | null>(addToModel, request);
    if (!edit) {
      await vscode.window.showInformationMessage(`The model ${model} has ${attribute} already.`);
      return;
    }
    if (!(await applyEdit(client, edit))) return;
    const kind = explanations.page?.target.kind;
    if (kind === "embedded") await explanations.again({ ...plainWish, target: kind });
    else {
      void vscode.window.showInformationMessage(
        `${attribute} is added to ${model}. The database has the index once the migration is applied.`,
      );
    }
  }

  return vscode.Disposable.from(
    diagnostics,
    panels,
    explanations,
    registerPlanLenses(client),
    register(planCommands.explain, (uri, start) => explainHere(uri, start, plainWish)),
    register(planCommands.explainRun, (uri, start) =>
      explainHere(uri, start, { ...plainWish, mode: "run" }),
    ),
  );
}

/** A lens says where its query begins. */
function placeOf(uri: string, start: unknown) {
  const at = typeof start === "number" ? start : 0;
  return { uri, start: at, end: at };
}

function placeInFront() {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !explainableLanguages.includes(editor.document.languageId)) return undefined;
  const { document, selection } = editor;
  return {
    uri: document.uri.toString(),
    start: document.offsetAt(selection.start),
    end: document.offsetAt(selection.end),
  };
}

async function reveal(uri: string, { line, character }: TextPosition): Promise<void> {
  const shown = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri,
  );
  const at = new vscode.Position(line, character);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    selection: new vscode.Range(at, at),
  });
}
