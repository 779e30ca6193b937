/**
 * Which files make up which schema, as Prisma itself would decide it: a configuration, a package
 * file, or the usual places. Two databases in one workspace are two schemas; the copy of a schema
 * that a generator wrote belongs to none.
 */
import { access, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { itemsOf, property, stringOf } from "../core/schema/attributes.ts";
import { skipBlanks } from "../core/schema/characters.ts";
import { parsePiece } from "../core/schema/parse.ts";
import { scan } from "../core/schema/scan.ts";
import type { Piece } from "../core/schema/syntax.ts";
import { readStaticConfig } from "./static-config.ts";
import { type Findings, walk } from "./walk.ts";

/** The files of one schema. */
export type SchemaFiles = {
  /** Absolute paths, sorted; never empty. */
  readonly files: readonly string[];
  /** What decided it: a configuration, a package file, or undefined for the usual places. */
  readonly decidedBy: string | undefined;
  /** Where that says the migrations are; absolute. Undefined where it does not say. */
  readonly migrations?: string | undefined;
};

export type Discovery = {
  readonly schemas: readonly SchemaFiles[];
  /** What was found but could not be read without running it, for the log. */
  readonly notes: readonly string[];
};

/** `readText` answers with unsaved text where there is some; undefined for a missing file. */
export type ReadText = (file: string) => Promise<string | undefined>;

export const readFromDisk: ReadText = (file) => readFile(file, "utf8").catch(() => undefined);

/** Looks through all folders. Ends early, with what it has, once cancelled. */
export async function discover(
  roots: readonly string[],
  readText: ReadText = readFromDisk,
  isCancelled = () => false,
): Promise<Discovery> {
  const found = await Promise.all(roots.map((root) => walk(root, isCancelled)));
  const all: Findings = {
    schemas: unique(found.flatMap(({ schemas }) => schemas)),
    configs: unique(found.flatMap(({ configs }) => configs)),
    packages: unique(found.flatMap(({ packages }) => packages)),
  };
  const notes: string[] = [];
  const declared = await declaredSchemas(all, roots, readText, notes);
  const taken = new Set(declared.flatMap(({ files }) => files));
  const rest = all.schemas.filter((file) => !taken.has(file));
  return { schemas: [...declared, ...(await usualSchemas(rest, declared, readText))], notes };
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)].sort();
}

async function declaredSchemas(
  { schemas, configs, packages }: Findings,
  roots: readonly string[],
  readText: ReadText,
  notes: string[],
): Promise<SchemaFiles[]> {
  const declared: SchemaFiles[] = [];
  const take = async (place: string, decidedBy: string, migrations?: string) => {
    const below = schemas.filter((file) => file === place || file.startsWith(place + path.sep));
    const inside = below.length > 0 ? below : await elsewhere(place, roots);
    const known = declared.some(({ files }) => files.join() === inside.join());
    if (inside.length > 0 && !known) {
      declared.push({ files: inside, decidedBy, migrations });
    }
    if (inside.length === 0) notes.push(`${decidedBy} names ${place}, where no schema is`);
  };
  for (const file of configs) {
    const { schema, migrations, unreadable } = readStaticConfig((await readText(file)) ?? "", file);
    if (schema) await take(schema, file, migrations);
    if (unreadable) notes.push(`${file} does not say plainly where its schema is`);
  }
  for (const file of packages) {
    const schema = schemaOfPackage((await readText(file)) ?? "");
    if (schema) await take(path.resolve(path.dirname(file), schema), file);
  }
  return declared;
}

/** A place outside of the folders that were looked through, or behind a symbolic link. */
async function elsewhere(place: string, roots: readonly string[]): Promise<readonly string[]> {
  if (roots.some((root) => isInside(root, place))) return [];
  const found = await stat(place).catch(() => undefined);
  if (found?.isDirectory()) return (await walk(place)).schemas;
  return found?.isFile() && place.endsWith(".prisma") ? [place] : [];
}

