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
  type DatabaseSchema,
  type DatabaseState,
  databaseSchemas,
  databasesChanged,
  disconnectDatabase,
  type LabelRequest,
  labelDatabase,
} from "../../protocol/databases.ts";
import { chooseLabel, chooseSource } from "./choose.ts";

/** Whether one is connected at all, for menus. */
const context = "prismaArchitect.hasDatabase";

export class DatabaseConnections {
  readonly #client: LanguageClient;
  readonly #secrets: vscode.SecretStorage;
  readonly #memory: vscode.Memento;
  readonly #listening: vscode.Disposable;
  readonly #changed = new vscode.EventEmitter<undefined>();
  /** One was connected or disconnected, or says something else than before. */
  readonly onDidChange = this.#changed.event;
  /** Schemas whose database was told to this server, or that have none. */
  readonly #settled = new Set<string>();
  #schemas = 0;

  constructor(
    client: LanguageClient,
    { secrets, workspaceState }: Pick<vscode.ExtensionContext, "secrets" | "workspaceState">,
  ) {
    this.#client = client;
    this.#secrets = secrets;
    this.#memory = workspaceState;
    this.#listening = vscode.Disposable.from(
      client.onNotification(databasesChanged, () => {
        this.#changed.fire(undefined);
        this.#later(this.#tellContext());
      }),
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) return;
        this.#settled.clear();
        this.#schemas = 0;
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#later(this.#restore())),
    );
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  /** A moment after the server has started, and whenever one is added. */
  schemasFound(count: number): void {
    if (count === this.#schemas) return;
    this.#schemas = count;
    this.#changed.fire(undefined);
    this.#later(this.#restore());
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
    const { schemaUri, database, server, applied, isEncrypted } = answer.state;
    this.#settled.add(schemaUri);
    await this.#secrets.store(keyOf(schemaUri), JSON.stringify({ source, label }));
    await this.#forgetAgreed(schemaUri);
    void vscode.window.showInformationMessage(
      `${database} on ${server} is connected for reading: ${applied === 1 ? "1 migration is" : `${applied} migrations are`} applied.${isEncrypted ? "" : " The connection is not encrypted."}`,
    );
    return answer.state;
  }

  /** Calls what is connected something else; what was agreed to before is asked again. */
  async relabel(uri: string): Promise<void> {
    const label = await chooseLabel();
    const kept = label && (await this.#secrets.get(keyOf(uri)));
    if (!label || kept === undefined) return;
    await this.#secrets.store(keyOf(uri), JSON.stringify({ ...JSON.parse(kept), label }));
    await this.#forgetAgreed(uri);
    const request: LabelRequest = { uri, label };
    await this.#client.sendRequest(labelDatabase, request);
  }

  /** Questions about this connection that somebody has said yes to for good. */
  agreed(uri: string): readonly string[] {
    return this.#memory.get<readonly string[]>(agreedKeyOf(uri), []);
  }

  async agree(uri: string, key: string): Promise<void> {
    await this.#memory.update(agreedKeyOf(uri), [...new Set([...this.agreed(uri), key])]);
  }

  async #forgetAgreed(uri: string): Promise<void> {
    await this.#memory.update(agreedKeyOf(uri), undefined);
  }

  async disconnect(uri: string): Promise<void> {
    await this.#secrets.delete(keyOf(uri));
    await this.#forgetAgreed(uri);
    const request: DatabaseRequest = { uri };
    await this.#client.sendRequest(disconnectDatabase, request);
  }

  /** What was connected before is connected again; one that does not answer is said in the log. */
  async #restore(): Promise<void> {
    if (!vscode.workspace.isTrusted || !this.#client.isRunning()) return;
    const schemas = await this.#client.sendRequest<DatabaseSchema[]>(databaseSchemas);
    for (const { uri } of schemas) {
      if (this.#settled.has(uri)) continue;
      this.#settled.add(uri);
      const kept = await this.#secrets.get(keyOf(uri));
      if (kept === undefined) continue;
      const request: ConnectRequest = { ...JSON.parse(kept), uri };
      const answer = await this.#client.sendRequest<ConnectAnswer>(connectDatabase, request);
      if (!answer.ok) this.#client.warn(`The database is not connected. ${answer.reason}`);
    }
  }

  async #tellContext(): Promise<void> {
    const schemas = await this.#client.sendRequest<DatabaseSchema[]>(databaseSchemas);
    const isConnected = schemas.some(({ database }) => database !== undefined);
    await vscode.commands.executeCommand("setContext", context, isConnected);
  }

  #later(work: Promise<void>): void {
    work.catch((error: unknown) => this.#client.error("The database is not connected", error));
  }
}

function agreedKeyOf(uri: string): string {
  return `prismaArchitect.agreed ${uri}`;
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
