/** Every statement of every migration of the corpus is answered by the gate, and each as it must be. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { explainablesIn } from "../../src/core/editor/explainable.ts";
import { type Gate, gate } from "../../src/core/sql/gate.ts";
import { splitSql } from "../../src/core/sql/split.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";

const corpus = join(import.meta.dirname, "../../../shared/corpus/postgresql");
const files = existsSync(corpus)
  ? readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".sql"),
    )
  : [];
if (files.length === 0) console.log("corpus not found: no real statements are read");

const parse = await loadPgParser();

type Statement = { readonly file: string; readonly text: string };

const texts = files.map((file) => ({ file, text: readFileSync(join(corpus, file), "utf8") }));
const statements: readonly Statement[] = texts.flatMap(({ file, text }) =>
  splitSql(text).statements.map(({ start, end }) => ({ file, text: text.slice(start, end) })),
);

test("every statement is answered: queries pass, all else is refused with a reason", () => {
  let passed = 0;
  let writes = 0;
  for (const { file, text } of statements) {
    const answer = gate(text, parse);
    if (!answer.ok) {
      expect(answer.reason, `${file}: ${text}`).toMatch(/^\S.*\S$/s);
      continue;
    }
    passed++;
    if (answer.writes.length > 0) writes++;
    expect(text).toMatch(/^\(?\s*(?:select|insert|update|delete|merge|with|values|table)\b/i);
    expect(answer.writes.length > 0 || /^\(?\s*(?:select|with)/i.test(text), text).toBe(true);
  }
  console.log(`${statements.length} statements in ${files.length} files`);
  console.log(`${passed} can be explained, ${writes} of them write`);
}, 120_000);

test("what a file offers to explain is what passes", () => {
  const refused = texts.flatMap(({ file, text }) =>
    explainablesIn({ text, languageId: "sql", path: file }).flatMap(({ sql, problem }) => {
      const answer = gate(sql, parse);
      return answer.ok && problem === undefined ? [] : [problem ?? reasonOf(answer)];
    }),
  );
  expect(refused).toEqual(files.length === 0 ? [] : offeredAndRefused);
}, 120_000);

const into = "SELECT … INTO makes a table: leave INTO out to explain the query";

/** Migrations that keep rows aside; the last is in a file that PostgreSQL refuses as a whole. */
const offeredAndRefused = [
  into,
  into,
  into,
  'PostgreSQL cannot read it: syntax error at or near ""mode""',
];

function reasonOf(answer: Gate): string {
  return answer.ok ? "" : answer.reason;
}
