/**
 * A page in a real Chromium with a whole panel in it, made as the client makes it: the same markup,
 * the same policy, the bundles of src/webview/build.mjs, and a stand-in for the editor.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { BrowserContext, Page } from "playwright-core";
import type { FromPanel, ToPanel } from "../../src/protocol/diagram.ts";
import type { ToMigrationPanel } from "../../src/protocol/migrations.ts";
import { webviewBuilds } from "../../src/webview/build.mjs";
import { openBrowser } from "../host/browser.ts";
import { someChromium } from "./chromium.ts";
import { type Theme, themeCss } from "./themes.ts";

const root = join(import.meta.dirname, "../..");

export type PanelWish = {
  /** The diagram, if left out. */
  readonly shows?: "erd" | "migration";
  readonly theme?: Theme;
  /** What the panel remembered. */
  readonly state?: object;
  /** Without the policy, whatever gets into the page can run. */
  readonly isOpen?: boolean;
  readonly size?: { readonly width: number; readonly height: number };
};

export type Panel = {
  readonly page: Page;
  readonly send: (...messages: readonly (ToPanel | ToMigrationPanel)[]) => Promise<void>;
  /** What the panel has said since the last time. */
  readonly heard: <From = FromPanel>() => Promise<From[]>;
  readonly state: () => Promise<unknown>;
  /** What the policy stopped, and what was thrown. */
  readonly trouble: () => Promise<string[]>;
};

export type PanelBrowser = {
  readonly open: (wish?: PanelWish) => Promise<Panel>;
  readonly close: () => Promise<void>;
};

export async function openPanelBrowser(): Promise<PanelBrowser> {
  const chromium = await someChromium();
  const profile = mkdtempSync(join(tmpdir(), "prisma-architect-panel-"));
  const bundles = await bundled();
  const context = await openBrowser({ chromium, profile, debuggingPort: undefined });
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const theme = (searchParams.get("theme") ?? "dark") as Theme;
    const isOpen = searchParams.has("open");
    const state = searchParams.get("state") ?? "null";
    const known = bundles.get(pathname);
    const shows = searchParams.get("shows") ?? "erd";
    const body = known ?? pageHtml(shows, theme, state);
    const type = pathname.endsWith(".js")
      ? "javascript"
      : pathname.endsWith(".css")
        ? "css"
        : "html";
    response.setHeader("Content-Type", `text/${type}; charset=utf-8`);
    if (!isOpen) response.setHeader("Content-Security-Policy", policy);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    open: (wish = {}) => openPanel(context, `http://127.0.0.1:${port}`, wish),
    async close() {
      await context.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

const policy =
  "default-src 'none'; script-src 'nonce-panel'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src data: blob:";

/** Runs before the panel, as the editor's own script does. */
const standIn = `
  globalThis.heard = []; globalThis.trouble = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    trouble.push(event.violatedDirective + " " + event.blockedURI));
  addEventListener("error", (event) => trouble.push(event.message));
  addEventListener("unhandledrejection", (event) => trouble.push(String(event.reason)));
  let state = JSON.parse(document.currentScript.dataset.state) ?? undefined;
  globalThis.kept = () => state;
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => heard.push(message),
    getState: () => state,
    setState: (next) => { state = structuredClone(next); },
  });
`;

function pageHtml(shows: string, theme: Theme, state: string): string {
  const quoted = state.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<!doctype html><html lang="en"><head><title>panel</title><link rel="icon" href="data:,"><style>${themeCss(theme)}</style><link rel="stylesheet" href="/${shows}.css"></head><body class="vscode-${theme}${theme.startsWith("high") ? " vscode-high-contrast" : ""}" data-mermaid="/erd-mermaid.js"><div id="app"></div><script nonce="panel" data-state="${quoted}">${standIn}</script><script nonce="panel" src="/${shows}.js"></script></body></html>`;
}

async function bundled(): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  for (const options of webviewBuilds(join(root, "dist"), { write: false })) {
    const { outputFiles = [] } = await build(options);
    for (const { path, text } of outputFiles) made.set(`/${path.split("/").at(-1)}`, text);
  }
  return made;
}

async function openPanel(
  context: BrowserContext,
  address: string,
  { shows = "erd", theme = "dark", state, isOpen, size }: PanelWish,
): Promise<Panel> {
  const page = await context.newPage();
  await page.setViewportSize(size ?? { width: 900, height: 700 });
  const query = new URLSearchParams({ shows, theme, state: JSON.stringify(state ?? null) });
  if (isOpen) query.set("open", "");
  await page.goto(`${address}/?${query}`);
  return {
    page,
    async send(...messages) {
      const all = JSON.stringify(messages);
      await page.evaluate(`for (const one of ${all}) postMessage(one, "*")`);
    },
    heard: () => page.evaluate("heard.splice(0)"),
    state: () => page.evaluate("kept()"),
    trouble: () => page.evaluate("trouble.splice(0)"),
  };
}
