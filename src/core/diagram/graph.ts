/**
 * A resolved schema → the diagram of it. What is shown of a model is remembered by its identity,
 * so that a keystroke makes only what it touched anew, and moves what stands below it.
 */
import type { Source, Span } from "../base/text.ts";
import type { Verdict } from "../lint/rule.ts";
import type { Enum, Model, Schema } from "../schema/resolve.ts";
import type { Piece } from "../schema/syntax.ts";
import { countsOf, countsWithin, noFindings } from "./counts.ts";
import type { Diagram, DiagramRelation, Entity, EnumBox, Row, SourcePlace } from "./diagram.ts";
import { fileName, prefixesIn, prefixOf } from "./groups.ts";
import { moved, type Shown } from "./moved.ts";
import { type Origin, originsIn, placeInRest } from "./origin.ts";
import { relationLines } from "./relation-lines.ts";
import { docsOf, sketchOf } from "./sketch.ts";

/** What was found in one piece of a file. */
export type VerdictsOf = (piece: Source) => readonly Verdict[] | undefined;

/**
 * `standIns` holds, for each block of the schema that is the last good version of a broken one,
 * the piece that stands in the text now; `keepingLastGood` makes it. Where places may lag, as they
 * may while somebody types, what only moved stays the very same object with the places it had;
 * `placeOf` tells where it is.
 */
export function diagramOf(
  schema: Schema,
  verdictsOf: VerdictsOf = () => undefined,
  standIns: ReadonlyMap<Source, Piece> = nothing,
  places: "exact" | "may-lag" = "exact",
): Diagram {
  const around = {
    origins: originsIn(schema.files, standIns.size > 0),
    prefixes: prefixesIn(schema),
    verdictsOf,
    standIns,
    placesMayLag: places === "may-lag",
  };
  const seen = new Set<string>();
  const entities: Entity[] = [];
  const enums: EnumBox[] = [];
  const relations: DiagramRelation[] = [];
  // Plain loops: this runs over everything on each keystroke, and mostly finds it known.
  for (const model of schema.models) {
    // Prisma refuses a second block of the same name; relations lead to the first.
    if (seen.has(model.shape.name)) continue;
    seen.add(model.shape.name);
    const shown = showModel(model, around);
    entities.push(shown.entity);
    for (const relation of shown.relations) relations.push(relation);
  }
  for (const one of schema.enums) {
    if (seen.has(one.shape.name)) continue;
    seen.add(one.shape.name);
    enums.push(showEnum(one, around));
  }
  return { entities, enums, relations };
}

const nothing: ReadonlyMap<Source, Piece> = new Map();

type Around = {
  readonly origins: ReadonlyMap<Source, Origin>;
  readonly prefixes: ReadonlyMap<string, number>;
  readonly verdictsOf: VerdictsOf;
  readonly standIns: ReadonlyMap<Source, Piece>;
  readonly placesMayLag: boolean;
};

/** All that decides how a block is shown, beside the block and its neighbours. */
type Given = {
  readonly origin: Origin;
  readonly prefix: string | undefined;
  readonly verdicts: readonly Verdict[];
  /** What stands in the text instead of the block. */
  readonly rest: Piece | undefined;
};

const knownModels = new WeakMap<Model, Given & Shown>();
const knownEnums = new WeakMap<Enum, Given & { readonly box: EnumBox }>();

function givenFor({ shape }: Model | Enum, around: Around): Given {
  const rest = around.standIns.get(shape.block);
  const piece = rest ?? shape.block;
  return {
    origin: around.origins.get(piece) ?? nowhere,
    prefix: prefixOf(shape.name, around.prefixes),
    verdicts: around.verdictsOf(piece) ?? none,
    rest,
  };
}

const nowhere: Origin = { file: "", offset: 0 };
const none: readonly Verdict[] = [];

function stands(before: Given | undefined, now: Given): boolean {
  return before !== undefined && before.origin === now.origin && standsButForPlace(before, now);
}

function standsButForPlace(before: Given, now: Given): boolean {
  if (before.prefix !== now.prefix || before.rest !== now.rest) return false;
  if (before.verdicts.length !== now.verdicts.length) return false;
  let at = 0;
  for (const verdict of before.verdicts) if (verdict !== now.verdicts[at++]) return false;
  return true;
}

function showModel(model: Model, around: Around): Shown {
  const before = knownModels.get(model);
  const given = givenFor(model, around);
  if (before && stands(before, given)) return before;
  const isMoved =
    before !== undefined &&
    given.rest === undefined &&
    before.origin.file === given.origin.file &&
    standsButForPlace(before, given);
  if (isMoved && around.placesMayLag) return before;
  const now = {
    ...given,
    ...(isMoved ? moved(before, given.origin.offset - before.origin.offset) : shown(model, given)),
  };
  knownModels.set(model, now);
  return now;
}

function shown(model: Model, given: Given): Shown {
  const place = placeFrom(given);
  return {
    entity: entityOf(model, given, place),
    relations: relationLines(model).map((line) => ({
      ...line,
      at: place(line.at),
      change: undefined,
    })),
  };
}

function placeFrom({ origin: { file, offset }, rest }: Given): (at: Span) => SourcePlace {
  if (rest !== undefined) return (at) => placeInRest(at, rest, { file, offset });
  return ({ start, end }) => ({ file, start: start + offset, end: end + offset });
}

function entityOf(model: Model, given: Given, place: (at: Span) => SourcePlace): Entity {
  const { shape } = model;
  const { doc, namespace, rows, indexes } = sketchOf(model);
  // What is found in the rest of a block says nothing about the rows it had.
  const verdicts = given.rest === undefined ? given.verdicts : none;
  return {
    id: shape.name,
    kind: shape.kind,
    table: shape.table === shape.name ? undefined : shape.table,
    rows: rows.map(
      (row): Row => ({
        name: row.name,
        type: row.type,
        isPrimary: row.isPrimary,
        isForeign: row.isForeign,
        isUnique: row.isUnique,
        isOptional: row.isOptional,
        refersTo: row.refersTo,
        doc: row.doc,
        at: place(row.at),
        counts: verdicts.length === 0 ? noFindings : countsWithin(row.lines, verdicts),
        change: undefined,
      }),
    ),
    doc,
    at: place(shape.block.name),
    counts: countsOf(given.verdicts),
    groups: {
      schema: shape.dbSchema,
      namespace,
      file: fileName(given.origin.file),
      prefix: given.prefix,
    },
    indexes,
    isStale: given.rest !== undefined,
    change: undefined,
  };
}

function showEnum(one: Enum, around: Around): EnumBox {
  const before = knownEnums.get(one);
  const given = givenFor(one, around);
  if (before && stands(before, given)) return before.box;
  const isMoved =
    before?.origin.file === given.origin.file && before && standsButForPlace(before, given);
  if (isMoved && around.placesMayLag) return before.box;
  const { shape } = one;
  const box: EnumBox = {
    id: shape.name,
    values: shape.values.map(({ name }) => name),
    at: placeFrom(given)(shape.block.name),
    counts: countsOf(given.verdicts),
    groups: {
      schema: shape.dbSchema,
      namespace: docsOf(shape.block).namespace,
      file: fileName(given.origin.file),
      prefix: given.prefix,
    },
    isStale: given.rest !== undefined,
    change: undefined,
  };
  knownEnums.set(one, { ...given, box });
  return box;
}
