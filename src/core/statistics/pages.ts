/**
 * How many pages of 8 kB rows and index entries take, from the layout of PostgreSQL's pages and
 * tuples. Knows widths and counts, no statistics.
 */
import { isText } from "./distribution.ts";
import type { ColumnFacts, IndexFacts, TypeFacts } from "./facts.ts";

const page = 8192;
/** PageHeaderData is 24 bytes; each tuple has a line pointer of 4. */
const usable = page - 24;
const linePointer = 4;

/** Bytes of a value as pg_stats.avg_width counts them: with the header of a text, without padding. */
export function widthOf(type: TypeFacts): number {
  if (type.isArray) return 24 + usualElements * (type.bytes ?? scalarWidth(type));
  return scalarWidth(type);
}

/** How many elements an array has. */
export const usualElements = 4;

function scalarWidth(type: TypeFacts): number {
  if (type.bytes !== undefined) return type.bytes;
  if (isText(type)) return 1 + textLength(type);
  if (type.name === "bit" || type.name === "varbit") return 5 + Math.ceil((type.length ?? 64) / 8);
  // pgvector keeps the count of its numbers as the length of the type.
  if (/^(vector|halfvec)$/.test(type.name)) {
    return inRow(8 + (type.length ?? 1536) * (type.name === "vector" ? 4 : 2));
  }
  return usualWidths[type.name] ?? 32;
}

/** A text fills half of what it may, and is never assumed longer than this. */
const usualTextLength = 32;

function textLength({ name, length }: TypeFacts): number {
  if (length === undefined) return usualTextLength;
  return name === "bpchar" ? length : Math.min(Math.ceil(length / 2), usualTextLength);
}

/** What is longer than 2 kB is kept beside the table, and the row has 18 bytes of an address. */
function inRow(bytes: number): number {
  return bytes > 2000 ? 18 : bytes;
}

const usualWidths: Readonly<Record<string, number>> = {
  ...{ numeric: 6, json: 200, jsonb: 200, bytea: 200, xml: 200, hstore: 100, tsvector: 120 },
  ...{ inet: 7, cidr: 7, ltree: 24, int4range: 14, int8range: 22, numrange: 20, daterange: 14 },
  ...{ tsrange: 22, tstzrange: 22 },
};

const aligned = (bytes: number, to: number) => Math.ceil(bytes / to) * to;

/** `nulls`: how large a part of the rows has nothing in a column. */
export function tablePages(
  rows: number,
  columns: readonly ColumnFacts[],
  nulls: (column: ColumnFacts) => number,
): number {
  if (rows <= 0) return 0;
  // 23 bytes of header; a bit for each column where one of them is NULL.
  const bits = columns.some(({ isNullable }) => isNullable) ? Math.ceil(columns.length / 8) : 0;
  let width = aligned(23 + bits, 8);
  for (const column of columns) {
    const bytes = widthOf(column.type);
    // Values of changing length up to 126 bytes have a header of one byte and are not aligned.
    const isPacked = (column.type.bytes === undefined || column.type.isArray) && bytes <= 126;
    const at = isPacked ? width : aligned(width, column.type.alignment);
    width = at + Math.round(bytes * (1 - nulls(column)));
  }
  const perPage = Math.max(1, Math.floor(usable / (aligned(width, 8) + linePointer)));
  return Math.ceil(rows / perPage);
}

/**
 * `distinct`: how many different keys there are among the rows of the index. `isOrdered`: new rows
 * have higher keys than those before.
 */
export function indexPages(
  index: IndexFacts,
  rows: number,
  { distinct, isOrdered }: { readonly distinct: number; readonly isOrdered: boolean },
): number {
  const keys = [...index.keys, ...index.included].map(({ type }) => widthOf(type));
  switch (index.method) {
    case "btree":
      return btreePages(rows, index.included.length > 0 ? rows : distinct, keys, isOrdered);
    case "hash":
      // A header of 8 bytes and a hash of 4. Buckets double when they are filled to 75 %, and some
      // have a second page by then: two fifths of all pages are in use.
      return 2 + Math.ceil((rows * (16 + linePointer)) / (usable * 0.4));
    case "gin":
      return ginPages(rows, index.keys.length);
    case "brin":
      // An entry of about 32 bytes for 128 pages of the table, which hold some 60 rows each.
      return 3 + Math.ceil((rows / (128 * 60)) * 32 * (1 / usable));
    default:
      // GiST and SP-GiST keep a box, an interval or a signature, in pages filled to about 60 %.
      return 1 + Math.ceil((rows * (aligned(8 + sum(keys), 8) + linePointer)) / (usable * 0.6));
  }
}

/**
 * Leaves are filled to 90 % where keys come in order. Where they come in any, full ones are cut in
 * half all the time, which leaves ln 2 of the space in use. They have 16 bytes of their own. Since PostgreSQL 13 equal keys are kept
 * once, with 6 bytes for each of their rows and at most 812 bytes together.
 */
function btreePages(
  rows: number,
  distinct: number,
  keys: readonly number[],
  isOrdered: boolean,
): number {
  const entry = aligned(8 + aligned(sum(keys), 8), 8) + linePointer;
  const repeats = Math.max(1, rows / Math.max(distinct, 1));
  const perList = Math.min(repeats, Math.max(1, (812 - entry) / 6));
  const bytes = perList < 2 ? rows * entry : (rows / perList) * (entry + 6 * perList);
  const leaves = Math.ceil(bytes / ((usable - 16) * (isOrdered ? 0.9 : Math.LN2)));
  // A page of notes, and one above for each few hundred leaves.
  return 1 + leaves + (leaves > 1 ? Math.ceil(leaves / 200) : 0);
}

/** Each row has about eight keys; a list of rows takes about 2 bytes for each once it is packed. */
function ginPages(rows: number, columns: number): number {
  return 2 + Math.ceil((rows * columns * 8 * 2.5) / usable);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
