/** Where a comment that silences one finding belongs. */
import type { Edit } from "../base/text.ts";
import type { Verdict } from "../lint/rule.ts";
import { ignoreComment } from "../lint/suppress.ts";
import { insertLineAbove } from "../schema/edit.ts";
import type { Piece } from "../schema/syntax.ts";

/**
 * A line above the member that holds the finding, or above the model when none does. The reason
 * is left for the user to write; undefined outside of blocks.
 */
export function ignoreEdit(piece: Piece, { at, rule }: Verdict): Edit | undefined {
  if (piece.kind === "gap") return undefined;
  const member = piece.members.find(({ start, end }) => start <= at.start && at.start < end);
  const above = member?.start ?? piece.keyword.start;
  return insertLineAbove(piece, above, ignoreComment(rule, ""));
}
