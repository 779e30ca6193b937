/** What a person does in the checklist: look, group, filter, fix one, fix many, choose rules. */
import { deepEqual, match, ok } from "node:assert/strict";
import { commands, window, workspace } from "vscode";
import { workbenchPage } from "./page.ts";
import { hideNoise, openFile, press, runCommand, screenshot, themed, type } from "./ui.ts";
import { waitFor } from "./wait.ts";
import { putBack, removeConfiguration, revertAll, schemaFiles } from "./workspace.ts";

const support = "prisma/schema/support.prisma";

describe("The checklist", () => {
  before(hideNoise);

  afterEach(async () => {
    await commands.executeCommand("prismaArchitect.checklist.groupByRule");
    await commands.executeCommand("prismaArchitect.checklist.clearFilter");
    await revertAll();
    await removeConfiguration();
    await commands.executeCommand("workbench.view.explorer");
  });

  it("lists all findings of the workspace by rule, and leads to them", async () => {
    await openFile(support);
    await open();
    const rule = await group("unindexed-foreign-key");
    match(await label(rule), /unindexed-foreign-key, 5 findings, warning/);
    await rule.click();
    await themed("checklist-by-rule");
    await (await finding("Ticket.assignee")).click();
    await waitFor("the finding to be selected", () => selected() === "[assigneeId]");
  });

  it("groups by model, and remembers it", async () => {
    await open();
    await runCommand("Prisma Architect: Group by Model");
    const ticket = await group("Ticket");
    await ticket.click();
    const found = await finding("No index serves Ticket.assigneeId");
    match(await label(found), /^Ticket.assignee, .*, unindexed-foreign-key, warning/);
    await themed("checklist-by-model");
  });

  it("filters while one types, and says so when nothing is left", async () => {
    await open();
    await runCommand("Prisma Architect: Filter the Checklist...");
    await quickInput("Filter the Checklist");
    await type("warning price");
    await finding("Variant.price");
    const shown = await findings();
    ok(
      shown.every((text) => /price/i.test(text)),
      shown.join("\n"),
    );
    await type("xyz");
    const page = await workbenchPage();
    await page.getByText("No finding has all of these words.").waitFor();
    await themed("checklist-no-match");
    await press("Escape");
    await group("unindexed-foreign-key");
  });

  it("fixes one finding", async () => {
    const editor = await openFile(support);
    await open();
    const rule = await group("unindexed-foreign-key");
    await rule.click();
    const found = await finding("Ticket.assignee");
    await found.hover();
    await found.locator(".action-label[aria-label^='Fix']").click();
    await waitFor("the index", () => editor.document.getText().includes("@@index([assigneeId])"));
    await waitFor("the finding to go", () => findings(), {
      until: (left) => !left.some((text) => text.includes("Ticket.assignee")),
    });
  });

  it("fixes all of a rule after a preview", async () => {
    const saved = await schemaFiles();
    await open();
    const rule = await group("unindexed-foreign-key");
    await rule.hover();
    await rule.locator(".action-label[aria-label^='Fix All']").click();
    const page = await workbenchPage();
    const preview = page.locator(".bulk-edit-panel");
    await preview.waitFor();
    const files = preview.locator(".monaco-list-row[aria-level='1'] .edit-checkbox");
    await files.first().waitFor();
    await themed("fix-preview");
    ok(!workspace.textDocuments.some(({ isDirty }) => isDirty), "nothing is changed before");
    for (const file of await files.all()) await file.check();
    await preview.getByRole("button", { name: "Apply" }).click();
    // The other schema has a checklist of its own.
    await waitFor("the rule to go", () => groups(), {
      until: (left) => left.filter((text) => text.includes("unindexed-foreign-key")).length === 1,
    });
    await putBack(saved);
  });

  it("chooses which rules run, down to nothing", async () => {
    await open();
    await runCommand("Prisma Architect: Choose Which Rules Run...");
    const page = await workbenchPage();
    await quickInput("Which Rules Run");
    await screenshot("presets-dark");
    await type("off");
    await press("Enter");
    await page.getByText("All clear").waitFor();
    await themed("checklist-clean");
    const [file] = await workspace.findFiles("prisma-architect.json");
    ok(file);
    const config: unknown = JSON.parse(Buffer.from(await workspace.fs.readFile(file)).toString());
    deepEqual(config, { preset: "off" });
  });

  it("turns a rule off", async () => {
    await open();
    const rule = await group("money-as-float");
    await rule.click({ button: "right" });
    const page = await workbenchPage();
    await page.getByRole("menuitem", { name: "Turn This Rule Off" }).hover();
    await press("Enter");
    await waitFor("the rule to go", () => groups(), {
      until: (left) => left.length > 0 && !left.some((text) => text.includes("money-as-float")),
    });
  });

  it("maps everything to snake_case, with the SQL that keeps the rows", async () => {
    const saved = await schemaFiles();
    await openFile("services/analytics/db/analytics.prisma");
    await runCommand("Prisma Architect: Refactor the Schema...");
    await quickInput("Refactor the Schema");
    await screenshot("refactorings-dark");
    await type("analytics");
    await press("Enter");
    const page = await workbenchPage();
    const preview = page.locator(".bulk-edit-panel");
    const files = preview.locator(".monaco-list-row[aria-level='1'] .edit-checkbox");
    await files.first().waitFor();
    for (const file of await files.all()) await file.check();
    await themed("refactoring-preview");
    await preview.getByRole("button", { name: "Apply" }).click();
    const sql = () => window.activeTextEditor?.document;
    await waitFor("the SQL", () => sql()?.languageId === "sql");
    match(sql()?.getText() ?? "", /ALTER TABLE "Visit" RENAME TO "visit"/);
    await themed("refactoring-migration");
    await revertAll();
    await putBack(saved);
  });

  it("comes with a walkthrough", async () => {
    await commands.executeCommand("prismaArchitect.openWalkthrough");
    const page = await workbenchPage();
    await page.getByText("Warned while you type").waitFor();
    await themed("walkthrough");
  });
});

