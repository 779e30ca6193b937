/**
 * A box as a list of primitives, from its own corner. The live map and the exported picture are both
 * made from this list, so that they cannot differ. Says what a thing is, never its colour.
 */
import type { Entity, EnumBox, FindingCounts, Row } from "./diagram.ts";
import { farName } from "./drawing-far.ts";
import { keyGlyphs, placedGlyph, totalOf, worstOf } from "./glyphs.ts";
import {
  type BoxContent,
  badgeRoom,
  cellsOf,
  headerHeight,
  nameStart,
  padding,
  rowHeight,
  type ShownRow,
  textSize,
  titleSize,
} from "./measure.ts";
import { type Look, mark, type Primitive, sign, text } from "./primitive.ts";
import { short } from "./route.ts";

/** How much of a box can be read: its name alone, also its keys, all of it. */
export type Level = "name" | "keys" | "rows";

export const boxRadius = 7;

export function boxDrawing(
  subject: Entity | EnumBox,
  content: BoxContent,
  level: Level,
  advance: number,
): Primitive[] {
  const { width, height } = content;
  const drawn: Primitive[] = [
    { shape: "rect", look: "shadow", x: 0, y: 2, width, height, radius: boxRadius },
    { shape: "rect", look: "body", x: 0, y: 0, width, height, radius: boxRadius },
  ];
  if (subject.isStale) drawn.push({ shape: "path", look: "hatch", d: hatch(width, height) });
  if (level === "name") {
    drawn.push(...farName(subject, content, advance));
    return drawn;
  }
  const isAlone = content.rows.length === 0;
  drawn.push({ shape: "path", look: "header", d: headerPath(width, isAlone) });
  if (!isAlone) {
    const d = `M0 ${headerHeight}H${width}`;
    drawn.push({ shape: "path", look: "rule", d });
  }
  drawn.push(...header(subject, content, level, advance));
  drawn.push(...merged(content.rows.flatMap((row) => rowDrawing(row, width, level, advance))));
  return drawn;
}

/** Paths that look alike become one, which costs a browser less than many; nothing covers another. */
function merged(primitives: readonly Primitive[]): Primitive[] {
  const paths = new Map<Look, string>();
  const others: Primitive[] = [];
  for (const primitive of primitives) {
    if (primitive.shape !== "path") others.push(primitive);
    else paths.set(primitive.look, (paths.get(primitive.look) ?? "") + primitive.d);
  }
  return [...others, ...[...paths].map(([look, d]): Primitive => ({ shape: "path", look, d }))];
}

/** Where the badge of a box is, from its corner; undefined where it has no findings. */
export function badgeZone(counts: FindingCounts, { width }: BoxContent) {
  if (worstOf(counts) === undefined) return undefined;
  return { x: width - 38, y: 5, width: 34, height: headerHeight - 10 };
}

/** Where the mark of a row is, from the corner of the box. */
export function rowMarkStart({ name }: ShownRow, advance: number): number {
  return nameStart + cellsOf(name) * advance + 8;
}

function header(
  subject: Entity | EnumBox,
  content: BoxContent,
  level: Level,
  advance: number,
): Primitive[] {
  const { width, title, tag } = content;
  const y = headerHeight / 2 + 4.5;
  const { change } = subject;
  const start = change === undefined ? padding : padding + 10;
  // Where rows are too small to be read, the title uses what room there is.
  const room = width - start - 8 - (worstOf(subject.counts) || tag ? badgeRoom : 0);
  const fitting = Math.floor((room * textSize) / (advance * Math.max(1, cellsOf(title))));
  const size = level === "keys" ? Math.max(titleSize, Math.min(19, fitting)) : titleSize;
  const drawn = [text("title", start, y + (size - titleSize) / 3, title, size)];
  if (change !== undefined) drawn.push(sign(change, 5, headerHeight / 2 - 5, 10));
  const worst = worstOf(subject.counts);
  if (worst !== undefined) {
    const total = totalOf(subject.counts);
    const count = total > 99 ? "99+" : String(total);
    const digits = total > 1 ? count.length * advance * 0.92 + 4 : 0;
    const x = width - padding - digits - 12;
    drawn.push(...mark(worst, x, headerHeight / 2 - 6, 12));
    if (total > 1) drawn.push(text("count", width - padding, y - 0.5, count, 11, "end"));
  } else if (tag !== undefined) {
    drawn.push(text("tag", width - padding, y - 0.5, tag, 11, "end"));
  }
  return drawn;
}

