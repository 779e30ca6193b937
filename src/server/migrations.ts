/**
 * The migrations of each schema of the workspace, read and judged: unsaved text wins over the
 * disk. Remembers what can be read again; knows nothing of the LSP.
 */
import path from "node:path";
import type { Config } from "../core/lint/config.ts";
import { analyseMigration } from "../core/migration/analyse.ts";
import type { Migration, MigrationReport, Surroundings } from "../core/migration/migration.ts";
import {
  checkMigration,
  historyVerdicts,
  isHistory,
  type MigrationCheck,
} from "../core/rules/check-migration.ts";
import type { Disk } from "../core/rules/migration-rule.ts";
import { emptyCatalog } from "../core/sql/apply.ts";
import type { Catalog } from "../core/sql/catalog.ts";
import { readSql } from "../core/sql/read-file.ts";
import type { ParseStatement, SqlFile } from "../core/sql/statement.ts";
import { readFromDisk } from "../project/discover.ts";
import {
  checksumOf,
  type MigrationsFolder,
  migrationsFolderFor,
  readMigrations,
  type Script,
} from "../project/migrations.ts";
import { postgresVersionFor, prismaVersionFor } from "../project/versions.ts";
import type { CheckedSchema, Workspace } from "./workspace.ts";

/** The migrations of one schema. */
export type JudgedFolder = {
  /** The first file of the schema they belong to. */
  readonly schemaFile: string;
  /** Where they are, or would be. */
  readonly path: string;
  /** Undefined while there is no such folder. */
  readonly folder: MigrationsFolder | undefined;
  readonly world: Surroundings;
  readonly config: Config;
  /** In the order in which they are applied. */
  readonly checks: readonly MigrationCheck[];
  /** The database that all of them make. */
  readonly head: Catalog;
};

/** PostgreSQL 17 where nothing says: what most hosts give today. */
const usualPostgres = 17;

type Read = { readonly text: string; readonly migration: Migration };

/** One step of a history that was analysed before. */
type Known = { readonly migration: Migration; readonly report: MigrationReport };

type Memory = {
  world: Surroundings;
  worldKey: string;
  known: readonly Known[];
  checks: WeakMap<MigrationReport, MigrationCheck>;
  config: Config | undefined;
  about: string;
};

export class Migrations {
  readonly #workspace: Workspace;
  readonly #parser: () => Promise<ParseStatement>;
  readonly #unsaved = new Map<string, string>();
  readonly #read = new Map<string, Read>();
  readonly #memories = new Map<string, Memory>();
  #folders: Promise<readonly JudgedFolder[]> | undefined;

  /** `parser` is asked for on first use. */
  constructor(workspace: Workspace, parser: () => Promise<ParseStatement>) {
    this.#workspace = workspace;
    this.#parser = parser;
  }

  /** A script as an editor shows it; undefined once the disk counts again. */
  setText(file: string, text: string | undefined): void {
    if (text === undefined) this.#unsaved.delete(file);
    else this.#unsaved.set(file, text);
    this.forget();
  }

  /** Something on disk, or the configuration, may have changed. */
  forget(): void {
    this.#folders = undefined;
  }

  /** Of every schema. What did not change since the last question is not looked at again. */
  all(): Promise<readonly JudgedFolder[]> {
    this.#folders ??= this.#judgeAll();
    return this.#folders;
  }

  /** The folder that belongs to the schema that holds `file`. */
  async ofSchema(file: string): Promise<JudgedFolder | undefined> {
    const checked = await this.#workspace.schemaOf(file);
    const first = checked?.schema.files[0]?.path;
    return (await this.all()).find(({ schemaFile }) => schemaFile === first);
  }

  /** The check of one script, and the folder it is in. */
  async ofScript(
    file: string,
  ): Promise<{ readonly folder: JudgedFolder; readonly check: MigrationCheck } | undefined> {
    for (const folder of await this.all()) {
      const check = folder.checks.find(({ report }) => report.migration.path === file);
      if (check) return { folder, check };
    }
    return undefined;
  }

