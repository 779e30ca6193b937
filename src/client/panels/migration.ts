/**
 * The panel that tells what a migration does: of the preview or the script that was asked for. It
 * shows what the server says, and hands wishes on.
 */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { commands } from "../../protocol/messages.ts";
import {
  type FromMigrationPanel,
  type MigrationPageRequest,
  migrationPage,
  type Preview,
  type Proof,
  previewScheme,
  type ToMigrationPanel,
} from "../../protocol/migrations.ts";
import { columnOf, type PreviewDocuments, schemaAt } from "../migrations/preview.ts";

const viewType = "prismaArchitect.migration";

export class MigrationPanels {
  readonly #client: LanguageClient;
  readonly #extension: vscode.Uri;
  readonly #listening: vscode.Disposable;
  readonly #previews: PreviewDocuments;
  #panel: vscode.WebviewPanel | undefined;
  /** The preview or script that is shown. */
  #document = "";
  #isReady = false;
  /** The last proof of each script; those of previews come with the preview. */
  readonly #proofs = new Map<string, { readonly text: string; readonly proof: Proof }>();

  constructor(
    client: LanguageClient,
    { extensionUri }: vscode.ExtensionContext,
    previews: PreviewDocuments,
  ) {
    this.#client = client;
    this.#extension = extensionUri;
    this.#previews = previews;
    this.#listening = vscode.Disposable.from(
      previews.onDidTell((preview) => {
        if (preview.document === this.#document) this.#send(preview);
      }),
      client.onDidChangeState(() => this.refresh()),
      vscode.window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: (panel, state: unknown) => this.#restore(panel, state),
      }),
    );
  }

  dispose(): void {
    this.#listening.dispose();
    this.#panel?.dispose();
  }

  show(document: string): void {
    this.#look(document);
    if (this.#panel) this.#panel.reveal(undefined, true);
    else {
      const made = vscode.window.createWebviewPanel(
        viewType,
        "Migration Summary",
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        this.#options,
      );
      this.#open(made);
    }
    this.refresh();
  }

  async proved(document: string, proof: Proof): Promise<void> {
    const page = await this.#pageOf(document);
    if (page) this.#proofs.set(document, { text: page.text, proof });
    if (document === this.#document) this.refresh();
  }

  /** After a restart of the window, with what the page remembered. */
  async #restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    this.#panel?.dispose();
    const document = documentIn(state);
    panel.webview.options = this.#options;
    this.#open(panel);
    await this.#client.start();
    const uri = vscode.Uri.parse(document);
    if (uri.scheme === previewScheme) await this.#previews.open(schemaAt(uri));
    this.#look(document);
    this.refresh();
  }

  #look(document: string): void {
    this.#document = document;
    this.#previews.hold(document.startsWith(`${previewScheme}:`) ? document : undefined);
  }

  get #dist(): vscode.Uri {
    return vscode.Uri.joinPath(this.#extension, "dist");
  }

  get #options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [this.#dist] };
  }

  #open(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    this.#isReady = false;
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.#extension, "media/migration-light.svg"),
      dark: vscode.Uri.joinPath(this.#extension, "media/migration-dark.svg"),
    };
    panel.webview.onDidReceiveMessage((message: FromMigrationPanel) => {
      this.#told(message).catch((error: unknown) =>
        this.#client.error("The migration summary could not do that", error),
      );
    });
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#previews.hold(undefined);
    });
    panel.webview.html = pageOf(panel.webview, this.#dist);
  }

  async #told(message: FromMigrationPanel): Promise<void> {
    switch (message.kind) {
      case "ready":
        this.#isReady = true;
        this.refresh();
        break;
      case "reveal":
        await this.#reveal((document) => document.positionAt(message.offset));
        break;
      case "fix":
        await this.#reveal(() => new vscode.Position(message.at.line, message.at.character));
        await vscode.commands.executeCommand("editor.action.quickFix");
        break;
      case "command":
        await vscode.commands.executeCommand(message.command, this.#document);
        break;
      case "rule":
        await vscode.commands.executeCommand(commands.explainRule, message.rule);
        break;
    }
  }

  /** Where the SQL is open, else on the other side: not on top of the panel, if there is a choice. */
  async #reveal(place: (document: vscode.TextDocument) => vscode.Position): Promise<void> {
    const uri = vscode.Uri.parse(this.#document);
    const document = await vscode.workspace.openTextDocument(uri);
    const at = place(document);
    const isLeft = this.#panel?.viewColumn === vscode.ViewColumn.One;
    await vscode.window.showTextDocument(document, {
      viewColumn: columnOf(uri) ?? (isLeft ? vscode.ViewColumn.Two : vscode.ViewColumn.One),
      selection: new vscode.Range(at, at),
      preview: false,
    });
  }

  refresh(): void {
    if (!this.#panel || !this.#isReady || !this.#client.isRunning()) return;
    const document = this.#document;
    this.#pageOf(document).then(
      (page) => {
        if (document === this.#document) this.#send(page);
      },
      (error: unknown) => this.#client.error("The migration summary is not shown", error),
    );
  }

  #pageOf(uri: string): Promise<Preview | null> {
    const request: MigrationPageRequest = { uri };
    return this.#client.sendRequest<Preview | null>(migrationPage, request);
  }

  #send(page: Preview | null): void {
    const known = this.#proofs.get(this.#document);
    const proof = page?.proof ?? (known && known.text === page?.text ? known.proof : undefined);
    const message: ToMigrationPanel = { kind: "show", page: page && { ...page, proof } };
    void this.#panel?.webview.postMessage(message);
  }
}

/** What the page remembers: the address of what it shows. */
function documentIn(state: unknown): string {
  if (typeof state !== "object" || state === null || !("document" in state)) return "";
  return typeof state.document === "string" ? state.document : "";
}

/** Scripts run by nonce only, and nothing is fetched. */
function pageOf(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = randomBytes(16).toString("base64");
  const uri = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, file));
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${uri("migration.css")}">
  <title>Migration summary</title>
</head>
<body>
  <div id="app"></div>
  <script nonce="${nonce}" src="${uri("migration.js")}"></script>
</body>
</html>`;
}
