/**
 * Two versions of a schema → the blocks that differ and what they touch, as texts from which
 * Prisma's schema engine makes the same SQL as from the whole. Knows no SQL and no engine.
 */
import { databaseNames, haveRivals } from "./database-names.ts";
import type { Enum, Model, Schema } from "./resolve.ts";
import type { Block, Gap, Piece } from "./syntax.ts";

export type Slice =
  | {
      readonly kind: "part";
      readonly from: Files;
      readonly to: Files;
      /** Blocks that differ, and all that are in the slice, options aside. */
      readonly changed: number;
      readonly kept: number;
    }
  /** The two must be compared as a whole; the reason is for logs and tests. */
  | {
      readonly kind: "whole";
      readonly reason: string;
      /** What is wrong with the text of `to` alone, so that Prisma will hardly accept it. */
      readonly isBroken: boolean;
    };

export type Files = readonly (readonly [path: string, text: string])[];

/**
 * Cuts both versions down to what their difference needs. `from` must be valid for Prisma as a
 * whole: what is left out stands in both versions alike, so that only then nothing is overlooked.
 * What is left out leaves its line breaks behind, so that errors in `to` name the right lines.
 *
 * Kept are: datasource and generators; blocks that differ; blocks that share a name in the
 * database with one of these; models with a relation to one of these, without their other
 * relations; models with a column of an enum that differs; every enum that a kept column names.
 *
 * Where more than the share `mostKept` of all blocks is kept, a slice costs as much as the whole.
 */
export function sliceSchemas(from: Schema, to: Schema, mostKept = 0.8): Slice {
  const before = baseOf(from);
  const after = sideOf(to);
  const reason = obstacle(before, after);
  if (reason !== undefined) return whole(reason, reason === after.obstacle);
  const changed = changedBlocks(before, after);
  addNamesakes(before, after, changed);
  // Two untouched rivals would be rivals in `from`.
  if (haveRivals(modelsIn(after, changed), enumsIn(after, changed))) {
    return whole(rivals);
  }
  const kept = new Set(changed);
  for (const side of [before, after]) addNeighbours(side, changed, kept);
  for (const side of [before, after]) addTypes(side, kept);
  if (kept.size > after.blocks.size * mostKept) return whole("most is touched");
  return {
    kind: "part",
    // Nobody is told the lines of `from`: it is valid.
    from: textsOf(before, changed, kept, () => "\n"),
    to: textsOf(after, changed, kept, (piece) =>
      piece.kind === "gap" && !before.gaps.has(piece.text) ? piece.text : emptied(piece),
    ),
    changed: changed.size,
    kept: kept.size,
  };
}

function whole(reason: string, isBroken = false): Slice {
  return { kind: "whole", reason, isBroken };
}

const rivals = "two tables or enums of one name";

type Side = {
  readonly schema: Schema;
  /** Models, views, composite types and enums by name. */
  readonly blocks: ReadonlyMap<string, Block>;
  readonly models: ReadonlyMap<string, Model>;
  /** The texts of datasource and generators, in order. */
  readonly options: readonly string[];
  readonly obstacle: string | undefined;
};

function sideOf(schema: Schema): Side {
  const blocks = new Map<string, Block>();
  const options: string[] = [];
  let problem: string | undefined;
  for (const { pieces } of schema.files) {
    for (const piece of pieces) {
      problem ??= problemOf(piece, blocks);
      if (piece.kind === "gap") continue;
      if (isOption(piece)) options.push(piece.text);
      else blocks.set(piece.name.text, piece);
    }
  }
  const models = new Map(schema.models.map((model) => [model.shape.name, model]));
  return { schema, blocks, models, options, obstacle: problem };
}

/** Why what follows could be read otherwise than it seems. */
function problemOf(piece: Piece, before: ReadonlyMap<string, Block>): string | undefined {
  if (piece.kind === "gap") return piece.problems.length > 0 ? "text that is no block" : undefined;
  if (!piece.closed) return "a block without an end";
  return !isOption(piece) && before.has(piece.name.text) ? "two blocks of one name" : undefined;
}

function isOption({ kind }: Block): boolean {
  return kind === "datasource" || kind === "generator";
}

/** The version that is compared with. */
type Base = Side & {
  /** By names in the database, the blocks that use them. */
  readonly owners: ReadonlyMap<string, readonly string[]>;
  readonly gaps: ReadonlySet<string>;
};

const bases = new WeakMap<Schema, Base>();

/** Read once: it stays the same while the other version is typed. */
function baseOf(schema: Schema): Base {
  const known = bases.get(schema);
  if (known) return known;
  const side = sideOf(schema);
  const owners = new Map<string, string[]>();
  for (const name of side.blocks.keys()) {
    for (const used of namesOf(side, name)) {
      const others = owners.get(used);
      if (others) others.push(name);
      else owners.set(used, [name]);
    }
  }
  const pieces = schema.files.flatMap((file) => file.pieces);
  const gaps = new Set(pieces.flatMap(({ kind, text }) => (kind === "gap" ? [text] : [])));
  const problem = haveRivals(schema.models, schema.enums) ? rivals : undefined;
  const base = { ...side, owners, gaps, obstacle: side.obstacle ?? problem };
  bases.set(schema, base);
  return base;
}

