/** What a person does with the diagram: look, type, click, focus, compare, search, fix, export. */
import { equal, match, ok } from "node:assert/strict";
import { ConfigurationTarget, commands, ViewColumn, window, workspace } from "vscode";
import { workbenchPage } from "./page.ts";
import {
  goTo,
  hideNoise,
  openFile,
  press,
  runCommand,
  screenshot,
  themed,
  type,
  webview,
} from "./ui.ts";
import { waitFor } from "./wait.ts";
import { putBack, removeConfiguration, revertAll, schemaFiles } from "./workspace.ts";

const support = "prisma/schema/support.prisma";
const analytics = "services/analytics/db/analytics.prisma";

describe("The diagram", () => {
  before(hideNoise);

  afterEach(async () => {
    await revertAll();
    await removeConfiguration();
    await commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("opens beside the schema, without taking the keyboard", async () => {
    const editor = await openFile(support);
    await show("Customer");
    equal(window.activeTextEditor, editor);
    equal(editor.viewColumn, ViewColumn.One);
    await goTo(23, 8);
    await waitFor("the model at the cursor to be marked", () => selectedBox(), {
      until: (label) => label.startsWith("Ticket"),
    });
    await themed("diagram");
    await highContrast("diagram");
  });

  it("shows what is typed, before it is saved", async () => {
    const editor = await openFile(analytics);
    await show("Visitor");
    await behind("  browser    String?");
    await type("\nlanguage String?");
    await row("Visit", "language");
    await behind("model Event {");
    await type(
      '\nparent Event? @relation("Chain", fields: [parentId], references: [id])\nparentId BigInt?\nchildren Event[] @relation("Chain")',
    );
    await row("Event", "parentId");
    ok(editor.document.isDirty, "nothing is saved");
    await themed("diagram-typed");
  });

  it("keeps a model whose block is broken", async () => {
    await openFile(analytics);
    await show("Visitor");
    await behind("model Visit ");
    await press("Delete");
    const label = await waitFor(
      "the model to be stale",
      async () => (await box("Visit")).getAttribute("aria-label"),
      {
        until: (text) => /before a mistake/.test(text ?? ""),
      },
    );
    match(label ?? "", /^Visit,/);
    await themed("diagram-broken");
  });

  it("leads to the source and to the neighbourhood", async () => {
    await openFile(analytics);
    await show("Campaign");
    await (await box("Campaign")).click({ position: { x: 12, y: 8 } });
    await waitFor("the source", () => modelOfSelection(), { until: (name) => name === "Campaign" });
    await (await box("Visitor")).dblclick({ position: { x: 12, y: 8 } });
    const frame = await webview();
    await frame.getByText("Depth 1").first().waitFor();
    await waitFor("only neighbours", () => boxes(), {
      until: (labels) =>
        labels.length > 1 && !labels.some((label) => label.startsWith("OrderFact")),
    });
    await themed("diagram-focus");
  });

  it("compares with what was saved, and says when nothing differs", async () => {
    await openFile(analytics);
    await show("Visitor");
    await mode("Compare");
    const frame = await webview();
    await frame.getByText("Compared with").or(frame.getByText("Last commit")).first().waitFor();
    await choose("What it is compared with", "saved");
    await frame.getByRole("paragraph").filter({ hasText: "Nothing differs" }).waitFor();
    await themed("diagram-no-difference");
    await behind("  browser    String?");
    await type("\nlanguage String?");
    await waitFor("the changed model", () => boxes(), {
      until: (labels) => labels.length === 1 && /^Visit,.*changed/.test(labels[0] ?? ""),
    });
    await themed("diagram-compare");
  });

  it("finds a field", async () => {
    await openFile(analytics);
    await show("Visitor");
    const frame = await webview();
    await frame.getByRole("button", { name: /^Search/ }).click();
    await frame.getByRole("textbox").or(frame.getByRole("combobox")).first().fill("browser");
    await frame.getByRole("option").first().waitFor();
    await themed("diagram-search");
  });

  it("fixes a finding from its badge", async () => {
    const editor = await openFile(analytics);
    await show("Visit");
    const visit = await box("Visit");
    await visit.focus();
    const page = await workbenchPage();
    await page.keyboard.press("b");
    const frame = await webview();
    await frame.getByText("No index serves Visit.campaignId").first().waitFor();
    await themed("diagram-findings");
    await frame
      .getByRole("button", { name: /^Fix: Add @@index/ })
      .first()
      .click();
    await waitFor("the index", () => editor.document.getText().includes("@@index([campaignId])"));
  });

  it("draws more than Mermaid would as a map", async () => {
    const settings = workspace.getConfiguration("prismaArchitect");
    await settings.update("mostModelsForMermaid", 3, ConfigurationTarget.Global);
    try {
      await openFile(support);
      await show(undefined);
      await mode("All");
      await box("Customer");
      await themed("diagram-map");
    } finally {
      await settings.update("mostModelsForMermaid", undefined, ConfigurationTarget.Global);
    }
  });

  it("is there again after its page was loaded anew", async () => {
    await openFile(analytics);
    await show("Visitor");
    await mode("Focus");
    const frame = await webview();
    await frame.getByText("Depth 1").first().waitFor();
    await commands.executeCommand("workbench.action.webview.reloadWebviewAction");
    await waitFor("the focus after the reload", async () =>
      (await webview()).getByText("Depth 1").count(),
    );
  });

  const exports: readonly (readonly [format: string, looks: RegExp])[] = [
    ["mmd", /^erDiagram\n/],
    ["md", /```mermaid\nerDiagram/],
    ["dbml", /Table "?Visitor"?/],
    ["svg", /^<svg [\s\S]*Visitor[\s\S]*<\/svg>\s*$/],
    ["png", /^\u{fffd}PNG/u],
  ];
  for (const [format, looks] of exports) {
    it(`exports .${format}`, async () => {
      await openFile(analytics);
      await show("Visitor");
      await choose("Export", `\\.${format}`);
      const page = await workbenchPage();
      const path = page.locator(".quick-input-widget input").first();
      await waitFor("the place to save to", () => path.inputValue(), {
        until: (value) => value.endsWith(`schema.${format}`),
      });
      await press("Enter");
      const file = await waitFor("the file", async () => {
        const [found] = await workspace.findFiles(`schema.${format}`);
        return found;
      });
      ok(file);
      const content = await waitFor("its content", async () =>
        Buffer.from(await workspace.fs.readFile(file)).toString("utf8"),
      );
      await workspace.fs.delete(file);
      match(content, looks);
      await commands.executeCommand("notifications.clearAll");
    });
  }

  it("keeps a Markdown file up to date", async () => {
    const saved = await schemaFiles();
    const settings = workspace.getConfiguration("prismaArchitect");
    await settings.update("diagramFile", "docs/database.md", ConfigurationTarget.Workspace);
    try {
      const editor = await openFile(analytics);
      await behind("  browser    String?");
      await type("\nlanguage String?");
      await editor.document.save();
      const text = await waitFor("the file", async () => {
        const [file] = await workspace.findFiles("docs/database.md");
        return file && Buffer.from(await workspace.fs.readFile(file)).toString();
      });
      match(text ?? "", /```mermaid\nerDiagram[\s\S]*language/);
    } finally {
      await settings.update("diagramFile", undefined, ConfigurationTarget.Workspace);
      const [file] = await workspace.findFiles("docs/database.md");
      if (file) await workspace.fs.delete(file);
      await putBack(saved);
    }
  });
});

