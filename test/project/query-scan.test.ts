/** Which code is read, when it is read again, and which schema it is about. */
import { rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseFile } from "../../src/core/schema/file.ts";
import { evidenceBySchema } from "../../src/project/code-of-schema.ts";
import { callsIn, scan } from "../../src/project/query-scan.ts";
import { isSource, sourcesBelow } from "../../src/project/sources.ts";
import { plant, type Tree, temporaryFolders } from "../support/temp-folder.ts";

const folder = temporaryFolders();
const asks = "db.user.findMany({ where: { email } });\n";

describe("sources", () => {
  const read = [
    "a.ts",
    "b.tsx",
    "c.mts",
    "d.cts",
    "e.js",
    "f.jsx",
    "g.mjs",
    "h.cjs",
    "src/app/seedling.ts",
  ];
  const unread = [
    "a.d.ts",
    "a.d.css.ts",
    "a.test.ts",
    "b.spec.tsx",
    "c.stories.tsx",
    "d.min.js",
    "vite.config.ts",
    "prisma/seed.ts",
    "prisma/seed-users.ts",
    "users.seed.ts",
    "readme.md",
    "__tests__/a.ts",
    "test/a.ts",
    "e2e/a.ts",
    "scripts/a.ts",
    "prisma/migrations/1/a.ts",
    "src/generated/prisma/client.ts",
    "node_modules/a/index.js",
    "dist/a.js",
    "build/a.js",
    ".next/a.js",
    ".config/prisma.ts",
  ];

  test("are found by their names", async () => {
    const root = folder(Object.fromEntries([...read, ...unread].map((path) => [path, ""])));
    expect(await sourcesBelow(root)).toEqual(read.map((path) => join(root, path)).sort());
  });

  test("are the same when one changes as when all are looked at", () => {
    for (const path of read) expect(isSource(join("/w", path), "/w"), path).toBe(true);
    for (const path of unread) expect(isSource(join("/w", path), "/w"), path).toBe(false);
    expect(isSource("/elsewhere/a.ts", "/w")).toBe(false);
  });
});

describe("a scan", () => {
  const ask = (roots: string[], known: ReadonlyMap<string, string> = new Map()) =>
    scan({ roots, known, onProgress: () => {}, isCancelled: () => false });

  test("reads what is new or changed, and tells what is gone", async () => {
    const root = folder({ "a.ts": asks, "b.ts": asks, "c.ts": "export {};" });
    const first = await ask([root]);
    expect(first.changed.map(({ path, calls }) => [path, calls.length])).toEqual([
      [join(root, "a.ts"), 1],
      [join(root, "b.ts"), 1],
      [join(root, "c.ts"), 0],
    ]);
    const known = new Map(first.changed.map(({ path, stamp = "" }) => [path, stamp]));
    expect(await ask([root], known)).toEqual({ changed: [], gone: [], isCancelled: false });
    plant(root, { "a.ts": asks + asks });
    utimesSync(join(root, "a.ts"), 1, 1);
    rmSync(join(root, "b.ts"));
    const second = await ask([root], known);
    expect(second.changed.map(({ path, calls }) => [path, calls.length])).toEqual([
      [join(root, "a.ts"), 2],
    ]);
    expect(second.gone).toEqual([join(root, "b.ts")]);
  });

  test("of folders inside each other reads each file once", async () => {
    const root = folder({ "a/b.ts": asks });
    expect((await ask([root, join(root, "a")])).changed).toHaveLength(1);
  });

  test("leaves out files that nobody wrote by hand", async () => {
    const root = folder({ "a.ts": asks + " ".repeat(1_000_001) });
    expect((await ask([root])).changed[0]?.calls).toEqual([]);
  });

  test("can be cancelled, and tells how far it is", async () => {
    const root = folder(
      Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`${at}.ts`, asks])),
    );
    const told: number[][] = [];
    const onProgress = (...progress: number[]) => void told.push(progress);
    const isCancelled = () => told.length === 2;
    const result = await scan({ roots: [root], known: new Map(), onProgress, isCancelled });
    expect(result.isCancelled).toBe(true);
    expect(told).toEqual([
      [32, 100],
      [64, 100],
    ]);
  });

  test("keeps calls that ask for something, with their places", () => {
    const text = `// 🦊\r\nmap.tag.delete(key); db.user.findMany(); ${asks}`;
    expect(callsIn("/a.ts", text)).toMatchObject([
      {
        delegate: "user",
        place: {
          path: "/a.ts",
          start: { offset: 51, line: 1, column: 44 },
          end: { offset: 64, line: 1, column: 57 },
        },
      },
    ]);
  });
});

describe("the schema that code asks", () => {
  /** `path: delegates` of each schema. */
  function told(tree: Tree): string[] {
    const root = folder(tree);
    const texts = Object.entries(tree);
    const schemas = texts
      .filter(([path]) => path.endsWith(".prisma"))
      .map(([path, text]) => [parseFile(join(root, path), text)]);
    const calls = new Map(
      texts
        .filter(([path]) => path.endsWith(".ts"))
        .map(([path, text]) => [join(root, path), callsIn(join(root, path), text)]),
    );
    const evidence = evidenceBySchema(schemas, calls, [root]);
    return [...evidence].map(
      ([file, { byDelegate }]) => `${file.slice(root.length + 1)}: ${[...byDelegate.keys()]}`,
    );
  }

  const ask = (delegate: string) => `db.${delegate}.count({ where: { a } });`;
  const models = (...names: string[]) => names.map((name) => `model ${name} {\n}\n`).join("");

  test("is the only one", () => {
    expect(
      told({ "db/package.json": "{}", "db/a.prisma": models("A"), "web/b.ts": ask("a") }),
    ).toEqual(["db/a.prisma: a"]);
  });

  test("is that of the nearest package", () => {
    expect(
      told({
        "package.json": "{}",
        "prisma/a.prisma": models("A"),
        "services/package.json": "{}",
        "services/db/b.prisma": models("A"),
        "src/a.ts": ask("a"),
        "services/b.ts": ask("b"),
      }),
    ).toEqual(["prisma/a.prisma: a", "services/db/b.prisma: b"]);
  });

  test("is the one that has the models, and none when two have", () => {
    expect(
      told({
        "prisma/a.prisma": models("A", "Both"),
        "prisma/b.prisma": models("B", "Both"),
        "a.ts": ask("a") + ask("both"),
        "b.ts": ask("b"),
        "c.ts": ask("both"),
        "d.ts": ask("a") + ask("b"),
      }),
    ).toEqual(["prisma/a.prisma: a,both", "prisma/b.prisma: b"]);
  });
});
