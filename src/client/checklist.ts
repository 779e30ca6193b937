/** The checklist view: shows what the server lists, and carries out what is chosen there. */
import * as vscode from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node";
import {
  type Checklist,
  type ChecklistGroup,
  type ChecklistItem,
  type ChecklistRequest,
  type ChecklistSection,
  checklist,
  checklistChanged,
} from "../protocol/messages.ts";
import { severityIcon } from "./severity-icon.ts";

type GroupBy = ChecklistRequest["groupBy"];

export type ChecklistNode =
  | { readonly kind: "section"; readonly section: ChecklistSection }
  | { readonly kind: "group"; readonly group: ChecklistGroup; readonly section: ChecklistSection }
  | { readonly kind: "item"; readonly item: ChecklistItem; readonly group: ChecklistGroup };

/** The rule that a node of the checklist is about, if it is one. */
export function ruleOf(node: ChecklistNode | undefined): string | undefined {
  if (node?.kind === "item") return node.item.rule;
  return node?.kind === "group" ? node.group.rule : undefined;
}

const viewId = "prismaArchitect.checklist";
const groupByKey = "prismaArchitect.checklist.groupBy";

export function registerChecklist(
  client: LanguageClient,
  memory: vscode.Memento,
): vscode.Disposable {
  const view = new ChecklistView(client, memory);
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    view,
    register("prismaArchitect.checklist.groupByRule", () => view.groupBy("rule")),
    register("prismaArchitect.checklist.groupByModel", () => view.groupBy("model")),
    register("prismaArchitect.checklist.filter", () => view.askFilter()),
    register("prismaArchitect.checklist.clearFilter", () => view.filterBy("")),
  );
}

class ChecklistView implements vscode.TreeDataProvider<ChecklistNode> {
  readonly #client: LanguageClient;
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #tree: vscode.TreeView<ChecklistNode>;
  readonly #listening: vscode.Disposable;
  #groupBy: GroupBy;
  #filter = "";
  #list: Checklist | undefined;
  #shown = "";
  #isStale = true;
  /** Counts the questions, so that a late answer to an earlier one is not shown. */
  #asked = 0;

