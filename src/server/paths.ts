/** Between the URIs of an editor and the paths of the file system. */
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { previewScheme } from "../protocol/migrations.ts";

/** Anything that is not on disk, such as an unsaved file, is known by its URI. */
export function pathOf(uri: string): string {
  if (!uri.startsWith("file:")) return uri;
  try {
    return fileURLToPath(uri);
  } catch {
    return uri;
  }
}

export function uriOf(file: string): string {
  return path.isAbsolute(file) ? pathToFileURL(file).href : file;
}

/** What has no path, an unsaved document for one, was sent to us because it is in the language. */
export function isSchemaPath(file: string): boolean {
  if (file.endsWith(".prisma")) return true;
  return !path.isAbsolute(file) && !isConfigPath(file) && !file.startsWith(`${previewScheme}:`);
}

/** A configuration or a baseline: both change what is said about schemas. */
export function isConfigPath(file: string): boolean {
  return /^prisma-architect(-baseline)?\.json$/.test(path.basename(file));
}

/** Whether `file` is `folder` or below it. */
export function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

/** A script of a migration, by its place alone: `migrations/20240131120000_add_users/migration.sql`. */
export function isScriptPath(file: string): boolean {
  return /[\\/]migrations?[\\/].*\.sql$/.test(file) || path.basename(file) === "migration.sql";
}

/** Whatever belongs to a folder of migrations: itself, what lies in it, and scripts below. */
export function isMigrationPath(file: string): boolean {
  return isScriptPath(file) || /[\\/]migrations?([\\/][^\\/]+)?$/.test(file);
}