function obstacle(before: Side, after: Side): string | undefined {
  if (after.schema.settings.provider !== "postgresql") return "not PostgreSQL";
  if (before.options.join("\0") !== after.options.join("\0")) return "other options";
  return before.obstacle ?? after.obstacle;
}

function changedBlocks(before: Side, after: Side): Set<string> {
  const changed = new Set<string>();
  for (const [name, block] of after.blocks) {
    const old = before.blocks.get(name);
    if (old !== block && old?.text !== block.text) changed.add(name);
  }
  for (const name of before.blocks.keys()) if (!after.blocks.has(name)) changed.add(name);
  return changed;
}

/**
 * Two tables or indexes of one name are an error that only both together show. What is untouched
 * uses the names that it used before.
 */
function addNamesakes(before: Base, after: Side, changed: Set<string>): void {
  // A set that grows is walked to its new end.
  for (const name of changed) {
    for (const used of [...namesOf(before, name), ...namesOf(after, name)]) {
      for (const owner of before.owners.get(used) ?? []) changed.add(owner);
    }
  }
}

function namesOf({ models, blocks }: Side, name: string): readonly string[] {
  const subject = models.get(name) ?? blocks.get(name);
  return subject ? databaseNames(subject) : [];
}

function modelsIn({ models }: Side, names: ReadonlySet<string>): Model[] {
  return [...names].flatMap((name) => models.get(name) ?? []);
}

function enumsIn({ schema }: Side, names: ReadonlySet<string>): Enum[] {
  return schema.enums.filter(({ shape }) => names.has(shape.name));
}

/** All that a block which differs names, and all that name one. */
function addNeighbours(side: Side, changed: ReadonlySet<string>, kept: Set<string>): void {
  for (const [name, model] of side.models) {
    if (changed.has(name)) {
      for (const type of typesOf(model)) if (side.blocks.has(type)) kept.add(type);
    } else if (typesOf(model).some((type) => changed.has(type))) kept.add(name);
  }
}

/** Enums and composite types, without which a kept block could not be read. */
function addTypes(side: Side, kept: Set<string>): void {
  // A set that grows is walked to its new end.
  for (const name of kept) {
    const model = side.models.get(name);
    for (const type of model ? typesOf(model) : []) {
      const kind = side.blocks.get(type)?.kind;
      if (kind === "enum" || kind === "type") kept.add(type);
    }
  }
}

const typesOfBlocks = new WeakMap<Block, readonly string[]>();

/** All that fields name as their type; also of a field whose name is taken already. */
function typesOf({ shape: { block } }: Model): readonly string[] {
  const known = typesOfBlocks.get(block);
  if (known) return known;
  const fields = block.members.filter((member) => member.kind === "field");
  const types = [...new Set(fields.flatMap(({ type }) => type?.name.text ?? []))];
  typesOfBlocks.set(block, types);
  return types;
}

function textsOf(
  side: Side,
  changed: ReadonlySet<string>,
  kept: ReadonlySet<string>,
  leftOut: (piece: Piece) => string,
): Files {
  const textOf = (piece: Piece): string => {
    if (piece.kind === "gap") return leftOut(piece);
    if (isOption(piece) || changed.has(piece.name.text)) return piece.text;
    return kept.has(piece.name.text) ? withoutRelations(side, piece, changed) : leftOut(piece);
  };
  return side.schema.files.map(({ path, pieces }) => [
    path,
    pieces.map(textOf).join("").trimEnd().concat("\n"),
  ]);
}

const emptyTexts = new WeakMap<Block | Gap, string>();

/** Only the line breaks. */
function emptied(piece: Block | Gap): string {
  const known = emptyTexts.get(piece);
  if (known !== undefined) return known;
  const text = lineBreaks(piece.text);
  emptyTexts.set(piece, text);
  return text;
}

function lineBreaks(text: string): string {
  return text.replace(/[^\n]+/g, "");
}

/**
 * An untouched model without its relations to other untouched models: they are gone on their
 * other side too, in both versions, and the columns of their keys stay.
 */
function withoutRelations(side: Side, block: Block, changed: ReadonlySet<string>): string {
  const model = side.models.get(block.name.text);
  let text = "";
  let from = 0;
  for (const { kind, shape } of model?.fields ?? []) {
    if (kind !== "relation" || changed.has(shape.typeName)) continue;
    const { start, end } = shape.node;
    text += block.text.slice(from, start) + lineBreaks(block.text.slice(start, end));
    from = end;
  }
  return text + block.text.slice(from);
}
