/**
 * Placeholders in a statement that the gate let through, and values written in their place. Knows no
 * server: what type a parameter has is handed in.
 */
import { tokensOf } from "../core/sql/lex.ts";
import { literal } from "../core/sql/write-name.ts";

/** `start` and `end` are offsets in UTF-16 units; `number` counts from 1. */
export type Place = { readonly number: number; readonly start: number; readonly end: number };

/** Where `$1` and so on stand, by PostgreSQL's lexical rules: not in strings, names or comments. */
export function placesIn(sql: string): Place[] {
  const tokens = tokensOf(sql);
  return tokens.flatMap(({ start, end }, index) => {
    const next = tokens[index + 1];
    if (sql.slice(start, end) !== "$" || next?.start !== end || next.kind !== "number") return [];
    // `$7e` is a placeholder with a word behind it, for servers before PostgreSQL 15.
    const digits = /^\d+/.exec(sql.slice(next.start, next.end))?.[0] ?? "";
    return [{ number: Number(digits), start, end: next.start + digits.length }];
  });
}

/** `written` gives what stands for a number; undefined leaves the placeholder. */
export function withWritten(
  sql: string,
  places: readonly Place[],
  written: (number: number) => string | undefined,
): string {
  let text = "";
  let at = 0;
  for (const { number, start, end } of places) {
    text += sql.slice(at, start) + (written(number) ?? sql.slice(start, end));
    at = end;
  }
  return text + sql.slice(at);
}

/** Where strings are read as the standard has them, so that a backslash is one. */
export function valueAsSql(value: string | null): string {
  return value === null ? "NULL" : literal(value);
}

/** In parentheses, for a subscript or another cast may follow. */
export function typedValue(value: string | null, type: string): string {
  return `(${valueAsSql(value)}::${type})`;
}

/** A type's name as it may stand in SQL; undefined for what is not written like one. */
export function safeType(text: string | undefined): string | undefined {
  return text !== undefined && typeName.test(text) ? text : undefined;
}

const typeName =
  /^(?:"(?:[^"\0]|"")+"|[a-z_][\w$]*)(?:\.(?:"(?:[^"\0]|"")+"|[a-z_][\w$]*))?(?: precision| varying)?(?:\(\d+(?:, ?\d+)?\))?(?: with(?:out)? time zone)?(?:\[\])*$/i;
