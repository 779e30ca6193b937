/** The Migrations view: what is on disk, newest first, with what is said about each. */
import * as vscode from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node";
import type { DatabaseState } from "../../protocol/databases.ts";
import {
  type ListedFolder,
  type ListedMigration,
  type MigrationFindingLine,
  type MigrationList,
  migrations,
} from "../../protocol/migrations.ts";
import { severityIcon } from "../severity-icon.ts";

export type MigrationNode =
  | { readonly kind: "folder"; readonly folder: ListedFolder }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "migration"; readonly migration: ListedMigration }
  | {
      readonly kind: "finding";
      readonly finding: MigrationFindingLine;
      readonly migration: ListedMigration;
    };

const viewId = "prismaArchitect.migrations";

export class MigrationsView implements vscode.TreeDataProvider<MigrationNode> {
  readonly #client: LanguageClient;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #tree: vscode.TreeView<MigrationNode>;
  readonly #listening: vscode.Disposable;
  #list: MigrationList = { folders: [] };
  #shown = "";
  #isStale = true;
  /** Counts the questions, so that a late answer to an earlier one is not shown. */
  #asked = 0;

  constructor(client: LanguageClient) {
    this.#client = client;
    this.#tree = vscode.window.createTreeView(viewId, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#listening = vscode.Disposable.from(
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) this.refresh();
      }),
      this.#tree.onDidChangeVisibility(() => this.#ask()),
    );
    tellContext("loading");
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
      this.#client.error("The migrations are not shown", error),
    );
  }

  async #read(): Promise<void> {
    const own = ++this.#asked;
    const list = await this.#client.sendRequest<MigrationList>(migrations);
    const shown = JSON.stringify(list);
    if (own !== this.#asked || shown === this.#shown) return;
    this.#shown = shown;
    this.#list = list;
    const all = list.folders.flatMap((folder) => folder.migrations);
    const loud = all.filter(isOpen).flatMap(({ findings }) => findings.filter(isLoud));
    this.#tree.badge =
      loud.length > 0
        ? {
            value: loud.length,
            tooltip: `${loud.length} ${loud.length === 1 ? "warning" : "warnings"} in new migrations`,
          }
        : undefined;
    this.#tree.description = databaseWords(list);
    tellContext(all.length > 0 ? "full" : list.folders.length > 0 ? "empty" : "noSchema");
    this.#changed.fire(undefined);
  }

  getChildren(node?: MigrationNode): MigrationNode[] {
    switch (node?.kind) {
      case undefined: {
        const folders = this.#list.folders.filter(({ migrations: all }) => all.length > 0);
        const [only] = folders;
        if (only && folders.length === 1) return childrenOf(only);
        return folders.map((folder) => ({ kind: "folder", folder }));
      }
      case "folder":
        return childrenOf(node.folder);
      case "migration": {
        const { migration } = node;
        return migration.findings.map((finding) => ({ kind: "finding", finding, migration }));
      }
      default:
        return [];
    }
  }

  getTreeItem(node: MigrationNode): vscode.TreeItem {
    switch (node.kind) {
      case "folder":
        return folderItem(node.folder);
      case "note":
        return noteItem(node.text);
      case "migration":
        return migrationItem(node.migration);
      case "finding":
        return findingItem(node.finding, node.migration);
    }
  }
}

/** The newest is what people look for. */
function childrenOf({ migrations: all, notes }: ListedFolder): MigrationNode[] {
  return [
    ...notes.map((text): MigrationNode => ({ kind: "note", text })),
    ...all.toReversed().map((migration): MigrationNode => ({ kind: "migration", migration })),
  ];
}

function folderItem({ schema, path, database, migrations: all }: ListedFolder): vscode.TreeItem {
  const item = new vscode.TreeItem(schema, vscode.TreeItemCollapsibleState.Expanded);
  item.id = path;
  item.iconPath = new vscode.ThemeIcon("database");
  item.description = database ? `${all.length} · ${oneDatabase(database)}` : `${all.length}`;
  item.tooltip = database?.trouble === undefined ? path : `${path}\n${database.trouble}`;
  item.contextValue = "folder";
  return item;
}

