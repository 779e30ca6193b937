/** Opens a headless Chromium with one page in it, which is all that a workbench needs. */
import { type BrowserContext, chromium as playwright } from "playwright-core";
import type { Chromium } from "./chromium.ts";

export type BrowserWish = {
  readonly chromium: Chromium;
  /** Profile folder, made if missing. */
  readonly profile: string;
  /** Lets the tests themselves drive the page too (see suite/ui.ts). */
  readonly debuggingPort: string | undefined;
};

const flags = [
  // Containers seldom allow the sandbox, and the only page is our own.
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--font-render-hinting=none",
];

export async function openBrowser(wish: BrowserWish): Promise<BrowserContext> {
  const port = wish.debuggingPort;
  return await playwright.launchPersistentContext(wish.profile, {
    executablePath: wish.chromium.executable,
    headless: true,
    viewport: { width: 1280, height: 800 },
    args: port === undefined ? flags : [...flags, `--remote-debugging-port=${port}`],
    env: { ...definedEnvironment(), ...wish.chromium.environment },
    permissions: ["clipboard-read", "clipboard-write"],
    // The caller ends it: Playwright would leave the process at once and with it the other clean-up.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

function definedEnvironment(): Record<string, string> {
  const pairs = Object.entries(process.env).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return Object.fromEntries(pairs);
}
