/**
 * Words and texts as Mermaid's ER grammar takes them. What it would misread is written as the
 * number of the character, `#34;`, which Mermaid draws as the character itself.
 */

/** Goes between quotes: a label, a comment, a title. */
export function mermaidText(text: string): string {
  const oneLine = text.replace(invisible, " ").replace(/\s+/g, " ").trim();
  const short = oneLine.length > longest ? `${whole(oneLine.slice(0, longest))}…` : oneLine;
  return (
    short
      .replace(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic} ,.'()/?!=…–—-]|ﬂ|ß/gu, numbered)
      // A line with `direction LR` in it is read as just that, wherever it stands.
      .replace(/d(?=irection +(?:tb|bt|rl|lr))/gi, numbered)
      // Markdown reads lists where a label begins so.
      .replace(/^-/, numbered)
      .replace(/^(\d+)(?=[.)])/, (digits) => numbered(digits[0] ?? "") + digits.slice(1))
  );
}

const longest = 80;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const invisible = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function whole(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, "");
}

function numbered(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code >= 0xd800 && code <= 0xdfff ? "#65533;" : `#${code};`;
}

/** Goes between quotes as the name of a node; underscores at its ends would be Markdown. */
export function mermaidName(name: string): string {
  const inside = name.slice(1, -1);
  if (/^[A-Za-z0-9]$|^[A-Za-z0-9][\w-]*[A-Za-z0-9]$/.test(name) && !inside.includes("__"))
    return name;
  return mermaidText(name) || "_";
}

/** What becomes of a text on its way to the ids in Mermaid's picture. */
export function asWritten(text: string): string {
  return text.replace(/#(\d+);/g, "ﬂ°°$1¶ß");
}

/**
 * Without quotes: the type or name of a row, which has to be one word and no key. Mermaid 11 knows
 * fewer characters than 12.
 */
export function mermaidWord(text: string, forOlder = false): string {
  const bare = text.replace(invisible, "").replace(/["'`]|(?<=,)\s+/g, "");
  const word = bare.replace(forOlder ? /[^\w\-[\]()]/g : unwritable, "_");
  const started = /^[A-Za-z_\u00c0-\ufffd]/.test(word) ? word : `_${word}`;
  return started.replace(/^(pk|fk|uk)\b/i, "$1_");
}

/** ß and ﬂ belong to the marks that Mermaid itself puts around numbers. */
const unwritable = /[^\w\-[\](),.\u00c0-\ud7ff\uf900-\ufffd]|[ﬂß×÷]/g;