  /** A text that is on no disk, read and judged on top of `before`. */
  async judge(
    name: string,
    text: string,
    before: Catalog,
    world: Surroundings,
    config: Config,
  ): Promise<MigrationCheck> {
    const file = readSql(text, await this.#parser());
    const report = analyseMigration({ name, path: undefined, file }, before, world);
    return checkMigration(report, world, config);
  }

  /** What a script creates in an empty database. */
  async catalogOf(text: string): Promise<Catalog> {
    const migration = { name: "", path: undefined, file: readSql(text, await this.#parser()) };
    const world = { postgres: usualPostgres, prisma: undefined, rows: new Map() };
    return analyseMigration(migration, emptyCatalog, world).after;
  }

  async #judgeAll(): Promise<readonly JudgedFolder[]> {
    const schemas = await this.#workspace.all();
    const onPostgres = schemas.filter(({ schema }) => schema.settings.provider === "postgresql");
    return (await Promise.all(onPostgres.map((checked) => this.#judgeOne(checked)))).flatMap(
      (folder) => folder ?? [],
    );
  }

  async #judgeOne({ schema, config, found }: CheckedSchema): Promise<JudgedFolder | undefined> {
    const schemaFile = schema.files[0]?.path;
    if (schemaFile === undefined || !path.isAbsolute(schemaFile)) return undefined;
    const place = await migrationsFolderFor(found, this.#readText);
    if (place === undefined) return undefined;
    const folder = await readMigrations(place, this.#readText);
    const memory = this.#memories.get(place) ?? newMemory();
    this.#memories.set(place, memory);
    await this.#lookAround(memory, path.dirname(schemaFile), config);
    const reports = folder ? await this.#analyse(folder.scripts, memory) : [];
    const checks = folder ? judgeFolder(folder, reports, memory, config) : [];
    const head = reports.at(-1)?.after ?? emptyCatalog;
    return { schemaFile, path: place, folder, world: memory.world, config, checks, head };
  }

  readonly #readText = async (file: string) => this.#unsaved.get(file) ?? readFromDisk(file);

  async #lookAround(memory: Memory, folder: string, { database }: Config): Promise<void> {
    const postgres = database.postgres ?? (await postgresVersionFor(folder, this.#readText));
    const prisma = database.prisma ?? (await prismaVersionFor(folder, this.#readText));
    const key = JSON.stringify([postgres, prisma, database.rows]);
    if (key === memory.worldKey) return;
    memory.worldKey = key;
    memory.known = [];
    memory.world = {
      postgres: postgres ?? usualPostgres,
      prisma,
      rows: new Map(
        Object.entries(database.rows).map(([name, rows]) => [
          name.includes(".") ? name : `public.${name}`,
          rows,
        ]),
      ),
    };
  }

  /** Up to the first script that changed, all is as it was. */
  async #analyse(scripts: readonly Script[], memory: Memory): Promise<readonly MigrationReport[]> {
    const parse = await this.#parser();
    const known: Known[] = [];
    let before: Catalog = emptyCatalog;
    let isSame = true;
    for (const [at, script] of scripts.entries()) {
      const migration = this.#readScript(script, parse);
      const last = memory.known[at];
      isSame &&= last?.migration === migration;
      const step =
        isSame && last
          ? last
          : { migration, report: analyseMigration(migration, before, memory.world) };
      known.push(step);
      before = step.report.after;
    }
    memory.known = known;
    return known.map(({ report }) => report);
  }

  #readScript({ name, path: file, text }: Script, parse: ParseStatement): Migration {
    const before = this.#read.get(file);
    if (before && before.text === text && before.migration.name === name) return before.migration;
    const read: SqlFile = readSql(text, parse);
    const migration: Migration = { name, path: file, file: read };
    this.#read.set(file, { text, migration });
    return migration;
  }
}

function newMemory(): Memory {
  return {
    world: { postgres: usualPostgres, prisma: undefined, rows: new Map() },
    worldKey: "",
    known: [],
    checks: new WeakMap(),
    config: undefined,
    about: "",
  };
}

function judgeFolder(
  folder: MigrationsFolder,
  reports: readonly MigrationReport[],
  memory: Memory,
  config: Config,
): MigrationCheck[] {
  const { world } = memory;
  const { verdicts } = historyVerdicts(reports, diskOf(folder), world, config);
  const about = verdicts.map(({ rule, message }) => `${rule} ${message}`).join("\n");
  if (memory.config !== config || memory.about !== about) memory.checks = new WeakMap();
  memory.config = config;
  memory.about = about;
  return reports.map((report) => {
    const before = memory.checks.get(report);
    if (before) return before;
    const now = isHistory(report, config)
      ? { report, verdicts: [], crashes: [] }
      : checkMigration(report, world, config, verdicts);
    memory.checks.set(report, now);
    return now;
  });
}

/** What rules may ask about the folder while no database is connected. */
export function diskOf({ directories, lockFile, scripts }: MigrationsFolder): Disk {
  return {
    directories,
    lockFile,
    checksums: new Map(scripts.map((script) => [script.name, checksumOf(script)])),
    applied: undefined,
    drift: undefined,
  };
}
