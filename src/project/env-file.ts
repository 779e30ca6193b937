/**
 * The text of a `.env` file as Prisma reads it: names, values, quotes, comments, and `${NAME}` put
 * in. Runs nothing and touches no file.
 */

/** Values as they are written, before `expanded`. A name that comes twice has its last value. */
export function readEnvFile(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, single, double, back, bare] of text.replace(/\r\n?/g, "\n").matchAll(line)) {
    if (name === undefined) continue;
    const escaped = double?.replaceAll("\\n", "\n").replaceAll("\\r", "\r");
    found.set(name, single ?? escaped ?? back ?? bare?.trim() ?? "");
  }
  return found;
}

/** `NAME=value`, `export NAME="value" # why`, values over several lines where they are quoted. */
const line =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)(?:[ \t]*=[ \t]*|:[ \t]+)(?:'((?:\\'|[^'])*)'|"((?:\\"|[^"])*)"|`((?:\\`|[^`])*)`|([^#\n]*))[ \t]*(?:#.*)?$/gm;

/**
 * With `${NAME}` replaced by what `outer` knows, else by what stands in the same file. Prisma
 * leaves `$NAME` as it is, since a dollar is common in passwords, and `\${NAME}` stays a text.
 */
export function expanded(
  value: string,
  file: ReadonlyMap<string, string>,
  outer: (name: string) => string | undefined,
  depth = 0,
): string {
  return value.replace(/(\\?)\$\{(\w+)\}/g, (whole, mark: string, name: string) => {
    if (mark !== "") return whole.slice(1);
    const outside = outer(name);
    if (outside !== undefined) return outside;
    const inside = file.get(name) ?? "";
    // Deeper than any file; stops names that stand for each other.
    return depth < 10 ? expanded(inside, file, outer, depth + 1) : "";
  });
}
