/**
 * Keeps what is shown while somebody types: a block that lost fields to a mistake, or that is gone
 * because its header cannot be read, is stood in for by its last good version. What was deleted
 * leaves no such rest, and goes.
 */
import type { SchemaFile } from "../schema/file.ts";
import { resolve, type Schema } from "../schema/resolve.ts";
import type { Block, Member, Piece } from "../schema/syntax.ts";

export type LastGood = {
  /** With the last good blocks in it. */
  readonly schema: Schema;
  /** Those, with the piece that holds what is left of each in the text. */
  readonly standIns: ReadonlyMap<Block, Piece>;
  /** The last good version of every block, by name. */
  readonly blocks: ReadonlyMap<string, Block>;
};

/** `before` is what this answered for the text before. */
export function keepingLastGood(before: LastGood | undefined, now: Schema): LastGood {
  const blocks = new Map<string, Block>();
  const standIns = new Map<Block, Piece>();
  for (const [piece, next] of shownIn(now.files)) {
    if (blocks.has(piece.name.text)) continue;
    const last = before?.blocks.get(piece.name.text);
    const good = last && hasLost(last, piece, next) ? last : piece;
    blocks.set(piece.name.text, good);
    if (good !== piece) standIns.set(good, piece);
  }
  for (const [last, rest] of unreadable(before, blocks, now.files)) {
    blocks.set(last.name.text, last);
    standIns.set(last, rest);
    if (rest.kind !== "gap" && !holdsOpenComment(rest)) keepOwn(rest, before, blocks, standIns);
  }
  return { schema: withStandIns(now, standIns), standIns, blocks };
}

/** A block that took over the lines of another is not what it will be. */
function keepOwn(
  piece: Block,
  before: LastGood | undefined,
  blocks: Map<string, Block>,
  standIns: Map<Block, Piece>,
): void {
  const name = piece.name.text;
  if (blocks.get(name) !== piece) return;
  const last = before?.blocks.get(name);
  if (last === undefined || last === piece) blocks.delete(name);
  else {
    blocks.set(name, last);
    standIns.set(last, piece);
  }
}

/** Each block that a diagram shows, with what stands below it. */
function* shownIn(files: readonly SchemaFile[]): Generator<[Block, Piece | undefined]> {
  for (const { pieces } of files) {
    let at = 0;
    for (const piece of pieces) {
      at++;
      if (isShown(piece)) yield [piece, pieces[at]];
    }
  }
}

function isShown(piece: Piece): piece is Block {
  return piece.kind !== "gap" && piece.kind !== "datasource" && piece.kind !== "generator";
}

/**
 * Whether fields or values are missing of which something is left: a line that cannot be read,
 * in the block or, behind a brace that came too early, below it.
 */
function hasLost(last: Block, now: Block, next: Piece | undefined): boolean {
  if (last === now) return false;
  const isOpen = holdsOpenComment(now);
  if (now.problems.length === 0 && !isOpen && next?.kind !== "gap") return false;
  const names = new Set(now.members.flatMap(nameOf));
  const lost = last.members.flatMap(nameOf).filter((name) => !names.has(name)).length;
  if (lost === 0) return false;
  const below = next?.kind === "gap" ? next.members.filter(isUnread).length : 0;
  return isOpen || lost <= now.members.filter(isUnread).length + below;
}

function nameOf(member: Member): string[] {
  if (member.kind === "field") return member.type ? [member.name.text] : [];
  return member.kind === "value" ? [member.name.text] : [];
}

function isUnread(member: Member): boolean {
  return member.kind === "skipped" || (member.kind === "field" && member.type === undefined);
}

/** A comment that somebody begins ends where the next one does, and takes what is between. */
function holdsOpenComment(piece: Piece): boolean {
  const first = piece.text.indexOf("/*");
  if (first < 0 || !piece.text.includes("/*", first + 2)) return false;
  return allIn(piece).some(isOpenComment);
}

function isOpenComment(member: Member): boolean {
  const comment = "comment" in member ? member.comment : member;
  return comment?.kind === "comment" && comment.style === "block" && comment.text.includes("/*");
}

function commentsIn(piece: Piece): string[] {
  return allIn(piece)
    .filter(isOpenComment)
    .map(({ start, end }) => piece.text.slice(start, end));
}

function allIn(piece: Piece): readonly Member[] {
  return piece.kind === "gap" ? piece.members : [...piece.docs, ...piece.members];
}

