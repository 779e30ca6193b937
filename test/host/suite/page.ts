/** The workbench as a web page, reached from within the extension host through the browser's debugging port. */
import { type Browser, chromium, type Page } from "playwright-core";
import { waitFor } from "./wait.ts";

let connection: { readonly browser: Browser; readonly page: Page } | undefined;

/** The page that shows the workbench. Connects at the first call. */
export async function workbenchPage(): Promise<Page> {
  if (connection) return connection.page;
  const port = process.env.ARCHITECT_CDP_PORT;
  if (!port)
    throw new Error("ARCHITECT_CDP_PORT is not set: VS Code has no --remote-debugging-port");
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = await waitFor("a page that shows the workbench", () => findWorkbench(browser));
  connection = { browser, page };
  return page;
}

/** Only lets go of the browser; VS Code goes on. */
export async function disconnect(): Promise<void> {
  const { browser } = connection ?? {};
  connection = undefined;
  await browser?.close();
}

/** VS Code desktop has further pages, such as a shared process. */
async function findWorkbench(browser: Browser): Promise<Page | undefined> {
  for (const page of browser.contexts().flatMap((context) => context.pages()))
    if ((await page.locator(".monaco-workbench").count()) > 0) return page;
  return undefined;
}
