/** What a person does with migrations: preview, read, write one, prove it, look at what is there. */
import { equal, match, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { commands, env, languages, Uri, ViewColumn, window, workspace } from "vscode";
import { workbenchPage } from "./page.ts";
import {
  goTo,
  hideNoise,
  openFile,
  press,
  quickFix,
  runCommand,
  screenshot,
  themed,
  type,
  webview,
} from "./ui.ts";
import { waitFor } from "./wait.ts";
import { revertAll } from "./workspace.ts";

const orders = "prisma/schema/orders.prisma";
const worth = "  worth      Decimal    @default(0) @db.Decimal(9, 2)";
const indexed = "\n  note       String?\n\n  @@index([validFrom])\n";
const publicId =
  '\n  publicId   String     @unique @default(dbgenerated("gen_random_uuid()")) @db.Uuid';

describe("The migration preview", () => {
  let kept: readonly string[];

  before(async () => {
    kept = await directories();
    await hideNoise();
  });

  afterEach(async () => {
    await revertAll();
    await removeAllBut(kept);
    await commands.executeCommand("workbench.action.closeAllEditors");
    await hideNoise();
  });

  it("shows the SQL of what is typed, and the locks it takes", async () => {
    await previewOf(publicId, "UUID NOT NULL");
    match(
      sqlNow(),
      /ALTER TABLE "Coupon" ADD COLUMN +"publicId" UUID NOT NULL DEFAULT gen_random_uuid\(\);/,
    );
    const found = await waitFor("a finding in the SQL", () => {
      const [first] = languages.getDiagnostics(previewUri());
      return first?.source === undefined ? undefined : first;
    });
    match(found.message, /ACCESS EXCLUSIVE on Coupon/);
    const page = await workbenchPage();
    await waitFor("the line above the statement", () =>
      page.getByText("ACCESS EXCLUSIVE on Coupon: blocks reads and writes").count(),
    );
    await commands.executeCommand("workbench.action.closeSidebar");
    await themed("migration-preview");
  });

  it("explains a statement under the mouse", async () => {
    await previewOf(publicId, "UUID NOT NULL");
    const page = await workbenchPage();
    await commands.executeCommand("workbench.action.closeSidebar");
    await waitFor("a finding in the SQL", () => languages.getDiagnostics(previewUri()).length);
    await focusPreview();
    await goTo(2, 20);
    await commands.executeCommand("editor.action.showHover");
    const hover = page.locator(".monaco-hover:visible");
    await waitFor("the hover", async () =>
      (await hover.first().textContent())?.includes("rewrites"),
    );
    await screenshot("migration-hover-dark");
  });

  it("sums it up, and leads from a statement to its SQL", async () => {
    await previewOf(publicId, "UUID NOT NULL");
    await commands.executeCommand("workbench.action.closeSidebar");
    await focusPreview();
    await commands.executeCommand("prismaArchitect.showMigrationSummary", previewUri());
    const panel = await webview();
    await waitFor("the summary", () => panel.getByText("ACCESS EXCLUSIVE on Coupon").count());
    await hideNoise();
    await themed("migration-summary");
    await panel.getByRole("button", { name: "Create unique index" }).click();
    await waitFor("the SQL with the cursor in it", () => {
      const editor = window.activeTextEditor;
      return editor?.document.uri.scheme === "prisma-migration" && editor.selection.active.line > 2;
    });
  });

  it("keeps the last valid version, and says that it does", async () => {
    await previewOf("\n  note       String?", '"note"');
    await press("End");
    await type("\nhalf");
    const page = await workbenchPage();
    await waitFor("the note above the SQL", () => page.getByText("last valid version").count());
    match(sqlNow(), /"note" TEXT/);
    await runCommand("Prisma Architect: Create Migration…");
    await waitFor("the refusal", () => page.getByText("The schema has mistakes:").count());
    await themed("migration-invalid");
  });

  it("counts from something else", async () => {
    await previewOf("", "");
    await sqlOf((text) => text.includes("empty migration"));
    await focusPreview();
    const page = await workbenchPage();
    await waitFor("the note above the SQL", () => page.getByText("Nothing to migrate").count());
    await runCommand("Prisma Architect: Change What the Preview Counts From…");
    await titled(page, "What the Preview Counts From");
    await themed("migration-base");
    await type("Empty");
    await press("Enter");
    await sqlOf((text) => text.includes('CREATE TABLE "Coupon"'));
    equal(window.tabGroups.all.length, 2);
    await runCommand("Prisma Architect: Copy the Migration SQL");
    await waitFor("the clipboard", async () => (await env.clipboard.readText()) === sqlNow());
  });

  it("writes the migration in Prisma's format", async () => {
    await previewOf("\n  note       String?", '"note"');
    const sql = sqlNow();
    await runCommand("Prisma Architect: Create Migration…");
    const page = await workbenchPage();
    await titled(page, "Create Migration");
    await type("Coupon note");
    await waitFor("the name of the file", () =>
      page.getByText(/Writes prisma\/migrations\/\d{14}_coupon_note\/migration\.sql/).count(),
    );
    await themed("migration-create");
    await press("Enter");
    const [script] = await waitFor("the script", () => created("*_coupon_note/migration.sql"), {
      until: (files) => files.length > 0,
    });
    ok(script);
    match(script.path, /\/migrations\/\d{14}_coupon_note\/migration\.sql$/);
    await waitFor("the script to be written", async () => (await textIn(script)) === sql);
    await waitFor(
      "the script to be shown",
      () => window.activeTextEditor?.document.uri.path === script.path,
    );
    await waitFor("what follows", () => page.getByText("is not saved yet").count());
    await waitFor("nothing left to migrate", () => page.getByText("Nothing to migrate").count());
    await screenshot("migration-written-dark");
    await hideNoise();
    await commands.executeCommand("prismaArchitect.migrations.focus");
    await waitFor("it in the list", () => page.getByText("coupon note", { exact: true }).count());
    await themed("migration-created");
  });

  it("splits a migration, so that its index is built while others write", async () => {
    await previewOf(indexed, "CREATE INDEX");
    const script = await create("Coupon note");
    await waitFor("its findings", () => languages.getDiagnostics(script).length);
    await hideNoise();
    await placeCursor('CREATE INDEX "Coupon');
    await quickFix("Build Coupon_validFrom_idx concurrently, in a migration of its own");
    const [second] = await waitFor("the migration behind it", () => created("*_create_*/*.sql"), {
      until: (files) => files.length > 0,
    });
    ok(second);
    ok(second.path > script.path);
    const document = await workspace.openTextDocument(second);
    await waitFor("its SQL", () => document.getText().includes("CREATE INDEX CONCURRENTLY"));
    const first = await workspace.openTextDocument(script);
    await waitFor("the first without the index", () => !first.getText().includes("CREATE INDEX"));
    const page = await workbenchPage();
    await waitFor("nothing left to migrate", () => page.getByText("Nothing to migrate").count());
    await commands.executeCommand("prismaArchitect.migrations.focus");
    await waitFor("both in the list", () => page.getByText(/^create .*idx$/).count());
    await themed("migration-split");
  });

  it("takes a migration back, and writes how", async () => {
    await previewOf("\n  note       String?", '"note"');
    const script = await create("Coupon note");
    await hideNoise();
    await runCommand("Prisma Architect: Show the Down Script");
    const text = await waitFor("the script", () => shownText("down.sql"));
    match(text, /ALTER TABLE "Coupon" DROP COLUMN "note"/);
    await screenshot("migration-down-dark");
    await commands.executeCommand("notifications.showList");
    const page = await workbenchPage();
    await page.getByRole("button", { name: "Write down.sql" }).first().click();
    const down = Uri.joinPath(script, "../down.sql");
    await waitFor("down.sql", async () => (await textIn(down)) === text);
    await waitFor("it to be shown", () => {
      return window.activeTextEditor?.document.uri.toString() === down.toString();
    });
  });

  it("proves what is previewed", async () => {
    await previewOf(publicId, "UUID NOT NULL");
    await commands.executeCommand("workbench.action.closeSidebar");
    // Side by side: the SQL takes the place of the schema.
    await focusPreview();
    await commands.executeCommand("workbench.action.moveEditorToFirstGroup");
    await waitFor("the SQL on the left", () => previewColumn() === ViewColumn.One);
    await commands.executeCommand("prismaArchitect.showMigrationSummary", previewUri());
    const panel = await webview();
    await waitFor("the summary", () => panel.locator("#prove").count());
    await panel.locator("#prove").click();
    const page = await workbenchPage();
    await waitFor("how far it is", () => page.getByText("Proving the migration").count());
    await screenshot("migration-proving-dark");
    await waitFor("the proof", () => panel.locator(".proof h2").count(), { timeout: 90_000 });
    match((await panel.locator(".proof h2").textContent()) ?? "", /^Proven on PostgreSQL 18/);
    equal(await panel.locator(".badge", { hasText: /^verified on PostgreSQL 18/ }).count(), 2);
    await screenshot("migration-proof-message-dark");
    await hideNoise();
    await themed("migration-proof");
  });

  it("shows the queries to run before", async () => {
    await previewOf(publicId, "UUID NOT NULL");
    await focusPreview();
    await runCommand("Prisma Architect: Show the Pre-Check Queries");
    const text = await waitFor("the queries", () => shownText("pre-checks.sql"));
    match(text, /^-- .+\n-- Good: .+\nSELECT /);
    const page = await workbenchPage();
    await waitFor("the lines above the SQL", () => page.getByText("Create Migration…").count());
    await themed("migration-pre-checks");
  });

  it("lists what is on disk", async () => {
    await commands.executeCommand("prismaArchitect.migrations.focus");
    const page = await workbenchPage();
    await waitFor("the migrations", () => page.getByText("rename article number").count());
    // A directory that another test made is gone from the disk, and so from here.
    await waitFor("what was deleted to go", () => page.getByText("coupon note").count(), {
      until: (count) => count === 0,
    });
    await page.getByText("order on hold").click();
    await waitFor("the script", () =>
      window.activeTextEditor?.document.uri.path.endsWith("_order_on_hold/migration.sql"),
    );
    const uri = window.activeTextEditor?.document.uri;
    await waitFor("its findings", () => uri && languages.getDiagnostics(uri).length);
    const actions = page.locator(".editor-actions");
    await waitFor("its buttons", () =>
      actions.getByRole("button", { name: "Prove the Migration" }).count(),
    );
    await themed("migrations-view");
  });
});

/** Opens the preview beside the schema and types `text` into the model Coupon. */
async function previewOf(text: string, until: string): Promise<void> {
  const editor = await openFile(orders);
  await runCommand("Prisma Architect: Preview the Migration");
  await waitFor("the preview beside the schema", previewColumn, { timeout: 60_000 });
  await sqlOf((sql) => sql !== "");
  await window.showTextDocument(editor.document, editor.viewColumn);
  const offset = editor.document.getText().indexOf(worth);
  ok(offset >= 0);
  const { line, character } = editor.document.positionAt(offset + worth.length);
  await goTo(line + 1, character + 1);
  if (text === "") return;
  // At once, so that no completion gets in between.
  await window.activeTextEditor?.edit((edit) =>
    edit.insert(editor.document.positionAt(offset + worth.length), text),
  );
  await goTo(line + 2, 3);
  await sqlOf((sql) => sql.includes(until));
}

async function placeCursor(text: string): Promise<void> {
  const document = window.activeTextEditor?.document;
  const offset = document?.getText().indexOf(text) ?? -1;
  if (!document || offset < 0) throw new Error(`there is no ${text}`);
  const { line, character } = document.positionAt(offset);
  await goTo(line + 1, character + 1);
}

/** Of the editor in front, when it is the one of that name. */
function shownText(name: string): string | undefined {
  const document = window.activeTextEditor?.document;
  return document?.uri.path.endsWith(`/${name}`) ? document.getText() : undefined;
}

async function focusPreview(): Promise<void> {
  const document = await workspace.openTextDocument(previewUri());
  await window.showTextDocument(document, previewColumn());
}

function previewColumn(): ViewColumn | undefined {
  return window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ label }) => label === "next-migration.sql"),
  )?.viewColumn;
}

