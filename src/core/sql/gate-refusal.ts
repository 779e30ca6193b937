/**
 * Why a text is not explained, in sentences for people, each with what can be done instead. Knows
 * kinds of statements, not what is in them.
 */
import { type Token, tokensOf } from "./lex.ts";
import type { Range } from "./split.ts";

type Refusal = { readonly ok: false; readonly reason: string; readonly at: Range };

/** In UTF-16 units: far more than anybody writes, and little enough for any parser. */
export const longestStatement = 1_000_000;

/** What PostgreSQL's parser, written in C, would misread or choke on. */
export function unreadableIn(text: string): Refusal | undefined {
  if (text.length > longestStatement) {
    const length = text.length.toLocaleString("en-US");
    const longest = longestStatement.toLocaleString("en-US");
    const reason = `The text has ${length} characters: up to ${longest} are explained`;
    return { ok: false, reason, at: { start: 0, end: text.length } };
  }
  const nul = text.indexOf("\0");
  if (nul >= 0) return atCharacter("A NUL character is not allowed in SQL", nul);
  const half = loneSurrogate.exec(text);
  return half === null
    ? undefined
    : atCharacter("Half a character (a lone surrogate) is not allowed in SQL", half.index);
}

const loneSurrogate = /\p{Surrogate}/u;

function atCharacter(reason: string, start: number): Refusal {
  return { ok: false, reason, at: { start, end: start + 1 } };
}

/** `\copy` and the like; also one that ends a query in place of a semicolon, `\gexec`. */
export function isPsqlCommand(text: string, { start, end }: Range): boolean {
  if (text[start] === "\\") return true;
  const lastLine = text.slice(text.lastIndexOf("\n", end - 1) + 1, end);
  const command = /\\(?:g\w*|crosstabview|watch)[^'"]*$/.exec(lastLine);
  if (command === null) return false;
  const at = end - command[0].length;
  return tokensOf(text.slice(start, end)).some((token) => token.start === at - start);
}

/** Of a statement that is none of those that can be explained; `tag` as libpg-query calls it. */
export function refusalOf(
  tag: string | undefined,
  tokens: readonly Token[],
  statement: string,
): string {
  const known = reasons.get(tag ?? "");
  return known ?? `Only SELECT, INSERT, UPDATE, DELETE and MERGE can be explained, not ${named()}`;

  function named(): string {
    const words: string[] = [];
    for (const { kind, start, end } of tokens.slice(0, 6)) {
      if (kind !== "word" || words.length === 2) break;
      const word = statement.slice(start, end).toUpperCase();
      if (!between.has(word)) words.push(word);
      if (!twoWords.has(words[0] ?? "")) break;
    }
    return words.join(" ") || "this";
  }
}

const twoWords = new Set(["CREATE", "ALTER", "DROP", "COMMENT", "REFRESH", "SECURITY", "IMPORT"]);
const between = new Set(["OR", "REPLACE", "UNIQUE", "TEMP", "TEMPORARY", "UNLOGGED", "GLOBAL"]);

const behindAs = "select the query behind AS to explain it";

const reasons: ReadonlyMap<string, string> = new Map([
  ["CopyStmt", "COPY is not explained: a query in its parentheses can be selected and explained"],
  ["DoStmt", "DO runs a program: select one of the queries in it, without its variables"],
  ["CallStmt", "CALL runs a procedure: explain the queries in it one by one"],
  ["ExecuteStmt", "EXECUTE runs what was prepared elsewhere: explain that statement"],
  ["PrepareStmt", "PREPARE only keeps a statement: select the one behind AS to explain it"],
  ["CreateTableAsStmt", `CREATE … AS makes a table or view: ${behindAs}`],
  ["ViewStmt", `CREATE VIEW makes a view: ${behindAs}`],
  ["DeclareCursorStmt", "DECLARE makes a cursor: select the query behind FOR to explain it"],
  ["VariableSetStmt", "SET and RESET change settings and have no plan"],
  ["VariableShowStmt", "SHOW reads a setting and has no plan"],
  ["TransactionStmt", "A command of transactions has no plan: select a query between them"],
  ["TruncateStmt", "TRUNCATE empties a table without reading it and has no plan"],
]);

/**
 * Where the statement behind EXPLAIN can begin, most likely first: after the options in
 * parentheses, or with parentheses of its own.
 */
export function explainedIn(text: string, { start, end }: Range): readonly Range[] {
  const statement = text.slice(start, end);
  const tokens = tokensOf(statement);
  const starts = [afterOptions(tokens, statement), 1].flatMap((index) => {
    const token = index === undefined ? undefined : tokens[index];
    return token === undefined ? [] : [start + token.start];
  });
  return [...new Set(starts)].map((from) => ({ start: from, end }));
}

/** Index of the first token behind `(ANALYZE, …)` or `ANALYZE VERBOSE`. */
function afterOptions(tokens: readonly Token[], statement: string): number | undefined {
  const text = (index: number) => {
    const token = tokens[index];
    return token === undefined ? "" : statement.slice(token.start, token.end).toLowerCase();
  };
  let at = 1;
  if (text(1) !== "(") {
    while (["analyze", "analyse", "verbose"].includes(text(at))) at++;
    return at;
  }
  let depth = 0;
  for (; at < tokens.length; at++) {
    if (text(at) === "(") depth++;
    if (text(at) === ")" && --depth === 0) return at + 1;
  }
  return undefined;
}
