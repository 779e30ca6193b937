/**
 * The comment that Prisma writes above each statement it generates: `-- DropIndex`. A statement
 * without one was written by hand. Knows where comments stand, not what statements do.
 */
import type { SqlFile, Statement } from "../../sql/statement.ts";

/** What the line right above a statement says, as `DropIndex`; undefined when nothing does. */
export function commentAbove({ comments, source }: SqlFile, { at }: Statement): string | undefined {
  const above = comments.findLast((comment) => comment.at.end <= at.start);
  if (above === undefined) return undefined;
  const between = source.text.slice(above.at.end, at.start);
  return /^[ \t]*\r?\n[ \t]*$/.test(between) ? above.text : undefined;
}
