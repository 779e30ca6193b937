/**
 * How the user lays out fields: the group a field stands in, the columns in which its types and
 * attributes begin, and what keeps them so. Fields are aligned the way `prisma format` aligns
 * them, or not at all; a group ends at a blank line.
 */
import type { Edit, Source } from "../base/text.ts";
import { isNewline } from "./characters.ts";
import type { Block, FieldNode } from "./syntax.ts";

/** A field to be written. */
export type NewField = {
  readonly name: string;
  readonly type: string;
  readonly attributes: string;
};

/** Fields on neighbouring lines, with no blank line between. */
export type Group = { readonly fields: readonly FieldNode[]; readonly columns: Columns };

/** Where types and attributes begin, counted from the name; undefined where they do not line up. */
type Columns = { readonly type: number; readonly attributes: number } | undefined;

export function groupOf(block: Block, field: FieldNode): Group {
  let fields: FieldNode[] = [];
  let before = 0;
  for (const member of block.members) {
    if (blankLineBetween(block.text, before, member.start)) {
      if (fields.includes(field)) break;
      fields = [];
    }
    if (member.kind === "field") fields.push(member);
    before = member.end;
  }
  const rows = fields.map(rowOf);
  const columns = columnsOf(rows);
  const aligned = fields.every((each) => isAligned(each, columns));
  return { fields, columns: aligned ? columns : undefined };
}

/** The groups in which these fields stand, each once. */
export function groupsOf(block: Block, fields: readonly FieldNode[]): Group[] {
  const groups: Group[] = [];
  for (const field of fields) {
    if (!groups.some((group) => group.fields.includes(field))) groups.push(groupOf(block, field));
  }
  return groups;
}

function blankLineBetween(text: string, from: number, to: number): boolean {
  let newlines = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (isNewline(code) && !(code === 13 && text.charCodeAt(at + 1) === 10)) newlines++;
  }
  return newlines > 1;
}

type Row = Pick<NewField, "name" | "type">;

function rowOf({ name, type, source }: FieldNode): Row {
  return { name: name.text, type: type ? source.text.slice(type.start, type.end) : "" };
}

function columnsOf(rows: readonly Row[]) {
  const type = Math.max(0, ...rows.map(({ name }) => name.length)) + 1;
  return { type, attributes: type + Math.max(0, ...rows.map((row) => row.type.length)) + 1 };
}

function isAligned({ start, type, attributes }: FieldNode, columns: NonNullable<Columns>) {
  const [first] = attributes;
  return (
    (!type || type.start - start === columns.type) &&
    (!first || first.start - start === columns.attributes)
  );
}

/**
 * The blanks between the type of `field`, as it is or will be written, and the first attribute it
 * is about to get.
 */
export function gapBeforeAttribute(
  { fields, columns }: Group,
  field: FieldNode,
  type = rowOf(field).type,
): string {
  if (columns === undefined) return " ";
  const rows = fields.map((each) => (each === field ? { ...rowOf(each), type } : rowOf(each)));
  const wanted = columnsOf(rows);
  return " ".repeat(wanted.attributes - wanted.type - type.length);
}

/** What changes in a group of fields. */
export type GroupChange = {
  readonly added?: readonly NewField[];
  /** Fields that get another type, as it will be written. */
  readonly retyped?: ReadonlyMap<FieldNode, string>;
  /** Fields that get another name. */
  readonly renamed?: ReadonlyMap<FieldNode, string>;
};

/**
 * The lines of the added fields as they belong into the group, without indentation, and the
 * changes of blanks that keep the others in line with what is new.
 */
export function layOut(
  { fields, columns }: Group,
  { added = [], retyped = new Map(), renamed = new Map() }: GroupChange,
): { readonly lines: readonly string[]; readonly edits: readonly Edit[] } {
  if (columns === undefined) {
    return { lines: added.map((field) => line(field, { type: 0, attributes: 0 })), edits: [] };
  }
  const rows = fields.map((field) => ({
    name: renamed.get(field) ?? field.name.text,
    type: retyped.get(field) ?? rowOf(field).type,
  }));
  const wanted = columnsOf([...rows, ...added]);
  return {
    lines: added.map((field) => line(field, wanted)),
    edits: fields.flatMap((field, at) => realign(field, rows[at] ?? rowOf(field), wanted)),
  };
}

/** The lines of fields that stand alone, without indentation. */
export function layOutFields(added: readonly NewField[]): readonly string[] {
  return layOut({ fields: [], columns: columnsOf([]) }, { added }).lines;
}

function line({ name, type, attributes }: NewField, columns: NonNullable<Columns>): string {
  const typed = `${name.padEnd(columns.type - 1)} ${type}`;
  return attributes === "" ? typed : `${typed.padEnd(columns.attributes - 1)} ${attributes}`;
}

/** `row` is the name and type as they will be written. */
function realign(
  { source, name, type, attributes }: FieldNode,
  row: Row,
  columns: NonNullable<Columns>,
): Edit[] {
  if (!type) return [];
  const [first] = attributes;
  const gap = columns.attributes - columns.type - row.type.length;
  return [
    ...pad(source, name.end, type.start, columns.type - row.name.length),
    ...(first ? pad(source, type.end, first.start, gap) : []),
  ];
}

function pad(source: Source, from: number, to: number, blanks: number): Edit[] {
  return to - from === blanks
    ? []
    : [{ at: { source, start: from, end: to }, text: " ".repeat(blanks) }];
}