  constructor(client: LanguageClient, memory: vscode.Memento) {
    this.#client = client;
    this.#memory = memory;
    this.#groupBy = memory.get<GroupBy>(groupByKey, "rule");
    this.#tree = vscode.window.createTreeView(viewId, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#listening = vscode.Disposable.from(
      client.onNotification(checklistChanged, () => this.#outdated()),
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) this.#outdated();
      }),
      this.#tree.onDidChangeVisibility(() => this.#refresh()),
    );
    this.#tellContext("loading");
  }

  dispose(): void {
    this.#listening.dispose();
    this.#tree.dispose();
    this.#changed.dispose();
  }

  async groupBy(groupBy: GroupBy): Promise<void> {
    this.#groupBy = groupBy;
    await this.#memory.update(groupByKey, groupBy);
    this.#outdated();
  }

  filterBy(filter: string): void {
    this.#filter = filter;
    this.#outdated();
  }

  /** Filters while it is typed; Escape brings back what was before. */
  async askFilter(): Promise<void> {
    const before = this.#filter;
    const box = vscode.window.createInputBox();
    box.title = "Filter the Checklist";
    box.placeholder = "Words of a rule, model, message or severity: warning index Order";
    box.value = before;
    const done = new Promise<boolean>((resolve) => {
      box.onDidAccept(() => resolve(true));
      box.onDidHide(() => resolve(false));
    });
    box.onDidChangeValue((value) => this.filterBy(value));
    box.show();
    if (!(await done)) this.filterBy(before);
    box.dispose();
  }

  #outdated(): void {
    this.#isStale = true;
    this.#refresh();
  }

  /** Nothing is asked for a view that nobody sees. */
  #refresh(): void {
    if (!this.#isStale || !this.#tree.visible || !this.#client.isRunning()) return;
    this.#isStale = false;
    this.#ask().catch((error: unknown) => this.#client.error("The checklist is not shown", error));
  }

  async #ask(): Promise<void> {
    const own = ++this.#asked;
    const request: ChecklistRequest = { groupBy: this.#groupBy, filter: this.#filter };
    const list = await this.#client.sendRequest<Checklist | null>(checklist, request);
    if (own !== this.#asked || !list) return;
    const shown = JSON.stringify([request, list]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#list = list;
    this.#describe(list);
    this.#changed.fire(undefined);
  }

  #describe({ schemas, total, loud, sections }: Checklist): void {
    const items = sections.flatMap(({ groups }) => groups.flatMap((group) => group.items));
    const isFiltered = this.#filter.trim() !== "";
    this.#tree.description = isFiltered ? `“${this.#filter.trim()}”` : "";
    this.#tree.message =
      isFiltered && items.length > 0 ? `${items.length} of ${total} findings` : "";
    this.#tree.badge =
      loud > 0
        ? { value: loud, tooltip: `${loud} ${loud === 1 ? "warning" : "warnings"}` }
        : undefined;
    const nothing = schemas === 0 ? "noSchema" : total === 0 ? "clean" : "noMatch";
    this.#tellContext(items.length > 0 ? "full" : nothing);
  }

  #tellContext(state: string): void {
    const tell = (key: string, value: unknown) =>
      vscode.commands.executeCommand("setContext", `${viewId}.${key}`, value);
    tell("state", state);
    tell("groupBy", this.#groupBy);
    tell("isFiltered", this.#filter.trim() !== "");
  }

  getChildren(node?: ChecklistNode): ChecklistNode[] {
    if (node?.kind === "item") return [];
    if (node?.kind === "group") {
      const { group } = node;
      return group.items.map((item) => ({ kind: "item", item, group }));
    }
    if (node?.kind === "section") return groupsOf(node.section);
    const { sections } = this.#list ?? { sections: [] };
    const [only] = sections;
    if (only && sections.length === 1) return groupsOf(only);
    return sections.map((section) => ({ kind: "section", section }));
  }

  getTreeItem(node: ChecklistNode): vscode.TreeItem {
    if (node.kind === "section") return sectionItem(node.section);
    if (node.kind === "group") return groupItem(node.group, node.section, this.#filter !== "");
    return findingItem(node.item, node.group);
  }
}

function groupsOf(section: ChecklistSection): ChecklistNode[] {
  return section.groups.map((group) => ({ kind: "group", group, section }));
}

function sectionItem({ title, groups }: ChecklistSection): vscode.TreeItem {
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Expanded);
  item.id = title;
  item.iconPath = new vscode.ThemeIcon("database");
  item.description = `${groups.reduce((sum, group) => sum + group.items.length, 0)}`;
  item.contextValue = groups.some(({ fixable }) => fixable > 0) ? "schema-fixable" : "schema";
  return item;
}

function groupItem(
  { name, summary, severity, rule, items, fixable }: ChecklistGroup,
  { title }: ChecklistSection,
  isFiltered: boolean,
): vscode.TreeItem {
  const item = new vscode.TreeItem(
    name,
    isFiltered
      ? vscode.TreeItemCollapsibleState.Expanded
      : vscode.TreeItemCollapsibleState.Collapsed,
  );
  // Another id under a filter: VS Code keeps the state of a node that it knows.
  item.id = `${title}/${rule ? "rule" : "model"}/${name}${isFiltered ? "/filtered" : ""}`;
  item.iconPath = rule ? severityIcon(severity) : new vscode.ThemeIcon("symbol-class");
  item.description = `${items.length}`;
  item.tooltip = rule ? `${summary}\n${items.length} × ${severity}` : `${items.length} findings`;
  item.contextValue = `${rule ? "rule" : "model"}${fixable > 0 ? "-fixable" : ""}`;
  item.accessibilityInformation = {
    label: `${name}, ${items.length} ${items.length === 1 ? "finding" : "findings"}, ${severity}`,
  };
  return item;
}

function findingItem(
  { subject, message, rule, severity, uri, range, fix, known }: ChecklistItem,
  group: ChecklistGroup,
): vscode.TreeItem {
  const isByRule = group.rule !== undefined;
  const item = new vscode.TreeItem(isByRule ? subject || message : message);
  item.description = [
    isByRule && subject ? message : "",
    isByRule ? "" : rule,
    known ? "baseline" : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
  if (!isByRule) item.iconPath = severityIcon(severity);
  item.tooltip = [message, rule, fix && `Fix: ${fix}`].filter(Boolean).join("\n");
  item.contextValue = fix === undefined ? "finding" : "finding-fixable";
  item.accessibilityInformation = { label: `${subject}, ${message}, ${rule}, ${severity}` };
  const { start, end } = range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  item.command = {
    command: "vscode.open",
    title: "Show",
    arguments: [vscode.Uri.parse(uri), { selection } satisfies vscode.TextDocumentShowOptions],
  };
  return item;
}
