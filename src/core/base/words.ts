/** The words that a programmer's name is made of. */

/** `unitPriceUSD`, `unit_price_usd` and `UnitPriceUsd` are all unit, price, usd. */
export function wordsIn(name: string): string[] {
  const parts = name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+|\d+/gu) ?? [];
  return parts.map((part) => part.toLowerCase());
}
