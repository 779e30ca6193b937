/**
 * The panel that shows the plan of a query. It shows what it is given, and hands on what somebody
 * wishes in it; what to explain, and where, it does not know.
 */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { FromPlanPanel, PlanPage, ToPlanPanel } from "../../protocol/plans.ts";
import { planPage } from "./plan-page.ts";

const viewType = "prismaArchitect.plan";
const name = "Query Plan";

export class PlanPanels {
  readonly #extension: vscode.Uri;
  readonly #onTold: (message: FromPlanPanel) => void;
  readonly #listening: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;
  #isReady = false;
  /** Told again to a page that begins anew: after it was hidden, or before it was ready. */
  #shown: ToPlanPanel | undefined;
  /** What has happened since: it runs, was refused, or waits for an answer. */
  #since: Extract<ToPlanPanel, { kind: "running" | "refused" | "question" }> | undefined;

  /** `onTold` hears what somebody wishes in the panel. */
  constructor({ extensionUri }: vscode.ExtensionContext, onTold: (message: FromPlanPanel) => void) {
    this.#extension = extensionUri;
    this.#onTold = onTold;
    this.#listening = vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel) => this.#restore(panel),
    });
  }

  dispose(): void {
    this.#listening.dispose();
    this.#panel?.dispose();
  }

  get isOpen(): boolean {
    return this.#panel !== undefined;
  }

  /** Beside the editor, which keeps the focus. */
  show(page: PlanPage): void {
    this.#since = undefined;
    this.#shown = { kind: "show", page };
    this.#reveal();
    if (this.#panel) this.#panel.title = titleOf(page);
    this.#send(this.#shown);
  }

  /** `sql` is empty where it is not known yet, or is that of the page that is shown. */
  running(message: string, sql: string): void {
    const isFirst = this.#since?.kind !== "running";
    this.#since = { kind: "running", message, sql };
    if (isFirst) this.#reveal();
    this.#send(this.#since);
  }

  refused(reason: string): void {
    this.#since = { kind: "refused", reason };
    this.#reveal();
    this.#send(this.#since);
  }

  /** Asks above what is shown; the answer is told as `agree`. */
  ask(question: Extract<ToPlanPanel, { kind: "question" }>): void {
    this.#since = question;
    this.#reveal();
    this.#send(question);
  }

  /** Cancelled: what was shown before stands. */
  idle(): void {
    if (this.#since?.kind === "running") this.#since = undefined;
    this.#send({ kind: "idle" });
  }

  /** After a restart of the window: plans are not kept, how they were looked at is. */
  async #restore(panel: vscode.WebviewPanel): Promise<void> {
    this.#panel?.dispose();
    panel.webview.options = this.#options;
    this.#open(panel);
  }

  #reveal(): void {
    if (this.#panel) {
      // Where it is covered by another tab, it comes to the front of its own column.
      if (!this.#panel.visible) this.#panel.reveal(undefined, true);
      return;
    }
    this.#open(
      vscode.window.createWebviewPanel(
        viewType,
        name,
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        { ...this.#options, enableFindWidget: true },
      ),
    );
  }

  get #dist(): vscode.Uri {
    return vscode.Uri.joinPath(this.#extension, "dist");
  }

  get #options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [this.#dist] };
  }

  #open(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    this.#isReady = false;
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.#extension, "media/plan-light.svg"),
      dark: vscode.Uri.joinPath(this.#extension, "media/plan-dark.svg"),
    };
    panel.webview.onDidReceiveMessage((message: FromPlanPanel) => {
      if (message.kind === "ready") this.#begin();
      this.#onTold(message);
    });
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#isReady = false;
      // Whoever closes it does not wait for the query any more.
      if (this.#since?.kind === "running") this.#onTold({ kind: "cancel" });
      this.#since = undefined;
    });
    const { webview } = panel;
    webview.html = planPage({
      uri: (file) => String(webview.asWebviewUri(vscode.Uri.joinPath(this.#dist, file))),
      source: webview.cspSource,
      nonce: randomBytes(16).toString("base64"),
    });
  }

  #begin(): void {
    this.#isReady = true;
    if (this.#shown) this.#send(this.#shown);
    if (this.#since) this.#send(this.#since);
  }

  /** A page that is not ready is told when it begins. */
  #send(message: ToPlanPanel): void {
    if (this.#isReady) void this.#panel?.webview.postMessage(message);
  }
}

function titleOf({ place }: PlanPage): string {
  const file = place.split("/").at(-1);
  return file === undefined || file === "" ? name : `Plan: ${file}`;
}
