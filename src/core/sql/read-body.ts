/**
 * The body of a DO block → the SQL statements in it, where it is plain: conditions around them, an
 * exception that is swallowed, nothing that loops, counts or puts SQL together.
 */
import { type Token, tokensOf } from "./lex.ts";
import type { Range } from "./split.ts";

/** Offsets in `body`; undefined when it cannot be told which statements run, however often. */
export function statementsInBody(body: string): readonly Range[] | undefined {
  const block: Block = { body, tokens: tokensOf(body), at: 0, statements: [] };
  if (!takeBlock(block, 0)) return undefined;
  takeSymbol(block, ";");
  return block.at === block.tokens.length ? block.statements : undefined;
}

type Block = {
  readonly body: string;
  readonly tokens: readonly Token[];
  at: number;
  readonly statements: Range[];
};

/** BEGIN … [EXCEPTION WHEN … THEN NULL;] END, without a semicolon after it. */
function takeBlock(block: Block, depth: number): boolean {
  if (!takeWord(block, "begin") || !takeStatements(block, depth)) return false;
  if (takeWord(block, "exception")) {
    while (takeWord(block, "when")) {
      if (!skipTo(block, "then") || !takeWord(block, "null") || !takeSymbol(block, ";"))
        return false;
    }
  }
  return takeWord(block, "end");
}

/** Up to what can follow statements. */
function takeStatements(block: Block, depth: number): boolean {
  if (depth > 20) return false;
  while (!["end", "exception"].includes(wordAt(block))) {
    if (!takeStatement(block, depth)) return false;
  }
  return true;
}

function takeStatement(block: Block, depth: number): boolean {
  const word = wordAt(block);
  if (word === "begin") return takeBlock(block, depth + 1) && takeSymbol(block, ";");
  if (word === "if") {
    return (
      skipTo(block, "then") &&
      takeStatements(block, depth + 1) &&
      takeWord(block, "end") &&
      takeWord(block, "if") &&
      takeSymbol(block, ";")
    );
  }
  const start = block.tokens[block.at]?.start ?? 0;
  const end = endOfStatement(block);
  if (end === undefined) return false;
  if (word === "null" || word === "raise") return true;
  block.statements.push({ start, end });
  return plainStatements.has(word);
}

/** Those that mean in a body what they mean outside of it. */
const plainStatements: ReadonlySet<string> = new Set(
  "alter comment create delete drop grant insert lock refresh revoke truncate update with".split(
    " ",
  ),
);

/** Past the semicolon. */
function endOfStatement(block: Block): number | undefined {
  for (; block.at < block.tokens.length; block.at++) {
    if (!isSymbol(block, ";")) continue;
    const end = block.tokens[block.at - 1]?.end;
    block.at++;
    return end;
  }
  return undefined;
}

/** Past the keyword THEN; CASE has one of its own, so that a condition with it is not plain. */
function skipTo(block: Block, keyword: string): boolean {
  for (; block.at < block.tokens.length; block.at++) {
    const word = wordAt(block);
    if (word === "case" || isSymbol(block, ";")) return false;
    if (word === keyword) {
      block.at++;
      return true;
    }
  }
  return false;
}

function takeWord(block: Block, word: string): boolean {
  if (wordAt(block) !== word) return false;
  block.at++;
  return true;
}

function takeSymbol(block: Block, symbol: string): boolean {
  if (!isSymbol(block, symbol)) return false;
  block.at++;
  return true;
}

function isSymbol({ body, tokens, at }: Block, symbol: string): boolean {
  const token = tokens[at];
  return token?.kind === "symbol" && body[token.start] === symbol;
}

/** Lower case; "" when there is none. */
function wordAt({ body, tokens, at }: Block): string {
  const token = tokens[at];
  return token?.kind === "word" ? body.slice(token.start, token.end).toLowerCase() : "";
}
