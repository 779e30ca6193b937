/** A box as it is seen from afar: its name, as large as it can be. */
import type { Entity, EnumBox } from "./diagram.ts";
import { worstOf } from "./glyphs.ts";
import { type BoxContent, cellsOf, textSize } from "./measure.ts";
import { mark, type Primitive, sign, text } from "./primitive.ts";

/** The name as large as the box allows, on as many lines as make it largest: it is read from afar. */
export function farName(
  subject: Entity | EnumBox,
  { width, height, title }: BoxContent,
  advance: number,
): Primitive[] {
  const { lines, size } = largest(title, width - 16, height - 8, advance);
  const top = height / 2 + size * 0.36 - ((lines.length - 1) * size * 1.15) / 2;
  const drawn = lines.map((line, at) =>
    text("far-name", width / 2, Math.round(top + at * size * 1.15), line, size, "middle"),
  );
  const worst = worstOf(subject.counts);
  if (worst !== undefined) drawn.push(...mark(worst, width - 17, -11, 28));
  if (subject.change !== undefined) drawn.push(sign(subject.change, -11, -11, 26));
  return drawn;
}

function largest(title: string, width: number, height: number, advance: number) {
  const words = title.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=_)/);
  let best = { lines: [title], size: 0 };
  for (let count = 1; count <= Math.min(3, words.length); count++) {
    const lines = broken(words, count);
    const cells = Math.max(...lines.map(cellsOf), 1);
    const size = Math.min(
      52,
      (width / (cells * advance)) * textSize,
      height / (lines.length * 1.15),
    );
    // A break is worth it only where it gains something.
    if (size > best.size * 1.15) best = { lines, size };
  }
  return { lines: best.lines, size: Math.max(4, Math.floor(best.size)) };
}

/** Lines of about the same length. */
function broken(words: readonly string[], count: number): string[] {
  const whole = words.reduce((sum, word) => sum + cellsOf(word), 0);
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const isFull = cellsOf(line) + cellsOf(word) / 2 > whole / count;
    if (line !== "" && isFull && lines.length < count - 1) {
      lines.push(line);
      line = "";
    }
    line += word;
  }
  return [...lines, line];
}
