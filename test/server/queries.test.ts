/** The code of the workspace as the server reads it: the real thread, over real LSP streams. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { startQueryScanner } from "../../src/project/query-scanner.ts";
import { optionsChanged } from "../../src/protocol/messages.ts";
import { bundle } from "../support/bundle.ts";
import { plant, type Tree, temporaryFolders } from "../support/temp-folder.ts";
import { Editor, noEngines, uriOf } from "./editor.ts";

vi.setConfig({ testTimeout: 20_000 });

const folder = temporaryFolders();
let script = "";
beforeAll(async () => {
  script = await bundle("query-scan-worker", folder());
}, 30_000);

const editors: Editor[] = [];

async function open(tree: Tree, scanQueries = true, prepare = (_: Editor) => {}) {
  const hasSchema = Object.keys(tree).some((path) => path.endsWith(".prisma"));
  const own: Tree = hasSchema ? {} : { "schema.prisma": schema };
  const root = folder({ "prisma-architect.json": calm, ...own, ...tree });
  const editor = new Editor({
    ...noEngines,
    startQueryScanner: (log) => startQueryScanner(script, log),
  });
  prepare(editor);
  editors.push(editor);
  await editor.initialize({ roots: [root], options: { scanQueries } });
  await editor.until(() => editor.counts !== undefined);
  const uri = uriOf(join(root, "schema.prisma"));
  return { root, editor, shown: (text = schema) => editor.shown(uri, text), uri };
}

afterEach(async () => {
  for (const editor of editors.splice(0)) {
    expect(editor.errors).toEqual([]);
    await editor.stop();
  }
});

const calm = '{ "preset": "off", "rules": { "unindexed-query-filter": "info" } }';

const schema = `model User {
  id    Int    @id
  email String
  phone String
}
`;

const byEmail = "export const f = (email) => db.user.findMany({ where: { email } });\n";
const email = "unindexed-query-filter: email";
const phone = "unindexed-query-filter: phone";

test("what the code asks is told with the places", async () => {
  const { root, editor, shown, uri } = await open({ "src/users.ts": `\n${byEmail}` });
  await editor.until(() => shown().length > 0);
  expect(shown()).toEqual([email]);
  expect(editor.diagnostics(uri)[0]?.relatedInformation).toEqual([
    {
      message: "user.findMany filters by email",
      location: {
        uri: uriOf(join(root, "src/users.ts")),
        range: { start: { line: 1, character: 31 }, end: { line: 1, character: 44 } },
      },
    },
  ]);
  expect(editor.progress[0]).toBe("begin");
  expect(editor.progress.at(-1)).toBe("end");
});

test("the fix adds the index, and takes the finding away", async () => {
  const { editor, uri, shown } = await open({ "src/users.ts": byEmail });
  await editor.until(() => shown().length > 0);
  await editor.open(uri, schema);
  const actions = await editor.actions(uri, "email");
  const fix = actions.find(({ title }) => title.startsWith("Add"));
  expect(fix?.title).toBe("Add @@index([email]): serves 1 of 1 query");
  const text = editor.applied(uri, fix?.edit ?? {});
  await editor.change(uri, text);
  await editor.until(() => shown(text).length === 0);
});

test("typing in another model leaves it where it is", async () => {
  const { editor, uri, shown } = await open({ "src/users.ts": byEmail });
  await editor.until(() => shown().length > 0);
  await editor.open(uri, schema);
  const counted = editor.counts;
  await editor.change(uri, `model Team {\n  id Int @id\n}\n\n${schema}`);
  await editor.until(() => editor.diagnostics(uri)[0]?.range.start.line === 6);
  expect(editor.counts).toBe(counted);
});

describe("changes", () => {
  test("on disk", async () => {
    const { root, editor, shown } = await open({ "src/users.ts": byEmail });
    await editor.until(() => shown().length > 0);
    const file = join(root, "src/users.ts");
    writeFileSync(file, byEmail.replaceAll("email", "phone"));
    await editor.changedOnDisk(file);
    await editor.until(() => shown().join() === phone);
    plant(root, { "src/more.ts": byEmail });
    await editor.changedOnDisk(join(root, "src/more.ts"));
    await editor.until(() => shown().join() === [email, phone].join());
    rmSync(file);
    await editor.changedOnDisk(file);
    await editor.until(() => shown().join() === email);
  });

  test("that are not saved", async () => {
    const { root, editor, shown } = await open({ "src/users.ts": byEmail });
    await editor.until(() => shown().length > 0);
    expect(editor.registered).toEqual([
      "textDocument/didOpen",
      "textDocument/didChange",
      "textDocument/didClose",
    ]);
    const uri = uriOf(join(root, "src/users.ts"));
    await editor.open(uri, byEmail);
    await editor.change(uri, byEmail.replaceAll("email", "phone"));
    await editor.until(() => shown().join() === phone);
    await editor.close(uri);
    await editor.until(() => shown().join() === email);
  });

  test("in tests, scripts, and what a generator wrote say nothing", async () => {
    const { root, editor, shown } = await open({ "src/users.ts": byEmail });
    await editor.until(() => shown().length > 0);
    const aside = ["src/a.test.ts", "scripts/b.ts", "src/generated/c.ts", "prisma/seed.ts"];
    plant(
      root,
      Object.fromEntries(aside.map((path) => [path, byEmail.replace("email }", "phone }")])),
    );
    await editor.changedOnDisk(...aside.map((path) => join(root, path)));
    writeFileSync(join(root, "src/users.ts"), "");
    await editor.changedOnDisk(join(root, "src/users.ts"));
    await editor.until(() => shown().length === 0);
  });
});

test("whoever cancels the scan hears nothing", async () => {
  const { editor, shown } = await open({ "src/users.ts": byEmail }, true, (one) => {
    one.cancelsProgress = true;
  });
  await editor.until(() => editor.progress.includes("end"));
  expect(shown()).toEqual([]);
});

test("it can be turned off and on", async () => {
  const { editor, shown } = await open({ "src/users.ts": byEmail }, false);
  expect(shown()).toEqual([]);
  expect(editor.progress).toEqual([]);
  const options = { showPrismaErrors: false, codeLens: true };
  await editor.tell(optionsChanged, { ...options, scanQueries: true });
  await editor.until(() => shown().length > 0);
  await editor.tell(optionsChanged, { ...options, scanQueries: false });
  await editor.until(() => shown().length === 0);
});

test("a nested package has its own schema, code outside of both is for the one it fits", async () => {
  const team = "model Team {\n  id Int @id\n  name String\n}\n";
  const { root, editor } = await open({
    "packages/db/package.json": "{}",
    "packages/db/schema.prisma": schema,
    "packages/db/src/a.ts": byEmail,
    "packages/teams/package.json": "{}",
    "packages/teams/schema.prisma": team + schema,
    "packages/web/src/b.ts": "db.team.findMany({ where: { name } })",
    "packages/web/src/c.ts": byEmail.replaceAll("email", "phone"),
  });
  const shown = (name: string, text: string) =>
    editor.shown(uriOf(join(root, "packages", name, "schema.prisma")), text);
  await editor.until(() => shown("db", schema).length > 0 && shown("teams", team).length > 0);
  expect(shown("db", schema)).toEqual([email]);
  expect(shown("teams", team)).toEqual(["unindexed-query-filter: name"]);
});
