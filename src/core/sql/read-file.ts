/**
 * A text of SQL → its statements with their steps. Each statement is parsed by itself, so that a
 * mistake in one hides nothing of the others. Never fails, given a parser that does not.
 */
import { type Source, span } from "../base/text.ts";
import { tokenAt } from "./lex.ts";
import { statementsInBody } from "./read-body.ts";
import { readStatement } from "./read-statement.ts";
import { place, type Reading, readingOf, whole } from "./reading.ts";
import { type Range, splitSql } from "./split.ts";
import type { ParseStatement, SqlComment, SqlFile, SqlProblem, Statement } from "./statement.ts";
import type { Step } from "./step.ts";

export function readSql(text: string, parse: ParseStatement): SqlFile {
  const source: Source = { text };
  const { statements, comments } = splitSql(text);
  return {
    source,
    statements: statements.map((range) => readOne(source, range, parse)),
    comments: comments.map((range) => commentAt(source, range)),
  };
}

function readOne(source: Source, { start, end }: Range, parse: ParseStatement): Statement {
  const reading = readingOf(source, start, end);
  const { text } = reading;
  const statement = { at: whole(reading), text, steps: [], problem: undefined };
  // The parser, written in C, would take a NUL for the end.
  const nul = text.indexOf("\0");
  if (nul >= 0) {
    const message = "a NUL character is not allowed in SQL";
    return { ...statement, problem: { at: place(reading, nul, nul + 1), message } };
  }
  const answer = parse(text);
  if (!answer.ok) return { ...statement, problem: problemAt(reading, answer) };
  const steps = readStatement(reading, answer.node);
  return { ...statement, steps: steps.map((step) => withInside(reading, step, parse)) };
}

/** A DO block's own statements, read where they stand. */
function withInside(reading: Reading, step: Step, parse: ParseStatement): Step {
  if (step.kind !== "dynamic" || step.command !== "do") return step;
  // In dollar quotes a body stands as it is; in others its quotes are doubled.
  const body = reading.text.indexOf(step.body);
  const ranges = body < 0 ? undefined : statementsInBody(step.body);
  if (ranges === undefined) return step;
  const inside: Step[] = [];
  for (const { start, end } of ranges) {
    const offset = reading.start + body;
    const inner = readingOf(reading.source, offset + start, offset + end);
    const answer = parse(inner.text);
    if (!answer.ok) return step;
    inside.push(...readStatement(inner, answer.node));
  }
  return { ...step, inside };
}

/** The token at which the parser stopped; at the end, the last one. */
function problemAt(
  reading: Reading,
  { message, offset }: { readonly message: string; readonly offset: number },
): SqlProblem {
  const { text } = reading;
  const start = utf16Offset(text, offset);
  if (start < text.length) {
    return { at: place(reading, start, tokenAt(text, start).end), message };
  }
  const last = reading.tokens().at(-1);
  return { at: place(reading, last?.start ?? 0, last?.end ?? text.length), message };
}

/** Characters beyond U+FFFF are one for PostgreSQL and two here. */
function utf16Offset(text: string, characters: number): number {
  let at = 0;
  for (let count = 0; count < characters && at < text.length; count++) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}

function commentAt(source: Source, { start, end }: Range): SqlComment {
  const written = source.text.slice(start, end);
  const inside = written.startsWith("--")
    ? written.slice(2)
    : written.slice(2, written.length > 3 && written.endsWith("*/") ? -2 : undefined);
  return { at: span(source, start, end), text: inside.trim() };
}
