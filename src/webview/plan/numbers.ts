/** Numbers as people read and write them: times, rows, sizes, factors. Knows nothing of plans. */

const english = "en";

/** Milliseconds with three digits that count: `0.043 ms`, `12.4 ms`, `1.25 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 60_000) return `${digits(milliseconds / 60_000)} min`;
  if (milliseconds >= 1000) return `${digits(milliseconds / 1000)} s`;
  return `${digits(milliseconds)} ms`;
}

/** Whole up to a million, then `1.25 M`. Estimates of one loop and averages can be fractions. */
export function count(value: number): string {
  if (value >= 1e9) return `${digits(value / 1e9)} G`;
  if (value >= 1e6) return `${digits(value / 1e6)} M`;
  if (value > 0 && value < 10 && !Number.isInteger(value)) return digits(value);
  return Math.round(value).toLocaleString(english);
}

export function cost(value: number): string {
  return value >= 1e6 ? count(value) : value.toLocaleString(english, { maximumFractionDigits: 2 });
}

const blockKilobytes = 8;

/** Blocks of 8 kB as what they take. */
export function blocks(value: number): string {
  return kilobytes(value * blockKilobytes);
}

export function kilobytes(value: number): string {
  if (value >= 1024 * 1024) return `${digits(value / 1024 / 1024)} GB`;
  if (value >= 1024) return `${digits(value / 1024)} MB`;
  return `${digits(value)} kB`;
}

/** 0 to 1 as `12 %`; what is there is never said to be nothing. */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return "<1 %";
  return `${Math.round(share * 100)} %`;
}

/** `3.2×`, `1,200×`. */
export function factor(value: number): string {
  return `${value < 10 ? digits(value, 2) : count(value)}×`;
}

const words: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6, g: 1e9, b: 1e9 };

/**
 * What somebody typed as a number of rows: `1m`, `250k`, `1,000,000`, `1.5 M`. Undefined where it is
 * none, or less than one row.
 */
export function rowsTyped(text: string): number | undefined {
  const [, figures, word = ""] = /^([\d][\d.,_\s]*)([kmgb]?)$/i.exec(text.trim()) ?? [];
  if (figures === undefined) return undefined;
  const plain = figures.replace(/[,_\s]/g, "");
  const rows = Math.round(Number(plain) * (words[word.toLowerCase()] ?? Number.NaN));
  return Number.isFinite(rows) && rows >= 1 ? rows : undefined;
}

function digits(value: number, most = 3): string {
  if (value === 0) return "0";
  return value >= 100
    ? Math.round(value).toLocaleString(english)
    : value.toLocaleString(english, { maximumSignificantDigits: most });
}
