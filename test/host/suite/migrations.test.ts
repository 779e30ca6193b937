/** What a person does with migrations: preview, read, write one, look at what is there. */
import { equal, match, ok } from "node:assert/strict";
import { commands, languages, Uri, window, workspace } from "vscode";
import { workbenchPage } from "./page.ts";
import { goTo, hideNoise, openFile, runCommand, themed, type, webview } from "./ui.ts";
import { waitFor } from "./wait.ts";
import { revertAll } from "./workspace.ts";

const orders = "prisma/schema/orders.prisma";

describe("The migration preview", () => {
  before(hideNoise);

  afterEach(async () => {
    await revertAll();
    await removeMigrations();
    await commands.executeCommand("workbench.action.closeAllEditors");
    await hideNoise();
  });

  it("shows the SQL of what is typed, with the locks it takes", async () => {
    const editor = await openFile(orders);
    await runCommand("Prisma Architect: Preview the Migration");
    await sqlOf((text) => text !== "");
    await window.showTextDocument(editor.document, editor.viewColumn);
    await behind("  worth      Decimal    @default(0) @db.Decimal(9, 2)");
    await type('\npublicId String @unique @default(dbgenerated("gen_random_uuid()")) @db.Uuid');
    const sql = await sqlOf((text) => text.includes("UUID NOT NULL"));
    match(
      sql,
      /ALTER TABLE "Coupon" ADD COLUMN +"publicId" UUID NOT NULL DEFAULT gen_random_uuid\(\);/,
    );
    await waitFor("a finding in the SQL", () => languages.getDiagnostics(previewUri()).length);
    await commands.executeCommand("prismaArchitect.showMigrationSummary", previewUri());
    const page = await webview();
    await waitFor("the summary", () => page.getByText("ACCESS EXCLUSIVE on Coupon").count());
    await commands.executeCommand("workbench.action.evenEditorWidths");
    await hideNoise();
    await themed("migration-preview");
  });

  it("writes the migration in Prisma's format", async () => {
    const editor = await openFile(orders);
    await runCommand("Prisma Architect: Preview the Migration");
    await window.showTextDocument(editor.document, editor.viewColumn);
    await behind("  worth      Decimal    @default(0) @db.Decimal(9, 2)");
    await type("\nnote String?");
    const sql = await sqlOf((text) => text.includes('"note"'));
    await runCommand("Prisma Architect: Create Migration…");
    const page = await workbenchPage();
    await waitFor("the question for a name", () =>
      page.locator(".quick-input-widget input").first().isVisible(),
    );
    await type("Coupon note");
    await themed("migration-create");
    await page.keyboard.press("Enter");
    const [script] = await waitFor("the script", () => created(), {
      until: (files) => files.length > 0,
    });
    ok(script);
    match(script.path, /\/migrations\/\d{14}_coupon_note\/migration\.sql$/);
    equal(new TextDecoder().decode(await workspace.fs.readFile(script)), sql);
    await waitFor(
      "the script to be shown",
      () => window.activeTextEditor?.document.uri.path === script.path,
    );
    await hideNoise();
    await themed("migration-created");
  });

  it("lists what is on disk", async () => {
    await commands.executeCommand("prismaArchitect.migrations.focus");
    const page = await workbenchPage();
    await waitFor("the migrations", () => page.getByText("rename article number").count());
    await themed("migrations-view");
  });
});

function previewUri(): Uri {
  const document = workspace.textDocuments.find(({ uri }) => uri.scheme === "prisma-migration");
  if (!document) throw new Error("there is no preview");
  return document.uri;
}

async function sqlOf(until: (text: string) => boolean): Promise<string> {
  return await waitFor("the SQL", () => textOf(previewUri()), { until });
}

function textOf(uri: Uri): string {
  return (
    workspace.textDocuments.find((one) => one.uri.toString() === uri.toString())?.getText() ?? ""
  );
}

async function behind(text: string): Promise<void> {
  const editor = window.activeTextEditor;
  const document = editor?.document;
  const offset = document?.getText().indexOf(text) ?? -1;
  if (!document || offset < 0) throw new Error(`there is no ${text}`);
  const { line, character } = document.positionAt(offset + text.length);
  await goTo(line + 1, character + 1);
}

function created(): Thenable<Uri[]> {
  return workspace.findFiles("**/migrations/*_coupon_note/migration.sql");
}

async function removeMigrations(): Promise<void> {
  for (const script of await created()) {
    await workspace.fs.delete(Uri.joinPath(script, ".."), { recursive: true });
  }
}
