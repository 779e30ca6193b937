/** The commands about migrations, and which of the open documents each one is for. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { migrationCommands, type Preview, previewScheme } from "../../protocol/migrations.ts";
import { MigrationPanels } from "../panels/migration.ts";
import { create } from "./create.ts";
import { chooseBase, PreviewDocuments, showPreview } from "./preview.ts";
import { proveMigration } from "./prove.ts";
import { showDownScript, showPreChecks } from "./scripts.ts";
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

  /** The preview that is meant; opened where only its schema is known. */
  async function previewFor(given: Given): Promise<Preview | undefined> {
    const uri = addressOf(given) ?? vscode.window.activeTextEditor?.document.uri;
    const shown = uri && previews.at(uri);
    if (shown) return shown;
    const visible = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.scheme === previewScheme,
    );
    if (visible && uri?.path.endsWith(".prisma") !== true) {
      const beside = previews.at(visible.document.uri);
      if (beside) return beside;
    }
    const schema = uri?.path.endsWith(".prisma") ? uri : await anySchema();
    const preview = schema && (await previews.open(schema));
    if (!preview) {
      await vscode.window.showInformationMessage(
        "There is no Prisma schema for PostgreSQL in this workspace, so there is nothing to migrate.",
      );
    }
    return preview;
  }

  return vscode.Disposable.from(
    previews,
    view,
    panels,
    register(migrationCommands.preview, async (given) => {
      const preview = await previewFor(given);
      if (preview) await showPreview(preview);
    }),
    register(migrationCommands.create, async (given) => {
      const preview = await previewFor(given);
      if (preview) await create(client, preview);
    }),
    register(migrationCommands.summary, async (given) => {
      const uri = scriptIn(given);
      if (uri) panels.show(uri);
      else {
        const preview = await previewFor(given);
        if (preview) panels.show(preview.document);
      }
    }),
    register("prismaArchitect.changePreviewBase", async (given) => {
      const preview = await previewFor(given);
      const base = preview && (await chooseBase(preview.base));
      if (preview && base) await previews.rebase(preview, base);
    }),
    register("prismaArchitect.copyPreview", async (given) => {
      const preview = await previewFor(given);
      if (preview) await vscode.env.clipboard.writeText(preview.text);
    }),
    register(migrationCommands.prove, async (given) => {
      const uri = scriptIn(given) ?? (await previewFor(given))?.document;
      const proof = uri && (await proveMigration(client, uri));
      if (uri && proof) await panels.proved(uri, proof);
    }),
    register(migrationCommands.down, async (given) => {
      const uri = scriptIn(given) ?? (await previewFor(given))?.document;
      if (uri) await showDownScript(client, uri);
    }),
    register(migrationCommands.preChecks, async (given) => {
      const uri = scriptIn(given) ?? (await previewFor(given))?.document;
      if (uri) await showPreChecks(client, uri);
    }),
    register("prismaArchitect.migrations.refresh", async () => view.refresh()),
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

async function anySchema(): Promise<vscode.Uri | undefined> {
  const visible = vscode.window.visibleTextEditors.find(
    ({ document }) => document.languageId === "prisma",
  );
  if (visible) return visible.document.uri;
  const [first] = await vscode.workspace.findFiles("**/*.prisma", "**/node_modules/**", 1);
  return first;
}
