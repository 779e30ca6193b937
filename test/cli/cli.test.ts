/** The contract of the command line: the bundled program, run as a shell runs it. */
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { Ajv } from "ajv";
import { beforeAll, describe, expect, test, vi } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { allRules } from "../../src/core/rules/index.ts";
import { rulePage } from "../../src/core/rules/rule-page.ts";
import { moneyAsFloat } from "../../src/core/rules/schema/money-as-float.ts";
import { bundle, copyPgParser } from "../support/bundle.ts";
import { realSchemas } from "../support/corpus.ts";
import { read, type Tree, temporaryFolders } from "../support/temp-folder.ts";
import { type Ran, run, runProgram } from "./run.ts";

// Processes start slowly where much else runs.
vi.setConfig({ testTimeout: 20_000 });

const folder = temporaryFolders();
let script = "";
beforeAll(async () => {
  const dist = folder();
  script = await bundle("cli", dist);
  copyPgParser(dist);
}, 30_000);

async function architect(root: string, ...words: string[]): Promise<Ran> {
  return runProgram(script, root, words);
}

type Position = { line: number; column: number; offset: number };

type Output = {
  version: number;
  files: string[];
  findings: {
    rule: string;
    severity: string;
    file: string;
    start: Position;
    end: Position;
    message: string;
    fixable: boolean;
  }[];
  summary: Record<string, number>;
  durationMs: number;
};

async function json(root: string, ...words: string[]): Promise<Output> {
  const { out, err } = await architect(root, "check", "--format", "json", ...words);
  expect(err).toBe("");
  return JSON.parse(out);
}

/** `file: rule` of each finding. */
async function findings(root: string, ...words: string[]): Promise<string[]> {
  return (await json(root, ...words)).findings.map(({ file, rule }) => `${file}: ${rule}`);
}

const quiet = `datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id
  posts Post[]
}
`;

const post = `model Post {
  id       Int  @id
  author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)
  authorId Int
}
`;

const postFixed = post.replace("Int\n}", "Int\n\n  @@index([authorId])\n}");

/** Leaves nothing but what the tests are about. */
const calm = ["--rule", "missing-timestamps=off"];

const windows = (text: string) => text.replaceAll("\n", "\r\n");

describe.concurrent("exit codes", () => {
  test.each<[what: string, tree: Tree, words: string[], code: number]>([
    ["nothing found", { "schema.prisma": quiet }, [], 0],
    ["a warning", { "schema.prisma": quiet + post }, [], 1],
    ["a warning below --fail-on", { "schema.prisma": quiet + post }, ["--fail-on", "error"], 0],
    [
      "a rule turned down",
      { "schema.prisma": quiet + post },
      ["--rule", "unindexed-foreign-key=info"],
      0,
    ],
    [
      "at --fail-on",
      { "schema.prisma": quiet + post },
      ["--rule", "unindexed-foreign-key=info", "--fail-on=info"],
      1,
    ],
    [
      "a rule turned up",
      { "schema.prisma": quiet + post },
      ["--rule", "unindexed-foreign-key=error", "--fail-on", "error"],
      1,
    ],
    [
      "the last word about a rule counts",
      { "schema.prisma": quiet + post },
      ["--rule", "unindexed-foreign-key=error", "--rule", "unindexed-foreign-key=off"],
      0,
    ],
    ["all fixed", { "schema.prisma": quiet + post }, ["--fix"], 0],
    ["an empty schema", { "schema.prisma": "" }, [], 0],
    ["a half-typed schema", { "schema.prisma": `${quiet}model Post {\n  id Int @id @@` }, [], 0],
  ])("%s", async (_, tree, words, code) => {
    const ran = await architect(folder(tree), "check", ...words, ...calm);
    expect([ran.code, ran.err]).toEqual([code, ""]);
  });
});

