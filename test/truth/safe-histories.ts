/**
 * A history applied twice side by side: as it was written, and with a safe way in the place of each
 * migration that has one. After each of these the two databases must be the same.
 */
import { analyseHistory } from "../../src/core/migration/analyse.ts";
import type { Surroundings } from "../../src/core/migration/migration.ts";
import type { SafeWay } from "../../src/core/migration/safe-way.ts";
import { safeWaysOf } from "../../src/core/migration/safe-ways.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import type { ParseStatement, SqlFile } from "../../src/core/sql/statement.ts";
import {
  type Database,
  type EmbeddedPostgres,
  extensionsNamedIn,
} from "../../src/engines/postgres.ts";
import type { History } from "./histories.ts";
import { applyOriginal, applyWay, type Tried } from "./safe-ways.ts";

export type TriedWay = Tried & { readonly migration: string; readonly way: SafeWay };

/**
 * Where a migration has several ways, the one at `pass`, counted from 0. `most`: no more than so
 * many ways are tried, spread over the whole history.
 */
export async function tryHistory(
  postgres: EmbeddedPostgres,
  { migrations }: History,
  parse: ParseStatement,
  pass: number,
  most: number,
): Promise<readonly TriedWay[]> {
  const world: Surroundings = { postgres: 18, prisma: undefined, rows: new Map() };
  const read = migrations.map(({ name, text }) => ({
    name,
    path: undefined,
    file: readSql(text, parse),
  }));
  const reports = analyseHistory(read, emptyCatalog, world);
  const all = reports.map((report) => safeWaysOf(report, world, parse)[pass]);
  const known = all.flatMap((way, at) => (way === undefined ? [] : at));
  const every = Math.max(1, known.length / most);
  const chosen = new Set(
    known.filter((_, at) => Math.floor(at / every) !== Math.floor((at - 1) / every)),
  );
  const ways = all.map((way, at) => (chosen.has(at) ? way : undefined));
  const last = ways.findLastIndex((way) => way !== undefined);
  if (last < 0) return [];
  const extensions = extensionsNamedIn(migrations.map(({ text }) => text).join("\n"));
  const open = async () => {
    const opened = await postgres.open({ extensions });
    if (!opened.ok) throw new Error(opened.message);
    return opened.database;
  };
  const original = await open();
  let other = await open();
  const tried: TriedWay[] = [];
  try {
    for (const [at, report] of reports.slice(0, last + 1).entries()) {
      const way = ways[at];
      const { file } = report.migration;
      const now = way && (await applyOriginal(original, report));
      if (way === undefined || now === undefined || "refused" in now) {
        if (way === undefined) await asWritten(original, file);
        await asWritten(other, file);
        continue;
      }
      const result = await applyWay(other, report, way, now.lines, "NULL");
      tried.push({ ...result, migration: report.migration.name, way });
      if (result.refused === undefined && result.differences.length === 0) continue;
      await other.close();
      other = await open();
      for (const { migration } of reports.slice(0, at + 1)) await asWritten(other, migration.file);
    }
  } finally {
    await original.close();
    await other.close();
  }
  return tried;
}

/** What the server does not take is left out, in both alike. */
async function asWritten(database: Database, { source, statements }: SqlFile): Promise<void> {
  const whole = await database.exec(source.text);
  if (whole.ok) return;
  await database.exec("ROLLBACK");
  for (const { text } of statements) {
    const one = await database.exec(text);
    if (!one.ok) await database.exec("ROLLBACK");
  }
}
