/**
 * Which code asks which schema. Code below the package of a schema is about that schema, the
 * nearest one; code elsewhere in the workspace about the only schema that has all its models.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import type { PlacedCall } from "../core/query/call.ts";
import { delegateOf, evidenceOf, type QueryEvidence } from "../core/query/evidence.ts";
import type { SchemaFile } from "../core/schema/file.ts";
import type { CallsByFile } from "./query-scanner.ts";

/**
 * What the code asks of each schema, by the first file of the schema. `schemas` are the files of
 * each, `roots` the folders that were looked through, `before` an earlier answer.
 */
export function evidenceBySchema(
  schemas: readonly (readonly SchemaFile[])[],
  calls: CallsByFile,
  roots: readonly string[],
  before: ReadonlyMap<string, QueryEvidence> = new Map(),
): Map<string, QueryEvidence> {
  const homes = schemas.map(
    (files): Home => ({
      file: files[0]?.path ?? "",
      folder: packageOf(files[0]?.path ?? "", roots),
      delegates: new Set(files.flatMap(delegatesIn)),
    }),
  );
  const found = new Map(homes.map((home): [Home, PlacedCall[]] => [home, []]));
  for (const [file, own] of calls) {
    const owner = ownerOf(file, own, homes);
    if (owner) found.get(owner)?.push(...own);
  }
  return new Map([...found].map(([{ file }, own]) => [file, evidenceOf(own, before.get(file))]));
}

/**
 * Which of the schemas, given by a file of each, a file belongs to that names none: the one it
 * shares the most folders with, the first of several. Undefined where there is none at all.
 */
export function nearestSchema(file: string, schemaFiles: readonly string[]): string | undefined {
  const shared = (other: string) => {
    const [own, its] = [path.dirname(file).split(path.sep), path.dirname(other).split(path.sep)];
    const differs = own.findIndex((name, at) => name !== its[at]);
    return differs < 0 ? own.length : differs;
  };
  return schemaFiles.toSorted((a, b) => shared(b) - shared(a))[0];
}

type Home = {
  /** The first file of the schema. */
  readonly file: string;
  readonly folder: string;
  /** How Prisma Client calls its models. */
  readonly delegates: ReadonlySet<string>;
};

function delegatesIn({ pieces }: SchemaFile): string[] {
  return pieces.flatMap((piece) => (piece.kind === "model" ? [delegateOf(piece.name.text)] : []));
}

function ownerOf(
  file: string,
  calls: readonly PlacedCall[],
  homes: readonly Home[],
): Home | undefined {
  const inside = homes.filter(({ folder }) => file.startsWith(folder + path.sep));
  const nearest = Math.max(...inside.map(({ folder }) => folder.length));
  const near = inside.filter(({ folder }) => folder.length === nearest);
  const possible = near.length > 0 ? near : homes;
  const fitting =
    possible.length === 1
      ? possible
      : possible.filter((home) => calls.every(({ delegate }) => home.delegates.has(delegate)));
  // Two schemas that could both be meant: then nothing is said about either.
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** The nearest folder above with a package file, up to the folder that was looked at. */
function packageOf(file: string, roots: readonly string[]): string {
  const folder = path.dirname(file);
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, "package.json")) || roots.includes(at)) return at;
    if (at === path.dirname(at)) return folder;
  }
}
