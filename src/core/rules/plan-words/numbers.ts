/** Numbers as findings about plans say them: rows, times, sizes, shares. Knows no plan. */

/** `1,234,567`; the fractions that PostgreSQL 18 tells of rows are rounded. */
export function counted(count: number, one?: string, many = `${one}s`): string {
  const digits = Math.round(count)
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/g, ",");
  if (one === undefined) return digits;
  return `${digits} ${Math.round(count) === 1 ? one : many}`;
}

/** Milliseconds, as `0.4 ms`, `38 ms`, `1.2 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return milliseconds >= 10 ? `${Math.round(milliseconds)} ms` : `${milliseconds.toFixed(1)} ms`;
}

/** kB, as `512 kB`, `20 MB`, `1.5 GB`. */
export function size(kilobytes: number): string {
  if (kilobytes < 1024) return `${Math.round(kilobytes)} kB`;
  if (kilobytes < 1024 * 1024) return `${Math.round(kilobytes / 1024)} MB`;
  return `${(kilobytes / 1024 / 1024).toFixed(1)} GB`;
}

/** 0 to 1, as `38 %`; never 0 % or 100 % of what is only nearly so. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return "under 1 %";
  if (share > 0.99 && share < 1) return "over 99 %";
  return `${Math.round(share * 100)} %`;
}

/** How many times more, as `40` or `2.5`. */
export function factor(times: number): string {
  return times >= 10 ? counted(times) : times.toFixed(1).replace(/\.0$/, "");
}

/**
 * A memory setting that has room for so many kB, as SET takes it: `64MB`. Doubles, since nobody
 * sets 37 MB.
 */
export function roomFor(kilobytes: number): string {
  let megabytes = 8;
  while (megabytes * 1024 < kilobytes) megabytes *= 2;
  return megabytes >= 1024 ? `${megabytes / 1024}GB` : `${megabytes}MB`;
}

/** A memory setting as EXPLAIN (SETTINGS) tells it, in kB: `4MB`, `512kB`, `1GB`. */
export function kilobytesIn(setting: string): number | undefined {
  const [, digits, unit = "kB"] = /^\s*(\d+(?:\.\d+)?)\s*(kB|MB|GB|TB|B)?\s*$/.exec(setting) ?? [];
  if (digits === undefined) return undefined;
  const kilobytes = { B: 1 / 1024, kB: 1, MB: 1024, GB: 1024 ** 2, TB: 1024 ** 3 }[unit] ?? 1;
  return Number(digits) * kilobytes;
}