test.concurrent.each<[words: string, says: string]>([
  ["chekc", "There is no command chekc; did you mean check?"],
  ["check --fromat json", "Unknown option '--fromat'; did you mean --format?"],
  ["check -x", "Unknown option '-x'"],
  ["check --fix=yes", "Option '--fix' does not take an argument"],
  ["check --format", "Option '--format <value>' argument missing"],
  ["check --format xml", "--format is one of text, json, sarif, github, not xml"],
  ["check --fail-on fatal", "--fail-on is one of error, warning, info, hint, not fatal"],
  ["check --fail-on off", "--fail-on is one of error, warning, info, hint, not off"],
  ["check --rule unindexed-foreign-key", "--rule wants name=severity, not unindexed-foreign-key"],
  [
    "check --rule unindexed-foreign-key=loud",
    "--rule unindexed-foreign-key is one of error, warning, info, hint, off, not loud",
  ],
  [
    "check --rule unindexed-foreign-keys=off",
    "There is no rule called unindexed-foreign-keys; did you mean unindexed-foreign-key?",
  ],
  ["check --rule invalid-configuration=off", "There is no rule called invalid-configuration"],
  ["check --rule =off", "There is no rule called "],
  ["check nowhere", "nowhere does not exist"],
  ["check schema.prisma nowhere.prisma", "nowhere.prisma does not exist"],
  ["check notes.txt", "notes.txt is not a .prisma file"],
  ["check empty", "There is no Prisma schema in empty"],
  ["check utf16.prisma", "utf16.prisma is not text in UTF-8"],
  ["rules all", "rules does not understand all"],
  ["rule", "rule wants the name of a rule"],
  ["rule money-as-floats", "There is no rule called money-as-floats; did you mean money-as-float?"],
  ["rule money-as-float more", "rule does not understand more"],
])("%s is a mistake, told in one line", async (words, says) => {
  const root = folder({ "schema.prisma": quiet, "notes.txt": "", "empty/notes.txt": "" });
  await run("sh", ["-c", "printf '\\377\\376m\\000' > utf16.prisma"], root);
  const { code, out, err } = await architect(root, ...words.split(" "));
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(says);
  expect(err.match(/\n/g)).toHaveLength(1);
  expect(err).toMatch(/^prisma-architect: .*\(see prisma-architect --help\)\n$/);
});

describe.concurrent("help", () => {
  test.each([
    [[]],
    [["--help"]],
    [["-h"]],
    [["help"]],
    [["check", "--help"]],
    [["rules", "--help"]],
  ])("%s", async (words) => {
    const { code, out, err } = await architect(folder(), ...words);
    expect([code, err]).toEqual([0, ""]);
    for (const word of ["check", "rules", "rule <name>", "--format", "--fix", "--fail-on"]) {
      expect(out).toContain(word);
    }
  });

  test("--version", async () => {
    expect((await architect(folder(), "--version")).out).toBe(`${packageFile.version}\n`);
  });

  test("rules lists every rule", async () => {
    const { code, out } = await architect(folder(), "rules");
    expect(code).toBe(0);
    const names = out
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ")[0]);
    expect(names).toEqual(allRules.map(({ name }) => name));
  });

  test("rule says what, why and how", async () => {
    const { code, out, err } = await architect(folder(), "rule", moneyAsFloat.name);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toBe(`${rulePage(moneyAsFloat)}\n`);
    expect(out).toContain("architect-ignore money-as-float: reason");
  });
});

