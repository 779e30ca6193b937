/**
 * What the text of a statement tells of its parameters before anybody parses it: which there are,
 * the types they are cast to, and names that psql would replace. Knows tokens only.
 */
import { type Token, tokensOf } from "./lex.ts";

/** `$1` as it stands: offsets in the text. */
export type ParameterMark = {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  /** A type of PostgreSQL as written behind `::`, or in CAST. */
  readonly type: string | undefined;
};

/** In the order of the text; not those in strings and comments. */
export function parameterMarks(text: string): readonly ParameterMark[] {
  const tokens = tokensOf(text);
  return tokens.flatMap((token, index) => {
    const digits = tokens[index + 1];
    if (text[token.start] !== "$" || token.end - token.start !== 1) return [];
    if (digits?.kind !== "number" || digits.start !== token.end) return [];
    const number = Number(/^\d{1,6}/.exec(text.slice(digits.start, digits.end))?.[0]);
    const type = castOf(text, tokens, index);
    return [{ number, start: token.start, end: digits.end, type }];
  });
}

/** `:name` and `:'name'`, as psql replaces them. */
export type Variable = {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** `:"name"` stands for an identifier, which no parameter can. */
  readonly isIdentifier: boolean;
};

/** Not the colons of casts, of `a[1:n]` and of `name := value`. */
export function psqlVariables(text: string): readonly Variable[] {
  const tokens = tokensOf(text);
  const found: Variable[] = [];
  let brackets = 0;
  for (const [index, { start }] of tokens.entries()) {
    if (text[start] === "[") brackets++;
    if (text[start] === "]") brackets--;
    const variable = text[start] === ":" ? variableAt(text, tokens, index) : undefined;
    if (variable && !(brackets > 0 && isSlice(text, tokens, index))) found.push(variable);
  }
  return found;
}

function variableAt(text: string, tokens: readonly Token[], index: number): Variable | undefined {
  const colon = tokens[index];
  const next = tokens[index + 1];
  if (colon === undefined || next?.start !== colon.end || text[colon.start - 1] === ":") {
    return undefined;
  }
  const written = text.slice(next.start, next.end);
  const name = next.kind === "word" ? written : written.slice(1, -1);
  const isName = ["word", "string", "name"].includes(next.kind) && /^\w+$/.test(name);
  const range = { start: colon.start, end: next.end };
  return isName ? { name, ...range, isIdentifier: next.kind === "name" } : undefined;
}

/** In brackets a colon stands between bounds, `a[1:n]` and `a[:n]`, unless a value begins there. */
function isSlice(text: string, tokens: readonly Token[], index: number): boolean {
  const [list, before] = [tokens[index - 2], tokens[index - 1]].map((token) =>
    token === undefined ? "" : text.slice(token.start, token.end).toLowerCase(),
  );
  return before === "[" ? list !== "array" : before !== "," && before !== "(";
}

/** `$1::uuid[]`, `CAST($1 AS timestamp with time zone)`. */
function castOf(text: string, tokens: readonly Token[], index: number): string | undefined {
  const at = (offset: number) => {
    const token = tokens[index + offset];
    return token === undefined ? "" : text.slice(token.start, token.end).toLowerCase();
  };
  if (at(2) === ":" && at(3) === ":") return typeFrom(text, tokens, index + 4);
  const isCast = at(-2) === "cast" && at(-1) === "(" && at(2) === "as";
  return isCast ? typeFrom(text, tokens, index + 3) : undefined;
}

/** A name with a schema, modifiers and brackets; undefined where none begins. */
function typeFrom(text: string, tokens: readonly Token[], first: number): string | undefined {
  const begin = tokens[first];
  if (begin === undefined || (begin.kind !== "word" && begin.kind !== "name")) return undefined;
  const rest = text.slice(begin.start, begin.start + 200);
  return typeName.exec(rest)?.[0].replace(/\s+/g, " ");
}

const typeName = new RegExp(
  "^(?:" +
    "double\\s+precision|(?:national\\s+)?char(?:acter)?\\s+varying(?:\\s*\\(\\d+\\))?|bit\\s+varying(?:\\s*\\(\\d+\\))?|" +
    "time(?:stamp)?(?:\\s*\\(\\d+\\))?\\s+with(?:out)?\\s+time\\s+zone|" +
    '(?:"(?:[^"]|"")+"|[\\w\\u0080-\\uffff]+)(?:\\.(?:"(?:[^"]|"")+"|[\\w\\u0080-\\uffff]+))?' +
    "(?:\\s*\\(\\d+(?:\\s*,\\s*-?\\d+)?\\))?" +
    ")(?:\\s*\\[\\d*\\])*",
  "i",
);