function schemaOfPackage(text: string): string | undefined {
  // Most package files say nothing about Prisma: parsing those would cost more than this search.
  if (!text.includes('"prisma"')) return undefined;
  try {
    const schema: unknown = JSON.parse(text.replace(/^\uFEFF/, ""))?.prisma?.schema;
    return typeof schema === "string" ? schema : undefined;
  } catch {
    return undefined;
  }
}

type Candidate = {
  readonly file: string;
  readonly hasDatasource: boolean;
  readonly names: ReadonlySet<string>;
  /** Where its generators write. */
  readonly outputs: readonly string[];
};

/**
 * Files without a datasource of their own belong to the nearest one above them, unless they
 * declare the same models again: such a file is a copy.
 */
async function usualSchemas(
  files: readonly string[],
  declared: readonly SchemaFiles[],
  readText: ReadText,
): Promise<SchemaFiles[]> {
  const written = await Promise.all(
    declared.flatMap((one) => one.files.map((file) => candidate(file, readText))),
  );
  const all = await Promise.all(files.map((file) => candidate(file, readText)));
  const outputs = new Set([...written, ...all].flatMap((one) => one.outputs));
  const generated = await Promise.all(all.map(({ file }) => isGenerated(file, outputs)));
  const own = all.filter((_, at) => !generated[at]);

  const roots = own.filter(({ hasDatasource }) => hasDatasource);
  const groups = new Map<Candidate, Candidate[]>(roots.map((root) => [root, [root]]));
  for (const one of own) {
    if (one.hasDatasource) continue;
    const home = homeOf(one, roots);
    const group = home && groups.get(home);
    if (group) group.push(one);
    else groups.set(one, [one]);
  }
  return [...groups.values()].map((group) => ({
    files: group.map(({ file }) => file).sort(),
    decidedBy: undefined,
  }));
}

async function candidate(file: string, readText: ReadText): Promise<Candidate> {
  const text = (await readText(file)) ?? "";
  const names = new Set<string>();
  const outputs: string[] = [];
  let hasDatasource = false;
  // Scanned, not parsed: whoever asks for the schema parses it anyway.
  for (const { kind, start, end, keyword } of scan(text)) {
    if (kind === "datasource") hasDatasource = true;
    else if (kind === "generator") {
      const block = parsePiece(kind, text.slice(start, end), keyword - start);
      outputs.push(...outputsOf(block, path.dirname(file)));
    } else if (kind !== "gap") names.add(nameBehind(text, keyword + kind.length));
  }
  return { file, hasDatasource, names, outputs };
}

function nameBehind(text: string, at: number): string {
  const start = skipBlanks(text, at);
  return /^[\w-]*/.exec(text.slice(start, start + 200))?.[0] ?? "";
}

function outputsOf(generator: Piece, folder: string): string[] {
  if (generator.kind === "gap") return [];
  return (
    itemsOf(property(generator, "output")?.value)
      .flatMap((value) => stringOf(value) ?? [])
      .map((output) => path.resolve(folder, output))
      // A generator that writes around its own schema does not make that a copy.
      .filter((output) => !isInside(folder, output))
  );
}

function homeOf({ file, names }: Candidate, roots: readonly Candidate[]): Candidate | undefined {
  return roots
    .filter((root) => {
      const folder = path.dirname(root.file) + path.sep;
      return file.startsWith(folder) && ![...names].some((name) => root.names.has(name));
    })
    .sort((a, b) => path.dirname(b.file).length - path.dirname(a.file).length)[0];
}

/**
 * Files that a generated client of Prisma has beside its copy of the schema, and people do not: a
 * `client.ts` of one's own beside the schema is common.
 */
const besideCopies = ["index-browser.js", "internal/class.ts", "runtime/library.js"];

async function isGenerated(file: string, outputs: ReadonlySet<string>): Promise<boolean> {
  const folder = path.dirname(file);
  if ([...outputs].some((output) => isInside(folder, output))) {
    return true;
  }
  const beside = await Promise.all(besideCopies.map((name) => exists(path.join(folder, name))));
  return beside.includes(true);
}

function isInside(folder: string, outer: string): boolean {
  const inside = outer.endsWith(path.sep) ? outer : outer + path.sep;
  return folder === outer || folder.startsWith(inside);
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