/** Only what a row must keep at this level; the rest becomes bars where its words were. */
function rowDrawing(shown: ShownRow, width: number, level: Level, advance: number): Primitive[] {
  const { row, name, type, y } = shown;
  const base = y + rowHeight / 2 + 4;
  if (row === undefined) {
    if (level === "keys") return [bar(padding + 2, base, cellsOf(name) * advance)];
    return [text("value", padding + 2, base, name, textSize)];
  }
  const isKey = row.isPrimary || row.isForeign || row.isUnique;
  const drawn: Primitive[] = [];
  if (row.change !== undefined) {
    const look = `tint-${row.change}` as const;
    drawn.push({ shape: "rect", look, x: 1, y, width: width - 2, height: rowHeight, radius: 0 });
    drawn.push(sign(row.change, 4, y + rowHeight / 2 - 4, 8));
  }
  if (level === "keys" && !isKey && row.change === undefined) {
    const typeWidth = cellsOf(type) * advance;
    drawn.push(bar(nameStart, base, cellsOf(name) * advance));
    drawn.push(bar(width - padding - typeWidth, base, typeWidth));
  } else {
    drawn.push(...keyMarks(row, y + rowHeight / 2));
    const look = row.change === "removed" ? "name-gone" : row.isPrimary ? "name-key" : "name";
    drawn.push(text(look, nameStart, base, name, textSize));
    drawn.push(text("type", width - padding, base, type, textSize, "end"));
  }
  const worst = worstOf(row.counts);
  if (worst !== undefined) {
    drawn.push(...mark(worst, rowMarkStart(shown, advance), y + rowHeight / 2 - 5, 10));
  }
  return drawn;
}

/** What a row is for other tables comes second: it is also told by its line. */
function keyMarks(row: Row, middle: number): Primitive[] {
  const glyph = (kind: keyof typeof keyGlyphs, x: number, size: number): Primitive => {
    const d = placedGlyph(keyGlyphs[kind], x, middle - size / 2, size);
    return { shape: "path", look: `key-${kind}`, d };
  };
  if (row.isPrimary && row.isForeign && row.change === undefined) {
    return [glyph("primary", 6, 11), glyph("foreign", 18, 9)];
  }
  if (row.isPrimary) return [glyph("primary", 14, 12)];
  if (row.isForeign) return [glyph("foreign", 15, 10)];
  return row.isUnique ? [glyph("unique", 15, 10)] : [];
}

function headerPath(width: number, isAlone: boolean): string {
  const r = boxRadius - 0.5;
  const top = `M0.5 ${headerHeight / 2}V${r + 0.5}a${r} ${r} 0 0 1 ${r} ${-r}H${width - r - 0.5}a${r} ${r} 0 0 1 ${r} ${r}`;
  if (!isAlone) return `${top}V${headerHeight}H0.5Z`;
  const low = headerHeight - r - 0.5;
  return `${top}V${low}a${r} ${r} 0 0 1 ${-r} ${r}H${r + 0.5}a${r} ${r} 0 0 1 ${-r} ${-r}Z`;
}

/** Lines from lower left to upper right, each cut to the box. */
function hatch(width: number, height: number): string {
  let path = "";
  for (let sum = 10; sum < width + height; sum += 10) {
    const [x0, y0] = sum < height ? [0, sum] : [sum - height, height];
    const [x1, y1] = sum < width ? [sum, 0] : [width, sum - width];
    path += `M${x0} ${y0}L${x1} ${y1}`;
  }
  return path;
}

/** Thick, with round ends. */
function bar(x: number, base: number, width: number): Primitive {
  const d = `M${short(x + 3)} ${short(base - 4)}h${short(Math.max(0, width - 6))}`;
  return { shape: "path", look: "bar", d };
}
