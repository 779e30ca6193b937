/** A block that was switched off instead of removed. */
import { span, textOf } from "../../base/text.ts";
import type { Rule } from "../../lint/rule.ts";
import type { Schema } from "../../schema/resolve.ts";
import type { Comment, Piece } from "../../schema/syntax.ts";

export const commentedOutModel: Rule<Schema> = {
  name: "commented-out-model",
  severity: "hint",
  preset: "strict",
  summary: "A model or enum is commented out",
  why: `Nobody can tell whether it is yet to come, was switched off for a test, or has been dead for years. It is found by every search, is not renamed with the rest, and is not checked: the day somebody brings it back, it no longer fits. If its table was dropped with it, the data is gone; if not, a table without a model stays behind that no migration looks after.

With \`///\` it is worse: the lines become the documentation of the next block, in the client and in generated pages.

Instead, delete it. The version history keeps it, with the reason. What is planned belongs in an issue; what the client is not to see, though the table exists, takes \`@@ignore\`.`,
  examples: [
    {
      bad: `
        model User {
          id Int @id
        }

        // model Profile {
        // ^^^^^^^^^^^^^
        //   id  Int    @id
        //   bio String
        // }
      `,
    },
    {
      good: `
        // The model of a person. Teams follow in
        // model Team, once billing needs them.
        model User {
          id Int @id
        }
      `,
    },
  ],
  *check({ files }) {
    for (const { pieces } of files) {
      for (const piece of pieces) {
        const all = comments(piece);
        for (const [at, comment] of all.entries()) {
          const header = headerIn(comment);
          if (!header || !isWhole(all.slice(at))) continue;
          yield {
            at: span(piece, header.start, header.end),
            message: `${header.name} is commented out`,
          };
        }
      }
    }
  },
};

/** Blocks cannot nest, so what is commented out stands above a block or between two. */
function comments(piece: Piece): readonly Comment[] {
  if (piece.kind !== "gap") return piece.docs;
  return piece.members.filter((member) => member.kind === "comment");
}

/** `model Profile` of a comment that begins with `model Profile {`. */
function headerIn(comment: Comment) {
  const match = /^([/*\s]+)((?:model|view|type|enum)\s+(\w+))\s*\{/.exec(textOf(comment));
  if (!match) return undefined;
  const [, marks = "", words = "", name = ""] = match;
  const start = comment.start + marks.length;
  return { name, start, end: start + words.length };
}

/** Whether the brace is closed before the comments end. */
function isWhole(comments: readonly Comment[]): boolean {
  let before: Comment | undefined;
  for (const comment of comments) {
    if (before && !isNextLine(before, comment)) return false;
    if (/^[\s*]*\}/m.test(comment.text)) return true;
    if (before && headerIn(comment)) return false;
    before = comment;
  }
  return false;
}

function isNextLine({ source, end }: Comment, { start }: Comment): boolean {
  return (source.text.slice(end, start).match(/\r\n?|\n/g) ?? []).length === 1;
}
