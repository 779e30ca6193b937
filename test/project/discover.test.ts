/** Which files make up which schema, in folders as people lay them out. */
import { symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { discover, readFromDisk } from "../../src/project/discover.ts";
import { type Tree, temporaryFolders } from "../support/temp-folder.ts";

const folder = temporaryFolders();

/** Each schema as its files, with what decided it in front where something did. */
async function schemasOf(tree: Tree, link?: (root: string) => void): Promise<string[]> {
  const root = folder(tree);
  link?.(root);
  return schemasIn(root);
}

async function schemasIn(root: string): Promise<string[]> {
  const { schemas } = await discover([root]);
  const name = (file: string) => relative(root, file);
  return schemas
    .map(({ files, decidedBy }) => {
      const list = files.map(name).join(" + ");
      return decidedBy === undefined ? list : `${name(decidedBy)}: ${list}`;
    })
    .sort();
}

const db = `datasource db {\n  provider = "postgresql"\n}\n`;
const model = (name: string) => `model ${name} {\n  id Int @id\n}\n`;
const config = (schema: string) => `export default { schema: ${JSON.stringify(schema)} };`;
const generator = (output: string) => `generator client {\n  output = "${output}"\n}\n`;

describe("places", () => {
  test.each<[what: string, tree: Tree, schemas: string[]]>([
    ["an empty folder", {}, []],
    ["one file", { "prisma/schema.prisma": db }, ["prisma/schema.prisma"]],
    ["one file at the top", { "schema.prisma": db + model("A") }, ["schema.prisma"]],
    [
      "many files without a configuration",
      {
        "prisma/schema/base.prisma": db,
        "prisma/schema/user.prisma": model("User"),
        "prisma/schema/shop/order.prisma": model("Order"),
      },
      ["prisma/schema/base.prisma + prisma/schema/shop/order.prisma + prisma/schema/user.prisma"],
    ],
    [
      "two databases in a monorepo",
      {
        "package.json": "{}",
        "apps/web/prisma/schema.prisma": db + model("User"),
        "apps/web/prisma/more.prisma": model("Post"),
        "apps/stats/prisma/schema.prisma": db + model("User"),
      },
      [
        "apps/stats/prisma/schema.prisma",
        "apps/web/prisma/more.prisma + apps/web/prisma/schema.prisma",
      ],
    ],
    [
      "a database within another's folder",
      { "a.prisma": db, "x.prisma": model("X"), "in/b.prisma": db, "in/y.prisma": model("Y") },
      ["a.prisma + x.prisma", "in/b.prisma + in/y.prisma"],
    ],
    [
      "no datasource at all",
      { "a.prisma": model("A"), "b.prisma": model("B") },
      ["a.prisma", "b.prisma"],
    ],
    [
      "an older copy beside a schema",
      {
        "prisma/schema.prisma": db + model("User"),
        "prisma/old.prisma": model("User"),
        "prisma/backup.prisma": db + model("User"),
      },
      ["prisma/backup.prisma", "prisma/old.prisma", "prisma/schema.prisma"],
    ],
    [
      "empty files",
      { "schema.prisma": db, "empty.prisma": "", "blank.prisma": "\n\n", "bom.prisma": "\uFEFF" },
      ["blank.prisma + bom.prisma + empty.prisma + schema.prisma"],
    ],
    [
      "spaces and other scripts in names",
      { "my schéma/ü 表.prisma": db, "my schéma/x#1 50%.prisma": model("A") },
      ["my schéma/x#1 50%.prisma + my schéma/ü 表.prisma"],
    ],
    [
      "a half-typed datasource",
      { "a.prisma": "datasource db {", "b.prisma": "" },
      ["a.prisma + b.prisma"],
    ],
    ["a folder that is called like a file", { "odd.prisma/a.prisma": db }, ["odd.prisma/a.prisma"]],
  ])("%s", async (_, tree, schemas) => {
    expect(await schemasOf(tree)).toEqual(schemas);
  });
});

describe("configurations", () => {
  const files = {
    "db/a.prisma": db,
    "db/deep/b.prisma": model("B"),
    "db/deep/c.prisma": model("B"),
  };
  const all = "db/a.prisma + db/deep/b.prisma + db/deep/c.prisma";

  test.each<[name: string, text: string]>([
    ["prisma.config.ts", config("db")],
    ["prisma.config.mts", config("./db/")],
    ["prisma.config.js", config("db")],
    ["prisma.config.mjs", config("db")],
    ["prisma.config.cjs", `module.exports = { schema: "db" };`],
    ["prisma.config.cts", `module.exports = { schema: "db" };`],
    [".config/prisma.ts", config("../db")],
    [".config/prisma.js", config("../db")],
    ["package.json", `{ "name": "x", "prisma": { "schema": "db" } }`],
    ["package.json", `\uFEFF{ "prisma": { "schema": "./db" } }`],
  ])("%s names a folder: %s", async (name, text) => {
    expect(await schemasOf({ ...files, [name]: text })).toEqual([`${name}: ${all}`]);
  });

  test.each<[what: string, tree: Tree, schemas: string[]]>([
    [
      "a package file names one file, and the others go their own way",
      {
        "package.json": `{ "prisma": { "schema": "db/a.prisma" } }`,
        "db/a.prisma": db,
        "db/b.prisma": model("B"),
      },
      ["db/b.prisma", "package.json: db/a.prisma"],
    ],
    [
      "a schema without a datasource",
      { "prisma.config.ts": config("db"), "db/a.prisma": model("A"), "db/b.prisma": model("B") },
      ["prisma.config.ts: db/a.prisma + db/b.prisma"],
    ],
    [
      "a configuration and a package file that agree",
      {
        "prisma.config.ts": config("db"),
        "package.json": `{ "prisma": { "schema": "db" } }`,
        "db/a.prisma": db,
      },
      ["prisma.config.ts: db/a.prisma"],
    ],
    [
      "two packages of a monorepo",
      {
        "package.json": `{ "workspaces": ["packages/*"] }`,
        "packages/a/prisma.config.ts": config("prisma"),
        "packages/a/prisma/a.prisma": db,
        "packages/b/package.json": `{ "prisma": { "schema": "db/b.prisma" } }`,
        "packages/b/db/b.prisma": db,
        "packages/c/prisma/schema.prisma": db,
      },
      [
        "packages/a/prisma.config.ts: packages/a/prisma/a.prisma",
        "packages/b/package.json: packages/b/db/b.prisma",
        "packages/c/prisma/schema.prisma",
      ],
    ],
    [
      "two configurations for one schema",
      {
        "a/prisma.config.ts": config("../db"),
        "b/prisma.config.ts": config("../db"),
        "db/a.prisma": db,
      },
      ["a/prisma.config.ts: db/a.prisma"],
    ],
    [
      "a configuration that only running it would explain",
      {
        "prisma.config.ts": "export default { schema: process.env.X };",
        "prisma/schema.prisma": db,
      },
      ["prisma/schema.prisma"],
    ],
    [
      "a half-typed configuration",
      { "prisma.config.ts": `export default { schema: "pri`, "prisma/schema.prisma": db },
      ["prisma/schema.prisma"],
    ],
    [
      "a package file that is no JSON",
      { "package.json": `{ "prisma": { "schema": `, "prisma/schema.prisma": db },
      ["prisma/schema.prisma"],
    ],
    [
      "package files with other things called prisma",
      {
        "package.json": `{ "prisma": "^6", "x": { "prisma": 3 } }`,
        "a/package.json": `["prisma"]`,
        "s.prisma": db,
      },
      ["s.prisma"],
    ],
    [
      "a schema that a similarly named one stands beside",
      { "prisma.config.ts": config("db"), "db/a.prisma": db, "db2/b.prisma": db },
      ["db2/b.prisma", "prisma.config.ts: db/a.prisma"],
    ],
    [
      "a place in a folder that is otherwise left out",
      { "prisma.config.ts": config("build/db"), "build/db/a.prisma": db },
      ["prisma.config.ts: build/db/a.prisma"],
    ],
  ])("%s", async (_, tree, schemas) => {
    expect(await schemasOf(tree)).toEqual(schemas);
  });

  test("a schema beside the folder that was opened", async () => {
    const root = folder({
      "apps/web/prisma.config.ts": config("../../packages/db/prisma"),
      "packages/db/prisma/schema.prisma": db,
    });
    expect(await schemasIn(join(root, "apps/web"))).toEqual([
      "prisma.config.ts: ../../packages/db/prisma/schema.prisma",
    ]);
  });

  test.each(["/", "..", "../..", "nowhere", "text.txt"])(
    "%s, where no schema is, is said and not searched",
    async (place) => {
      const root = folder({ "prisma.config.ts": config(place), "text.txt": db });
      const { schemas, notes } = await discover([root]);
      expect(schemas).toEqual([]);
      expect(notes).toEqual([expect.stringContaining("where no schema is")]);
    },
  );

  test("what cannot be read is noted with the file", async () => {
    const root = folder({ "prisma.config.ts": "export default { schema: find() };" });
    const { notes } = await discover([root]);
    expect(notes).toEqual([
      `${join(root, "prisma.config.ts")} does not say plainly where its schema is`,
    ]);
  });
});

describe("what is not the user's own", () => {
  const own = { "prisma/schema.prisma": db + model("A") };

  test.each<[what: string, tree: Tree]>([
    [
      "installed packages",
      { "node_modules/.prisma/client/schema.prisma": db, "node_modules/x/a.prisma": db },
    ],
    [
      "what a build made",
      { "dist/schema.prisma": db, "build/schema.prisma": db, "out/a/b.prisma": db },
    ],
    ["hidden folders", { ".git/a.prisma": db, ".next/schema.prisma": db, ".config/a.txt": "" }],
    [
      "a client in JavaScript",
      {
        "src/db/schema.prisma": db + model("A"),
        "src/db/index-browser.js": "",
        "src/db/edge.js": "",
      },
    ],
    [
      "a client in TypeScript",
      { "src/db/schema.prisma": db, "src/db/client.ts": "", "src/db/internal/class.ts": "" },
    ],
    ["a client with its runtime", { "src/db/schema.prisma": db, "src/db/runtime/library.js": "" }],
  ])("%s", async (_, tree) => {
    expect(await schemasOf({ ...own, ...tree })).toEqual(["prisma/schema.prisma"]);
  });

  test.each(["../src/client", "./generated", "../generated/client/"])(
    "what a generator wrote to %s",
    async (output) => {
      const copy = join("prisma", output, "schema.prisma");
      const tree = { "prisma/schema.prisma": generator(output) + db, [copy]: db + model("A") };
      expect(await schemasOf(tree)).toEqual(["prisma/schema.prisma"]);
    },
  );

  test("what a generator of a configured schema wrote", async () => {
    const tree = {
      "prisma.config.ts": config("prisma"),
      "prisma/schema.prisma": generator("../lib/db") + db,
      "lib/db/schema.prisma": db,
      "lib/dbase/schema.prisma": db,
    };
    expect(await schemasOf(tree)).toEqual([
      "lib/dbase/schema.prisma",
      "prisma.config.ts: prisma/schema.prisma",
    ]);
  });

  test.each([".", "..", "../.."])(
    "a generator that writes to %s makes nothing a copy",
    async (output) => {
      expect(await schemasOf({ "prisma/schema.prisma": generator(output) + db })).toEqual([
        "prisma/schema.prisma",
      ]);
    },
  );

  test.each(["client.ts", "edge.js", "runtime/own.ts", "index.ts"])(
    "a schema with %s beside it is no copy",
    async (name) => {
      const tree = { "prisma/schema.prisma": db + model("A"), [`prisma/${name}`]: "" };
      expect(await schemasOf(tree)).toEqual(["prisma/schema.prisma"]);
    },
  );
});

describe("symbolic links", () => {
  const own = { "prisma/schema.prisma": db };

  test("a loop ends", async () => {
    const loop = (root: string) => {
      symlinkSync(root, join(root, "prisma/again"));
      symlinkSync("self", join(root, "self"));
    };
    expect(await schemasOf(own, loop)).toEqual(["prisma/schema.prisma"]);
  });

  test("a link that leads nowhere is passed over", async () => {
    const link = (root: string) => symlinkSync("/nowhere/at/all", join(root, "gone.prisma"));
    expect(await schemasOf(own, link)).toEqual(["prisma/schema.prisma"]);
  });

  test("a configuration may name a link", async () => {
    const tree = { "prisma.config.ts": config("linked"), "shared/.db/schema.prisma": db };
    const link = (root: string) => symlinkSync(join(root, "shared/.db"), join(root, "linked"));
    expect(await schemasOf(tree, link)).toEqual(["prisma.config.ts: linked/schema.prisma"]);
  });
});

test("a folder that does not exist holds nothing", async () => {
  expect(await discover(["/nowhere/at/all"])).toEqual({ schemas: [], notes: [] });
});

test("folders within each other count once", async () => {
  const root = folder({ "a/prisma/schema.prisma": db });
  const { schemas } = await discover([root, join(root, "a"), root]);
  expect(schemas).toHaveLength(1);
});

test("unsaved text wins over the disk", async () => {
  const root = folder({
    "a.prisma": db,
    "b.prisma": model("B"),
    "prisma.config.ts": config("a.prisma"),
  });
  const unsaved = new Map([
    [join(root, "prisma.config.ts"), ""],
    [join(root, "b.prisma"), db],
  ]);
  const { schemas } = await discover(
    [root],
    async (file) => unsaved.get(file) ?? readFromDisk(file),
  );
  expect(schemas.map(({ files }) => files.length)).toEqual([1, 1]);
  expect(schemas.every(({ decidedBy }) => decidedBy === undefined)).toBe(true);
});

test("a search that is cancelled ends with what it has", async () => {
  const root = folder({ "a.prisma": db, "in/b.prisma": db });
  expect((await discover([root], readFromDisk, () => true)).schemas).toEqual([]);
});
