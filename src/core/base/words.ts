/** The words that a programmer's name is made of. */

/** `unitPriceUSD`, `unit_price_usd` and `UnitPriceUsd` are all unit, price, usd. */
export function wordsIn(name: string): string[] {
  const parts = name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+|\d+/gu) ?? [];
  return parts.map((part) => part.toLowerCase());
}

/** `unitPriceUSD` as `unit_price_usd`; digits stay with what they number, `OAuth` is one word. */
export function snakeCase(name: string): string {
  return name
    .replace(/OAuth|^oAuth/g, (oauth) => `${oauth[0]}auth`)
    .replace(/(\p{Lu}{2,})s(?!\p{Ll})/gu, (_, acronym: string) => `${capitalized(acronym)}s`)
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1_$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1_$2")
    .toLowerCase();
}

/** `unit_price` and `UNIT_PRICE` as `UnitPrice`; `FAQ` and the underscore of `V1_2` stay. */
export function pascalCase(name: string): string {
  const shouted = !/\p{Ll}/u.test(name) && (name.includes("_") || name.length > 4);
  return (shouted ? name.toLowerCase() : name).replace(
    /(^|_+)(\p{L}|\d)/gu,
    (all, _, first: string, at: number) =>
      /\d/.test(first) && /\d/.test(name[at - 1] ?? "") ? all : first.toUpperCase(),
  );
}

/** `unit_price` and `UnitPrice` as `unitPrice`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  const start = /^\p{Ll}/u.test(name) ? /^\p{Lu}/u : /^\p{Lu}+(?=\p{Lu}\p{Ll}|\d|$)|^\p{Lu}/u;
  return pascal.replace(start, (letters) => letters.toLowerCase());
}

function capitalized(word: string): string {
  return word.slice(0, 1) + word.slice(1).toLowerCase();
}