describe.concurrent("json", () => {
  test("has this shape", async () => {
    const root = folder({ "prisma/schema.prisma": quiet + post, "prisma.config.ts": "" });
    const start = quiet.length + post.indexOf("[authorId]");
    expect(await json(root, ...calm)).toEqual({
      version: 1,
      files: ["prisma/schema.prisma"],
      findings: [
        {
          rule: "unindexed-foreign-key",
          severity: "warning",
          file: "prisma/schema.prisma",
          start: { line: 11, column: 35, offset: start },
          end: { line: 11, column: 45, offset: start + 10 },
          message: expect.stringContaining("authorId"),
          fixable: true,
        },
      ],
      summary: {
        schemas: 1,
        files: 1,
        error: 0,
        warning: 1,
        info: 0,
        hint: 0,
        fixable: 1,
        fixed: 0,
        known: 0,
      },
      durationMs: expect.any(Number),
    });
  });

  test("nothing found is said in the same shape", async () => {
    const { findings: found, summary } = await json(folder({ "a.prisma": quiet }), ...calm);
    expect([found, summary.schemas]).toEqual([[], 1]);
  });

  test.each<[what: string, text: string]>([
    ["plain", quiet + post],
    ["Windows line ends", windows(quiet + post)],
    ["old line ends", (quiet + post).replaceAll("\n", "\r")],
    ["mixed line ends", windows(quiet) + post],
    ["tabs", (quiet + post).replaceAll("  author", "\t\tauthor")],
    [
      "emoji and other scripts",
      `// 🦊 é 表\n${quiet}/// 👩‍👩‍👧\n${post.replace("  author ", "  /* 🦊 */ author ")}`,
    ],
    ["a byte order mark", `\uFEFF${quiet}${post}`],
    ["a comment without an end", `${quiet}${post}// 🦊`],
  ])("positions are right: %s", async (_, text) => {
    const { findings: found } = await json(folder({ "schema.prisma": text }));
    expect(found.map(({ rule }) => rule)).toContain("unindexed-foreign-key");
    const lines = text.split(/\r\n|\r|\n/);
    for (const { rule, start, end } of found) {
      const marked = text.slice(start.offset, end.offset);
      if (rule === "unindexed-foreign-key") expect(marked).toBe("[authorId]");
      if (/[\r\n]/.test(marked)) continue;
      expect(lines[start.line - 1]?.slice(start.column - 1, end.column - 1)).toBe(marked);
      expect(start.line).toBe(end.line);
    }
  });
});

describe.concurrent("which files", () => {
  const multi = { "package.json": "{}", "db/base.prisma": quiet, "db/in/post.prisma": post };

  test("one file of many: the others are read, and not reported", async () => {
    const root = folder({ ...multi, "db/in/tag.prisma": post.replace("Post", "Tag") });
    const { files, findings: found } = await json(root, ...calm, "db/in/post.prisma");
    expect(files).toEqual(["db/in/post.prisma"]);
    expect(found.map(({ rule }) => rule)).toEqual(["unindexed-foreign-key"]);
  });

  test("a folder inside the schema: the schema around it decides", async () => {
    const root = folder({
      ...multi,
      // MySQL indexes foreign keys itself: whoever overlooks the datasource would warn.
      "db/base.prisma": quiet.replace("postgresql", "mysql"),
    });
    expect(await json(root, ...calm, "db/in")).toMatchObject({
      files: ["db/in/post.prisma"],
      findings: [],
    });
  });

  test("overlapping paths report once", async () => {
    const root = folder(multi);
    const found = await findings(root, ...calm, ".", "db", "db/in", "db/in/post.prisma", root);
    expect(found).toEqual(["db/in/post.prisma: unindexed-foreign-key"]);
  });

  test("two databases are two schemas", async () => {
    const root = folder({
      "package.json": "{}",
      "a/prisma/schema.prisma": quiet + post,
      "b/prisma/schema.prisma": (quiet + post).replace("postgresql", "mysql"),
    });
    const { files, summary, findings: found } = await json(root, ...calm);
    expect(files).toEqual(["a/prisma/schema.prisma", "b/prisma/schema.prisma"]);
    expect(summary).toMatchObject({ schemas: 2, files: 2, warning: 1 });
    expect(found.map(({ file }) => file)).toEqual(["a/prisma/schema.prisma"]);
  });

  test("files are named from the working folder, also above it", async () => {
    const root = folder({ "a/schema.prisma": quiet + post, "b/x.txt": "" });
    expect(await findings(join(root, "b"), ...calm, "../a")).toEqual([
      "../a/schema.prisma: unindexed-foreign-key",
    ]);
  });

  test("the configuration of the folder above may name a schema elsewhere", async () => {
    const root = folder({
      "apps/web/package.json": "{}",
      "apps/web/prisma.config.ts": `export default { schema: "../../db" };`,
      "db/schema.prisma": quiet + post,
    });
    expect(await findings(join(root, "apps/web"), ...calm)).toEqual([
      "../../db/schema.prisma: unindexed-foreign-key",
    ]);
  });

  test("an installed schema is checked when it is asked for by name", async () => {
    const path = "node_modules/x/schema.prisma";
    const root = folder({ "package.json": "{}", [path]: quiet + post, "schema.prisma": quiet });
    expect(await findings(root, ...calm, path)).toEqual([`${path}: unindexed-foreign-key`]);
    expect(await findings(root, ...calm, "node_modules/x")).toEqual([
      `${path}: unindexed-foreign-key`,
    ]);
  });

  test("spaces and other scripts in names", async () => {
    const root = folder({ "my dätä/表 #1.prisma": quiet + post });
    expect(await findings(root, ...calm, "my dätä/表 #1.prisma")).toEqual([
      "my dätä/表 #1.prisma: unindexed-foreign-key",
    ]);
  });

  test("files for prisma-next are left alone", async () => {
    const next = `// use prisma-next\n${quiet}${post}`;
    const root = folder({ "schema.prisma": next });
    expect(await findings(root, "--fix", "--fail-on", "hint")).toEqual([]);
    expect(read(root, "schema.prisma")).toBe(next);
    const beside = folder({ "schema.prisma": quiet + post, "next.prisma": next });
    expect(await findings(beside, ...calm)).toEqual(["schema.prisma: unindexed-foreign-key"]);
  });
});

