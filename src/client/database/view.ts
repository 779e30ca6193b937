/** The Databases view: which database belongs to which schema, and how careful one has to be. */
import * as vscode from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node";
import {
  type DatabaseLabel,
  type DatabaseSchema,
  type DatabaseState,
  databaseSchemas,
} from "../../protocol/databases.ts";

export type DatabaseNode =
  | { readonly kind: "schema"; readonly schema: DatabaseSchema }
  | {
      readonly kind: "fact";
      readonly text: string;
      readonly detail: string;
      readonly icon: string;
    };

const viewId = "prismaArchitect.databases";

export class DatabasesView implements vscode.TreeDataProvider<DatabaseNode> {
  readonly #client: LanguageClient;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #tree: vscode.TreeView<DatabaseNode>;
  readonly #listening: vscode.Disposable;
  #isStale = true;
  #schemas: readonly DatabaseSchema[] = [];
  #shown = "";

  constructor(client: LanguageClient) {
    this.#client = client;
    this.#tree = vscode.window.createTreeView(viewId, { treeDataProvider: this });
    this.#listening = vscode.Disposable.from(
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) this.refresh();
      }),
      this.#tree.onDidChangeVisibility(() => this.#ask()),
    );
  }

  dispose(): void {
    this.#listening.dispose();
    this.#tree.dispose();
    this.#changed.dispose();
  }

  refresh(): void {
    this.#isStale = true;
    this.#ask();
  }

  /** Nothing is asked for a view that nobody sees. */
  #ask(): void {
    if (!this.#isStale || !this.#tree.visible || !this.#client.isRunning()) return;
    this.#isStale = false;
    this.#read().catch((error: unknown) =>
      this.#client.error("The databases are not shown", error),
    );
  }

  async #read(): Promise<void> {
    const schemas = await this.#client.sendRequest<DatabaseSchema[]>(databaseSchemas);
    const shown = JSON.stringify(schemas);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#schemas = schemas;
    this.#changed.fire(undefined);
  }

  getChildren(node?: DatabaseNode): DatabaseNode[] {
    if (node === undefined) {
      // Where nothing is connected the words of welcome say more.
      const isAny = this.#schemas.some(({ database }) => database !== undefined);
      return isAny ? this.#schemas.map((schema) => ({ kind: "schema", schema })) : [];
    }
    const database = node.kind === "schema" ? node.schema.database : undefined;
    return database ? factsOf(database) : [];
  }

  getTreeItem(node: DatabaseNode): vscode.TreeItem {
    return node.kind === "schema" ? schemaItem(node.schema) : factItem(node);
  }
}

function schemaItem({ title, uri, database }: DatabaseSchema): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(database?.database ?? title, database ? Collapsed : None);
  item.id = uri;
  item.contextValue = database ? "connected" : "unconnected";
  item.description = database ? `${database.label} · ${title}` : "no database";
  item.iconPath = database ? iconOf(database) : new vscode.ThemeIcon("circle-outline");
  item.tooltip = database
    ? `${database.database} on ${database.server}, ${labels[database.label]}`
    : `${title} has no database: queries are explained in an embedded one`;
  return item;
}

const labels: Readonly<Record<DatabaseLabel, string>> = {
  development: "for development",
  staging: "for staging",
  production: "which is production",
  disposable: "which may be thrown away",
};

function iconOf({ label, trouble }: DatabaseState): vscode.ThemeIcon {
  if (trouble !== undefined) {
    return new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
  }
  const isLoud = label === "production";
  return new vscode.ThemeIcon(
    "database",
    isLoud ? new vscode.ThemeColor("list.errorForeground") : undefined,
  );
}

function factsOf(database: DatabaseState): DatabaseNode[] {
  const { server, source, isEncrypted, applied, failed, trouble } = database;
  const fact = (icon: string, text: string, detail = ""): DatabaseNode => ({
    kind: "fact",
    text,
    detail,
    icon,
  });
  return [
    ...(trouble === undefined ? [] : [fact("warning", "It does not answer", trouble)]),
    fact("server", server),
    fact("key", source, "where its URL is kept"),
    isEncrypted ? fact("lock", "encrypted") : fact("unlock", "not encrypted"),
    fact(
      "checklist",
      applied === 1 ? "1 migration applied" : `${applied} migrations applied`,
      failed > 0 ? `${failed} failed` : "",
    ),
  ];
}

function factItem({ text, detail, icon }: DatabaseNode & { kind: "fact" }): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.description = detail;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = detail === "" ? text : `${text}: ${detail}`;
  return item;
}
