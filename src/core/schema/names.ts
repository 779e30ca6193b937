/**
 * The names Prisma gives to constraints and indexes, and how long a name may be. Names and sizes
 * in, names out. Source: `constraint_names.rs` of prisma-engines; checked against its DDL in the
 * tests.
 */
import type { Provider } from "./settings.ts";

/** Longest identifier in bytes; PostgreSQL cuts off what is longer. */
const longest: Readonly<Record<Provider, number>> = {
  postgresql: 63,
  cockroachdb: 63,
  mysql: 64,
  sqlserver: 128,
  sqlite: 10_000,
  mongodb: 127,
};

export function longestIdentifier(provider: Provider): number {
  return longest[provider];
}

type NameKind = "pkey" | "key" | "idx" | "fkey";

/** The default name of a constraint or index, shortened as Prisma shortens it. */
export function defaultName(
  kind: NameKind,
  table: string,
  columns: readonly string[],
  provider: Provider,
): string {
  const room = longest[provider] - kind.length - 1;
  return `${cutTo(room, fullName(table, columns, kind))}_${kind}`;
}

/** The same before it is shortened, to see whether it was. */
export function defaultNameInFull(
  kind: NameKind,
  table: string,
  columns: readonly string[],
): string {
  return `${fullName(table, columns, kind)}_${kind}`;
}

function fullName(table: string, columns: readonly string[], kind: NameKind): string {
  return kind === "pkey" ? table : [table, ...columns].join("_");
}

/** UTF-8 bytes in `text`. A lone surrogate counts as the replacement character it becomes. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += bytesOf(character);
  return bytes;
}

/** The longest beginning of `text` in at most `bytes` UTF-8 bytes, never half a character. */
export function cutTo(bytes: number, text: string): string {
  // No character of UTF-16 takes more than three bytes: most names need no counting.
  if (text.length * 3 <= bytes) return text;
  let used = 0;
  let at = 0;
  for (const character of text) {
    used += bytesOf(character);
    if (used > bytes) return text.slice(0, at);
    at += character.length;
  }
  return text;
}

function bytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
