/**
 * SQL read with PostgreSQL's own parser, in a form that expectations can be written in: a place is
 * the text that stands there.
 */
import { type Span, textOf } from "../../src/core/base/text.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import type { SqlFile } from "../../src/core/sql/statement.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";

const parse = await loadPgParser();

export function sql(text: string): SqlFile {
  return readSql(text, parse);
}

/** Steps of all statements, places as text. Fails the test on a statement with a problem. */
export function stepsIn(text: string): Record<string, unknown>[] {
  return sql(text).statements.flatMap(({ steps, problem, text: statement }) => {
    if (problem !== undefined) throw new Error(`${problem.message} in ${statement}`);
    return steps.map((step) => withoutPlaces(step) as Record<string, unknown>);
  });
}

export function stepIn(text: string): Record<string, unknown> {
  const [step, ...more] = stepsIn(text);
  if (step === undefined || more.length > 0) throw new Error(`not one step: ${text}`);
  return step;
}

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== "object" || value === null) return value;
  if ("source" in value) return textOf(value as Span);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutPlaces(inner)]),
  );
}
