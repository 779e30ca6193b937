/** What a person does with queries: explains them where they stand, changes the schema, compares, connects a database. */
import { equal, match, ok } from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { commands, languages, window, workspace } from "vscode";
import {
  connect,
  npmBinaries,
  type PostgresServer,
  startServer,
} from "../../support/postgres-server.ts";
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
import { filesWith, putBack, removeConfiguration, revertAll, schemaFiles } from "./workspace.ts";

/** The bundle of this test is in .host/build. */
const packages = join(__dirname, "../../node_modules");

const password = "otter-Lighthouse-41";
const starting = { timeout: 60_000 };

describe("The plan of a query", () => {
  let saved: Awaited<ReturnType<typeof schemaFiles>>;

  before(async () => {
    saved = await schemaFiles();
    await hideNoise();
  });

  after(async () => {
    await revertAll();
    await putBack(saved);
    await removeConfiguration();
    await commands.executeCommand("workbench.action.closeAllEditors");
    await hideNoise();
  });

  it("is a click away from a query in the code", async () => {
    await openFile("src/reports.ts");
    await goTo(43, 10);
    await commands.executeCommand("workbench.action.closeSidebar");
    const page = await workbenchPage();
    const lens = page.locator(".codelens-decoration a", { hasText: "Explain" });
    await waitFor("the lenses above the queries", async () => (await lens.count()) >= 2);
    await screenshot("plan-lens-dark");
    await lens.nth(1).click();
    const panel = await shownPlan();
    await waitFor("the parameters", () => panel.locator(".parameter").count(), {
      until: (count) => count === 2,
    });
    match((await panel.locator("#target").textContent()) ?? "", /^Embedded PostgreSQL 18/);
    await waitFor("a finding", () => panel.locator(".findings li").count());
    const text = window.activeTextEditor?.document;
    ok(text);
    const found = await waitFor("what is found, at the query", () => {
      const own = languages.getDiagnostics(text.uri).filter(({ source }) => source === "architect");
      return own.length > 0 ? own : undefined;
    });
    match(found[0]?.message ?? "", /OrderLine/);
    await hideNoise();
    await themed("plan-code");
  });

  it("follows the values that are typed, and remembers them", async () => {
    await openFile("prisma/sql/bestSellers.sql");
    await goTo(6, 1);
    await runCommand("Prisma Architect: Explain the Query");
    const panel = await shownPlan();
    await waitFor("the note that any value was planned for", () =>
      panel.getByText(/any values?/i).count(),
    );
    await panel.locator("#value-1").fill("2025-01-01");
    await panel.locator("#value-2").fill("10");
    await panel.locator("#value-2").press("Enter");
    await waitFor(
      "the plan for these values",
      () => panel.getByText("Planned for any values").count(),
      { until: (count) => count === 0 },
    );
    await themed("plan-values");
    await commands.executeCommand("workbench.action.closeAllEditors");
    await openFile("prisma/sql/bestSellers.sql");
    await goTo(6, 1);
    await runCommand("Prisma Architect: Explain the Query");
    const again = await shownPlan();
    equal(await again.locator("#value-2").inputValue(), "10");
  });

  it("says what it refuses, and why", async () => {
    await openFile("prisma/sql/bestSellers.sql");
    const editor = window.activeTextEditor;
    ok(editor);
    await editor.edit((builder) =>
      builder.insert(editor.document.positionAt(0), 'DROP TABLE "Order";\n\n'),
    );
    await goTo(1, 3);
    await runCommand("Prisma Architect: Explain the Query");
    const panel = await webview();
    await waitFor("the reason", () => panel.getByText("This is not explained").count());
    match((await panel.locator(".reason").textContent()) ?? "", /DROP/);
    await screenshot("plan-refused-dark");
    await revertAll();
  });

  it("shows what an index changes, before it is saved", async () => {
    await openFile("src/reports.ts");
    await goTo(45, 20);
    await runCommand("Prisma Architect: Explain the Query");
    const panel = await shownPlan();
    const add = panel.locator("button[id^='add-']").first();
    await waitFor("an index that is offered", () => add.count());
    const offered = (await add.textContent()) ?? "";
    await add.click();
    await waitFor("it to be in the schema", () =>
      workspace.textDocuments.some(
        (document) => document.isDirty && document.getText().includes("@@index([variantId])"),
      ),
    );
    match(offered, /@@index\(\[variantId\]\) to OrderLine/);
    await waitFor("the plan with it", () => panel.getByText(/Index Scan|Bitmap/).count(), starting);
    await panel.getByRole("tab", { name: "Compare" }).click();
    await waitFor("the verdict", () => panel.getByText(/cheaper/i).count());
    await hideNoise();
    await themed("plan-compare");
  });

  it("draws it, and shows it as a table", async () => {
    const panel = await shownPlan();
    await panel.getByRole("tab", { name: "Table" }).click();
    await waitFor("the table", () => panel.locator("table tbody tr").count());
    await themed("plan-table");
    await panel.getByRole("tab", { name: "Graph" }).click();
    await waitFor("the graph", () => panel.locator(".plan-node").count(), starting);
    await themed("plan-graph");
    await panel.getByRole("tab", { name: "Plan" }).click();
    await themed("plan-tree");
  });

  it("runs it on rows that are made up, again and again", async () => {
    const panel = await shownPlan();
    await panel.locator("#value-1").fill("5");
    const second = panel.locator("#value-2");
    if (await second.count()) await second.fill("EUR");
    await panel.locator("#run-many").click();
    await waitFor("the percentiles", () => panel.getByText("p95").count(), starting);
    await hideNoise();
    await themed("plan-run");
  });

  it("can be given up", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    const document = await workspace.openTextDocument({
      language: "sql",
      content: "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b",
    });
    await window.showTextDocument(document);
    await runCommand("Prisma Architect: Run the Query and Measure It");
    const panel = await webview();
    const cancel = panel.getByRole("button", { name: "Cancel" });
    await waitFor("the way out", () => cancel.count());
    await screenshot("plan-running-dark");
    await cancel.click();
    await waitFor("it to be over", () => cancel.count(), { until: (count) => count === 0 });
    await commands.executeCommand("workbench.action.focusFirstEditorGroup");
    await runCommand("Prisma Architect: Explain the Query");
    await waitFor("the next plan", () => panel.getByText(/Function Scan/).count(), starting);
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });
});

