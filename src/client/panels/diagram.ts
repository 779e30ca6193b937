/**
 * The diagram panel: opens beside the schema, hands wishes to the server and snapshots to the page.
 * Never takes the keyboard, never comes back by itself after it was closed.
 */
import * as vscode from "vscode";
import type { LanguageClient, WorkspaceEdit } from "vscode-languageclient/node";
import {
  type DiagramExportRequest,
  type DiagramFinding,
  type DiagramFindingsRequest,
  type DiagramPlace,
  type DiagramPlaceRequest,
  type DiagramRequest,
  type DiagramSnapshot,
  type DiagramView,
  diagram,
  diagramChanged,
  diagramExport,
  diagramFindings,
  diagramPlace,
  diagramSource,
  type ExportFormat,
  type FromPanel,
  type SourceRange,
  type ToPanel,
  usualView,
} from "../../protocol/diagram.ts";
import { type FindingFixRequest, findingFix } from "../../protocol/messages.ts";
import { applyEdit } from "../apply-edit.ts";
import { diagramPage } from "./diagram-page.ts";

const viewType = "prismaArchitect.diagram";
/** How long the cursor rests before the diagram follows it, in milliseconds. */
const rest = 120;

export function registerDiagram(
  client: LanguageClient,
  context: vscode.ExtensionContext,
): vscode.Disposable {
  const panels: DiagramPanels = { client, context, open: undefined };
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    register("prismaArchitect.showDiagram", () => show(panels)),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel) => {
        panels.open?.dispose();
        panels.open = new DiagramPanel(panel, panels);
      },
    }),
    client.onNotification(diagramChanged, () => panels.open?.refresh()),
    client.onDidChangeState(() => panels.open?.refresh()),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) =>
      panels.open?.cursorMoved(textEditor),
    ),
  );
}

type DiagramPanels = {
  readonly client: LanguageClient;
  readonly context: vscode.ExtensionContext;
  /** One is enough: it follows the editor. */
  open: DiagramPanel | undefined;
};

function show(panels: DiagramPanels): void {
  if (panels.open) {
    panels.open.reveal();
    return;
  }
  const panel = vscode.window.createWebviewPanel(
    viewType,
    "Schema Diagram",
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    webviewOptions(panels.context),
  );
  panels.open = new DiagramPanel(panel, panels);
}

function webviewOptions({ extensionUri }: vscode.ExtensionContext) {
  const localResourceRoots = [vscode.Uri.joinPath(extensionUri, "dist")];
  return { enableScripts: true, localResourceRoots };
}

class DiagramPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #client: LanguageClient;
  readonly #memory: vscode.Memento;
  readonly #disposables: vscode.Disposable[] = [];
  /** As the page has it; nothing is asked before it says so. */
  #view: DiagramView | undefined;
  /** The schema that was chosen in the page; that of the cursor without one. */
  #chosen: string | undefined;
  /** The schema that is shown. */
  #shown: string | undefined;
  #cursor: DiagramRequest["cursor"];
  #middle: string | undefined;
  #isTidy = false;
  /** A question is on its way; one more follows when something changes meanwhile. */
  #isAsking = false;
  #isStale = false;
  #resting: NodeJS.Timeout | undefined;
  #isGone = false;

  constructor(panel: vscode.WebviewPanel, panels: DiagramPanels) {
    this.#panel = panel;
    this.#client = panels.client;
    this.#memory = panels.context.workspaceState;
    const dist = vscode.Uri.joinPath(panels.context.extensionUri, "dist");
    panel.iconPath = {
      light: vscode.Uri.joinPath(panels.context.extensionUri, "media/diagram-light.svg"),
      dark: vscode.Uri.joinPath(panels.context.extensionUri, "media/diagram-dark.svg"),
    };
    this.#disposables.push(
      panel.webview.onDidReceiveMessage((message: FromPanel) => this.#guard(this.#told(message))),
      panel.onDidChangeViewState(() => this.refresh()),
      panel.onDidDispose(() => {
        this.#isGone = true;
        if (panels.open === this) panels.open = undefined;
        clearTimeout(this.#resting);
        for (const one of this.#disposables) one.dispose();
      }),
    );
    panel.webview.options = webviewOptions(panels.context);
    panel.webview.html = diagramPage(panel.webview, dist);
    const editor = vscode.window.activeTextEditor;
    if (editor) this.cursorMoved(editor);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  /** Shows what is true now. While one picture is made, only the newest of all wishes waits. */
  refresh(): void {
    this.#isStale = true;
    if (this.#isAsking || this.#isGone || !this.#panel.visible) return;
    if (!this.#client.isRunning()) return;
    this.#guard(this.#ask());
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    try {
      while (this.#isStale && !this.#isGone && this.#panel.visible && this.#view) {
        this.#isStale = false;
        const request = this.#request(this.#view);
        this.#isTidy = false;
        const snapshot = await this.#client.sendRequest<DiagramSnapshot | null>(diagram, request);
        if (this.#isGone) return;
        if (snapshot) this.#show(snapshot);
        else if (!this.#isStale) this.#say(noSchema);
      }
    } finally {
      this.#isAsking = false;
    }
  }

  #request(view: DiagramView): DiagramRequest {
    const uri = this.#chosen ?? this.#cursor?.uri ?? this.#shown;
    return {
      view,
      pins: this.#pins(),
      ...(uri !== undefined && { uri }),
      ...(this.#cursor && { cursor: this.#cursor }),
      ...(this.#isTidy && { isTidy: true }),
    };
  }

  #show(snapshot: DiagramSnapshot): void {
    this.#middle = snapshot.view.mode === "focus" ? snapshot.view.focus : undefined;
    this.#shown = snapshot.schema.uri;
    this.#panel.title = `Diagram: ${snapshot.schema.title}`;
    this.#post({ kind: "snapshot", snapshot });
  }

  cursorMoved({ document, selection }: vscode.TextEditor): void {
    if (document.languageId !== "prisma") return;
    this.#cursor = {
      uri: document.uri.toString(),
      offset: document.offsetAt(selection.active),
    };
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#guard(this.#follow()), rest);
  }

  async #follow(): Promise<void> {
    const cursor = this.#cursor;
    if (!cursor || this.#isGone || !this.#panel.visible || !this.#client.isRunning()) return;
    const request: DiagramPlaceRequest = cursor;
    const at = await this.#client.sendRequest<DiagramPlace | null>(diagramPlace, request);
    if (!at) return;
    const { entity, field, schema } = at;
    const isOther = this.#chosen === undefined && schema !== this.#shown;
    const isElsewhere = this.#middle !== undefined && this.#middle !== entity;
    if (isOther || (this.#view?.follows && isElsewhere)) this.refresh();
    this.#post({ kind: "cursor", entity, ...(field !== undefined && { row: field }) });
  }

  async #told(message: FromPanel): Promise<void> {
    switch (message.kind) {
      case "ready":
        this.#view = message.view ?? this.#view ?? usualView;
        this.#chosen = message.uri;
        this.refresh();
        return;
      case "view":
        this.#view = message.view;
        this.#chosen = message.uri;
        this.refresh();
        return;
      case "open":
        return this.#open(message);
      case "findings":
        return this.#findings(message);
      case "fix":
        return this.#fix(message.finding);
      case "explain":
        await vscode.commands.executeCommand("prismaArchitect.explainRule", message.rule);
        return;
      case "export":
        return this.#export(message.format, message.data);
      case "pins":
        await this.#memory.update(this.#pinsKey(), message.pins);
        this.#isTidy = Object.keys(message.pins).length === 0;
        this.refresh();
    }
  }

  async #open({ place, takesFocus }: Extract<FromPanel, { kind: "open" }>): Promise<void> {
    const source = await this.#client.sendRequest<SourceRange | null>(diagramSource, place);
    if (!source) return;
    const { start, end } = source.range;
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    await vscode.window.showTextDocument(vscode.Uri.parse(source.uri), {
      selection,
      viewColumn: this.#besideColumn(),
      preserveFocus: !takesFocus,
    });
  }

  /** Where schemas are edited: never on top of the panel. */
  #besideColumn(): vscode.ViewColumn {
    const editor = vscode.window.visibleTextEditors.find(
      ({ document, viewColumn }) =>
        document.languageId === "prisma" && viewColumn !== this.#panel.viewColumn,
    );
    if (editor?.viewColumn !== undefined) return editor.viewColumn;
    return this.#panel.viewColumn === vscode.ViewColumn.One
      ? vscode.ViewColumn.Two
      : vscode.ViewColumn.One;
  }

  async #findings({ entity, row }: Extract<FromPanel, { kind: "findings" }>): Promise<void> {
    if (this.#shown === undefined) return;
    const at = { entity, ...(row !== undefined && { row }) };
    const request: DiagramFindingsRequest = { uri: this.#shown, ...at };
    const findings = await this.#client.sendRequest<DiagramFinding[]>(diagramFindings, request);
    this.#post({ kind: "findings", ...at, findings });
  }

  async #fix({ uri, rule, message, range }: DiagramFinding): Promise<void> {
    const request: FindingFixRequest = { uri, rule, message, range };
    const edit = await this.#client.sendRequest<WorkspaceEdit | null>(findingFix, request);
    if (edit) await applyEdit(this.#client, edit);
    else await vscode.window.showInformationMessage("This finding is not there any more.");
  }

  async #export(format: ExportFormat, data: string | undefined): Promise<void> {
    const content = data === undefined ? await this.#exported(format) : bytesOf(data);
    if (content === undefined) return;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `schema.${format}`) }),
      filters: { [formats[format]]: [format] },
      title: "Export the Diagram",
    });
    if (!target) return;
    await vscode.workspace.fs.writeFile(target, content);
    const open = "Open";
    const said = `The diagram is in ${vscode.workspace.asRelativePath(target)}.`;
    if ((await vscode.window.showInformationMessage(said, open)) === open) {
      await vscode.commands.executeCommand("vscode.open", target);
    }
  }

  async #exported(format: ExportFormat): Promise<Uint8Array | undefined> {
    if (format === "png" || !this.#view) return undefined;
    const { kind } = vscode.window.activeColorTheme;
    const isDark =
      kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;
    const request: DiagramExportRequest = { ...this.#request(this.#view), format, isDark };
    const text = await this.#client.sendRequest<string | null>(diagramExport, request);
    return text === null ? undefined : Buffer.from(text, "utf8");
  }

  #pinsKey(): string {
    return `prismaArchitect.diagram.pins ${this.#shown ?? ""}`;
  }

  #pins(): DiagramRequest["pins"] {
    return this.#memory.get(this.#pinsKey(), {});
  }

  #say(message: string): void {
    this.#post({ kind: "trouble", message });
  }

  #post(message: ToPanel): void {
    // An answer may come when the panel is closed already.
    if (!this.#isGone) this.#panel.webview.postMessage(message);
  }

  #guard(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (this.#isGone) return;
      this.#client.error("The diagram", error, false);
      this.#say("The diagram could not be made. The log of Prisma Architect tells why.");
    });
  }
}

const noSchema = "There is no Prisma schema in this workspace. Open a folder with a .prisma file.";

const formats: Readonly<Record<ExportFormat, string>> = {
  mmd: "Mermaid",
  md: "Markdown",
  dbml: "DBML",
  svg: "SVG",
  png: "PNG",
};

/** A data address of base64, or a text. */
function bytesOf(data: string): Uint8Array {
  const match = /^data:[^,]*;base64,(.*)$/s.exec(data);
  return match ? Buffer.from(match[1] ?? "", "base64") : Buffer.from(data, "utf8");
}
