/**
 * The colours: which scopes the TextMate grammars give to the parts of a schema, and that they
 * leave no word of a real one without.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";
import { corpusSchemas } from "./support/corpus.ts";

type Token = { readonly text: string; readonly line: number; readonly scopes: readonly string[] };

const project = join(import.meta.dirname, "..");
const grammarFiles: Record<string, string> = {
  "source.prisma": "syntaxes/prisma.tmLanguage.json",
  "markdown.prisma.codeblock": "syntaxes/prisma.markdown.tmLanguage.json",
};
const registry = new textmate.Registry({
  onigLib: loadOniguruma(),
  loadGrammar: async (scope) => {
    const file = grammarFiles[scope];
    // VS Code's own grammar for Markdown is not at hand; an empty one shows what is injected.
    if (!file) return { scopeName: scope, patterns: [], repository: {} as never };
    const path = join(project, file);
    return textmate.parseRawGrammar(readFileSync(path, "utf8"), path);
  },
  getInjections: (scope) => (scope === "text.html.markdown" ? ["markdown.prisma.codeblock"] : []),
});

/**
 * In `source`, a line of carets under some text, followed by the innermost scope they have,
 * without its last part.
 */
async function check(source: string, grammar = "source.prisma") {
  const lines = source.replace(/^\n/, "").split("\n");
  const code = lines.filter((line) => !expectation.test(line));
  const tokens = await tokenize(code.join("\n"), grammar);
  const seen: string[] = [];
  const wanted: string[] = [];
  let codeLine = -1;
  for (const line of lines) {
    const [, carets = "", scope = ""] = expectation.exec(line) ?? [];
    if (!carets) {
      codeLine++;
      continue;
    }
    const at = line.indexOf("^");
    const length = carets.length;
    const text = code[codeLine]?.slice(at, at + length) ?? "";
    wanted.push(`${text} → ${scope}`);
    for (const token of within(tokens, codeLine, at, length)) {
      seen.push(`${token.text} → ${innermost(token)}`);
    }
  }
  expect(seen).toEqual(wanted);
}

const expectation = /^\s*(\^+) (\S+)$/;

test("headers and fields", () =>
  check(`
datasource db {
^^^^^^^^^^ storage.type
           ^^ entity.name.namespace
              ^ punctuation.section.block.begin
  url = env("DATABASE_URL")
  ^^^ variable.other.property
      ^ keyword.operator.assignment
        ^^^ support.function
             ^^^^^^^^^^^^ string.quoted.double
}
model Order {
^^^^^ storage.type
      ^^^^^ entity.name.type.class
  id    Int    @id
  ^^ variable.other.property
        ^^^ support.type.primitive
               ^ punctuation.definition.decorator
                ^^ entity.name.function.decorator
  note  String?
        ^^^^^^ support.type.primitive
              ^ keyword.operator.optional
  lines OrderLine[]
        ^^^^^^^^^ entity.name.type
                 ^^ keyword.operator.list
  shape Unsupported("polygon")?
        ^^^^^^^^^^^ support.type.primitive
                     ^^^^^^^ string.quoted.double
                              ^ keyword.operator.optional
}
^ punctuation.section.block.end
enum Status {
     ^^^^^^ entity.name.type.enum
  ON_HOLD @map("on hold")
  ^^^^^^^ variable.other.enummember
           ^^^ entity.name.function.decorator
}
view Sales {
     ^^^^^ entity.name.type.class
}
`));

test("words of the language are fine as names", () =>
  check(`
model Field {
  model String
  ^^^^^ variable.other.property
        ^^^^^^ support.type.primitive
  type  Type
  ^^^^ variable.other.property
        ^^^^ entity.name.type
  true  Int
  ^^^^ variable.other.property
  String StringList
  ^^^^^^ variable.other.property
         ^^^^^^^^^^ entity.name.type
}
`));

test("attributes and their arguments", () =>
  check(`
model Order {
  id     String   @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
                       ^^^^^^^ entity.name.function.decorator
                               ^^^^^^^^^^^ support.function
                                            ^^^^^^^^^^^^^^^^^ string.quoted.double
                                                                  ^^ entity.name.function.decorator
                                                                    ^ punctuation.accessor
                                                                     ^^^^ entity.name.function.decorator.native-type
  code   String   @ db.VarChar (10)
                    ^^ entity.name.function.decorator
                       ^^^^^^^ entity.name.function.decorator.native-type
                                ^^ constant.numeric
  status Status   @default(PENDING)
                           ^^^^^^^ variable.other.enummember
  all    Status[] @default([PENDING, PAID])
                            ^^^^^^^ variable.other.enummember
  ready  Boolean  @default(false)
                           ^^^^^ constant.language.boolean
  buyer  Customer @relation("Buyer", fields: [buyerId], references: [id], onDelete: Cascade)
                             ^^^^^ string.quoted.double
                                     ^^^^^^ variable.parameter
                                              ^^^^^^^ variable.other.property
                                                                          ^^^^^^^^ variable.parameter
                                                                                    ^^^^^^^ constant.language
  @@index([placedAt(sort: Desc), address.city], type: BTree, map: "a\\"b")
  ^^ punctuation.definition.decorator
    ^^^^^ entity.name.function.decorator
           ^^^^^^^^ variable.other.property
                    ^^^^ variable.parameter
                          ^^^^ constant.language
                                 ^^^^^^^ variable.other.property
                                        ^ punctuation.accessor
                                                      ^^^^^ constant.language
                                                                    ^^ constant.character.escape
  @@index([id], where: { deletedAt: null, kind: { not: RETURN } })
                ^^^^^ variable.parameter
                       ^ punctuation.section.braces.begin
                         ^^^^^^^^^ variable.other.property
                                    ^^^^ constant.language.null
                                                       ^^^^^^ variable.other.enummember
  @@index([data(ops: raw("jsonb_path_ops"))], type: Gin)
                     ^^^ support.function
}
`));

