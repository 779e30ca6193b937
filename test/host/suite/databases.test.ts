/** What a person does with a database: connects it by its URL, sees what is applied, asks it, lets it go. */
import { equal, match, ok } from "node:assert/strict";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commands, Uri, window, workspace } from "vscode";
import {
  connect,
  npmBinaries,
  type PostgresServer,
  startServer,
} from "../../support/postgres-server.ts";
import { workbenchPage } from "./page.ts";
import { hideNoise, press, runCommand, screenshot, themed, type } from "./ui.ts";
import { waitFor } from "./wait.ts";
import { filesWith } from "./workspace.ts";

/** The bundle of this test is in .host/build. */
const packages = join(__dirname, "../../node_modules");

const password = "zebra-Crossing-77";

describe("A connected database", () => {
  let server: PostgresServer | undefined;

  before(async function () {
    this.timeout(60_000);
    await hideNoise();
    // The harness has a temporary folder that only its own user may enter.
    const top = process.platform === "win32" ? tmpdir() : "/tmp";
    server = await startServer(npmBinaries(packages), top);
    const session = await connect(server.config);
    await session.exec(`
      ALTER ROLE postgres PASSWORD '${password}';
      CREATE TABLE _prisma_migrations (
        id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
        migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
        started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0);
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
        VALUES ('1', 'of another text', '${oldest()}', now());
    `);
    await session.close();
  });

  after(async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await server?.stop();
  });

  it("is refused in plain words when it does not answer", async () => {
    await enter(`postgresql://postgres:${password}@127.0.0.1:1/postgres`);
    const page = await workbenchPage();
    await waitFor("the reason", () =>
      page.getByText(/Nothing listens at 127\.0\.0\.1:1: is PostgreSQL started/).count(),
    );
    await hideNoise();
  });

  it("says what is applied, and what was changed since", async () => {
    await commands.executeCommand("prismaArchitect.migrations.focus");
    ok(server);
    await enter(server.url.replace("postgres@", `postgres:${password}@`));
    const page = await workbenchPage();
    await waitFor("that it is connected", () =>
      page.getByText(/is connected for reading: 1 migration is applied/).count(),
    );
    await waitFor("it in the view", () => page.getByText("staging: postgres").count());
    await hideNoise();
    const pending = page.getByRole("treeitem", { name: /not applied yet/i });
    await waitFor("migrations that are not applied", () => pending.count());
    await themed("database-connected");
  });

  it("answers the queries of a migration", async () => {
    await commands.executeCommand("prismaArchitect.migrations.focus");
    const script = Uri.file(join(migrationsFolder(), newest(), "migration.sql"));
    await commands.executeCommand("prismaArchitect.runPreChecks", script);
    const text = await waitFor("the answers", () => {
      const shown = window.visibleTextEditors.map(({ document }) => document.getText());
      return shown.find((one) => one.startsWith("-- postgres on PostgreSQL 18"));
    });
    match(text, /-- Expect: /);
    await screenshot("database-pre-checks-dark");
  });

  it("is in no file of the profile, and gone once it is disconnected", async () => {
    const shown = window.visibleTextEditors.map(({ document }) => document.getText()).join();
    equal(shown.includes(password), false);
    const settings = JSON.stringify(workspace.getConfiguration().inspect("prismaArchitect") ?? "");
    equal(settings.includes(password), false);
    equal(filesWith(password).join(), "");
    await commands.executeCommand("prismaArchitect.migrations.focus");
    await runCommand("Prisma Architect: Disconnect the Database");
    const page = await workbenchPage();
    await waitFor(
      "it to be gone",
      async () => (await page.getByText("staging: postgres").count()) === 0,
    );
    const pending = page.getByRole("treeitem", { name: /not applied yet/i });
    await waitFor("no state of a database", async () => (await pending.count()) === 0);
  });
});

/** By keyboard: the last choice is the one for a URL, the second label is staging. */
async function enter(url: string): Promise<void> {
  await runCommand("Prisma Architect: Connect a Database…");
  const page = await workbenchPage();
  const box = page.locator(".quick-input-widget");
  await waitFor("the schemas", () => box.getByText("prisma/schema").count());
  await press("Enter");
  await waitFor("the places", () => box.getByText("Enter a URL…").count());
  await type("Enter a URL");
  await press("Enter");
  await waitFor("the field for the URL", () => box.locator('input[type="password"]').count());
  await type(url);
  await screenshot("database-url-dark");
  await press("Enter");
  await waitFor("the labels", () => box.getByText("Staging").count());
  await type("Staging");
  await press("Enter");
}

function migrationsFolder(): string {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  return join(folder, "prisma/migrations");
}

function oldest(): string {
  const [first] = readdirSync(migrationsFolder())
    .filter((name) => /^\d{14}/.test(name))
    .sort();
  ok(first);
  return first;
}

/** The newest: it changes tables that the ones before have made. */
function newest(): string {
  const last = readdirSync(migrationsFolder())
    .filter((name) => /^\d{14}/.test(name))
    .sort()
    .at(-1);
  ok(last);
  return last;
}