describe("A plan of a connected database", () => {
  let server: PostgresServer | undefined;

  before(async function () {
    this.timeout(90_000);
    await hideNoise();
    // The harness has a temporary folder that only its own user may enter.
    const top = process.platform === "win32" ? tmpdir() : "/tmp";
    server = await startServer(npmBinaries(packages), top);
    const session = await connect(server.config);
    await session.exec(`
      ALTER ROLE postgres PASSWORD '${password}';
      CREATE TABLE "Order" (id serial PRIMARY KEY, "customerId" int NOT NULL, total int NOT NULL);
      INSERT INTO "Order" ("customerId", total) SELECT g % 1000, g FROM generate_series(1, 200000) g;
      ANALYZE "Order";
    `);
    await session.close();
  });

  after(async () => {
    await runCommand("Prisma Architect: Disconnect the Database");
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await commands.executeCommand("workbench.action.closeAllEditors");
    await server?.stop();
  });

  it("is added in the view of databases", async () => {
    ok(server);
    await commands.executeCommand("prismaArchitect.databases.focus");
    const page = await workbenchPage();
    await waitFor("the words of welcome", () => page.getByText("No database is connected").count());
    await screenshot("databases-empty-dark");
    const button = page.getByRole("button", { name: "Connect a Database…" });
    await button.first().click();
    const box = page.locator(".quick-input-widget");
    await waitFor("the schemas", () => box.getByText("prisma/schema").count());
    await press("Enter");
    await waitFor("the places", () => box.getByText("Enter a URL…").count());
    await type("Enter a URL");
    await press("Enter");
    await waitFor("the field for the URL", () => box.locator('input[type="password"]').count());
    await type(server.url.replace("postgres@", `postgres:${password}@`));
    await press("Enter");
    await waitFor("the labels", () => box.getByText("Staging").count());
    await type("Staging");
    await press("Enter");
    const item = page.getByRole("treeitem", { name: /postgres/ });
    await waitFor("it in the view", () => item.count());
    await item.first().click();
    await waitFor("what is known of it", () => page.getByText("PostgreSQL 18").count());
    await hideNoise();
    await themed("databases");
  });

  it("is its own, and a run is asked for once", async () => {
    const document = await workspace.openTextDocument({
      language: "sql",
      content: 'SELECT * FROM "Order" WHERE "customerId" = 7',
    });
    await window.showTextDocument(document);
    await commands.executeCommand("workbench.action.closeSidebar");
    await runCommand("Prisma Architect: Explain the Query");
    const panel = await shownPlan();
    match((await panel.locator("#target").textContent()) ?? "", /^postgres on PostgreSQL 18/);
    await waitFor("a finding", () => panel.locator(".findings li").count());
    await panel.locator("#run").click();
    await waitFor("the question", () => panel.getByText(/to measure them/).count());
    await themed("plan-question");
    await panel.getByRole("button", { name: "Run Queries Here" }).click();
    await waitFor("the measured plan", () => panel.getByText(/Execution/).count());
    await hideNoise();
    await themed("plan-database");
    await panel.locator("#run").click();
    await waitFor("another run without a question", () => panel.locator("#run").isEnabled());
    equal(await panel.locator(".question").isVisible(), false);
  });

  it("shows and keeps no password", async () => {
    const panel = await webview();
    equal((await panel.locator("html").innerHTML()).includes(password), false);
    const settings = JSON.stringify(workspace.getConfiguration().inspect("prismaArchitect") ?? "");
    equal(settings.includes(password), false);
    equal(filesWith(password).join(), "");
    // Where this VS Code keeps what extensions remember of a workspace.
    const page = await workbenchPage();
    const remembered = await page.evaluate(storedByWorkbench);
    match(remembered, /prismaArchitect/);
    equal(remembered.includes(password), false);
  });
});

/** Runs in the window: all texts of its databases, secrets aside, which are kept encrypted. */
async function storedByWorkbench(): Promise<string> {
  const open = (name: string) =>
    new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const texts: string[] = [];
  for (const { name = "" } of await indexedDB.databases()) {
    const database = await open(name);
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => {
        all.onsuccess = resolve;
      });
      texts.push(JSON.stringify(all.result));
    }
    database.close();
  }
  return texts.join("\n");
}

async function shownPlan(): Promise<FrameLocator> {
  const panel = await webview();
  await waitFor("the plan", () => panel.locator("#place").count(), starting);
  await waitFor(
    "the work to be over",
    () => panel.getByRole("button", { name: "Cancel" }).count(),
    {
      until: (count) => count === 0,
      ...starting,
    },
  );
  return panel;
}
