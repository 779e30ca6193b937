/** The migrations of a schema as the command line reads them: from disk, analysed, with their world. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Config } from "../core/lint/config.ts";
import { analyseHistory, analyseMigration } from "../core/migration/analyse.ts";
import type { MigrationReport, Surroundings } from "../core/migration/migration.ts";
import { emptyCatalog } from "../core/sql/apply.ts";
import type { Catalog } from "../core/sql/catalog.ts";
import { readSql } from "../core/sql/read-file.ts";
import { loadPgParser } from "../engines/pg-parser.ts";
import { type ReadText, readFromDisk } from "../project/discover.ts";
import {
  lockFileName,
  type MigrationsFolder,
  readMigrations,
  scriptName,
} from "../project/migrations.ts";
import { surroundingsOf } from "../project/surroundings.ts";

export type History = {
  readonly folder: MigrationsFolder;
  readonly world: Surroundings;
  /** One for each script, in the order in which they are applied. */
  readonly reports: readonly MigrationReport[];
};

/**
 * The folder of migrations that a path of the command line means: itself, or the one around a
 * single migration or script. Undefined for anything else.
 */
export function migrationsFolderAt(target: string, isFolder: boolean): string | undefined {
  if (!isFolder) {
    return path.basename(target) === scriptName ? path.dirname(path.dirname(target)) : undefined;
  }
  if (existsSync(path.join(target, scriptName))) return path.dirname(target);
  if (existsSync(path.join(target, lockFileName))) return target;
  const below = readdirSync(target, { withFileTypes: true });
  const isMigrations = below.some(
    (entry) => entry.isDirectory() && existsSync(path.join(target, entry.name, scriptName)),
  );
  return isMigrations ? target : undefined;
}

/** Undefined when there is no such folder. `schemaFile` is where versions are looked for. */
export async function readHistory(
  place: string,
  schemaFile: string,
  { database }: Config,
): Promise<History | undefined> {
  const folder = await readMigrations(place, readAtOnce);
  if (folder === undefined) return undefined;
  const world = await surroundingsOf(path.dirname(schemaFile), database, readFromDisk);
  const parse = await loadPgParser();
  const migrations = folder.scripts.map(({ name, path: file, text }) => ({
    name,
    path: file,
    file: readSql(text, parse),
  }));
  return { folder, world, reports: analyseHistory(migrations, emptyCatalog, world) };
}

/** Nobody waits meanwhile: for hundreds of small files that is twice as fast. */
const readAtOnce: ReadText = async (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};

/** A script that is on no disk, on top of `before`. */
export async function analyse(
  name: string,
  text: string,
  before: Catalog,
  world: Surroundings,
): Promise<MigrationReport> {
  const file = readSql(text, await loadPgParser());
  return analyseMigration({ name, path: undefined, file }, before, world);
}
