/**
 * For fixes of migrations: leaves out a statement or a step of it, with what belongs to it in the
 * text. Knows nothing of what the SQL does.
 */
import { type Edit, type Span, span } from "../../base/text.ts";
import type { SqlFile, Statement } from "../../sql/statement.ts";
import type { Step } from "../../sql/step.ts";

/**
 * Leaves out one step. None when the step is the first of several: who leaves out two neighbours
 * would leave out the comma between them twice.
 */
export function withoutStep(file: SqlFile, statement: Statement, step: Step): Edit | undefined {
  const at = statement.steps.indexOf(step);
  if (statement.steps.length === 1) return { at: wholeStatement(file, statement), text: "" };
  const before = statement.steps[at - 1];
  if (before === undefined) return undefined;
  return { at: span(file.source, before.at.end, step.at.end), text: "" };
}

/**
 * Leaves out several steps of one statement, the others joined by commas, each on a line of its
 * own. None when there is something else between the steps, as a comment.
 */
export function withoutSteps(
  { source }: SqlFile,
  { steps }: Statement,
  left: readonly Step[],
): Edit | "nothing" | undefined {
  const kept = steps.filter((step) => !left.includes(step));
  const [first, last] = [steps[0], steps.at(-1)];
  if (kept.length === 0 || first === undefined || last === undefined) return "nothing";
  const isPlain = steps.every((step, at) => {
    const next = steps[at + 1];
    return !next || /^\s*,\s*$/.test(source.text.slice(step.at.end, next.at.start));
  });
  if (!isPlain) return undefined;
  const texts = kept.map(({ at }) => source.text.slice(at.start, at.end));
  return { at: span(source, first.at.start, last.at.end), text: texts.join(",\n") };
}

/**
 * The statement with its semicolon, its line's end, the blank lines behind it, and the comments right
 * above it: Prisma writes `-- AddForeignKey` there.
 */
export function wholeStatement(file: SqlFile, statement: Statement): Span {
  const { text } = file.source;
  const start = startWithComments(text, statement.at.start);
  const behind = /^[ \t]*;?[ \t]*(?:\r?\n|$)/.exec(text.slice(statement.at.end))?.[0];
  if (behind === undefined) return semicolonIncluded(file, statement);
  const end = statement.at.end + behind.length;
  const blank = /^(?:[ \t]*\r?\n)*/.exec(text.slice(end))?.[0] ?? "";
  // At the end of a file the blank lines in front go instead of those behind.
  if (end + blank.length < text.length) return span(file.source, start, end + blank.length);
  const kept = text.slice(0, start).replace(/(?:[ \t]*\r?\n)+$/, "");
  const lineEnd = /^[ \t]*\r?\n/.exec(text.slice(kept.length))?.[0].length ?? 0;
  return span(file.source, Math.min(start, kept.length + lineEnd), text.length);
}

function semicolonIncluded(file: SqlFile, { at }: Statement): Span {
  const more = /^\s*;/.exec(file.source.text.slice(at.end))?.[0].length ?? 0;
  return span(file.source, at.start, at.end + more);
}

/** Where the lines of `--` begin that stand right above; the line's own beginning without them. */
function startWithComments(text: string, at: number): number {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  if (text.slice(lineStart, at).trim() !== "") return at;
  let start = lineStart;
  while (start > 0) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    if (!/^[ \t]*--/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

/** Where a statement can be put right before this one: below the comments above it. */
export function startOfStatement({ source }: SqlFile, { at }: Statement): number {
  const lineStart = source.text.lastIndexOf("\n", at.start - 1) + 1;
  return source.text.slice(lineStart, at.start).trim() === "" ? lineStart : at.start;
}