/** Of the only schema that has any; with several, each says it by itself. */
function databaseWords({ folders }: MigrationList): string {
  const [only, ...others] = folders.filter(({ migrations: all }) => all.length > 0);
  return only?.database && others.length === 0 ? oneDatabase(only.database) : "";
}

function oneDatabase({ label, database, trouble }: DatabaseState): string {
  return `${label}: ${database}${trouble === undefined ? "" : " (does not answer)"}`;
}

function noteItem(text: string): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.iconPath = severityIcon("warning");
  item.contextValue = "note";
  return item;
}

const states: Readonly<Record<ListedMigration["state"], readonly [icon: string, words: string]>> = {
  applied: ["pass", "Applied"],
  pending: ["circle-large-outline", "Not applied yet"],
  failed: ["error", "Failed in the database"],
  new: ["diff-added", "New: not committed yet"],
  committed: ["git-commit", "Committed"],
  unknown: ["file", ""],
};

function migrationItem(migration: ListedMigration): vscode.TreeItem {
  const { name, uri, statements, lock, findings, state, hasDown } = migration;
  const [, stamp = "", words = name] = /^(\d{14})_?(.*)$/.exec(name) ?? [];
  const loud = findings.filter(isLoud).length;
  const item = new vscode.TreeItem(
    words === "" ? stamp : words.replaceAll("_", " "),
    findings.length > 0
      ? vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.None,
  );
  const [icon, said] = states[state];
  item.id = uri;
  item.iconPath =
    isOpen(migration) && loud > 0 ? severityIcon("warning") : new vscode.ThemeIcon(icon);
  item.description = [
    findings.length > 0 ? count(findings.length, "finding") : "",
    // What it locks matters until it is applied; from then on it is history.
    isOpen(migration) ? (lock ?? "") : dateIn(stamp),
  ]
    .filter((part) => part !== "")
    .join(" · ");
  item.tooltip = [
    name,
    said,
    count(statements, "statement"),
    lock ?? "Locks no table that was there before",
    hasDown ? "There is a down.sql" : "",
  ]
    .filter((line) => line !== "")
    .join("\n");
  item.contextValue = "migration";
  item.accessibilityInformation = {
    label: `${words || stamp}, ${said}, ${count(findings.length, "finding")}`,
  };
  item.command = {
    command: "vscode.open",
    title: "Open",
    arguments: [vscode.Uri.parse(uri)],
  };
  return item;
}

function findingItem(
  { message, rule, severity, range: { start, end }, also }: MigrationFindingLine,
  { uri }: ListedMigration,
): vscode.TreeItem {
  const item = new vscode.TreeItem(message);
  item.description = rule;
  item.iconPath = severityIcon(severity);
  item.tooltip = [message, rule, ...also.map((one) => `${one.message} (${one.rule})`)].join("\n");
  item.contextValue = "finding";
  item.accessibilityInformation = { label: `${message}, ${rule}, ${severity}` };
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  item.command = {
    command: "vscode.open",
    title: "Show",
    arguments: [vscode.Uri.parse(uri), { selection } satisfies vscode.TextDocumentShowOptions],
  };
  return item;
}

/** Whether it can still be changed: what is applied or shared cannot. */
function isOpen({ state }: ListedMigration): boolean {
  return state === "new" || state === "pending";
}

function isLoud({ severity }: MigrationFindingLine): boolean {
  return severity === "error" || severity === "warning";
}

/** `20240131120000` as `2024-01-31`. */
function dateIn(stamp: string): string {
  return stamp === "" ? "" : `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)}`;
}

function count(number: number, word: string): string {
  return `${number} ${number === 1 ? word : `${word}s`}`;
}

function tellContext(state: string): void {
  void vscode.commands.executeCommand("setContext", `${viewId}.state`, state);
}
