/** The commands about migrations, and which of the open documents each one is for. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  type DatabaseRequest,
  type DatabaseState,
  databaseState,
  refreshDatabases,
} from "../../protocol/databases.ts";
import {
  type Base,
  type MigrationList,
  migrationCommands,
  migrations,
  migrationsChanged,
  type Preview,
  previewScheme,
} from "../../protocol/migrations.ts";
import { MigrationPanels } from "../panels/migration.ts";
import { chooseBase } from "./base.ts";
import { create } from "./create.ts";
import { keepDiagnosticsInStep } from "./diagnostics.ts";
import { registerNotes } from "./notes.ts";
import { PreviewDocuments, schemaAt, showPreview } from "./preview.ts";
import { proveMigration } from "./prove.ts";
import { Scripts } from "./scripts.ts";
import { type MigrationNode, MigrationsView } from "./view.ts";

/** What a command is given: an address, a node of the view, or nothing. */
type Given = string | vscode.Uri | MigrationNode | undefined;

export function registerMigrations(
  client: LanguageClient,
  context: vscode.ExtensionContext,
): vscode.Disposable {
  const previews = new PreviewDocuments(client);
  const view = new MigrationsView(client);
  const panels = new MigrationPanels(client, context, previews);
  const scripts = new Scripts(client);
  const register = (command: string, run: (given: Given, more: unknown) => Promise<unknown>) =>
    vscode.commands.registerCommand(command, async (given: Given, more: unknown) => {
      try {
        await run(given, more);
      } catch (error) {
        client.error(`${command} did not work`, error);
        await vscode.window.showErrorMessage(
          `That did not work: ${error instanceof Error ? error.message : error}`,
        );
      } finally {
        previews.sweep();
      }
    });

  /** The preview that is meant; opened where only its schema is known. */
  async function previewFor(given: Given): Promise<Preview | undefined> {
    const uri = addressOf(given) ?? vscode.window.activeTextEditor?.document.uri;
    const shown = uri && previews.at(uri);
    if (shown) return shown;
    const isSchema = uri?.path.endsWith(".prisma") === true;
    const beside = isSchema ? undefined : visiblePreview(previews);
    if (beside) return beside;
    const schema = isSchema ? uri : await chooseSchema(client);
    if (!schema) return undefined;
    const preview = await opened(schema);
    if (!preview) {
      await vscode.window.showInformationMessage(
        "This schema is not for PostgreSQL, so its migrations cannot be previewed.",
      );
    }
    return preview;
  }

  /** The first time, the migrations on disk are replayed. */
  function opened(schema: vscode.Uri, base?: Base): Thenable<Preview | undefined> {
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: "Reading the migrations" },
      () => previews.open(schema, base),
    );
  }

  /** The address of a script, else of the preview that is meant. */
  async function documentFor(given: Given): Promise<string | undefined> {
    return scriptIn(given) ?? (await previewFor(given))?.document;
  }

  return vscode.Disposable.from(
    previews,
    view,
    panels,
    scripts,
    // A client has one listener for each kind of message: the last one to ask.
    client.onNotification(migrationsChanged, () => {
      view.refresh();
      panels.refresh();
    }),
    registerNotes(client, previews),
    keepDiagnosticsInStep(client, previews),
    register(migrationCommands.preview, async (given) => {
      const preview = await previewFor(given);
      if (preview) await showPreview(preview);
    }),
    register(migrationCommands.create, async (given) => {
      const preview = await previewFor(given);
      if (preview) await create(client, preview);
    }),
    register(migrationCommands.summary, async (given) => {
      const document = await documentFor(given);
      if (document) panels.show(document);
    }),
    register("prismaArchitect.changePreviewBase", async (given) => {
      const preview = await previewFor(given);
      if (!preview) return;
      const schema = schemaAt(vscode.Uri.parse(preview.document));
      const request: DatabaseRequest = { uri: schema.toString() };
      const database = await client.sendRequest<DatabaseState | null>(databaseState, request);
      const base = await chooseBase(preview.base, database);
      if (!base) return;
      const changed = await opened(schema, base);
      if (changed) await showPreview(changed);
    }),
    register("prismaArchitect.copyPreview", async (given) => {
      const preview = await previewFor(given);
      if (!preview) return;
      await vscode.env.clipboard.writeText(preview.text);
      vscode.window.setStatusBarMessage("$(check) The SQL is copied", 3_000);
    }),
    register(migrationCommands.prove, async (given) => {
      const document = await documentFor(given);
      const proof = document && (await proveMigration(client, document));
      if (document && proof) await panels.proved(document, proof);
    }),
    register(migrationCommands.down, async (given) => {
      const document = await documentFor(given);
      if (document) await scripts.showDown(document);
    }),
    // A view gives what is selected as well; the light bulb, the number of a statement.
    register(migrationCommands.preChecks, async (given, more) => {
      const document = await documentFor(given);
      const statement = typeof more === "number" ? more : undefined;
      if (document) await scripts.showPreChecks(document, statement);
    }),
    register("prismaArchitect.migrations.refresh", async () => {
      await client.sendRequest(refreshDatabases);
      view.refresh();
    }),
  );
}

function addressOf(given: Given): vscode.Uri | undefined {
  if (given === undefined) return undefined;
  if (typeof given === "string") return vscode.Uri.parse(given);
  if (given instanceof vscode.Uri) return given;
  return given.kind === "folder" ? vscode.Uri.parse(given.folder.schemaUri) : undefined;
}

/** The script of a migration on disk; undefined when a preview or nothing is meant. */
function scriptIn(given: Given): string | undefined {
  if (given && typeof given === "object" && "kind" in given) {
    return given.kind === "migration" ? given.migration.uri : undefined;
  }
  const uri = addressOf(given) ?? vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === "file" && uri.path.endsWith(".sql") ? uri.toString() : undefined;
}

function visiblePreview(previews: PreviewDocuments): Preview | undefined {
  const editor = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.scheme === previewScheme,
  );
  return editor && previews.at(editor.document.uri);
}

/** The schema in sight, else the only one for PostgreSQL, else the one that is chosen. */
async function chooseSchema(client: LanguageClient): Promise<vscode.Uri | undefined> {
  const visible = vscode.window.visibleTextEditors.find(
    ({ document }) => document.languageId === "prisma" && document.uri.scheme === "file",
  );
  if (visible) return visible.document.uri;
  const { folders } = await client.sendRequest<MigrationList>(migrations);
  const [only] = folders;
  if (!only) {
    await vscode.window.showInformationMessage(
      "There is no Prisma schema for PostgreSQL in this workspace, so there is nothing to migrate.",
    );
    return undefined;
  }
  if (folders.length === 1) return vscode.Uri.parse(only.schemaUri);
  const chosen = await vscode.window.showQuickPick(
    folders.map(({ schema, schemaUri, exists, path }) => ({
      label: schema,
      description: exists ? path : "no migrations yet",
      schemaUri,
    })),
    { title: "Which Schema?" },
  );
  return chosen && vscode.Uri.parse(chosen.schemaUri);
}
