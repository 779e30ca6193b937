/**
 * What terminals and tools put around EXPLAIN's answer: a heading, lines, borders, quotes, the
 * number of rows. Does not read what is inside.
 */

/** The lines of the answer itself, their indentation among each other kept. */
export function unframed(text: string): readonly string[] {
  const lines = text
    .split(/\r\n|\n|\r/)
    .filter((line) => !isRule(line) && !isAround(line))
    .map((line) => line.replace(/^\s*[|│║](.*)[|│║]\s*$/, "$1"))
    .filter((line) => line.trim() !== "" && !isAround(line));
  const isQuoted = lines.length > 0 && lines.every((line) => /^\s*".*"\s*$/.test(line));
  // psql marks a cell of several lines at the end of each but the last.
  const isContinued = lines.length > 1 && lines.slice(0, -1).every((line) => line.endsWith("+"));
  const indentation = lines.reduce(
    (least, line) => Math.min(least, line.search(/\S/)),
    text.length,
  );
  return lines.map((line) => {
    if (isQuoted) return line.trim().slice(1, -1).replaceAll('""', '"');
    const inner = isContinued ? line.replace(/\+$/, "") : line;
    return inner.slice(indentation).trimEnd();
  });
}

/** `-----`, `+-----+`, `├───┤`. */
function isRule(line: string): boolean {
  return /^\s*[-+=|─━═┌┐└┘├┤╔╗╚╝╟╢╠╣]{3,}\s*$/.test(line);
}

/** The heading, `(5 rows)`, psql's timing. */
function isAround(line: string): boolean {
  return /^[\s|│║"]*QUERY PLAN[\s|│║"]*$|^\s*\(\d+ \S+\)\s*$|^Time: [\d.]+ ms/i.test(line);
}
