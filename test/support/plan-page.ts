/**
 * The plan panel in a real Chromium: the page that the client makes, under the policy that it gives
 * it, with the bundles of src/webview/build.mjs and a stand-in for the editor.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { BrowserContext, Page } from "playwright-core";
import { planPage } from "../../src/client/panels/plan-page.ts";
import type { FromPlanPanel, ToPlanPanel } from "../../src/protocol/plans.ts";
import { webviewBuilds } from "../../src/webview/build.mjs";
import { openBrowser } from "../host/browser.ts";
import { someChromium } from "./chromium.ts";
import { type Theme, themeCss } from "./themes.ts";

const root = join(import.meta.dirname, "../..");

export type PlanWish = {
  readonly theme?: Theme;
  /** What the page remembered. */
  readonly state?: object;
  readonly size?: { readonly width: number; readonly height: number };
};

export type PlanPanel = {
  readonly page: Page;
  readonly send: (...messages: readonly ToPlanPanel[]) => Promise<void>;
  /** What the page has said since the last time. */
  readonly heard: () => Promise<FromPlanPanel[]>;
  readonly state: () => Promise<Record<string, unknown>>;
  /** What the policy stopped, and what was thrown. */
  readonly trouble: () => Promise<string[]>;
};

export type PlanBrowser = {
  readonly open: (wish?: PlanWish) => Promise<PlanPanel>;
  readonly close: () => Promise<void>;
};

/** Runs before the page, as the editor's own script does. */
const standIn = `
  globalThis.heard = []; globalThis.trouble = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    trouble.push(event.violatedDirective + " " + event.blockedURI));
  addEventListener("error", (event) => trouble.push(event.message));
  addEventListener("unhandledrejection", (event) => trouble.push(String(event.reason)));
  let state = JSON.parse(new URLSearchParams(location.search).get("state")) ?? undefined;
  globalThis.kept = () => state;
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => heard.push(JSON.parse(JSON.stringify(message))),
    getState: () => state,
    setState: (next) => { state = JSON.parse(JSON.stringify(next)); },
  });
`;

export async function openPlanBrowser(): Promise<PlanBrowser> {
  const chromium = await someChromium();
  const profile = mkdtempSync(join(tmpdir(), "prisma-architect-plan-"));
  const files = await bundled();
  const context = await openBrowser({ chromium, profile, debuggingPort: undefined });
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const file = files.get(pathname);
    const kind = /\.(js|css)$/.exec(pathname)?.[1];
    const type = kind === "js" ? "javascript" : (kind ?? "html");
    response.setHeader("Content-Type", `text/${type}; charset=utf-8`);
    response.end(file ?? pageIn((searchParams.get("theme") ?? "dark") as Theme));
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

/** The client's page, with what the editor adds: its colours, the class of the theme, its script. */
function pageIn(theme: Theme): string {
  const nonce = "plan";
  const kind = `vscode-${theme}${theme === "high-contrast-light" ? " vscode-high-contrast" : ""}`;
  return planPage({ uri: (file) => `/${file}`, source: "'self'", nonce })
    .replace(
      "<head>",
      '<head><link rel="icon" href="data:,"><link rel="stylesheet" href="/theme.css">',
    )
    .replace("/theme.css", `/${theme}.theme.css`)
    .replace("<body ", `<body class="${kind}" `)
    .replace('<div id="app">', `<script nonce="${nonce}">${standIn}</script><div id="app">`);
}

async function bundled(): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  for (const theme of ["dark", "light", "high-contrast", "high-contrast-light"] as const) {
    made.set(`/${theme}.theme.css`, themeCss(theme));
  }
  for (const options of webviewBuilds(join(root, "dist"), { write: false })) {
    const { outputFiles = [] } = await build(options);
    for (const { path, text } of outputFiles) made.set(`/${path.split("/").at(-1)}`, text);
  }
  return made;
}

async function openPanel(
  context: BrowserContext,
  address: string,
  { theme = "dark", state, size }: PlanWish,
): Promise<PlanPanel> {
  const page = await context.newPage();
  await page.setViewportSize(size ?? { width: 1000, height: 800 });
  const query = new URLSearchParams({ theme, state: JSON.stringify(state ?? null) });
  await page.goto(`${address}/?${query}`);
  return {
    page,
    async send(...messages) {
      const all = JSON.stringify(messages);
      await page.evaluate(`for (const one of ${all}) postMessage(one, "*")`);
    },
    heard: () => page.evaluate("heard.splice(0)"),
    state: () => page.evaluate("kept() ?? {}"),
    trouble: () => page.evaluate("trouble.splice(0)"),
  };
}