async function titled(page: Page, title: string): Promise<void> {
  const shown = page.locator(".quick-input-widget:visible .quick-input-title");
  await waitFor(`the question "${title}"`, () => shown.textContent(), {
    until: (text) => text === title,
  });
}

function previewUri(): Uri {
  const document = workspace.textDocuments.find(({ uri }) => uri.scheme === "prisma-migration");
  if (!document) throw new Error("there is no preview");
  return document.uri;
}

function sqlNow(): string {
  const uri = previewUri().toString();
  return workspace.textDocuments.find((one) => one.uri.toString() === uri)?.getText() ?? "";
}

async function sqlOf(until: (text: string) => boolean): Promise<string> {
  return await waitFor("the SQL", sqlNow, { until });
}

async function textIn(file: Uri): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(file));
}

/** Writes what is previewed, and answers with the script once it is shown. */
async function create(name: string): Promise<Uri> {
  await runCommand("Prisma Architect: Create Migration…");
  await titled(await workbenchPage(), "Create Migration");
  await type(name);
  await press("Enter");
  return await waitFor("the script to be shown", () => {
    const uri = window.activeTextEditor?.document.uri;
    return uri?.path.endsWith("_coupon_note/migration.sql") ? uri : undefined;
  });
}

async function created(pattern: string): Promise<Uri[]> {
  return await workspace.findFiles(`**/migrations/${pattern}`);
}

function migrationsFolder(): Uri {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  if (!folder) throw new Error("no folder is open");
  return Uri.joinPath(folder, "prisma/migrations");
}

async function directories(): Promise<string[]> {
  return (await workspace.fs.readDirectory(migrationsFolder())).map(([name]) => name);
}

async function removeAllBut(kept: readonly string[]): Promise<void> {
  for (const name of await directories()) {
    if (kept.includes(name)) continue;
    await workspace.fs.delete(Uri.joinPath(migrationsFolder(), name), { recursive: true });
  }
}
