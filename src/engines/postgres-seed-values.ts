/**
 * A value of any type for a numbered row. The same number gives equal values in every column of a
 * type, so rows of one number refer to each other by foreign keys. Knows nothing of tables.
 */

export type SeedType = {
  /** `pg_type.typname` below domains, and of the element where it is an array. */
  readonly name: string;
  readonly isArray: boolean;
  /** Length of character and bit strings; undefined when there is no limit. */
  readonly length: number | undefined;
  /** Digits before the point of a numeric; undefined when there is no limit. */
  readonly wholeDigits: number | undefined;
  /** Of an enum, in order; empty for other types. */
  readonly labels: readonly string[];
};

/** As PostgreSQL reads it; undefined for types that are not known here. `row` counts from 1. */
export function seedValue(type: SeedType, row: number): string | undefined {
  const one = type.labels.length > 0 ? labelOf(type, row) : scalarValue(type, row);
  if (one === undefined || !type.isArray) return one;
  return `{"${one.replace(/["\\]/g, "\\$&")}"}`;
}

function labelOf({ labels }: SeedType, row: number): string | undefined {
  return labels[(row - 1) % labels.length];
}

function scalarValue({ name, length, wholeDigits }: SeedType, row: number): string | undefined {
  switch (name) {
    case "bool":
      return row % 2 === 1 ? "t" : "f";
    case "int2":
    case "int4":
    case "int8":
    case "oid":
    case "float4":
    case "float8":
    case "money":
    case "numeric":
      return wholeDigits === 0 ? "0" : `${row}`;
    case "bit":
    case "varbit":
      return row
        .toString(2)
        .padStart(length ?? 1, "0")
        .slice(-(length ?? 64));
    case "text":
    case "varchar":
    case "bpchar":
    case "citext":
    case "name":
      // A letter first: a migration that reads text as a number must not succeed by chance.
      return `r${row}`.slice(-(length ?? 64));
    default:
      return valuesByType[name]?.(row);
  }
}

const two = (number: number) => `${number}`.padStart(2, "0");
const day = (row: number) => `${2000 + Math.floor(row / 28)}-01-${two(1 + (row % 28))}`;
const range = (row: number) => `[${row},${row + 1})`;
const days = (row: number) => `[${day(row)},${2100 + row}-01-01)`;

const valuesByType: Readonly<Record<string, (row: number) => string>> = {
  char: (row) => `${row % 10}`,
  uuid: (row) => `00000000-0000-4000-8000-${row.toString(16).padStart(12, "0")}`,
  date: day,
  timestamp: (row) => `${day(row)} 12:00:00`,
  timestamptz: (row) => `${day(row)} 12:00:00+00`,
  time: (row) => `${two(row % 24)}:00:00`,
  timetz: (row) => `${two(row % 24)}:00:00+00`,
  interval: (row) => `${row} days`,
  json: (row) => `{"row": ${row}}`,
  jsonb: (row) => `{"row": ${row}}`,
  jsonpath: (row) => `$[${row}]`,
  xml: (row) => `<row>${row}</row>`,
  bytea: (row) => `\\x${row.toString(16).padStart(4, "0")}`,
  inet: (row) => `10.0.${Math.floor(row / 256) % 256}.${row % 256}`,
  cidr: (row) => `10.0.${Math.floor(row / 256) % 256}.${row % 256}/32`,
  macaddr: (row) => `08:00:2b:01:${two(Math.floor(row / 100) % 100)}:${two(row % 100)}`,
  macaddr8: (row) => `08:00:2b:01:02:03:${two(Math.floor(row / 100) % 100)}:${two(row % 100)}`,
  point: (row) => `(${row},${row})`,
  line: (row) => `{1,-1,${row}}`,
  lseg: (row) => `[(0,0),(${row},${row})]`,
  box: (row) => `(${row},${row}),(0,0)`,
  path: (row) => `((0,0),(${row},${row}))`,
  polygon: (row) => `((0,0),(0,${row}),(${row},0))`,
  circle: (row) => `<(0,0),${row}>`,
  int4range: range,
  int8range: range,
  numrange: range,
  daterange: days,
  tsrange: days,
  tstzrange: days,
  tsvector: (row) => `row ${row}`,
  tsquery: (row) => `row & ${row}`,
  pg_lsn: (row) => `0/${row.toString(16)}`,
  hstore: (row) => `row=>${row}`,
  ltree: (row) => `r${row}`,
  cube: (row) => `(${row})`,
  seg: (row) => `${row}`,
};
