/**
 * A history of migrations, analysed only as far as somebody asks, and not again as far as nothing
 * changed: whoever edits the last of 800 waits for one.
 */
import { emptyCatalog } from "../sql/apply.ts";
import { analyseMigration } from "./analyse.ts";
import type { Migration, MigrationReport, Surroundings } from "./migration.ts";

export type History = {
  readonly migrations: readonly Migration[];
  readonly world: Surroundings;
  /** What has been asked for already. */
  readonly known: readonly MigrationReport[];
  /** Undefined beyond the end. */
  readonly at: (index: number) => MigrationReport | undefined;
  readonly all: () => readonly MigrationReport[];
};

/** Up to the first migration that is another object than in `before`, its reports are kept. */
export function historyOf(
  migrations: readonly Migration[],
  world: Surroundings,
  before?: History,
): History {
  const same = before?.world === world ? sameStart(migrations, before.migrations) : 0;
  const known = [...(before?.known.slice(0, same) ?? [])];
  function upTo(count: number): void {
    for (let index = known.length; index < count; index++) {
      const migration = migrations[index];
      if (migration === undefined) return;
      known.push(analyseMigration(migration, known.at(-1)?.after ?? emptyCatalog, world));
    }
  }
  return {
    migrations,
    world,
    known,
    at(index) {
      upTo(index + 1);
      return known[index];
    },
    all() {
      upTo(migrations.length);
      return known;
    },
  };
}

function sameStart(a: readonly Migration[], b: readonly Migration[]): number {
  const first = a.findIndex((migration, index) => migration !== b[index]);
  return first < 0 ? a.length : first;
}
