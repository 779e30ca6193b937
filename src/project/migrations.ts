/**
 * The folder of migrations that belongs to a schema, and what is in it, as Prisma reads it: one
 * directory per migration with a `migration.sql`, applied in the order of their names.
 */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Directory, Disk } from "../core/migration/disk.ts";
import { scan } from "../core/schema/scan.ts";
import type { ReadText, SchemaFiles } from "./discover.ts";

export const scriptName = "migration.sql";
export const lockFileName = "migration_lock.toml";

/** What stands on disk, or unsaved in an editor. */
export type MigrationsFolder = {
  /** Absolute. */
  readonly path: string;
  /** In the order in which Prisma applies them. */
  readonly scripts: readonly Script[];
  readonly directories: readonly Directory[];
  /** The text of `migration_lock.toml`; undefined when there is none. */
  readonly lockFile: string | undefined;
};

export type Script = {
  /** Of the directory. */
  readonly name: string;
  /** Absolute path of `migration.sql`. */
  readonly path: string;
  readonly text: string;
};

/**
 * Absolute path of where the migrations of a schema are, or would be: where its configuration
 * says, else beside the file that declares the datasource, else beside the folder that file is in
 * (`prisma/schema/main.prisma` with `prisma/migrations`).
 */
export async function migrationsFolderFor(
  { files, migrations }: SchemaFiles,
  readText: ReadText,
): Promise<string | undefined> {
  if (migrations !== undefined) return migrations;
  const home = (await declaringFile(files, readText)) ?? files[0];
  if (home === undefined) return undefined;
  const beside = path.join(path.dirname(home), "migrations");
  const above = path.join(path.dirname(home), "..", "migrations");
  if (await isFolder(beside)) return beside;
  return files.length > 1 && (await isFolder(above)) ? above : beside;
}

/** The SHA-256 that Prisma keeps of an applied script, in hex. */
export function checksumOf({ text }: Script): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What rules may ask about the folder; `applied` where a database is connected. */
export function diskOf(
  { directories, lockFile, scripts }: MigrationsFolder,
  applied?: Disk["applied"],
): Disk {
  return {
    directories,
    lockFile,
    checksums: new Map(scripts.map((script) => [script.name, checksumOf(script)])),
    applied,
    drift: undefined,
  };
}

/** Undefined when there is no such folder. `readText` answers with unsaved text where there is some. */
export async function readMigrations(
  folder: string,
  readText: ReadText,
): Promise<MigrationsFolder | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return undefined;
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  // Prisma sorts by the bytes of the names, and so does this comparison for what is in ASCII.
  names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const found = await Promise.all(names.map((name) => readDirectory(folder, name, readText)));
  return {
    path: folder,
    directories: found.map(({ directory }) => directory),
    scripts: found.flatMap(({ script }) => script ?? []),
    lockFile: await readText(path.join(folder, lockFileName)),
  };
}

async function readDirectory(folder: string, name: string, readText: ReadText) {
  const place = path.join(folder, name);
  // Of hundreds of folders with a file or two, asking one after the other is the quickest.
  const files = readdirSync(place);
  const hasScript = files.includes(scriptName);
  const directory: Directory = {
    name,
    hasScript,
    otherFiles: files.filter((file) => file !== scriptName).sort(),
  };
  const file = path.join(place, scriptName);
  const text = hasScript ? await readText(file) : undefined;
  const script: Script | undefined = text === undefined ? undefined : { name, path: file, text };
  return { directory, script };
}

async function declaringFile(
  files: readonly string[],
  readText: ReadText,
): Promise<string | undefined> {
  for (const file of files) {
    const text = (await readText(file)) ?? "";
    for (const { kind } of scan(text)) if (kind === "datasource") return file;
  }
  return undefined;
}

function isFolder(place: string): Promise<boolean> {
  return readdir(place).then(
    () => true,
    () => false,
  );
}