async function quickInput(title: string): Promise<void> {
  const page = await workbenchPage();
  await page.locator(".quick-input-widget .quick-input-title", { hasText: title }).waitFor();
}

/** Shows the view and waits until it lists something. */
async function open(): Promise<void> {
  await commands.executeCommand("prismaArchitect.checklist.focus");
  await waitFor("the checklist", () => groups(), { until: ({ length }) => length > 0 });
}

async function rows() {
  const page = await workbenchPage();
  // The migrations stand below, in a tree of the same kind.
  const pane = page.locator(".pane", {
    has: page.locator(".pane-header", { hasText: "Checklist" }),
  });
  return pane.locator(".customview-tree .monaco-list-row");
}

async function group(name: string) {
  const found = (await rows()).and(
    (await workbenchPage()).locator(`[aria-label^="${name}, "][aria-expanded]`),
  );
  await found.first().waitFor();
  return found.first();
}

/** Scrolled to, as a tree draws only what is seen. */
async function finding(text: string) {
  const found = (await rows()).filter({ hasText: text }).last();
  await found.waitFor();
  return found;
}

async function label(row: { getAttribute(name: string): Promise<string | null> }) {
  return (await row.getAttribute("aria-label")) ?? "";
}

async function groups(): Promise<string[]> {
  return (await rows()).evaluateAll((all) =>
    all
      .filter((one) => one.getAttribute("aria-expanded") !== null)
      .map((one) => one.getAttribute("aria-label") ?? ""),
  );
}

async function findings(): Promise<string[]> {
  return (await rows()).evaluateAll((all) =>
    all
      .filter((one) => one.getAttribute("aria-expanded") === null)
      .map((one) => one.getAttribute("aria-label") ?? ""),
  );
}

function selected(): string {
  const editor = window.activeTextEditor;
  return editor ? editor.document.getText(editor.selection) : "";
}
