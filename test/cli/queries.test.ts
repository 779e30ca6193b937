/** What `check` says about the code around a schema: the bundled program, run as a shell runs it. */
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { queryRules } from "../../src/core/rules/index.ts";
import { bundle, copyPgParser } from "../support/bundle.ts";
import { read, temporaryFolders } from "../support/temp-folder.ts";
import { runProgram } from "./run.ts";

// Processes start slowly where much else runs.
vi.setConfig({ testTimeout: 20_000 });

const folder = temporaryFolders();
let script = "";
beforeAll(async () => {
  const dist = folder();
  script = await bundle("cli", dist);
  copyPgParser(dist);
}, 30_000);

const tree = {
  "package.json": "{}",
  "prisma-architect.json": '{ "preset": "off", "rules": { "unindexed-query-filter": "warning" } }',
  "prisma/schema.prisma": `model User {
  id    Int    @id
  email String
}
`,
  "src/users.ts": "// 🦊\nexport const f = (email) =>\n  db.user.findMany({ where: { email } });\n",
  "src/users.test.ts": "db.user.findMany({ where: { email } })",
  "node_modules/a/index.js": "db.user.findMany({ where: { email } })",
};

const check = (root: string, ...words: string[]) => runProgram(script, root, ["check", ...words]);

test("text has the places under the finding", async () => {
  const { code, out } = await check(folder(tree));
  expect(code).toBe(1);
  expect(
    out,
  ).toBe(`prisma/schema.prisma:3:3 warning A query filters User by email, and no index begins with it unindexed-query-filter
    src/users.ts:3:6 user.findMany filters by email

1 warning in 1 file. 1 can be fixed with --fix.
`);
});

test("the code counts from wherever the schema is named", async () => {
  const root = folder(tree);
  for (const path of ["prisma", "prisma/schema.prisma"]) {
    expect((await check(root, path)).out).toContain("src/users.ts:3:6");
  }
});

test("json and sarif have them as well", async () => {
  const root = folder(tree);
  const json = JSON.parse((await check(root, "--format", "json")).out);
  const start = { line: 3, column: 6, offset: 39 };
  const end = { line: 3, column: 19, offset: 52 };
  expect(json.findings[0].related).toEqual([
    { file: "src/users.ts", start, end, message: "user.findMany filters by email" },
  ]);
  const sarif = JSON.parse((await check(root, "--format", "sarif")).out);
  expect(sarif.runs[0].results[0].relatedLocations).toEqual([
    {
      id: 1,
      message: { text: "user.findMany filters by email" },
      physicalLocation: {
        artifactLocation: { uri: "src/users.ts", uriBaseId: "%SRCROOT%" },
        region: expect.objectContaining({ startLine: 3, startColumn: 6, endColumn: 19 }),
      },
    },
  ]);
});

test("--fix adds the index", async () => {
  const root = folder(tree);
  expect((await check(root, "--fix")).code).toBe(0);
  expect(read(root, "prisma/schema.prisma")).toContain("\n\n  @@index([email])\n}");
});

test("--no-queries leaves the code unread", async () => {
  const { code, out } = await check(folder(tree), "--no-queries");
  expect([code, out]).toEqual([0, "Nothing to report in 1 file.\n"]);
});

test("a baseline knows them", async () => {
  const root = folder(tree);
  await check(root, "--update-baseline");
  expect(read(root, "prisma-architect-baseline.json")).toContain(
    "unindexed-query-filter User.email",
  );
  expect((await check(root)).code).toBe(0);
});

test("in the example, two queries have no index, and nothing else is said", async () => {
  const { out } = await check(join(import.meta.dirname, "../example"), "--format", "json");
  const findings: { rule: string; message: string; related: { file: string }[] }[] =
    JSON.parse(out).findings;
  const own = findings.filter(({ rule }) => queryRules.some(({ name }) => name === rule));
  expect(own.map(({ message, related }) => [message, related.map(({ file }) => file)])).toEqual([
    [
      "A query compares material inside Product.attributes, which the GIN index does not answer",
      ["src/catalog.ts"],
    ],
    [
      "A query filters TrackingEvent by location, and no index begins with it",
      ["src/fulfilment.ts"],
    ],
  ]);
});
