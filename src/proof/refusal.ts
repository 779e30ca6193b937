/**
 * What a refusal of the server means for a proof: whether the migration is wrong or the server
 * lacks what its host would have provided; and how it is told.
 */
import type { StatementReport } from "../core/migration/migration.ts";
import type { Refusal } from "../engines/postgres-connection.ts";

/**
 * Why the refusal says nothing about the migration; undefined when it does. Extensions that are
 * not installed, roles and schemas that no script makes: a host brings them.
 */
export function lackOf({ code, message }: Refusal): string | undefined {
  const lack = lacks.find(([codes, words]) => codes.includes(code) && words.test(message));
  return lack?.[2];
}

const lacks: readonly (readonly [codes: readonly string[], words: RegExp, reason: string])[] = [
  [
    ["0A000", "58P01", "22023"],
    /^extension ".*" (is not available|must be installed)|^could not (open|access) .*(extension|library|file)/i,
    "the embedded server does not have this extension",
  ],
  [["42704"], /^role ".*" does not exist/, "no migration creates this role"],
  [["3F000"], /^schema ".*" does not exist/, "no migration creates this schema"],
  [["42704"], /^language ".*" does not exist/, "the embedded server does not have this language"],
  [["42704"], /^publication|^subscription/, "the embedded server does not replicate"],
  [["XX000", "stopped", "53200"], /^/, "the embedded server stopped"],
];

/** "column "age" contains null values (23502)", with what the server adds. */
export function sayRefusal({ code, message, detail, hint }: Refusal): string {
  const more = [detail, hint].flatMap((text) => (text === undefined ? [] : [`. ${text}`]));
  return [message, ...more, ` (SQLSTATE ${code})`].join("");
}

/** The statement of a file that was refused when the file was sent as a whole. */
export function refusedStatement(
  statements: readonly StatementReport[],
  { code, offset, completed = 0 }: Refusal,
): StatementReport | undefined {
  // A mistake of syntax is found before the first statement runs.
  if (code !== "42601" || offset === undefined) return statements[completed];
  return statements.find(({ statement }) => offset < statement.at.end);
}
