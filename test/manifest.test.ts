/** What the package promises to VS Code and to npm exists, and what exists is promised. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles, PackageManager } from "@vscode/vsce";
import { expect, test } from "vitest";
import packageFile from "../package.json" with { type: "json" };
import { configJsonSchema } from "../src/core/lint/config.ts";
import { allRules } from "../src/core/rules/index.ts";
import { commands } from "../src/protocol/messages.ts";
import { migrationCommands } from "../src/protocol/migrations.ts";
import { planCommands } from "../src/protocol/plans.ts";
import { rulesTable } from "./support/rules-table.ts";

const root = join(import.meta.dirname, "..");
const client = readdirSync(join(root, "src/client"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(join(root, "src/client", file), "utf8"))
  .join("\n");
const { contributes } = packageFile;

/** By name, or as the constant that the server's answers use as well. */
const registered = [
  ...[...client.matchAll(/register\("(prismaArchitect\.[\w.]+)"/g)].map(([, name]) => name),
  ...[...client.matchAll(/(?:register|registerCommand)\(commands\.(\w+)/g)].map(
    ([, key]) => Object.entries(commands).find(([name]) => name === key)?.[1],
  ),
  ...[...client.matchAll(/register\(migrationCommands\.(\w+)/g)].map(
    ([, key]) => Object.entries(migrationCommands).find(([name]) => name === key)?.[1],
  ),
  ...[...client.matchAll(/register\(planCommands\.(\w+)/g)].map(
    ([, key]) => Object.entries(planCommands).find(([name]) => name === key)?.[1],
  ),
];

/** Carried out for the server only: their arguments are its own. */
const forServerOnly: readonly (string | undefined)[] = [
  commands.showFindings,
  commands.writeReason,
  commands.refactor,
];

test("every command of the manifest is registered, and has a title", () => {
  for (const { command, title, category } of contributes.commands) {
    expect(registered, command).toContain(command);
    expect([title, category]).toEqual([expect.any(String), "Prisma Architect"]);
  }
});

test("every command that is registered for people is in the manifest", () => {
  const forPeople = registered.filter((name) => !forServerOnly.includes(name));
  expect(forPeople.sort()).toEqual(contributes.commands.map(({ command }) => command).sort());
});

test("every setting is read, and every setting that is read is in the manifest", () => {
  const read = [...client.matchAll(/settings\.get(?:<[^>]+>)?\("(\w+)"/g)].map(([, name]) => name);
  // The client library reads the setting for tracing.
  const expected = [
    ...new Set(read.map((name) => `prismaArchitect.${name}`)),
    "prismaArchitect.trace.server",
  ];
  expect(Object.keys(contributes.configuration.properties).sort()).toEqual(expected.sort());
});

test("it starts for schemas and their migrations only", () => {
  expect(packageFile.activationEvents).toEqual([
    "onLanguage:prisma",
    "workspaceContains:**/*.prisma",
    "onWebviewPanel:prismaArchitect.diagram",
    "workspaceContains:**/migrations/*/migration.sql",
    "onWebviewPanel:prismaArchitect.migration",
    "onWebviewPanel:prismaArchitect.plan",
  ]);
  expect(packageFile.engines.vscode).toBe("^1.100.0");
  expect(packageFile.capabilities.untrustedWorkspaces.supported).toBe("limited");
  expect(packageFile.capabilities.untrustedWorkspaces.description).toMatch(/\w/);
});

test("it lives beside Prisma's own extension: same language, same scope", () => {
  expect(contributes.languages[0]).toMatchObject({ id: "prisma", extensions: [".prisma"] });
  expect(contributes.grammars[0]).toMatchObject({ language: "prisma", scopeName: "source.prisma" });
});

test("every file the manifest names is there", () => {
  const named = [
    packageFile.icon,
    ...contributes.languages.map(({ configuration }) => configuration),
    ...contributes.grammars.map(({ path }) => path),
    ...contributes.jsonValidation.map(({ url }) => url),
    ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
    ...contributes.views.prismaArchitect.map(({ icon }) => icon),
    ...contributes.walkthroughs.flatMap(({ steps }) =>
      steps.map(({ media }) => ("image" in media ? media.image : media.markdown)),
    ),
  ];
  for (const file of named) expect(existsSync(join(root, file)), file).toBe(true);
});

test("no dependency has to be installed by a user", () => {
  expect(packageFile).not.toHaveProperty("dependencies");
  expect(readFileSync(join(root, ".npmrc"), "utf8")).toContain("ignore-scripts=true");
});

test("the package holds what runs, and nothing else", { timeout: 60_000 }, async () => {
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  const unexpected = files.filter(
    (file) =>
      !/^(package\.json|README\.md|CHANGELOG\.md|LICENSE|language-configuration\.json)$/.test(
        file,
      ) &&
      !/^dist\/postgres\/(version|pglite\.(wasm|data)|cluster\.tar\.br|extensions\/[\w-]+\.tar\.gz)$/.test(
        file,
      ) &&
      !/^(dist\/[\w-]+\.(cjs|wasm|js|css)|media\/[\w.-]+\.(png|svg|json|md)|syntaxes\/[\w.]+\.json)$/.test(
        file,
      ),
  );
  expect(unexpected).toEqual([]);
});

test("the JSON schema of the configuration is the one the reader checks with", async () => {
  const text = `${JSON.stringify(configJsonSchema(allRules), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../media/prisma-architect.schema.json");
});

test("the README lists the rules as they are", async () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const table = rulesTable();
  const start = readme.indexOf("<!-- rules -->");
  const end = readme.indexOf("<!-- /rules -->");
  const updated = `${readme.slice(0, start)}<!-- rules -->\n${table}\n${readme.slice(end)}`;
  await expect(updated).toMatchFileSnapshot("../README.md");
});
