/**
 * Scripts that go with a migration, shown read-only: the one that takes it back, and the queries
 * to run before.
 */
import * as vscode from "vscode";
import type { LanguageClient, WorkspaceEdit } from "vscode-languageclient/node";
import {
  type DownScript,
  downScript,
  type PreCheckLine,
  type PreChecksRequest,
  preChecks,
} from "../../protocol/migrations.ts";
import { applyEdit } from "../apply-edit.ts";
import { columnOf } from "./preview.ts";

const scheme = "prisma-script";

export class Scripts implements vscode.TextDocumentContentProvider {
  readonly #client: LanguageClient;
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #listening: vscode.Disposable;

  constructor(client: LanguageClient) {
    this.#client = client;
    this.#listening = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  dispose(): void {
    this.#listening.dispose();
  }

  /** After a restart of the window nobody remembers what was asked. */
  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "-- Ask for this script again.\n";
  }

  /** What takes the migration back; for one on disk, offers to write it beside. */
  async showDown(uri: string): Promise<void> {
    const down = await this.#client.sendRequest<DownScript | null>(downScript, { uri });
    if (!down) {
      await vscode.window.showInformationMessage("There is no migration here to take back.");
      return;
    }
    await this.#show(uri, "down.sql", down.text);
    const write = "Write down.sql";
    const { edit } = down;
    const said = told(down);
    const show =
      down.refused.length > 0
        ? vscode.window.showWarningMessage
        : vscode.window.showInformationMessage;
    // Not awaited: whoever reads the script first has all the time.
    show(said, ...(edit ? [write] : []))
      .then(async (chosen) => {
        if (chosen === write) await this.#write(uri, edit as WorkspaceEdit);
      })
      .then(undefined, (error: unknown) => this.#client.error("down.sql is not written", error));
  }

  /** The queries that find the rows on which it, or one statement of it, would fail. */
  async showPreChecks(uri: string, statement: number | undefined): Promise<void> {
    const request: PreChecksRequest = { uri, ...(statement !== undefined && { statement }) };
    const queries = await this.#client.sendRequest<readonly PreCheckLine[]>(preChecks, request);
    if (queries.length === 0) {
      await vscode.window.showInformationMessage(
        "There is nothing to check before: no row that is there can make this migration fail.",
      );
      return;
    }
    const text = queries.map(
      ({ title, sql, expects }) => `-- ${title}\n-- Good: ${expects}.\n${sql.trimEnd()}\n`,
    );
    await this.#show(uri, "pre-checks.sql", text.join("\n"));
  }

  async #show(of: string, name: string, text: string): Promise<void> {
    const { path } = vscode.Uri.joinPath(vscode.Uri.parse(of), "..", name);
    const uri = vscode.Uri.from({ scheme, path });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
      viewColumn: columnOf(uri) ?? vscode.ViewColumn.Beside,
      preview: true,
    });
  }

  async #write(uri: string, edit: WorkspaceEdit): Promise<void> {
    const file = vscode.Uri.joinPath(vscode.Uri.parse(uri), "../down.sql");
    if (!(await applyEdit(this.#client, edit))) {
      await vscode.window.showWarningMessage("down.sql is not written: it is there already.");
      return;
    }
    const document = await vscode.workspace.openTextDocument(file);
    await document.save();
    await vscode.window.showTextDocument(document, { preview: false });
  }
}

function told({ refused, losses }: DownScript): string {
  const [first] = refused;
  const lost = losses.length > 0 ? ` It does not bring back ${losses.join(", ")}.` : "";
  if (first === undefined) return `This takes the migration back.${lost}`;
  const others = refused.length > 1 ? `, and ${refused.length - 1} more steps` : "";
  return `Not all of it can be taken back: ${first}${others}.${lost}`;
}
