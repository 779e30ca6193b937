/**
 * Names and lists as PostgreSQL writes them in EXPLAIN's text. Does not know whose names they are.
 */

/** A name that begins at an offset: quoted where it must be, and where it ends. */
export function nameAt(
  text: string,
  start: number,
): { readonly name: string; readonly end: number } {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && text[end] !== "." && text[end] !== " ") end++;
    return { name: text.slice(start, end), end };
  }
  let end = start + 1;
  while (end < text.length) {
    if (text[end] !== '"') end++;
    else if (text[end + 1] === '"') end += 2;
    else break;
  }
  return {
    name: text.slice(start + 1, end).replaceAll('""', '"'),
    end: Math.min(end + 1, text.length),
  };
}

/** The whole text as a name. */
export function unquoted(text: string): string {
  return text.startsWith('"') ? nameAt(text, 0).name : text;
}

/** Split at the commas that are in no parentheses and no quotes. */
export function listed(text: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: mark, index } of text.matchAll(marks)) {
    if (mark === "(" || mark === "[") depth++;
    else if (mark === ")" || mark === "]") depth--;
    else if (mark === "," && depth === 0) {
      items.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === "" ? items : [...items, last];
}

/** Something quoted is one mark; a quote that is not closed runs to the end. */
const marks = /'[^']*(?:'|$)|"[^"]*(?:"|$)|[()[\],]/g;
