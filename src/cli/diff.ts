/** `prisma-architect diff`: the SQL between two states of a database, and what it does. */
import path from "node:path";
import { defaults } from "../core/lint/config.ts";
import { analyseHistory } from "../core/migration/analyse.ts";
import type { Surroundings } from "../core/migration/migration.ts";
import { summaryOf } from "../core/migration/summary.ts";
import { checkMigration } from "../core/rules/check-migration.ts";
import { emptyCatalog } from "../core/sql/apply.ts";
import type { Catalog } from "../core/sql/catalog.ts";
import { readSql } from "../core/sql/read-file.ts";
import { loadPgParser } from "../engines/pg-parser.ts";
import type { SchemaEngine } from "../engines/schema-engine.ts";
import { readFromDisk } from "../project/discover.ts";
import { surroundingsOf } from "../project/surroundings.ts";
import { schemaEngine } from "./engines.ts";
import { analyse } from "./history.ts";
import { oneSchema } from "./load.ts";
import { reportedMigration } from "./migration-finding.ts";
import { folderOf, type Side, schemaSide, sideOf, withoutDatabase } from "./sides.ts";
import { UsageError } from "./usage.ts";
import type { DiffOptions } from "./usage-diff.ts";

/** `write` gets the SQL as it is, without a line break added. The exit code is 0. */
export async function diff(options: DiffOptions, write: (text: string) => void): Promise<number> {
  const current = remembered(() => oneSchema("."));
  const engine = schemaEngine();
  const sides: Side[] = [];
  try {
    const open = async (side: Promise<Side>) => {
      const opened = await side;
      sides.push(opened);
      return opened;
    };
    const to = await open(options.to ? sideOf(options.to, current) : current().then(schemaSide));
    const from = await open(
      options.from ? sideOf(options.from, current) : usualFrom(to.schema ?? (await current())),
    );
    const [before, after] = options.down ? [to, from] : [from, to];
    const areBoth = [before, after].every(({ side }) => side.kind === "database");
    const target = areBoth ? await withoutDatabase(after, engine) : after;
    const answer = await engine.diff(before.side, target.side);
    if (!answer.ok) throw new UsageError(answer.reason);
    const isJson = options.format === "json";
    write(isJson ? `${await told(answer.sql, before, after, engine)}\n` : answer.sql);
    return 0;
  } finally {
    await Promise.all([engine.stop(), ...sides.map((side) => side.close())]);
  }
}

async function usualFrom(loaded: Side["schema"]): Promise<Side> {
  const hasMigrations = loaded !== undefined && (await folderOf(loaded)) !== undefined;
  return sideOf({ kind: hasMigrations ? "migrations" : "empty" }, async () => {
    if (loaded) return loaded;
    throw new UsageError("There is no Prisma schema here");
  });
}

async function told(sql: string, before: Side, after: Side, engine: SchemaEngine): Promise<string> {
  const loaded = after.schema ?? before.schema;
  const config = loaded?.config ?? defaults;
  const folder = path.dirname(loaded?.found.files[0] ?? path.resolve("schema.prisma"));
  const world = await surroundingsOf(folder, config.database, readFromDisk);
  const report = await analyse("diff", sql, await catalogOf(before, world, engine), world);
  const { verdicts } = checkMigration(report, world, config);
  const findings = verdicts.flatMap((verdict) => {
    const { file: _, fix, ...finding } = reportedMigration(verdict, report);
    return { ...finding, fix: fix?.title };
  });
  const locks = report.locks.map(({ table, mode, by }) => ({ table, mode, statements: by }));
  const { label: from } = before;
  const { label: to } = after;
  const summary = summaryOf(report, world);
  return JSON.stringify({ version: 1, from, to, sql, summary, locks, findings }, null, 2);
}

/** The database that a side stands for, as far as it can be known from scripts. */
async function catalogOf(
  { side, migrations, label }: Side,
  world: Surroundings,
  engine: SchemaEngine,
): Promise<Catalog> {
  const parse = await loadPgParser();
  if (migrations) {
    const read = migrations.scripts.map(({ name, path: file, text }) => ({
      name,
      path: file,
      file: readSql(text, parse),
    }));
    return analyseHistory(read, emptyCatalog, world).at(-1)?.after ?? emptyCatalog;
  }
  if (side.kind === "empty") return emptyCatalog;
  const made = await engine.diff({ kind: "empty" }, side);
  if (!made.ok) throw new UsageError(`${label}: ${made.reason}`);
  return (await analyse("before", made.sql, emptyCatalog, world)).after;
}

function remembered<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
