/**
 * How large a box is and which rows it shows, from counts of characters alone: nothing is ever
 * measured on a screen. All lengths are in units of the drawing, one pixel at a zoom of 1.
 */
import type { Entity, EnumBox, Row } from "./diagram.ts";

/** All rows, those of keys only, or none. */
export type Detail = "all" | "keys" | "names";

/** Width of one character of the text of rows, which is 12 units high, in most monospaced fonts. */
export const usualAdvance = 7.23;
export const textSize = 12;
export const titleSize = 13;
export const rowHeight = 22;
export const headerHeight = 34;
export const padding = 12;
/** Where names of rows begin, right of the glyphs of keys. */
export const nameStart = 32;
/** What is kept free at the end of a header for the badge of findings, whether there are any or not. */
export const badgeRoom = 40;

const bottom = 6;
const narrowest = 132;
/** Between a name and its type; the mark of a row's findings fits in. */
const rowGap = 30;
const longestName = 40;
const longestType = 28;
const mostValues = 14;

export type BoxContent = {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What it is, where it is no model. */
  readonly tag: string | undefined;
  readonly rows: readonly ShownRow[];
};

export type ShownRow = {
  /** Undefined for a value of an enum. */
  readonly row: Row | undefined;
  readonly name: string;
  readonly type: string;
  /** Of its upper edge, from that of the box. */
  readonly y: number;
};

/** An entity that an edit did not touch is the same object, and is asked about on every keystroke. */
const known = new WeakMap<Entity, BoxContent & { detail: Detail; advance: number }>();

export function entityContent(entity: Entity, detail: Detail, advance: number): BoxContent {
  const before = known.get(entity);
  if (before?.detail === detail && before.advance === advance) return before;
  const rows = entity.rows.filter((row) => isShown(row, detail));
  const tag = entity.kind === "model" ? undefined : entity.kind;
  const shown = rows.map((row) => ({ row, name: row.name, type: row.type }));
  const made = { ...content(entity.id, tag, shown, advance), detail, advance };
  known.set(entity, made);
  return made;
}

export function enumContent(box: EnumBox, detail: Detail, advance: number): BoxContent {
  const values = detail === "all" ? box.values : [];
  const isLong = values.length > mostValues;
  const shown = isLong ? values.slice(0, mostValues - 1) : values;
  const names = isLong ? [...shown, `+ ${values.length - shown.length} more`] : shown;
  const rows = names.map((name) => ({ row: undefined, name, type: "" }));
  return content(box.id, "enum", rows, advance);
}

/** Where a line meets the row: its middle, or that of the header where the row is not shown. */
export function rowMiddle({ rows }: BoxContent, name: string | undefined): number {
  const shown = name === undefined ? undefined : rows.find(({ row }) => row?.name === name);
  return shown === undefined ? headerHeight / 2 : shown.y + rowHeight / 2;
}

function isShown(row: Row, detail: Detail): boolean {
  if (detail === "names") return false;
  const isKey = row.isPrimary || row.isForeign || row.isUnique;
  return detail === "all" || isKey || row.change !== undefined;
}

function content(
  name: string,
  tag: string | undefined,
  rows: readonly Omit<ShownRow, "y">[],
  advance: number,
): BoxContent {
  const title = fitted(name, longestName);
  const shown = rows.map((row, at) => ({
    row: row.row,
    name: fitted(row.name, longestName),
    type: fitted(row.type, longestType),
    y: headerHeight + 3 + at * rowHeight,
  }));
  const head =
    padding +
    (cellsOf(title) * advance * titleSize) / textSize +
    (tag === undefined ? 0 : (tag.length + 2) * advance) +
    badgeRoom;
  const widest = Math.max(
    0,
    ...shown.map((row) => {
      const type = row.type === "" ? 0 : rowGap + cellsOf(row.type) * advance;
      return nameStart + cellsOf(row.name) * advance + type + padding;
    }),
  );
  return {
    width: Math.ceil(Math.max(narrowest, head, widest) / 2) * 2,
    height: headerHeight + (shown.length === 0 ? 0 : 3 + shown.length * rowHeight + bottom),
    title,
    tag,
    rows: shown,
  };
}

/** Cut to a number of cells, which the mark of the cut is one of. */
function fitted(text: string, most: number): string {
  if (cellsOf(text) <= most) return text;
  let cells = 0;
  let kept = "";
  for (const character of text) {
    cells += cellsOf(character);
    if (cells > most - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** How many columns of a terminal a text takes: East Asian characters and emoji take two. */
export function cellsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let cells = 0;
  for (const character of text) cells += cellsOfCodePoint(character.codePointAt(0) ?? 0);
  return cells;
}

const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f000, 0x1faff],
  [0x20000, 0x3fffd],
];

function cellsOfCodePoint(point: number): number {
  const isCombining =
    (point >= 0x300 && point <= 0x36f) || point === 0x200d || (point >= 0xfe00 && point <= 0xfe0f);
  if (isCombining) return 0;
  return wide.some(([first, last]) => point >= first && point <= last) ? 2 : 1;
}