/** Blocks that are gone from the schema while much of them is still in the text. */
function unreadable(
  before: LastGood | undefined,
  blocks: ReadonlyMap<string, Block>,
  files: readonly SchemaFile[],
): [Block, Piece][] {
  const gone = [...(before?.blocks.values() ?? [])].filter(({ name }) => !blocks.has(name.text));
  if (gone.length === 0) return [];
  const rests = files.flatMap(({ pieces }) => pieces.flatMap((piece) => restIn(piece) ?? []));
  const counted = gone.map((block) => {
    const lines = linesOf(block);
    let most = 0;
    for (const rest of rests) most = Math.max(most, linesIn(rest, lines));
    return { block, lines, share: most / (lines.length || 1) };
  });
  // Who has most of its lines left is looked for first, so that another does not take them.
  counted.sort((a, b) => b.share - a.share);
  return counted.flatMap(({ block, lines }): [Block, Piece][] => {
    const rest = mostLike(lines, rests) ?? rests.find((one) => tookOver(one, block, lines, before));
    if (rest === undefined) return [];
    // Each line is what is left of one block only.
    for (const line of lines) rest.unread.set(line, (rest.unread.get(line) ?? 0) - 1);
    return [[block, rest.piece]];
  });
}

type Rest = {
  readonly piece: Piece;
  /** Lines that cannot be read, and those that a comment took, and how often each stands there. */
  readonly unread: Map<string, number>;
  /** All lines of a block that has mistakes in it, trimmed. */
  readonly whole: string;
};

function restIn(piece: Piece): Rest | undefined {
  const swallowed = holdsOpenComment(piece) ? commentsIn(piece).flatMap(trimmedLines) : [];
  if (piece.problems.length === 0 && swallowed.length === 0) return undefined;
  const unread = piece.kind === "gap" ? piece.members.filter(isUnread) : [];
  const lines = unread.flatMap(({ start, end }) => trimmedLines(piece.text.slice(start, end)));
  const whole = piece.kind === "gap" ? "" : `\n${trimmedLines(piece.text).join("\n")}\n`;
  const counted = new Map<string, number>();
  for (const line of [...lines, ...swallowed]) counted.set(line, (counted.get(line) ?? 0) + 1);
  return { piece, unread: counted, whole };
}

/** The one that has at least half of the lines, and most of them. */
function mostLike(lines: readonly string[], rests: readonly Rest[]): Rest | undefined {
  let most = Math.max(1, lines.length / 2);
  let best: Rest | undefined;
  for (const rest of rests) {
    const same = linesIn(rest, lines);
    if (same < most) continue;
    most = same + 1;
    best = rest;
  }
  return best;
}

function linesIn({ unread }: Rest, lines: readonly string[]): number {
  return lines.filter((line) => (unread.get(line) ?? 0) > 0).length;
}

/**
 * Whether a broken block has the upper or lower half of the lines, one behind the other. One of a
 * new name that holds nothing of the old name is the same block, renamed.
 */
function tookOver(
  { piece, whole }: Rest,
  { name }: Block,
  lines: readonly string[],
  before: LastGood | undefined,
): boolean {
  if (piece.kind === "gap" || lines.length === 0) return false;
  if (!before?.blocks.has(piece.name.text) && !whole.includes(` ${name.text} {`)) return false;
  const middle = Math.ceil(lines.length / 2);
  return [lines.slice(0, middle), lines.slice(-middle)].some((half) =>
    whole.includes(`\n${half.join("\n")}\n`),
  );
}

/** What stands between the braces. */
function linesOf(block: Block): string[] {
  return trimmedLines(block.text.slice(block.name.end))
    .slice(1)
    .filter((line) => line !== "}" && !line.startsWith("//"));
}

function trimmedLines(text: string): string[] {
  return text.split(/[\r\n]+/).flatMap((line) => line.trim() || []);
}

function withStandIns(now: Schema, standIns: ReadonlyMap<Block, Piece>): Schema {
  if (standIns.size === 0) return now;
  const kept = new Map<Piece, Block[]>();
  for (const [last, rest] of standIns) kept.set(rest, [...(kept.get(rest) ?? []), last]);
  const files = now.files.map((file) => ({
    ...file,
    pieces: file.pieces.flatMap((piece) => inPlaceOf(piece, kept.get(piece) ?? [])),
  }));
  // Places are those in the text as it is.
  return { ...resolve(files), files: now.files };
}

/** What another block has swallowed stands behind it; what the comment above it has, before it. */
function inPlaceOf(piece: Piece, kept: readonly Block[]): readonly Piece[] {
  if (piece.kind === "gap" || kept.length === 0) return [piece, ...kept];
  if (kept.some(({ name }) => name.text === piece.name.text)) return kept;
  return piece.docs.some(isOpenComment) ? [...kept, piece] : [piece, ...kept];
}
