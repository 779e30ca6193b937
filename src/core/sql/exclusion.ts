/**
 * What stands inside EXCLUDE (…) WHERE (…), read from its text, and which names an expression has
 * in it. Knows no catalog.
 */

export type Exclusion = {
  /** Undefined for an expression. */
  readonly columns: readonly (string | undefined)[];
  readonly expressions: readonly string[];
  readonly where: string | undefined;
};

export function readExclusion(text: string): Exclusion {
  const opening = /\bEXCLUDE\b[^(]*\(/i.exec(text);
  if (opening === null) return { columns: [], expressions: [], where: undefined };
  const from = opening.index + opening[0].length;
  const elements = splitUntilClosed(text, from);
  const rest = text.slice(from + elements.join(",").length + 1);
  const condition = /\bWHERE\s*\(/i.exec(rest);
  return {
    columns: elements.map(bareColumn),
    expressions: elements.filter((element) => bareColumn(element) === undefined),
    where: condition
      ? splitUntilClosed(rest, condition.index + condition[0].length).join(",")
      : undefined,
  };
}

/** What stands between commas up to the parenthesis that closes the one before `from`. */
function splitUntilClosed(text: string, from: number): readonly string[] {
  const parts: string[] = [];
  let depth = 1;
  let start = from;
  for (const { 0: token, index } of text
    .slice(from)
    .matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[(),]/g)) {
    const at = from + index;
    if (token === "(") depth++;
    if (token === ")") depth--;
    if (depth === 0 || (depth === 1 && token === ",")) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
    if (depth === 0) break;
  }
  return parts;
}

function bareColumn(element: string): string | undefined {
  const found = /^\s*(?:"((?:[^"]|"")+)"|([a-z_][\w$]*))(?:\s+[\w.]+)*?\s+WITH\s/i.exec(element);
  return found?.[1]?.replaceAll('""', '"') ?? found?.[2]?.toLowerCase();
}

/** Those of the names that stand in the expressions as words of their own, not inside strings. */
export function namedIn(expressions: readonly string[], names: Iterable<string>): string[] {
  const words = new Set<string>();
  for (const expression of expressions) {
    for (const [token] of expression.matchAll(tokens)) {
      if (token.startsWith('"')) words.add(token.slice(1, -1).replaceAll('""', '"'));
      else if (!token.startsWith("'")) words.add(token.toLowerCase());
    }
  }
  return [...names].filter((name) => words.has(name));
}

const tokens = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu;
