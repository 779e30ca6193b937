/**
 * Which database belongs to which schema: kept in the secret storage, told to the server, and told
 * again when that is started anew. Nothing of it happens in a workspace that is not trusted.
 */
import * as vscode from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node";
import {
  type ConnectAnswer,
  type ConnectRequest,
  connectDatabase,
  type DatabaseRequest,
  type DatabaseState,
  databasesChanged,
  disconnectDatabase,
} from "../../protocol/databases.ts";
import { type MigrationList, migrations, migrationsChanged } from "../../protocol/migrations.ts";
import { chooseLabel, chooseSource } from "./choose.ts";

/** Whether one is connected at all, for menus. */
const context = "prismaArchitect.hasDatabase";

export class DatabaseConnections {
  readonly #client: LanguageClient;
  readonly #secrets: vscode.SecretStorage;
  readonly #listening: vscode.Disposable;
  /** Schemas whose database was told to this server, or that have none. */
  readonly #settled = new Set<string>();

  constructor(client: LanguageClient, secrets: vscode.SecretStorage) {
    this.#client = client;
    this.#secrets = secrets;
    const restore = () => this.#later(this.#restore());
    this.#listening = vscode.Disposable.from(
      client.onNotification(migrationsChanged, restore),
      client.onNotification(databasesChanged, () => this.#later(this.#tellContext())),
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) restore();
        else this.#settled.clear();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(restore),
    );
  }

  dispose(): void {
    this.#listening.dispose();
  }

  /** Asks which one, and connects it. Undefined when nothing came of it. */
  async connect(uri: string): Promise<DatabaseState | undefined> {
    if (!(await isTrusted())) return undefined;
    const source = await chooseSource(this.#client, uri);
    const label = source && (await chooseLabel());
    if (!source || !label) return undefined;
    const request: ConnectRequest = { uri, source, label };
    const answer = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: "Connecting the database" },
      () => this.#client.sendRequest<ConnectAnswer>(connectDatabase, request),
    );
    if (!answer.ok) {
      const again = "Try Another";
      const chosen = await vscode.window.showErrorMessage(
        `The database is not connected. ${answer.reason}.`,
        again,
      );
      return chosen === again ? this.connect(uri) : undefined;
    }
    this.#settled.add(uri);
    await this.#secrets.store(keyOf(uri), JSON.stringify({ source, label }));
    const { database, server, applied, isEncrypted } = answer.state;
    void vscode.window.showInformationMessage(
      `${database} on ${server} is connected for reading: ${applied === 1 ? "1 migration is" : `${applied} migrations are`} applied.${isEncrypted ? "" : " The connection is not encrypted."}`,
    );
    return answer.state;
  }

  async disconnect(uri: string): Promise<void> {
    await this.#secrets.delete(keyOf(uri));
    const request: DatabaseRequest = { uri };
    await this.#client.sendRequest(disconnectDatabase, request);
  }

  /** What was connected before is connected again; one that does not answer is said in the log. */
  async #restore(): Promise<void> {
    if (!vscode.workspace.isTrusted || !this.#client.isRunning()) return;
    const { folders } = await this.#client.sendRequest<MigrationList>(migrations);
    for (const { schemaUri } of folders) {
      if (this.#settled.has(schemaUri)) continue;
      this.#settled.add(schemaUri);
      const kept = await this.#secrets.get(keyOf(schemaUri));
      if (kept === undefined) continue;
      const request: ConnectRequest = { ...JSON.parse(kept), uri: schemaUri };
      const answer = await this.#client.sendRequest<ConnectAnswer>(connectDatabase, request);
      if (!answer.ok) this.#client.warn(`The database is not connected. ${answer.reason}`);
    }
  }

  async #tellContext(): Promise<void> {
    const { folders } = await this.#client.sendRequest<MigrationList>(migrations);
    const isConnected = folders.some(({ database }) => database !== undefined);
    await vscode.commands.executeCommand("setContext", context, isConnected);
  }

  #later(work: Promise<void>): void {
    work.catch((error: unknown) => this.#client.error("The database is not connected", error));
  }
}

/** Addresses of schemas hold the workspace they are in. */
function keyOf(uri: string): string {
  return `database ${uri}`;
}

async function isTrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = "Manage Workspace Trust";
  const chosen = await vscode.window.showWarningMessage(
    "No database is connected in a workspace that is not trusted: its files could name one that is not yours.",
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand("workbench.trust.manage");
  return false;
}
