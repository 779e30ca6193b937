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

  constructor(client: LanguageClient) {
    this.#client = client;
    this.#listening = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(previewScheme, this),
      client.onNotification(previewChanged, (preview: Preview) => this.#tell(preview)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#closed(uri)),
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

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.at(uri)?.text ?? "";
  }

  /** Undefined where `uri` is in no schema of PostgreSQL. */
  async open(uri: vscode.Uri, base?: Base): Promise<Preview | undefined> {
    const request: PreviewRequest = { uri: uri.toString(), ...(base && { base }) };
    const preview = await this.#client.sendRequest<Preview | null>(openPreview, request);
    if (preview) this.#tell(preview);
    return preview ?? undefined;
  }

  /** Of `preview` another one, counted from `base`. */
  async rebase(preview: Preview, base: Base): Promise<void> {
    await this.open(schemaOf(preview), base);
  }

  #tell(preview: Preview): void {
    // VS Code writes addresses its own way, and asks for documents by that.
    const uri = vscode.Uri.parse(preview.document);
    const before = this.#shown.get(uri.toString());
    this.#shown.set(uri.toString(), preview);
    if (before?.text !== preview.text) this.#changed.fire(uri);
    this.#told.fire(preview);
  }

  #closed(uri: vscode.Uri): void {
    const preview = this.at(uri);
    if (!preview) return;
    this.#shown.delete(uri.toString());
    if (this.#client.isRunning()) {
      void this.#client.sendNotification(closePreview, { document: preview.document });
    }
  }

  /** A server that was started anew knows of no preview. */
  #openAgain(): void {
    if (!this.#client.isRunning()) return;
    for (const preview of this.#shown.values()) {
      void this.open(schemaOf(preview), preview.base);
    }
  }
}

/** The address of a preview ends with the file of its schema. */
export function schemaOf({ document }: Preview): vscode.Uri {
  return vscode.Uri.file(decodeURIComponent(vscode.Uri.parse(document).query));
}

/** Opens the document beside the schema; the keyboard stays where it is. */
export async function showPreview(preview: Preview): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(preview.document));
  await vscode.languages.setTextDocumentLanguage(document, "sql");
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
    preview: false,
  });
}

/** Asks what a preview should count from. */
export async function chooseBase(current: Base): Promise<Base | undefined> {
  const choices: readonly (vscode.QuickPickItem & { readonly base: Base | "revision" })[] = [
    {
      label: "Migrations",
      detail: "What the migrations on disk make of an empty database",
      base: { kind: "migrations" },
    },
    {
      label: "Last Commit",
      detail: "The schema as it was committed last",
      base: { kind: "git", revision: "HEAD" },
    },
    {
      label: "Revision…",
      detail: "The schema at a branch, tag or commit",
      base: "revision",
    },
    { label: "Saved Schema", detail: "What is typed but not saved yet", base: { kind: "saved" } },
    {
      label: "Empty Database",
      detail: "Everything that the schema makes",
      base: { kind: "empty" },
    },
  ];
  const chosen = await vscode.window.showQuickPick(
    choices.map((choice) => ({
      ...choice,
      description: isSame(choice.base, current) ? "shown now" : "",
    })),
    { title: "What the Preview Counts From" },
  );
  if (chosen?.base !== "revision") return chosen?.base;
  const revision = await vscode.window.showInputBox({
    title: "The Schema at a Revision",
    prompt: "A branch, tag or commit of git",
    placeHolder: "main",
    validateInput: (value) => (value.trim() === "" ? "A revision has a name" : undefined),
  });
  return revision === undefined ? undefined : { kind: "git", revision: revision.trim() };
}

function isSame(base: Base | "revision", current: Base): boolean {
  return JSON.stringify(base) === JSON.stringify(current);
}
