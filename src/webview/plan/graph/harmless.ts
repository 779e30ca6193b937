/**
 * Makes the texts of a plan harmless for pages that write them as HTML, as pev2 does with some of
 * them (a filter in a tooltip) and not with others. Knows nothing of plans.
 */

/**
 * U+2060, which takes no room and is not seen. Escapes such as `&lt;` would be seen wherever pev2
 * writes plain text or escapes by itself. But to HTML a `<` begins a tag, and an `&` an entity, only
 * if the very next character is a letter or one of `/ ! ? #`. With this one behind it, both are what
 * they look like, in HTML as in text: `a < b` stays `a < b`.
 */
const joiner = "\u2060";

/** The same JSON value with all texts in it, names of properties too, made harmless. */
export function harmless(value: unknown): unknown {
  if (typeof value === "string") return harmlessText(value);
  if (Array.isArray(value)) return value.map(harmless);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [harmlessText(key), harmless(inner)]),
  );
}

/** What was there of U+2060 goes: taken away again, nothing else is missing. */
function harmlessText(text: string): string {
  return original(text).replace(/[<&]/g, `$&${joiner}`);
}

/** For what is copied out of the page: somebody may run it. */
export function original(text: string): string {
  return text.replaceAll(joiner, "");
}
