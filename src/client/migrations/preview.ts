/**
 * The read-only SQL document of the next migration: the server makes it anew with each change of
 * the schema, and this shows what it sends.
 */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  type Base,
  closePreview,
  openPreview,
  type Preview,
  type PreviewRequest,
  previewChanged,
  previewScheme,
} from "../../protocol/migrations.ts";

/** What the server said last, for every preview that is open. */
export class PreviewDocuments implements vscode.TextDocumentContentProvider {
  readonly #client: LanguageClient;
  readonly #shown = new Map<string, Preview>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #told = new vscode.EventEmitter<Preview>();
  readonly onDidChange = this.#changed.event;
  /** Anything about a preview has changed, its text or not. */
  readonly onDidTell = this.#told.event;
  readonly #listening: vscode.Disposable;
  /** What the panel shows; its document need not be open. */
  #held: string | undefined;

  constructor(client: LanguageClient) {
    this.#client = client;
    this.#listening = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(previewScheme, this),
      client.onNotification(previewChanged, (preview: Preview) => this.#tell(preview)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === previewScheme) this.sweep();
      }),
      // VS Code may keep the document for minutes behind the closed tab.
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { input } of closed) {
          if (input instanceof vscode.TabInputText && !columnOf(input.uri)) this.#close(input.uri);
        }
      }),
      client.onDidChangeState(() => this.#openAgain()),
    );
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
    this.#told.dispose();
  }

  at(uri: vscode.Uri | string): Preview | undefined {
    return this.#shown.get(uri.toString());
  }

  /** Also asked for documents that were open when the window was closed. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    await this.#client.start();
    const preview = this.at(uri) ?? (await this.open(schemaAt(uri)));
    return preview ? textOf(preview) : "-- The schema of this preview is not there any more.\n";
  }

  /** Undefined where `uri` is in no schema of PostgreSQL. */
  async open(uri: vscode.Uri, base?: Base): Promise<Preview | undefined> {
    const request: PreviewRequest = { uri: uri.toString(), ...(base && { base }) };
    const preview = await this.#client.sendRequest<Preview | null>(openPreview, request);
    if (preview) this.#tell(preview);
    return preview ?? undefined;
  }

  /** Keeps a preview up to date although its document may be closed. */
  hold(document: string | undefined): void {
    this.#held = document;
    this.sweep();
  }

  /** Lets the server forget the previews that nobody looks at any more. */
  sweep(): void {
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    for (const uri of this.#shown.keys()) {
      if (!open.has(uri)) this.#close(vscode.Uri.parse(uri));
    }
  }

  #close(uri: vscode.Uri): void {
    const document = this.at(uri)?.document;
    if (document === undefined || document === this.#held) return;
    this.#shown.delete(uri.toString());
    if (this.#client.isRunning()) {
      void this.#client.sendNotification(closePreview, { document });
    }
  }

  #tell(preview: Preview): void {
    // VS Code writes addresses its own way, and asks for documents by that.
    const uri = vscode.Uri.parse(preview.document);
    const before = this.#shown.get(uri.toString());
    this.#shown.set(uri.toString(), preview);
    if (!before || textOf(before) !== textOf(preview)) this.#changed.fire(uri);
    this.#told.fire(preview);
  }

  /** A server that was started anew knows of no preview. */
  #openAgain(): void {
    if (!this.#client.isRunning()) return;
    for (const { document, base } of this.#shown.values()) {
      void this.open(schemaAt(vscode.Uri.parse(document)), base);
    }
  }
}

/** The address of a preview ends with the file of its schema. */
export function schemaAt({ query }: vscode.Uri): vscode.Uri {
  return vscode.Uri.file(query);
}

/** Opens the document beside the schema, or where it is; the keyboard stays where it is. */
export async function showPreview({ document }: Preview): Promise<void> {
  const uri = vscode.Uri.parse(document);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
    viewColumn: columnOf(uri) ?? vscode.ViewColumn.Beside,
    preserveFocus: true,
    preview: false,
  });
}

/** The column with a tab for the document, in front or not. */
export function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const wanted = uri.toString();
  return vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === wanted,
    ),
  )?.viewColumn;
}

/** Where there is no SQL, why there is none. */
function textOf({ text, note, state }: Preview): string {
  if (text !== "") return text;
  const words = note || (state === "loading" ? "The migrations are being read." : "");
  return words.replaceAll(/^/gm, "-- ");
}