describe.concurrent("configuration", () => {
  const off = `{ "rules": { "unindexed-foreign-key": "off", "missing-timestamps": "off" } }`;

  test("the nearest one counts", async () => {
    const root = folder({
      "prisma-architect.json": off,
      "a/schema.prisma": quiet + post,
      "b/prisma-architect.json": `// ours\n{ "rules": { "missing-timestamps": "off", }, }`,
      "b/schema.prisma": quiet + post,
    });
    expect(await findings(root)).toEqual(["b/schema.prisma: unindexed-foreign-key"]);
    expect(await findings(join(root, "a"))).toEqual([]);
  });

  test("--rule wins over it", async () => {
    const root = folder({
      "prisma-architect.json": `{ "rules": { "unindexed-foreign-key": "error" } }`,
      "schema.prisma": quiet + post,
    });
    expect(await findings(root, ...calm, "--rule", "unindexed-foreign-key=off")).toEqual([]);
    expect((await json(root, ...calm)).findings[0]?.severity).toBe("error");
  });

  test.each<[what: string, text: string, marked: string, says: string]>([
    [
      "an unknown rule",
      `{\n  "rules": { "moneyasfloat": "off" }\n}`,
      `"moneyasfloat"`,
      "There is no rule called moneyasfloat",
    ],
    [
      "an unknown setting",
      `{ "rule": {} }`,
      `"rule"`,
      "There is no setting called rule. Did you mean rules?",
    ],
    ["an unknown severity", `{ "rules": { "money-as-float": "warn" } }`, `"warn"`, "is one of"],
    ["no object", "[]", "[]", "not of type"],
    ["no JSON", `{ "rules": `, "", "This is not JSON"],
    ["an empty file", "", "", "This is not JSON"],
  ])("%s is one finding, and the defaults apply", async (_, text, marked, says) => {
    const root = folder({ "prisma-architect.json": text, "schema.prisma": quiet + post });
    const { findings: found } = await json(root, ...calm);
    expect(found.map(({ rule, severity, file }) => [file, rule, severity])).toEqual([
      ["prisma-architect.json", "invalid-configuration", "error"],
      ["schema.prisma", "unindexed-foreign-key", "warning"],
    ]);
    const [bad] = found;
    expect(bad?.message).toContain(says);
    expect(bad?.message).toContain("he default configuration applies");
    if (marked !== "") expect(text.slice(bad?.start.offset, bad?.end.offset)).toBe(marked);
    expect((await architect(root, "check", ...calm, "--fail-on", "error")).code).toBe(1);
  });

  test("one bad file for two schemas is one finding", async () => {
    const root = folder({
      "prisma-architect.json": "{",
      "a/schema.prisma": quiet,
      "b/schema.prisma": quiet,
    });
    expect(await findings(root, ...calm)).toEqual(["prisma-architect.json: invalid-configuration"]);
  });

  test("a byte order mark does no harm", async () => {
    const root = folder({ "prisma-architect.json": `\uFEFF${off}`, "schema.prisma": quiet + post });
    expect(await findings(root)).toEqual([]);
  });
});