/** Opens the panel and waits for a box; without a name, for any. */
async function show(name: string | undefined): Promise<void> {
  await runCommand("Prisma Architect: Show the Diagram");
  if (name !== undefined) await box(name);
  else await waitFor("the diagram", () => boxes(), { until: ({ length }) => length > 0 });
}

async function box(name: string) {
  const frame = await webview();
  const found = frame.locator(`[aria-label^="${name}, "]`).first();
  await found.waitFor();
  return found;
}

async function boxes(): Promise<string[]> {
  const frame = await webview();
  const all = frame.locator(".box[aria-label]:not(.enum)");
  return all.evaluateAll((found) => found.map((one) => one.getAttribute("aria-label") ?? ""));
}

async function selectedBox(): Promise<string> {
  const frame = await webview();
  const all = frame.locator(".is-selected[aria-label]");
  const labels = await all.evaluateAll((found) =>
    found.map((one) => one.getAttribute("aria-label") ?? ""),
  );
  return labels[0] ?? "";
}

async function row(entity: string, name: string): Promise<void> {
  const inside = (await box(entity)).getByText(name, { exact: true }).first();
  await inside.waitFor({ state: "attached" });
}

/** By its button, or from the list that stands for the buttons in a narrow panel. */
async function mode(name: string): Promise<void> {
  const frame = await webview();
  const segment = frame.getByRole("button", { name, exact: true });
  if (await segment.isVisible()) await segment.click();
  else await choose("What is shown", name);
}

async function choose(menu: string, item: string): Promise<void> {
  const frame = await webview();
  const button = frame.getByRole("button", { name: new RegExp(`^${menu}`) }).first();
  if (await button.isVisible()) {
    await button.click();
  } else {
    await frame.getByRole("button", { name: /^More/ }).click();
  }
  await frame
    .locator("[role^=menuitem]")
    .filter({ hasText: new RegExp(item, "i") })
    .first()
    .click();
}

/** To the end of the first line that holds `text`, as far as the text reaches. */
async function behind(text: string): Promise<void> {
  // After a click in the panel no text editor is active.
  const visible = schemaEditor();
  const editor = visible && (await window.showTextDocument(visible.document, visible.viewColumn));
  const content = editor?.document.getText() ?? "";
  ok(content.includes(text), `${text} is in the file`);
  const { line, character } = editor?.document.positionAt(content.indexOf(text) + text.length) ?? {
    line: 0,
    character: 0,
  };
  const end = text.endsWith(" ")
    ? character
    : (editor?.document.lineAt(line).range.end.character ?? 0);
  await goTo(line + 1, end + 1);
}

function schemaEditor() {
  return window.visibleTextEditors.find(({ document }) => document.languageId === "prisma");
}

/** The model in which something is selected; empty where nothing is. */
function modelOfSelection(): string {
  const editor = schemaEditor();
  if (!editor || editor.selection.isEmpty) return "";
  const { document, selection } = editor;
  const above = document.getText().slice(0, document.offsetAt(selection.end));
  return [...above.matchAll(/^model (\w+)/gm)].at(-1)?.[1] ?? "";
}

async function highContrast(name: string): Promise<void> {
  const settings = workspace.getConfiguration("workbench");
  const before = settings.inspect("colorTheme")?.globalValue;
  await settings.update("colorTheme", "Default High Contrast", ConfigurationTarget.Global);
  const page = await workbenchPage();
  await page.locator(".monaco-workbench.hc-black").waitFor();
  await screenshot(`${name}-high-contrast`);
  await settings.update("colorTheme", before, ConfigurationTarget.Global);
}
