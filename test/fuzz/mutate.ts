/** One random change to a text: what hands, merges, encodings and half-finished edits do to it. */
import { pick, type Random } from "./random.ts";

type Mutation = (text: string, random: Random) => string;

/** Small pieces of the language, right and wrong, and of what does not belong into it. */
const fragments: readonly [string, ...string[]] = [
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  '"',
  '\\"',
  "\\",
  "'",
  "/",
  "//",
  "///",
  "/*",
  "*/",
  "/**/",
  "/* c */ ",
  "@",
  "@@",
  "@@@",
  ":",
  ",",
  ".",
  "=",
  "?",
  "!",
  "-",
  "\n",
  "\r",
  "\r\n",
  "\n\n",
  "\t",
  " ",
  "\0",
  "\ufeff",
  "\u2028",
  "\u00a0",
  "\ud83d",
  "\ude00",
  "😀",
  "ü",
  "model",
  "model A {",
  "\nmodel A {\n",
  "\nmodel -a {\n",
  "\n}\n",
  "} ",
  "\nenum E {\n",
  "\ntype T {",
  "view V {\n",
  "\ndatasource db {\n",
  "\ngenerator g {\n",
  " // architect-ignore unindexed-foreign-key",
  "\n/// doc\n",
  "\n// line\n",
  "\n/* block\n*/\n",
  "@relation(",
  "@relation(fields: [id], references: [id])",
  "@@index([",
  "@@index([id])",
  "@@id([id])",
  "@unique",
  '@map("',
  "@db.",
  "@default(",
  "Unsupported(",
  "[]",
  "[]?",
  "where: {",
  'raw("',
  "-1.5e3",
  "2fa",
];

/** A place in `text` and how much of it: often a few characters, sometimes a line or far more. */
function place(text: string, random: Random): readonly [start: number, end: number] {
  const start = random(text.length + 1);
  const most = pick(random, [1, 1, 2, 5, 20, 80, 400]);
  return [start, Math.min(text.length, start + random(most) + 1)];
}

const mutations: readonly [Mutation, ...Mutation[]] = [
  function deleteSome(text, random) {
    const [start, end] = place(text, random);
    return text.slice(0, start) + text.slice(end);
  },
  function insertFragment(text, random) {
    const at = random(text.length + 1);
    return text.slice(0, at) + pick(random, fragments) + text.slice(at);
  },
  function insertAtLine(text, random) {
    const at = lineStart(text, random);
    return text.slice(0, at) + pick(random, fragments) + text.slice(at);
  },
  function replaceSome(text, random) {
    const [start, end] = place(text, random);
    return text.slice(0, start) + pick(random, fragments) + text.slice(end);
  },
  function duplicate(text, random) {
    const [start, end] = place(text, random);
    return text.slice(0, end) + text.slice(start, end) + text.slice(end);
  },
  function move(text, random) {
    const [start, end] = place(text, random);
    const rest = text.slice(0, start) + text.slice(end);
    const to = random(rest.length + 1);
    return rest.slice(0, to) + text.slice(start, end) + rest.slice(to);
  },
  function swapLines(text, random) {
    const lines = text.split("\n");
    const a = random(lines.length);
    const b = random(lines.length);
    [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
    return lines.join("\n");
  },
  function deleteLine(text, random) {
    const lines = text.split("\n");
    lines.splice(random(lines.length), 1);
    return lines.join("\n");
  },
  /** A bracket, quote or comment mark somewhere disappears. */
  function unbalance(text, random) {
    const mark = pick(random, ["{", "}", "(", ")", "[", "]", '"', "*/", "/*", "\n"]);
    const at = text.indexOf(mark, random(text.length + 1));
    return at < 0 ? text + mark : text.slice(0, at) + text.slice(at + mark.length);
  },
  function mixNewlines(text, random) {
    const newline = pick(random, ["\r\n", "\r", "\n\r", "\u2028"]);
    return text.replace(/\n/g, (old) => (random(3) === 0 ? newline : old));
  },
  function cutOff(text, random) {
    const at = random(text.length + 1);
    return random(2) === 0 ? text.slice(0, at) : text.slice(at);
  },
  function repeatFragment(text, random) {
    const at = random(text.length + 1);
    const many = pick(random, fragments).repeat(random(200) + 1);
    return text.slice(0, at) + many + text.slice(at);
  },
  function anyCharacter(text, random) {
    const at = random(text.length + 1);
    return text.slice(0, at) + String.fromCharCode(random(0x10000)) + text.slice(at);
  },
];

function lineStart(text: string, random: Random): number {
  return text.lastIndexOf("\n", random(text.length + 1)) + 1;
}

export function mutate(text: string, random: Random): string {
  return pick(random, mutations)(text, random);
}