describe.concurrent("--fix", () => {
  test.each<[what: string, before: string, after: string]>([
    ["plain", quiet + post, quiet + postFixed],
    ["Windows line ends", windows(quiet + post), windows(quiet + postFixed)],
    ["a byte order mark", `\uFEFF${quiet}${post}`, `\uFEFF${quiet}${postFixed}`],
    ["no line feed at the end", (quiet + post).trimEnd(), (quiet + postFixed).trimEnd()],
  ])("writes, and a second time changes nothing: %s", async (_, before, after) => {
    const root = folder({ "schema.prisma": before });
    const first = await architect(root, "check", "--fix", ...calm);
    expect(first).toEqual({ code: 0, out: "1 fix made. Nothing to report in 1 file.\n", err: "" });
    expect(read(root, "schema.prisma")).toBe(after);
    const { mtimeMs } = statSync(join(root, "schema.prisma"));
    const second = await architect(root, "check", "--fix", ...calm);
    expect(second.out).toBe("Nothing to report in 1 file.\n");
    expect(statSync(join(root, "schema.prisma")).mtimeMs).toBe(mtimeMs);
  });

  test("touches only files that change, and leaves nothing behind", async () => {
    const root = folder({ "base.prisma": quiet, "post.prisma": post });
    const { ino } = statSync(join(root, "base.prisma"));
    await architect(root, "check", "--fix", ...calm);
    expect(statSync(join(root, "base.prisma")).ino).toBe(ino);
    expect(readdirSync(root).sort()).toEqual(["base.prisma", "post.prisma"]);
  });

  test("touches only files that were asked for", async () => {
    const tag = post.replace("Post", "Tag");
    const root = folder({ "base.prisma": quiet, "post.prisma": post, "tag.prisma": tag });
    await architect(root, "check", "--fix", ...calm, "post.prisma");
    expect([read(root, "post.prisma"), read(root, "tag.prisma")]).toEqual([postFixed, tag]);
  });

  test("reports what remains, and what it was about", async () => {
    const log = "model Log {\n  at Int\n}\n";
    const root = folder({ "schema.prisma": quiet + post + log });
    const { code, out } = await architect(root, "check", "--fix", ...calm);
    expect(code).toBe(1);
    expect(out).toContain("missing-primary-key");
    expect(out).not.toContain("unindexed-foreign-key");
    expect(out).toMatch(/\n1 fix made\. 1 /);
    const { summary } = await json(root, "--fix", ...calm);
    expect(summary).toMatchObject({ fixed: 0 });
  });

  test("rules that are off fix nothing", async () => {
    const root = folder({ "schema.prisma": quiet + post });
    await architect(root, "check", "--fix", ...calm, "--rule", "unindexed-foreign-key=off");
    expect(read(root, "schema.prisma")).toBe(quiet + post);
  });

  test("keeps the mode of the file, and a link a link", async () => {
    const root = folder({ "real/a.prisma": quiet + post, "link/x.txt": "" });
    chmodSync(join(root, "real/a.prisma"), 0o664);
    symlinkSync("../real/a.prisma", join(root, "link/b.prisma"));
    await architect(root, "check", "--fix", ...calm, "link/b.prisma");
    expect(read(root, "real/a.prisma")).toBe(quiet + postFixed);
    expect(lstatSync(join(root, "link/b.prisma")).isSymbolicLink()).toBe(true);
    expect(statSync(join(root, "real/a.prisma")).mode & 0o777).toBe(0o664);
  });

  test("silenced findings stay as they are", async () => {
    const silenced =
      quiet +
      post.replace("  author ", "  // architect-ignore unindexed-foreign-key: few rows\n  author ");
    const root = folder({ "schema.prisma": silenced });
    expect((await architect(root, "check", "--fix", ...calm)).code).toBe(0);
    expect(read(root, "schema.prisma")).toBe(silenced);
  });
});

