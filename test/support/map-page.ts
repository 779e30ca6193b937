/** A page in a real Chromium with the map in it, under the policy that a webview has. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../host/browser.ts";
import { someChromium } from "./chromium.ts";
import { type Theme, themeCss } from "./themes.ts";

const root = join(import.meta.dirname, "../..");

export type MapBrowser = {
  /** A page whose `globalThis.map` is the map (see test/webview/page/map-page.ts). */
  readonly open: (theme?: Theme) => Promise<Page>;
  readonly close: () => Promise<void>;
};

export async function openMapBrowser(): Promise<MapBrowser> {
  const chromium = await someChromium();
  const profile = mkdtempSync(join(tmpdir(), "prisma-architect-map-"));
  const script = await bundled("test/webview/page/map-page.ts");
  const style = await bundled("src/webview/erd/map/style.css");
  const context = await openBrowser({ chromium, profile, debuggingPort: undefined });
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const theme = (searchParams.get("theme") ?? "dark") as Theme;
    const answers: Record<string, [string, string]> = {
      "/map.js": ["text/javascript", script],
      "/map.css": ["text/css", `${pageCss}${themeCss(theme)}${style}`],
      "/": ["text/html", page(theme)],
    };
    const [type, body] = answers[pathname] ?? ["text/plain", ""];
    response.setHeader("Content-Type", `${type}; charset=utf-8`);
    response.setHeader("Content-Security-Policy", policy);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    open: (theme = "dark") => openPage(context, `http://127.0.0.1:${port}/?theme=${theme}`),
    async close() {
      await context.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

const policy = "default-src 'none'; script-src 'nonce-map'; style-src 'nonce-map'";

const pageCss = "html, body { height: 100%; margin: 0 } #host { height: 100% }\n";

function page(theme: Theme): string {
  return `<!doctype html><html lang="en"><head><title>map</title><link rel="stylesheet" nonce="map" href="/map.css?theme=${theme}"></head><body class="vscode-${theme}"><div id="host"></div><script nonce="map" src="/map.js"></script></body></html>`;
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2023",
    minifySyntax: true,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

async function openPage(context: BrowserContext, address: string): Promise<Page> {
  const opened = await context.newPage();
  await opened.goto(address);
  return opened;
}
