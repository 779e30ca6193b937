/** What a configuration says without being run. Paths are POSIX; the file is /app/prisma.config.ts. */
import { describe, expect, test } from "vitest";
import { readStaticConfig } from "../../src/project/static-config.ts";

const reads = (text: string, file = "/app/prisma.config.ts") => readStaticConfig(text, file);

const says = (text: string, file?: string) => {
  const { schema, unreadable } = reads(text, file);
  return { schema, unreadable };
};

describe("names the schema", () => {
  test.each<[how: string, text: string, schema: string]>([
    [
      "defineConfig",
      `import { defineConfig } from "prisma/config";
       export default defineConfig({ schema: "prisma/schema.prisma" });`,
      "/app/prisma/schema.prisma",
    ],
    ["a plain object", `export default { schema: "./db" };`, "/app/db"],
    ["an absolute path", `export default { schema: "/srv/db" };`, "/srv/db"],
    ["a path above", `export default { schema: "../db/" };`, "/db"],
    ["a quoted name", `export default { "schema": "db" };`, "/app/db"],
    [
      "satisfies",
      `import type { PrismaConfig } from "prisma";
       export default { schema: "db" } satisfies PrismaConfig;`,
      "/app/db",
    ],
    ["as const", `export default { schema: "db" as const } as const;`, "/app/db"],
    ["parentheses", `export default (({ schema: ("db") }));`, "/app/db"],
    ["a constant", `const config = { schema: "db" }; export default config;`, "/app/db"],
    [
      "a typed constant in a call",
      `const config: PrismaConfig = { schema: "db" }; export default defineConfig(config);`,
      "/app/db",
    ],
    [
      "a constant for the path",
      `export const where = "db"; export default defineConfig({ schema: where });`,
      "/app/db",
    ],
    ["shorthand", `const schema = "db"; export default defineConfig({ schema });`, "/app/db"],
    [
      "path.join with __dirname",
      `import path from "node:path";
       export default defineConfig({ schema: path.join(__dirname, "prisma", "schema") });`,
      "/app/prisma/schema",
    ],
    [
      "join alone",
      `export default { schema: join("prisma", "schema.prisma") };`,
      "/app/prisma/schema.prisma",
    ],
    ["path.resolve", `export default { schema: path.resolve("db") };`, "/app/db"],
    ["process.cwd()", `export default { schema: path.resolve(process.cwd(), "db") };`, "/app/db"],
    [
      "import.meta.dirname",
      `export default { schema: path.join(import.meta.dirname, "db") };`,
      "/app/db",
    ],
    ["a template literal", "export default { schema: `db` };", "/app/db"],
    [
      "a template literal with constants",
      `const folder = "prisma"; export default { schema: \`\${__dirname}/\${folder}/a.prisma\` };`,
      "/app/prisma/a.prisma",
    ],
    ["a sum", `export default { schema: __dirname + "/db" };`, "/app/db"],
    ["a fallback", `export default { schema: process.env.SCHEMA ?? "db" };`, "/app/db"],
    ["an older fallback", `export default { schema: process.env.SCHEMA || "db" };`, "/app/db"],
    [
      "fileURLToPath",
      `export default { schema: fileURLToPath(new URL("./db", import.meta.url)) };`,
      "/app/db",
    ],
    ["module.exports", `module.exports = { schema: "db" };`, "/app/db"],
    [
      "module.exports of a call",
      `const { defineConfig } = require("prisma/config");
       module.exports = defineConfig({ schema: "db" });`,
      "/app/db",
    ],
    [
      "what stands beside it",
      `import "dotenv/config";
       import { defineConfig, env } from "prisma/config";
       export default defineConfig({
         experimental: { adapter: true },
         datasource: { url: env("DATABASE_URL") },
         migrations: { path: "migrations", seed: "tsx seed.ts" },
         schema: "db",
       });`,
      "/app/db",
    ],
    ["an export with a type", `export default <PrismaConfig>{ schema: "db" };`, "/app/db"],
    ["a default export by name", `const c = { schema: "db" }; export { c as default };`, "/app/db"],
    ["export =", `export = { schema: "db" };`, "/app/db"],
    ["a namespace", `export default prisma.defineConfig({ schema: "db" });`, "/app/db"],
    [
      "an object spread in it",
      `const base = { schema: "db" }; export default defineConfig({ ...base, views: {} });`,
      "/app/db",
    ],
    ["beside something unknown", `export default { schema: "db", ...other };`, "/app/db"],
    [
      "non-ASCII",
      `export default { schema: "datenbänke/schéma 表" };`,
      "/app/datenbänke/schéma 表",
    ],
    [
      "CRLF and a byte order mark",
      `\uFEFFexport default {\r\n  schema: "db",\r\n};\r\n`,
      "/app/db",
    ],
    ["the last of two", `export default { schema: "old", schema: "db" };`, "/app/db"],
  ])("%s", (_, text, schema) => {
    expect(says(text)).toEqual({ schema, unreadable: false });
  });

  test("from .config", () => {
    const text = `export default { schema: "../prisma" };`;
    expect(says(text, "/app/.config/prisma.ts").schema).toBe("/app/prisma");
  });
});

test.each<[how: string, text: string]>([
  ["nothing of a schema", `export default defineConfig({ migrations: { path: "m" } });`],
  ["an empty object", "export default {};"],
])("leaves the place open: %s", (_, text) => {
  expect(says(text)).toEqual({ schema: undefined, unreadable: false });
});

test.each<[how: string, text: string]>([
  ["an environment variable", "export default { schema: process.env.SCHEMA };"],
  ["an imported value", `import { where } from "./where"; export default { schema: where };`],
  ["a function's answer", "export default { schema: findSchema() };"],
  ["a template with something unknown", `export default { schema: \`\${process.env.X}/db\` };`],
  ["join with something unknown", `export default { schema: path.join(root, "db") };`],
  ["a number", "export default { schema: 3 };"],
  ["a spread that may hold it", `import base from "./base"; export default { ...base };`],
  ["constants that name each other", "const a = b; const b = a; export default { schema: a };"],
  ["a constant that is itself", "const a = a; export default a;"],
  ["no export", `const config = { schema: "db" };`],
  ["an imported configuration", `import config from "./config"; export default config;`],
  ["an empty file", ""],
  ["no program at all", "}}}} <<< not typescript"],
  ["half-typed", `export default defineConfig({ schema: "pris`],
  ["objects that spread each other", "const a = { ...b }, b = { ...a }; export default a;"],
  ["an object that spreads itself", "const a = { ...a }; export default a;"],
  ["a choice between two", `export default { schema: process.env.CI ? "db" : "other" };`],
  ["half-typed elsewhere", `export default { schema: "db", migrations: { path: } };`],
  ["half-typed value", "export default { schema: };"],
])("admits that only running it would tell: %s", (_, text) => {
  expect(says(text)).toEqual({ schema: undefined, unreadable: true });
});

test.each<[how: string, text: string, folder: string | undefined]>([
  ["a path", `export default defineConfig({ migrations: { path: "db/steps" } });`, "/app/db/steps"],
  ["a constant", `const m = { path: "m" }; export default { migrations: m };`, "/app/m"],
  ["beside a schema", `export default { schema: "db", migrations: { path: "m" } };`, "/app/m"],
  ["no path", "export default { migrations: { seed: 'x' } };", undefined],
  ["nothing of them", `export default { schema: "db" };`, undefined],
  ["something unknown", "export default { migrations: { path: process.env.M } };", undefined],
])("says where the migrations are: %s", (_, text, folder) => {
  expect(reads(text).migrations).toBe(folder);
});