test("comments", () =>
  check(`
/// What a customer bought.
    ^^^^ comment.line.documentation
model Order { // not a cart
                 ^^^ comment.line.double-slash
  id  Int @id /// assigned by us
                  ^^^^^^^^ comment.line.documentation
  url String @default("http://example.org") // here
                            ^^ string.quoted.double
                                               ^^^^ comment.line.double-slash
  /* two
     lines */
     ^^^^^ comment.block
  a   Int
  ^ variable.other.property
}
`));

test("what is half typed does not spill over", () =>
  check(`
model Order {
  code  String @default("
  items Item[] @relation(fields: [
  ^^^^^ variable.other.property
  id    Int @id
  ^^ variable.other.property
        ^^^ support.type.primitive
  @@index([id
  @@map("orders"
    ^^^ entity.name.function.decorator
}
^ punctuation.section.block.end
model Cart {
  id Int
model Item {
      ^^^^ entity.name.type.class
}
model Next
^^^^^ storage.type
      ^^^^ entity.name.type
`));

test("fences in Markdown", () =>
  check(
    `
Some model User { text
     ^^^^^ text.html.markdown
\`\`\`prisma title="x"
   ^^^^^^ fenced_code.block.language
model User {
^^^^^ storage.type
  id Int @id
\`\`\`
^^^ punctuation.definition
model User
^^^^^ text.html.markdown
   ~~~ Prisma
   enum A {
   ^^^^ storage.type
   ~~~
\`\`\`prismatic
model User
^^^^^ text.html.markdown
\`\`\`
`,
    "text.html.markdown",
  ));

const example = join(project, "test/example");
const own = [
  ...readdirSync(join(example, "prisma/schema")).map((file) => join("prisma/schema", file)),
  "services/analytics/db/analytics.prisma",
].map((file) => ({
  name: file,
  files: [[file, readFileSync(join(example, file), "utf8")]] as const,
}));

test.each([...own, ...corpusSchemas()])(
  "no word of $name is left plain, no block spills into the next",
  async ({ files }) => {
    for (const [, text] of files) {
      const tokens = await tokenize(text, "source.prisma");
      const plain = tokens
        .filter((token) => token.text.trim() && isPlain(token.scopes))
        .map((token) => `${token.line + 1}: ${token.text}`);
      expect(plain).toEqual([]);
      const headers = tokens.filter((token) => innermost(token) === "storage.type");
      expect(headers).toHaveLength(text.match(header)?.length ?? 0);
    }
  },
);

const header = /^ *(datasource|generator|model|view|type|enum) +[\w-]+ *\{/gm;

/** Only the language and the shells around it, nothing about the text itself. */
function isPlain(scopes: readonly string[]): boolean {
  return scopes.every((scope) => scope.startsWith("source.") || scope.startsWith("meta."));
}

function innermost({ scopes }: Token): string {
  return scopes.at(-1)?.replace(/\.(prisma|markdown)$/, "") ?? "";
}

function within(tokens: readonly Token[], line: number, at: number, length: number): Token[] {
  let start = 0;
  return tokens
    .filter((token) => token.line === line)
    .flatMap((token) => {
      const from = Math.max(start, at);
      const to = Math.min(start + token.text.length, at + length);
      const text = token.text.slice(from - start, to - start);
      start += token.text.length;
      return from < to ? [{ ...token, text }] : [];
    });
}

async function tokenize(text: string, scope: string): Promise<Token[]> {
  const grammar = await registry.loadGrammar(scope);
  if (!grammar) throw new Error(`no grammar for ${scope}`);
  let state = textmate.INITIAL;
  return text.split(/\r?\n/).flatMap((source, line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(source, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: source.slice(startIndex, endIndex),
      line,
      scopes: scopes.map((name) => (name === "text.html.markdown" ? `${name}.markdown` : name)),
    }));
  });
}

async function loadOniguruma() {
  const file = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
  await oniguruma.loadWASM(readFileSync(file));
  return {
    createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text: string) => new oniguruma.OnigString(text),
  };
}
