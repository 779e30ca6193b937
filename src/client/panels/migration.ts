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
  migrationsChanged,
  type Preview,
  type Proof,
  previewScheme,
  type ToMigrationPanel,
} from "../../protocol/migrations.ts";
import type { PreviewDocuments } from "../migrations/preview.ts";

const viewType = "prismaArchitect.migration";

export class MigrationPanels {
  readonly #client: LanguageClient;
  readonly #extension: vscode.Uri;
  readonly #listening: vscode.Disposable;
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
    this.#listening = vscode.Disposable.from(
      previews.onDidTell((preview) => {
        if (preview.document === this.#document) this.#send(preview);
      }),
      client.onNotification(migrationsChanged, () => this.#refresh()),
    );
  }

  dispose(): void {
    this.#listening.dispose();
    this.#panel?.dispose();
  }

  show(document: string): void {
    this.#document = document;
    if (this.#panel) this.#panel.reveal(undefined, true);
    else this.#open();
    this.#refresh();
  }

  async proved(document: string, proof: Proof): Promise<void> {
    const page = await this.#pageOf(document);
    if (page) this.#proofs.set(document, { text: page.text, proof });
    if (document === this.#document) this.#refresh();
  }

  #open(): void {
    const dist = vscode.Uri.joinPath(this.#extension, "dist");
    const panel = vscode.window.createWebviewPanel(
      viewType,
      "Migration Summary",
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [dist] },
    );
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
      this.#panel = undefined;
    });
    panel.webview.html = pageOf(panel.webview, dist);
  }

  async #told(message: FromMigrationPanel): Promise<void> {
    switch (message.kind) {
      case "ready":
        this.#isReady = true;
        this.#refresh();
        break;
      case "reveal":
        await this.#reveal(message.offset);
        break;
      case "command":
        await vscode.commands.executeCommand(message.command, this.#document);
        break;
      case "rule":
        await vscode.commands.executeCommand(commands.explainRule, message.rule);
        break;
    }
  }

  async #reveal(offset: number): Promise<void> {
    const uri = vscode.Uri.parse(this.#document);
    const document = await vscode.workspace.openTextDocument(uri);
    const at = document.positionAt(offset);
    const visible = vscode.window.visibleTextEditors.find(
      (editor) => editor.document.uri.toString() === uri.toString(),
    );
    await vscode.window.showTextDocument(document, {
      viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Range(at, at),
      preview: uri.scheme !== previewScheme,
    });
  }

  #refresh(): void {
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
