/**
 * The calls and templates of a text that no parser accepts, cut out one by one: from a name to
 * where its brackets are closed. Knows strings, templates and comments, not the language.
 */

/** Offsets in `code` are those in the file less `shift`. */
export type Snippet = { readonly code: string; readonly shift: number };

/** Bounds of the work: nobody writes longer queries, or so many in a file. */
const longestSnippet = 20_000;
const mostSnippets = 1000;
/** How many characters may be read for what then turns out not to be closed. */
const mostInVain = 1_000_000;

/** For each place the code from there, where it is whole; what is inside another one is left out. */
export function snippetsOf(text: string, places: readonly number[]): readonly Snippet[] {
  const snippets: Snippet[] = [];
  const spent: Spent = { inVain: 0 };
  let done = 0;
  for (const place of places) {
    if (spent.inVain > mostInVain || snippets.length === mostSnippets) break;
    const end = place < done ? undefined : endOfCall(text, place, spent);
    if (end === undefined) continue;
    // `.query(…)` needs something to be called on.
    const isMember = text[place] === ".";
    const code = `${isMember ? "_" : ""}${text.slice(place, end)}`;
    snippets.push({ code, shift: isMember ? place - 1 : place });
    done = end;
  }
  return snippets;
}

type Spent = { inVain: number };

/**
 * `$queryRaw<Row[]>` and then brackets or a template, one or several: `sql.type(row)\`…\``. Undefined
 * where there are none, or not closed.
 */
function endOfCall(text: string, place: number, spent: Spent): number | undefined {
  let end: number | undefined;
  name.lastIndex = place;
  for (let at = place + (name.exec(text)?.[0].length ?? 0); ; ) {
    const closed = "(`".includes(text[at] ?? " ") ? closeOf(text, at, spent) : undefined;
    if (closed === undefined) return end;
    end = closed;
    name.lastIndex = closed;
    at = closed + (name.exec(text)?.[0].length ?? 0);
  }
}

/** Names with dots, and types that are given to them. */
const name = /(?:\.?\s*[$\w]+)?(?:\.[$\w]+)*(?:<[^`()]{0,300}>)?[ \t]*/y;

/** After the bracket or template that opens `at` is closed; undefined where it never is. */
function closeOf(text: string, start: number, spent: Spent): number | undefined {
  const open: string[] = [];
  const limit = Math.min(text.length, start + longestSnippet);
  let at = start;
  while (at < limit) {
    const top = open.at(-1);
    const next = top === "`" ? stepInTemplate(text, at, open) : stepInCode(text, at, open);
    if (next === undefined) break;
    at = next;
    if (open.length === 0) return at;
  }
  spent.inVain += at - start;
  return undefined;
}

function stepInTemplate(text: string, at: number, open: string[]): number {
  if (text[at] === "\\") return at + 2;
  if (text.startsWith("${", at)) {
    open.push("}");
    return at + 2;
  }
  if (text[at] === "`") open.pop();
  return at + 1;
}

/** Undefined at what does not fit: a bracket of another kind, a string without its end. */
function stepInCode(text: string, at: number, open: string[]): number | undefined {
  aside.lastIndex = at;
  const passed = aside.exec(text)?.[0];
  if (passed) return at + passed.length;
  const here = text[at] ?? "";
  const closing = brackets.get(here);
  if (closing !== undefined) open.push(closing);
  else if (here === "`") open.push("`");
  else if (")]}".includes(here)) return open.pop() === here ? at + 1 : undefined;
  else if (here === "'" || here === '"') return undefined;
  return at + 1;
}

const brackets: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

/** Comments, and strings that end on their line. */
const aside = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