describe.concurrent("text", () => {
  test("a line per finding and a summary, without colors into a pipe", async () => {
    const root = folder({ "schema.prisma": quiet + post });
    const { out } = await architect(root, "check", ...calm);
    expect(out).toMatch(
      /^schema\.prisma:11:35 warning .*authorId.* unindexed-foreign-key\n\n1 warning in 1 file\. 1 can be fixed with --fix\.\n$/,
    );
  });
});

describe.concurrent("sarif", () => {
  const sarif = async (tree: Tree, ...words: string[]) => {
    const { out, err } = await architect(folder(tree), "check", "--format", "sarif", ...words);
    expect(err).toBe("");
    const log = JSON.parse(out);
    const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
    const validate = ajv.compile(sarifSchema());
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    return log.runs[0];
  };

  test("a finding, its place and its fix", async () => {
    const { results, tool } = await sarif({ "my db/#1 ü.prisma": quiet + post }, ...calm);
    const offset = quiet.length + post.indexOf("[authorId]");
    const artifactLocation = { uri: "my%20db/%231%20%C3%BC.prisma", uriBaseId: "%SRCROOT%" };
    expect(results).toEqual([
      {
        ruleId: "unindexed-foreign-key",
        ruleIndex: expect.any(Number),
        level: "warning",
        message: { text: expect.stringContaining("authorId") },
        locations: [
          {
            physicalLocation: {
              artifactLocation,
              region: {
                startLine: 11,
                startColumn: 35,
                endLine: 11,
                endColumn: 45,
                charOffset: offset,
                charLength: 10,
              },
            },
          },
        ],
        fixes: [
          {
            description: { text: "Add @@index([authorId])" },
            artifactChanges: [
              {
                artifactLocation,
                replacements: [
                  {
                    deletedRegion: { charOffset: quiet.length + post.length - 3, charLength: 0 },
                    insertedContent: { text: "\n\n  @@index([authorId])" },
                  },
                ],
              },
            ],
          },
        ],
      },
    ]);
    expect(tool.driver.rules[results[0].ruleIndex].id).toBe("unindexed-foreign-key");
    expect(tool.driver.version).toBe(packageFile.version);
  });

  test("nothing found", async () => {
    expect((await sarif({ "a.prisma": quiet }, ...calm)).results).toEqual([]);
  });

  test("a bad configuration", async () => {
    const { results } = await sarif({ "prisma-architect.json": "[", "a.prisma": quiet }, ...calm);
    expect(results).toMatchObject([{ ruleId: "invalid-configuration", level: "error" }]);
  });

  test("every severity, and everything the rules find in a large schema", async () => {
    const example = join(import.meta.dirname, "../example/prisma/schema");
    const tree = Object.fromEntries(
      readdirSync(example).map((name) => [name, readFileSync(join(example, name), "utf8")]),
    );
    const loud = ["missing-timestamps=hint", "unindexed-foreign-key=error"];
    const { results } = await sarif(tree, ...loud.flatMap((rule) => ["--rule", rule]));
    expect(results.length).toBeGreaterThan(0);
  });

  test("everything the rules find in all real schemas", async () => {
    const tree: Record<string, string> = { "prisma-architect.json": '{ "preset": "all" }' };
    const schemas = realSchemas();
    for (const { name, files } of schemas) {
      for (const [path, text] of files) tree[join(name, basename(path))] = text;
    }
    const { results, tool } = await sarif(tree);
    expect(results.length).toBeGreaterThan(50 * schemas.length);
    const known = new Set(tool.driver.rules.map(({ id }: { id: string }) => id));
    expect(results.filter(({ ruleId }: { ruleId: string }) => !known.has(ruleId))).toEqual([]);
  });

  function sarifSchema(): object {
    const path = "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
    const file = createRequire(import.meta.url).resolve(path);
    // It calls itself draft 4, of which it uses nothing but these two words.
    const { $schema, id, ...schema } = JSON.parse(readFileSync(file, "utf8"));
    expect($schema, id).toContain("draft-04");
    return schema;
  }
});

