/** English nouns in the singular and plural, as far as names of models and fields need it. */
import { wordsIn } from "../base/words.ts";

/** The last word of `name` is a plural beyond doubt. */
export function isPlural(name: string): boolean {
  return singularOf(name) !== name;
}

/** `name` with its last word in the singular; unchanged where that is no plural beyond doubt. */
export function singularOf(name: string): string {
  const word = wordsIn(name).at(-1) ?? "";
  const stem = name.slice(0, name.length - word.length);
  // AWS, DNS and SMS end in a capital; a single s behind a number is too little to go by.
  if (!name.toLowerCase().endsWith(word) || (!/\p{Ll}$/u.test(name) && name !== word.toUpperCase()))
    return name;
  const singular = singularWord(word);
  return singular === word ? name : stem + inCaseOf(name.slice(stem.length), singular);
}

/** `name` with its last word in the plural. */
export function pluralOf(name: string): string {
  if (/[^aeiou]y$/i.test(name)) return name.replace(/y$/i, "ies");
  return name + (/(s|x|z|ch|sh)$/i.test(name) ? "es" : "s");
}

/** Neither singular nor plural shows: one `UserSettings` is a row with many settings. */
export function isUncountable(name: string): boolean {
  return uncountable.has(wordsIn(name).at(-1) ?? "");
}

const irregular: Readonly<Record<string, string>> = {
  people: "person",
  children: "child",
  men: "man",
  women: "woman",
  indices: "index",
  vertices: "vertex",
  statuses: "status",
  addresses: "address",
  aliases: "alias",
  buses: "bus",
  bonuses: "bonus",
  viruses: "virus",
  campuses: "campus",
  movies: "movie",
  cookies: "cookie",
  ties: "tie",
  lies: "lie",
  pies: "pie",
  caches: "cache",
  niches: "niche",
  axes: "axis",
  analyses: "analysis",
  quizzes: "quiz",
  shoes: "shoe",
  leaves: "leaf",
  shelves: "shelf",
};

/** Singulars that end in s, and plurals that name one thing. */
const uncountable = new Set(
  "access coverage usage news series species means headquarters analytics statistics stats mathematics physics politics economics ethics logistics basics diagnostics graphics metrics mechanics forensics settings preferences details credentials creds options totals rights terms permissions privileges defaults restrictions requirements instructions coordinates limits thresholds params parameters props properties specs earnings savings proceeds goods assets works sales gps dns aws css ios vps kms nats canvas atlas alias bias lens chaos kudos history info information data metadata media equipment staff feedback software hardware content contents inventory money traffic research advice knowledge audio video music mail kubernetes redis postgres".split(
    " ",
  ),
);

function singularWord(word: string): string {
  if (uncountable.has(word) || word.length < 4) return word;
  const known = irregular[word];
  if (known !== undefined) return known;
  if (/(ss|us|is|ics)$/.test(word) || !word.endsWith("s")) return word;
  if (/[^aeiou]ies$/.test(word)) return word.replace(/ies$/, "y");
  if (/(ss|x|zz|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** As the word it stands for was written: `Person` for `People`, `PERSON` for `PEOPLE`. */
function inCaseOf(written: string, word: string): string {
  if (written === written.toUpperCase()) return word.toUpperCase();
  return /^\p{Lu}/u.test(written) ? word.slice(0, 1).toUpperCase() + word.slice(1) : word;
}
