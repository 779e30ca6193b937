/**
 * The floor plan, executed. Where this table and src/ARCHITECTURE.md disagree, this table is right.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import { describe, expect, test } from "vitest";

/** Room → rooms it may import. From bottom to top: a room names only rooms above it in this list. */
const floors: Readonly<Record<string, readonly string[]>> = {
  "core/base": [],
  "core/schema": ["core/base"],
  "core/query": ["core/base"],
  "core/sql": ["core/base"],
  "core/plan": ["core/base"],
  "core/statistics": ["core/base"],
  "core/migration": ["core/base", "core/schema", "core/sql"],
  "core/lint": ["core/base"],
  "core/rules": [
    "core/base",
    "core/schema",
    "core/query",
    "core/sql",
    "core/plan",
    "core/migration",
    "core/lint",
  ],
  "core/diagram": ["core/base", "core/schema", "core/lint"],
  "core/editor": [
    "core/base",
    "core/schema",
    "core/query",
    "core/sql",
    "core/migration",
    "core/lint",
    "core/rules",
  ],
  protocol: ["core/base", "core/migration", "core/diagram"],
  engines: ["core/base", "core/schema", "core/sql", "core/statistics", "core/diagram"],
  database: ["core/base", "core/sql", "core/statistics", "core/migration", "engines"],
  project: ["core/base", "core/schema", "core/query", "core/sql", "core/migration", "core/lint"],
  proof: ["core/base", "core/sql", "core/migration", "engines"],
  explain: [
    "core/base",
    "core/sql",
    "core/plan",
    "core/statistics",
    "core/migration",
    "engines",
    "database",
  ],
  server: [
    "core/base",
    "core/schema",
    "core/query",
    "core/sql",
    "core/plan",
    "core/statistics",
    "core/migration",
    "core/lint",
    "core/rules",
    "core/diagram",
    "core/editor",
    "protocol",
    "engines",
    "database",
    "project",
    "proof",
    "explain",
  ],
  cli: [
    "core/base",
    "core/schema",
    "core/query",
    "core/sql",
    "core/plan",
    "core/statistics",
    "core/migration",
    "core/lint",
    "core/rules",
    "core/diagram",
    "core/editor",
    "engines",
    "database",
    "project",
    "proof",
    "explain",
  ],
  client: ["protocol"],
  webview: ["core/base", "core/plan", "core/migration", "core/diagram", "protocol"],
};

/** Packages a room may import; none where it is not named. */
const packages: Readonly<Record<string, RegExp>> = {
  "core/query": /^@babel\/parser$/,
  "core/lint": /^(zod|jsonc-parser|picomatch)$/,
  "core/rules": /^zod$/,
  engines:
    /^(node:|@prisma\/(internals|driver-adapter-utils|schema-engine-wasm)\b|@electric-sql\/pglite$|elkjs\/|libpg-query\/)/,
  database: /^(node:|pg$)/,
  project: /^(node:|@babel\/parser$)/,
  proof: /^node:/,
  explain: /^node:/,
  server: /^(node:|vscode-languageserver)/,
  cli: /^node:/,
  client: /^(vscode$|vscode-languageclient|node:crypto$)/,
  webview: /^(mermaid|pev2$|vue$)/,
};

const src = join(import.meta.dirname, "../src");
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.split(sep).join("/"));
const textOf = (file: string) => readFileSync(join(src, file), "utf8");

test("rooms only look down", () => {
  const rooms = Object.keys(floors);
  for (const [room, allowed] of Object.entries(floors)) {
    for (const below of allowed) {
      expect(rooms.indexOf(below), `${room} → ${below}`).toBeLessThan(rooms.indexOf(room));
    }
  }
});

test("every room has files in it, and every file is in a room", () => {
  expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(floors).sort());
});

describe.each(files)("%s", (file) => {
  const text = textOf(file);
  const room = roomOf(file);

  test("stays on its floor", () => {
    for (const specifier of importsOf(text)) {
      if (specifier.startsWith(".")) {
        const target = posix.normalize(posix.join(dirname(file), specifier));
        if (target === "../package.json") continue;
        expect([room, ...(floors[room] ?? [])], `imports ${specifier}`).toContain(roomOf(target));
      } else {
        expect(specifier, "a package this room may import").toMatch(packages[room] ?? /^$/);
      }
    }
  });

  test("says what it is for, in a few lines", () => {
    const header = /^(?:#!.*\n)?\/\*\*([\s\S]*?)\*\//.exec(text)?.[1];
    expect(header).toBeDefined();
    expect(header?.trim().split("\n").length).toBeLessThanOrEqual(4);
  });

  test("is of a size that can be read at once", () => {
    expect(text.split("\n").length).toBeLessThanOrEqual(350);
  });
});

test("core knows no lines, columns, clock or chance", () => {
  for (const file of files.filter((one) => one.startsWith("core/"))) {
    expect(textOf(file), file).not.toMatch(
      /Math\.random|Date\.now|new Date\(|performance\.now|\bconsole\./,
    );
  }
});

test("only the command line prints", () => {
  for (const file of files.filter((one) => !one.startsWith("cli/"))) {
    expect(textOf(file), file).not.toMatch(/(?<![.\w])console\.|process\.std/);
  }
});

test("the map names every room", () => {
  const map = readFileSync(join(src, "ARCHITECTURE.md"), "utf8");
  for (const room of Object.keys(floors)) expect(map).toContain(`${room.split("/").at(-1)}/`);
  expect(map.split("\n").length).toBeLessThanOrEqual(150);
});

function roomOf(file: string): string {
  const [first = "", second = ""] = file.split("/");
  return first === "core" ? `core/${second}` : first;
}

function importsOf(text: string): string[] {
  return [
    ...text.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)"/gm),
    ...text.matchAll(/\bimport\("([^"]+)"\)/g),
    ...text.matchAll(/\brequire\("([^"]+)"\)/g),
  ].map((match) => match[1] ?? "");
}
