/**
 * What must hold for any text whatsoever: pieces make up the file, trees account for every
 * character, incremental equals full, and nothing that reads the tree throws. Each function
 * throws an Error that says what does not hold.
 */
import type { Source, Span } from "../../src/core/base/text.ts";
import { defaults } from "../../src/core/lint/config.ts";
import { schemaChecker } from "../../src/core/rules/check-schema.ts";
import { isBlank, isNewline } from "../../src/core/schema/characters.ts";
import { parseFile, type SchemaFile } from "../../src/core/schema/file.ts";
import { placer } from "../../src/core/schema/place.ts";
import { resolve } from "../../src/core/schema/resolve.ts";
import type {
  ArgumentNode,
  AttributeNode,
  Member,
  Piece,
  Skipped,
  ValueExpression,
} from "../../src/core/schema/syntax.ts";

const path = "schema.prisma";

/**
 * Reads `text` on its own and after `before`, and compares; answers what `before` became. With
 * `meaning`, the verdicts of both are compared as well.
 */
export function checkText(
  text: string,
  before: SchemaFile | undefined,
  meaning: boolean,
): SchemaFile {
  const full = parseFile(path, text);
  if (before === undefined) {
    checkFile(full);
    if (meaning) verdictsOf(full);
    return full;
  }
  const incremental = parseFile(path, text, before);
  // Trees that are kept were looked at before; those of the full reading are no different.
  checkFile(incremental);
  checkSame(full, incremental);
  if (meaning) {
    const [one, other] = [verdictsOf(full), verdictsOf(incremental)];
    demand(one.join("\n") === other.join("\n"), "incremental verdicts differ from full ones");
  } else verdictsOf(incremental);
  return incremental;
}

/** The pieces make up the text, and each tree its piece. */
export function checkFile({ text, pieces, starts }: SchemaFile): void {
  demand(pieces.length === starts.length, "there are as many starts as pieces");
  let at = 0;
  for (const [place, piece] of pieces.entries()) {
    demand(starts[place] === at, `piece ${place} begins where the one before ends`);
    demand(piece.text !== "", `piece ${place} is not empty`);
    demand(text.startsWith(piece.text, at), `piece ${place} holds the text of its place`);
    at += piece.text.length;
    checkPiece(piece);
  }
  demand(at === text.length, "the pieces reach to the end");
  demand(new Set(pieces).size === pieces.length, "no piece stands in two places");
}

const checked = new WeakSet<Piece>();

/** Spans nest and are in order, and no character but white space is left over. */
function checkPiece(piece: Piece): void {
  if (checked.has(piece)) return;
  checked.add(piece);
  const tree = treeOf(piece);
  checkNode(tree, piece);
  for (const { at, message } of piece.problems) {
    demand(at.source === piece, `the problem "${message}" is in its piece`);
    const inside = 0 <= at.start && at.start <= at.end && at.end <= piece.text.length;
    demand(inside, `the problem "${message}" is inside its piece`);
  }
  const told = new Set(leftOver(tree, piece));
  for (const { at } of told.size > 0 ? piece.problems : []) {
    for (let offset = at.start; offset < at.end; offset++) told.delete(offset);
  }
  const [first] = told;
  demand(first === undefined, `the character at ${first} belongs to something`, piece);
}

/** A node reduced to what the check needs: the characters of its own between its children. */
type Tree = {
  readonly at: Span;
  readonly what: string;
  readonly children: readonly Tree[];
  /** Punctuation that may stand between the children; undefined when the node is all text. */
  readonly own: string | undefined;
};

function treeOf(piece: Piece): Tree {
  const at = { source: piece, start: 0, end: piece.text.length };
  if (piece.kind === "gap") {
    return { at, what: "gap", children: piece.members.map((it) => leaf(it)), own: "\ufeff" };
  }
  const { docs, keyword, name, members } = piece;
  const children = [
    ...docs.map((doc) => leaf(doc)),
    leaf(keyword, "keyword"),
    leaf(name),
    ...members.flatMap(memberTree),
  ];
  return { at, what: piece.kind, children, own: "{}\ufeff" };
}

function memberTree(member: Member): Tree[] {
  if (member.kind === "comment" || member.kind === "skipped") return [leaf(member)];
  const comment = member.comment ? [leaf(member.comment)] : [];
  if (member.kind === "attribute") return [attributeTree(member), ...comment];
  if (member.kind === "property") {
    const children = [leaf(member.name), ...valueTrees(member.value)];
    return [{ at: member, what: member.kind, children, own: "=" }, ...comment];
  }
  const type = member.kind === "field" && member.type ? [leaf(member.type)] : [];
  const children = [leaf(member.name), ...type, ...member.attributes.map(attributeTree)];
  return [{ at: member, what: member.kind, children, own: ":" }, ...comment];
}