describe.concurrent("github", () => {
  test("an annotation per finding, and nothing else", async () => {
    const root = folder({ "schema.prisma": quiet + post });
    const { out } = await architect(root, "check", "--format", "github", ...calm);
    expect(out).toMatch(
      /^::warning file=schema\.prisma,line=11,endLine=11,col=35,endColumn=45,title=unindexed-foreign-key::.*authorId.*\n$/,
    );
  });

  test("what the format itself uses is escaped", async () => {
    const path = "a,b:c/100%\n#.prisma";
    const root = folder({ [path]: quiet + post });
    const { out } = await architect(root, "check", "--format", "github", ...calm);
    expect(out).toContain("::warning file=a%2Cb%3Ac/100%25%0A#.prisma,line=11,");
    expect(out.match(/\n/g)).toHaveLength(1);
  });

  test.each([
    ["error", "error"],
    ["info", "notice"],
    ["hint", "notice"],
  ])("%s is called %s", async (severity, level) => {
    const root = folder({ "schema.prisma": quiet + post });
    const rule = `unindexed-foreign-key=${severity}`;
    const words = ["--format", "github", ...calm, "--rule", rule];
    expect((await architect(root, "check", ...words)).out).toMatch(new RegExp(`^::${level} `));
  });

  test("nothing found prints nothing", async () => {
    const root = folder({ "schema.prisma": quiet });
    expect(await architect(root, "check", "--format", "github", ...calm)).toEqual({
      code: 0,
      out: "",
      err: "",
    });
  });
});

describe("a baseline", () => {
  test("makes only new findings count", async () => {
    const root = folder({ "schema.prisma": quiet + post });
    const written = await architect(root, "check", "--update-baseline", ...calm);
    expect(written).toEqual({
      code: 0,
      out: "1 finding is known from now on, in prisma-architect-baseline.json.\n",
      err: "",
    });
    const text = readFileSync(join(root, "prisma-architect-baseline.json"), "utf8");
    expect(JSON.parse(text)).toEqual({
      version: 1,
      findings: ["unindexed-foreign-key Post.author"],
    });
    const { code, out } = await architect(root, "check", ...calm);
    expect([code, out]).toEqual([0, "Nothing to report in 1 file. 1 more is in the baseline.\n"]);
    writeFileSync(join(root, "schema.prisma"), quiet + post + post.replace("Post", "Tag"));
    const again = await json(root, ...calm);
    expect(again.findings.map(({ start }) => start.line)).toEqual([16]);
    expect(again.summary).toMatchObject({ warning: 1, known: 1 });
  });

  test("stays where it is, else goes beside the configuration", async () => {
    const root = folder({
      "schema.prisma": quiet + post,
      "config/prisma-architect.json": "{}",
      "config/db/schema.prisma": quiet + post,
    });
    await architect(root, "check", "config", "--update-baseline");
    expect(readdirSync(join(root, "config"))).toContain("prisma-architect-baseline.json");
    expect((await architect(root, "check", "config")).code).toBe(0);
    expect((await architect(root, "check", "schema.prisma")).code).toBe(1);
  });

  test("that cannot be read is an error, and hides nothing", async () => {
    const root = folder({ "schema.prisma": quiet, "prisma-architect-baseline.json": "{" });
    const { code, err } = await architect(root, "check");
    expect(code).toBe(2);
    expect(err).toMatch(/is not a baseline; write it anew with --update-baseline/);
  });
});

describe("into a pipe", { timeout: 20_000 }, () => {
  const models = Array.from({ length: 3000 }, (_, at) => post.replace("Post", `Post${at}`));
  const large = { "schema.prisma": quiet + models.join("\n") };

  test("large output is complete", async () => {
    const root = folder(large);
    const { out, err } = await run(
      "sh",
      ["-c", `"$0" "$1" check --format json ${calm.join(" ")} | cat`, process.execPath, script],
      root,
    );
    expect(err).toBe("");
    expect(JSON.parse(out).findings.length).toBeGreaterThanOrEqual(3000);
    expect(out.length).toBeGreaterThan(1_000_000);
  });

  test("a reader that leaves early is no crash", async () => {
    const root = folder(large);
    const { out, err } = await run(
      "sh",
      ["-c", `"$0" "$1" check --format json | head -1`, process.execPath, script],
      root,
    );
    expect({ out, err }).toEqual({ out: "{\n", err: "" });
  });
});
