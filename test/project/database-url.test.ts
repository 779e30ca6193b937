/** Where a project keeps the URL of its database: names and places, and the value for connecting. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { databaseCandidates } from "../../src/project/database-url.ts";
import { readFromDisk } from "../../src/project/discover.ts";
import { expanded, readEnvFile } from "../../src/project/env-file.ts";
import { type Tree, temporaryFolders } from "../support/temp-folder.ts";

const folder = temporaryFolders();

async function found(tree: Tree, environment: Record<string, string> = {}) {
  const root = folder(tree);
  const candidates = await databaseCandidates({
    schemaFiles: [join(root, "prisma/schema.prisma")],
    root,
    environment,
    readText: readFromDisk,
  });
  return candidates.map(({ name, file, isDirect, url }) => [
    name,
    file?.slice(root.length + 1) ?? "environment",
    url,
    ...(isDirect ? ["direct"] : []),
  ]);
}

const schema = (lines: string) => `datasource db {\n  provider = "postgresql"\n${lines}\n}\n`;

describe("the URL is found", () => {
  test("by the name that the schema gives, nearest file first", async () => {
    expect(
      await found({
        "prisma/schema.prisma": schema('  url = env("MAIN_DB")\n  directUrl = env("DIRECT")'),
        "prisma/.env": 'MAIN_DB="postgresql://near"\n',
        ".env": "MAIN_DB=postgres://far # a comment\nDIRECT='postgresql://direct'\nOTHER=x\n",
      }),
    ).toEqual([
      ["DIRECT", ".env", "postgresql://direct", "direct"],
      ["MAIN_DB", "prisma/.env", "postgresql://near"],
      ["MAIN_DB", ".env", "postgres://far"],
    ]);
  });

  test("in the environment before any file", async () => {
    const tree = { "prisma/schema.prisma": schema(""), ".env": "DATABASE_URL=postgresql://file" };
    expect(await found(tree, { DATABASE_URL: "postgresql://outside" })).toEqual([
      ["DATABASE_URL", "environment", "postgresql://outside"],
      ["DATABASE_URL", ".env", "postgresql://file"],
    ]);
  });

  test("where it is written out", async () => {
    expect(await found({ "prisma/schema.prisma": schema('  url = "postgresql://plain"') })).toEqual(
      [["url", "prisma/schema.prisma", "postgresql://plain"]],
    );
  });

  test.each([
    'env("MAIN_DB")',
    "process.env.MAIN_DB!",
    'process.env["MAIN_DB"] as string',
    'process.env.MAIN_DB ?? ""',
    "url",
  ])("in a configuration that says %s", async (written) => {
    expect(
      await found({
        "prisma/schema.prisma": schema(""),
        "prisma.config.ts": `const url = process.env.MAIN_DB;\nexport default defineConfig({ datasource: { url: ${written} } });\n`,
        ".env": "MAIN_DB=postgresql://far",
      }),
    ).toEqual([["MAIN_DB", ".env", "postgresql://far"]]);
  });

  test("only where it is one of PostgreSQL", async () => {
    expect(
      await found({
        "prisma/schema.prisma": schema(""),
        ".env": "DATABASE_URL=prisma://accelerate",
        ".env.local": "DATABASE_URL=mysql://other",
      }),
    ).toEqual([]);
  });
});

test("a file of variables is read as Prisma reads it", () => {
  const text = [
    "# a comment",
    "export A=1",
    'B="two # not a comment" # a comment',
    `C='single \${A}'`,
    "D = spaced  ",
    'E="line\\nbreak"',
    "F=",
    "G=`back`",
    "A=last",
    'H="first\nsecond"',
    "not a line",
    "I: colon",
  ].join("\r\n");
  expect(Object.fromEntries(readEnvFile(text))).toEqual({
    A: "last",
    B: "two # not a comment",
    C: `single \${A}`,
    D: "spaced",
    E: "line\nbreak",
    F: "",
    G: "back",
    H: "first\nsecond",
    I: "colon",
  });
});

test("only names in braces are put in", () => {
  const file = new Map([
    ["USER", "me"],
    ["A", `\${B}`],
    ["B", `\${A}`],
    ["NESTED", `<\${USER}>`],
  ]);
  const put = (value: string) =>
    expanded(value, file, (name) => (name === "OUT" ? "out" : undefined));
  expect(put(`\${USER}:\${OUT}:\${NESTED}:\${MISSING}:$USER:\\\${USER}`)).toBe(
    `me:out:<me>::$USER:\${USER}`,
  );
  expect(put(`\${A}`)).toBe("");
});