function attributeTree(attribute: AttributeNode): Tree {
  const { name, arguments: list } = attribute;
  const children = [leaf(name), ...(list ? [itemsTree(list, list.items, "(),")] : [])];
  return { at: attribute, what: "attribute", children, own: "@" };
}

function valueTrees(value: ValueExpression | undefined): Tree[] {
  if (value === undefined) return [];
  if (value.kind === "array") return [itemsTree(value, value.items, "[],")];
  if (value.kind === "object") return [itemsTree(value, value.items, "{},")];
  if (value.kind !== "call") return [leaf(value)];
  const list = itemsTree(value.arguments, value.arguments.items, "(),");
  return [{ at: value, what: "call", children: [leaf(value.name), list], own: "" }];
}

function itemsTree(
  at: Span & { readonly kind: string },
  items: readonly (ArgumentNode | ValueExpression | Skipped)[],
  own: string,
): Tree {
  const children = items.flatMap((item) => {
    if (item.kind === "skipped") return [leaf(item)];
    if (item.kind !== "argument") return valueTrees(item);
    const name = item.name ? [leaf(item.name)] : [];
    const children = [...name, ...valueTrees(item.value)];
    return [{ at: item, what: "argument", children, own: ":" }];
  });
  return { at, what: at.kind, children, own };
}

function leaf(at: Span & { readonly kind?: string }, what = at.kind ?? "text"): Tree {
  return { at, what, children: [], own: undefined };
}

function checkNode({ at, what, children }: Tree, source: Source): void {
  demand(at.source === source, `the ${what} belongs to its piece`);
  let behind = at.start;
  for (const child of children) {
    demand(
      child.at.start >= behind && child.at.start <= child.at.end && child.at.end <= at.end,
      `the ${child.what} is inside the ${what} and behind what stands before it`,
      source,
    );
    behind = child.at.end;
    checkNode(child, source);
  }
}

/** Offsets of characters, white space aside, that neither a child nor punctuation covers. */
function* leftOver({ at, children, own }: Tree, source: Source): Generator<number> {
  if (own === undefined) return;
  let from = at.start;
  for (const child of [...children, undefined]) {
    for (let offset = from; offset < (child?.at.start ?? at.end); offset++) {
      const code = source.text.charCodeAt(offset);
      const punctuation = own.includes(String.fromCharCode(code));
      if (!isBlank(code) && !isNewline(code) && !punctuation) yield offset;
    }
    if (child) {
      from = child.at.end;
      yield* leftOver(child, source);
    }
  }
}

/** Two readings of one text are alike, node by node. */
export function checkSame(full: SchemaFile, incremental: SchemaFile): void {
  const kinds = ({ pieces }: SchemaFile) => pieces.map(({ kind }) => kind).join();
  demand(incremental.text === full.text, "incremental text equals full");
  demand(kinds(incremental) === kinds(full), "incremental kinds equal full ones");
  demand(incremental.starts.join() === full.starts.join(), "incremental starts equal full ones");
  demand(new Set(incremental.pieces).size === full.pieces.length, "no piece stands in two places");
  for (const [at, piece] of full.pieces.entries()) {
    const other = incremental.pieces[at];
    demand(isSame(piece, other, piece, other), `incremental piece ${at} equals the full one`);
  }
}

/** Deep equality in which each side's piece stands for the other's. */
function isSame(a: unknown, b: unknown, rootA: unknown, rootB: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => {
    const left: unknown = Reflect.get(a, key);
    const right: unknown = Reflect.get(b, key);
    if (left === rootA) return right === rootB;
    return Object.hasOwn(b, key) && isSame(left, right, rootA, rootB);
  });
}

const check = schemaChecker(defaults);

/** What the rules say, one line each. No rule may crash, and each finding has a place. */
function verdictsOf(file: SchemaFile): string[] {
  const schema = resolve([file]);
  const { files, crashes } = check(schema);
  demand(crashes.length === 0, `no rule crashes: ${crashes[0]?.rule} ${crashes[0]?.detail}`);
  const place = placer(schema.files);
  return files.flatMap(({ verdicts }) =>
    verdicts.map(({ rule, message, at, fix }) => {
      const found = place(at);
      demand(found !== undefined, `${rule} points into the file`);
      for (const edit of fix?.edits ?? []) {
        demand(place(edit.at) !== undefined, `the fix of ${rule} is in the file`);
      }
      return `${rule} ${found?.start} ${found?.end} ${message}`;
    }),
  );
}

function demand(holds: boolean, what: string, source?: Source): void {
  if (holds) return;
  throw new Error(source ? `${what} in ${JSON.stringify(source.text.slice(0, 2000))}` : what);
}
