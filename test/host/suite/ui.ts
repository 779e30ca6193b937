/**
 * The hands and eyes of the tests: works the workbench by keyboard as a person does.
 * Knows VS Code, not our extension.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator, Locator, Page } from "playwright-core";
import {
  ConfigurationTarget,
  commands,
  type Diagnostic,
  extensions,
  languages,
  Position,
  Range,
  Selection,
  type TextEditor,
  TextEditorRevealType,
  Uri,
  window,
  workspace,
} from "vscode";
import { workbenchPage } from "./page.ts";
import { waitFor } from "./wait.ts";

export type Theme = "light" | "dark";

/** Opens a file of the workspace and puts the keyboard into it. */
export async function openFile(relativePath: string): Promise<TextEditor> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  if (!folder) throw new Error("no folder is open");
  const document = await workspace.openTextDocument(Uri.joinPath(folder, relativePath));
  const editor = await window.showTextDocument(document, { preview: false });
  const page = await workbenchPage();
  await waitFor(`the keyboard to be in ${relativePath}`, () =>
    page.locator(".monaco-editor.focused").count(),
  );
  return editor;
}

/** Both start at 1, as in the status bar. */
export async function goTo(line: number, column: number): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor) throw new Error("no text editor is active");
  const place = new Position(line - 1, column - 1);
  editor.selection = new Selection(place, place);
  editor.revealRange(new Range(place, place), TextEditorRevealType.InCenterIfOutsideViewport);
  await cursorAt(line, column);
}

/** Until the window shows the cursor there, so that what is typed next lands there. */
export async function cursorAt(line: number, column: number): Promise<void> {
  const page = await workbenchPage();
  // This side knows of a new selection before the window does, which is where typing goes.
  const shown = page.locator("#status\\.editor\\.selection");
  await waitFor(`the cursor at ${line}:${column}`, () => shown.textContent(), {
    until: (seen) => seen?.startsWith(`Ln ${line}, Col ${column}`) ?? false,
  });
}

export async function type(text: string): Promise<void> {
  const page = await workbenchPage();
  await page.keyboard.type(text);
}

/** Keys in Playwright's words, for example `Enter`, `ControlOrMeta+Period`, `Shift+F8`. */
export async function press(keys: string): Promise<void> {
  const page = await workbenchPage();
  await page.keyboard.press(keys);
}

/** Chooses a quick fix by its title, where the cursor is. The error lists the fixes that were offered. */
export async function quickFix(title: string): Promise<void> {
  const page = await workbenchPage();
  const rows = page.locator(".action-widget .monaco-list-row.action");
  let patience = 500;
  const offered = async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("ControlOrMeta+Period");
    // Without effect until VS Code knows who offers fixes for this language; then the offer itself takes a while.
    await rows
      .first()
      .waitFor({ timeout: patience })
      .catch(() => {});
    patience *= 2;
    return await labelsOf(rows);
  };
  await waitFor(`the quick fix "${title}"`, offered, { until: (titles) => titles.includes(title) });
  await chooseRow(page, rows, title);
  await waitFor("the menu of quick fixes to close", () => rows.count(), {
    until: (count) => count === 0,
  });
}

/** Runs a command by the title that the palette shows, with its category: `Prisma: Show Diagram`. */
export async function runCommand(title: string): Promise<void> {
  const page = await workbenchPage();
  await page.keyboard.press("F1");
  const palette = page.locator(".quick-input-widget");
  await palette.locator("input").first().waitFor();
  await page.keyboard.type(title);
  const rows = palette.locator(".monaco-list-row");
  const found = () => labelsOf(rows);
  await waitFor(`the command "${title}" in the palette`, found, {
    until: (titles) => titles.includes(title),
  });
  await chooseRow(page, rows, title);
}

/** The content of the webview that came last, in which elements can be found and clicked. */
export async function webview(): Promise<FrameLocator> {
  const page = await workbenchPage();
  return page.frameLocator("iframe.webview.ready").last().frameLocator("iframe#active-frame");
}

export function diagnosticsOf(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri);
}

/** Switches to the modern light or dark theme that comes with VS Code. */
export async function setTheme(theme: Theme): Promise<void> {
  const id = themeIdentifier(theme);
  await workspace
    .getConfiguration("workbench")
    .update("colorTheme", id, ConfigurationTarget.Global);
  const shown = (await workbenchPage()).locator(
    `.monaco-workbench.${theme === "dark" ? "vs-dark" : "vs"}`,
  );
  await waitFor(`the theme "${id}"`, () => shown.count());
}

/** Leaves the workbench with nothing in it that a test did not ask for. */
export async function hideNoise(): Promise<void> {
  const page = await workbenchPage();
  const strangers = window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input === undefined);
  await window.tabGroups.close(strangers);
  for (const command of [
    "notifications.clearAll",
    "workbench.action.closeAuxiliaryBar",
    "workbench.action.closePanel",
  ])
    await commands.executeCommand(command);
  // Away from everything that shows something when the mouse rests on it.
  await page.mouse.move(640, 5);
  const toasts = page.locator(".notifications-toasts.visible");
  await waitFor("the notifications to go", () => toasts.count(), { until: (count) => count === 0 });
}

/** Saves a picture of the whole workbench for the README or for whoever looks into a failure. */
export async function screenshot(name: string): Promise<string> {
  const page = await workbenchPage();
  const folder = process.env.ARCHITECT_SHOTS ?? "shots";
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: "disabled" });
  return path;
}

/** A picture in both themes, for whoever looks at what was built. */
export async function themed(name: string): Promise<void> {
  await setTheme("light");
  await screenshot(`${name}-light`);
  await setTheme("dark");
  await screenshot(`${name}-dark`);
}

/** What a person reads as the name of each row of a menu or list. */
async function labelsOf(rows: Locator): Promise<string[]> {
  return await rows.evaluateAll((elements) =>
    elements.map((element) => {
      const label = element.querySelector(".label-name, .title") ?? element;
      return (label.textContent ?? "").replaceAll("\u00a0", " ").trim();
    }),
  );
}

/** Walks down to the row and chooses it. */
async function chooseRow(page: Page, rows: Locator, title: string): Promise<void> {
  const focused = rows.and(page.locator(".focused"));
  for (let steps = await rows.count(); steps >= 0; steps--) {
    if ((await labelsOf(focused)).includes(title)) {
      await page.keyboard.press("Enter");
      return;
    }
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`the keyboard did not reach "${title}" in: ${(await labelsOf(rows)).join(", ")}`);
}

/** Its identifier changed between versions of VS Code, so it is read from the extension that brings it. */
function themeIdentifier(theme: Theme): string {
  const manifest: unknown = extensions.getExtension("vscode.theme-defaults")?.packageJSON;
  const { contributes } = (manifest ?? {}) as { contributes?: { themes?: { id?: string }[] } };
  const wanted = theme === "dark" ? /Dark Modern$/ : /Light Modern$/;
  const id = contributes?.themes?.map((one) => one.id ?? "").find((one) => wanted.test(one));
  if (id === undefined) throw new Error(`VS Code brings no theme like ${wanted}`);
  return id;
}
