/**
 * Histories of migrations that tests replay: the project's own, and those of the real projects of
 * the corpus beside it where that is present.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type History = {
  readonly name: string;
  /** In the order in which they run. */
  readonly migrations: readonly { readonly name: string; readonly text: string }[];
};

const project = join(import.meta.dirname, "../..");

/** Own fixtures, which are always there. */
export function ownHistories(): readonly History[] {
  const folder = join(project, "test/fixtures/migrations");
  return readdirSync(folder)
    .sort()
    .map((name) => history(name, join(folder, name)));
}

/** Empty when there is no corpus. */
export function corpusHistories(): readonly History[] {
  const folder = join(project, "../shared/corpus/postgresql");
  if (!existsSync(folder)) {
    console.log("corpus not found: only the project's own histories are replayed");
    return [];
  }
  return readdirSync(folder)
    .sort()
    .map((name) => history(name, join(folder, name, "migrations")))
    .filter(({ migrations }) => migrations.length > 0);
}

function history(name: string, folder: string): History {
  const directories = existsSync(folder) ? readdirSync(folder).sort() : [];
  return {
    name,
    migrations: directories
      .map((directory) => ({ name: directory, path: join(folder, directory, "migration.sql") }))
      .filter(({ path }) => existsSync(path))
      .map(({ name: directory, path }) => ({ name: directory, text: readFileSync(path, "utf8") })),
  };
}
