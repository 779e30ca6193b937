/**
 * The migrations of each schema of the workspace, read and judged: unsaved text wins over the
 * disk. Remembers what can be read again; knows nothing of the LSP.
 */
import path from "node:path";
import type { Config } from "../core/lint/config.ts";
import type { Verdict } from "../core/lint/rule.ts";
import { analyseMigration } from "../core/migration/analyse.ts";
import type { Disk } from "../core/migration/disk.ts";
import { type History, historyOf } from "../core/migration/history.ts";
import type { Migration, MigrationReport, Surroundings } from "../core/migration/migration.ts";
import type { SafeWay } from "../core/migration/safe-way.ts";
import { safeWaysOf } from "../core/migration/safe-ways.ts";
import {
  checkMigration,
  historyVerdicts,
  isHistory,
  type MigrationCheck,
} from "../core/rules/check-migration.ts";
import { emptyCatalog } from "../core/sql/apply.ts";
import type { Catalog } from "../core/sql/catalog.ts";
import { readSql } from "../core/sql/read-file.ts";
import type { ParseStatement } from "../core/sql/statement.ts";
import { readFromDisk } from "../project/discover.ts";
import {
  diskOf,
  type MigrationsFolder,
  migrationsFolderFor,
  readMigrations,
  type Script,
} from "../project/migrations.ts";
import { surroundingsOf } from "../project/surroundings.ts";
import type { DatabaseReport } from "./databases.ts";
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
  /** In the order in which they are applied; judged when it is called for the first time. */
  readonly checks: () => readonly MigrationCheck[];
  /** The database that all of them make. */
  readonly head: () => Catalog;
};

type Read = { readonly text: string; readonly migration: Migration };

/** What is on disk around a schema, and in its database where one is connected. */
type Found = {
  readonly applied: Disk["applied"];
  readonly folder: MigrationsFolder | undefined;
  readonly world: Surroundings;
};

/** What is kept of one folder between questions. */
type Memory = {
  found: Promise<Found> | undefined;
  world: Surroundings;
  history: History;
  config: Config | undefined;
  /** What only a look at all scripts shows, as of the last such look. */
  about: readonly Verdict[];
  checks: WeakMap<MigrationReport, MigrationCheck>;
};

export class Migrations {
  readonly #workspace: Workspace;
  readonly #parser: () => Promise<ParseStatement>;
  readonly #reportOf: (schemaFile: string) => DatabaseReport | undefined;
  readonly #unsaved = new Map<string, string>();
  readonly #read = new Map<string, Read>();
  readonly #memories = new Map<string, Memory>();
  readonly #ways = new WeakMap<MigrationReport, readonly SafeWay[]>();

  /** `parser` is asked for on first use; `reportOf` is what a connected database says. */
  constructor(
    workspace: Workspace,
    parser: () => Promise<ParseStatement>,
    reportOf: (schemaFile: string) => DatabaseReport | undefined,
  ) {
    this.#workspace = workspace;
    this.#parser = parser;
    this.#reportOf = reportOf;
  }

  /** A script as an editor shows it; undefined once the disk counts again. */
  setText(file: string, text: string | undefined): void {
    if (text === undefined) this.#unsaved.delete(file);
    else this.#unsaved.set(file, text);
    const isKnown = [...this.#memories.keys()].some((place) => file.startsWith(place + path.sep));
    // What was unsaved and is closed, and what nobody has seen yet, is looked for on disk.
    if (text === undefined || !isKnown) this.forget();
  }

  /** Something on disk, or the configuration, may have changed. */
  forget(): void {
    for (const memory of this.#memories.values()) memory.found = undefined;
  }

  /** Of every schema. What did not change since the last question is not looked at again. */
  async all(): Promise<readonly JudgedFolder[]> {
    const schemas = await this.#workspace.all();
    const judged = await Promise.all(schemas.map((checked) => this.#folderOf(checked)));
    return judged.flatMap((folder) => folder ?? []);
  }

  /** The folder that belongs to the schema that holds `file`. */
  async ofSchema(file: string): Promise<JudgedFolder | undefined> {
    const checked = await this.#workspace.schemaOf(file);
    return checked && this.#folderOf(checked);
  }

  /** The check of one script, and the folder it is in. Those behind it are not looked at. */
  async ofScript(
    file: string,
  ): Promise<{ readonly folder: JudgedFolder; readonly check: MigrationCheck } | undefined> {
    for (const folder of await this.all()) {
      const index = folder.folder?.scripts.findIndex((script) => script.path === file) ?? -1;
      const memory = this.#memories.get(folder.path);
      const report = index < 0 ? undefined : memory?.history.at(index);
      if (memory && report) return { folder, check: checkOf(report, memory, folder.config) };
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

  /** What may be done instead of its statements. Looked for once. */
  async safeWays(report: MigrationReport, world: Surroundings): Promise<readonly SafeWay[]> {
    const known = this.#ways.get(report);
    if (known) return known;
    const ways = safeWaysOf(report, world, await this.#parser());
    this.#ways.set(report, ways);
    return ways;
  }

  /** What a script creates in an empty database. */
  async catalogOf(text: string): Promise<Catalog> {
    const migration = { name: "", path: undefined, file: readSql(text, await this.#parser()) };
    return analyseMigration(migration, emptyCatalog, nowhere).after;
  }

  async #folderOf({ schema, config, found }: CheckedSchema): Promise<JudgedFolder | undefined> {
    const schemaFile = schema.files[0]?.path;
    const isOurs = schema.settings.provider === "postgresql";
    if (schemaFile === undefined || !path.isAbsolute(schemaFile) || !isOurs) return undefined;
    const place = await migrationsFolderFor(found, this.#readText);
    if (place === undefined) return undefined;
    const memory = this.#memories.get(place) ?? newMemory();
    this.#memories.set(place, memory);
    if (memory.config !== config) memory.found = undefined;
    memory.found ??= this.#lookAround(place, schemaFile, config);
    const around = await memory.found;
    const folder = around.folder && this.#withUnsaved(around.folder);
    remember(memory, around, config);
    const parse = await this.#parser();
    const scripts = (folder?.scripts ?? []).map((script) => this.#readScript(script, parse));
    memory.history = historyOf(scripts, memory.world, memory.history);
    const { history } = memory;
    return {
      schemaFile,
      path: place,
      folder,
      world: memory.world,
      config,
      checks: () => (folder ? judgeAll(folder, around.applied, history, memory, config) : []),
      head: () => history.all().at(-1)?.after ?? emptyCatalog,
    };
  }

  readonly #readText = async (file: string) => this.#unsaved.get(file) ?? readFromDisk(file);

  async #lookAround(place: string, schemaFile: string, { database }: Config): Promise<Found> {
    const report = this.#reportOf(schemaFile);
    const said = report && { postgres: report.server.postgres, rows: report.rows };
    const [folder, world] = await Promise.all([
      readMigrations(place, readFromDisk),
      surroundingsOf(path.dirname(schemaFile), database, this.#readText, said),
    ]);
    return { folder, world, applied: report?.applied };
  }

  #withUnsaved(folder: MigrationsFolder): MigrationsFolder {
    if (!folder.scripts.some((script) => this.#unsaved.has(script.path))) return folder;
    const scripts = folder.scripts.map((script) => {
      const text = this.#unsaved.get(script.path);
      return text === undefined ? script : { ...script, text };
    });
    return { ...folder, scripts };
  }

  #readScript({ name, path: file, text }: Script, parse: ParseStatement): Migration {
    const before = this.#read.get(file);
    if (before && before.text === text && before.migration.name === name) return before.migration;
    const migration: Migration = { name, path: file, file: readSql(text, parse) };
    this.#read.set(file, { text, migration });
    return migration;
  }
}

/** A world about which nothing is known. */
const nowhere: Surroundings = { postgres: 17, prisma: undefined, rows: new Map() };

function newMemory(): Memory {
  return {
    found: undefined,
    world: nowhere,
    history: historyOf([], nowhere),
    config: undefined,
    about: [],
    checks: new WeakMap(),
  };
}

/** Another world, or another configuration, makes all that was said anew. */
function remember(memory: Memory, { world }: Found, config: Config): void {
  if (memory.config !== config) memory.checks = new WeakMap();
  memory.config = config;
  if (keyOf(world) !== keyOf(memory.world)) memory.world = world;
}

function keyOf({ postgres, prisma, rows }: Surroundings): string {
  return JSON.stringify([postgres, prisma, [...rows]]);
}

function judgeAll(
  folder: MigrationsFolder,
  applied: Disk["applied"],
  history: History,
  memory: Memory,
  config: Config,
): MigrationCheck[] {
  const reports = history.all();
  const { verdicts } = historyVerdicts(reports, diskOf(folder, applied), memory.world, config);
  if (wordsOf(memory.about) !== wordsOf(verdicts)) memory.checks = new WeakMap();
  memory.about = verdicts;
  return reports.map((report) => checkOf(report, memory, config));
}

function checkOf(report: MigrationReport, memory: Memory, config: Config): MigrationCheck {
  const before = memory.checks.get(report);
  if (before) return before;
  const now = isHistory(report, config)
    ? { report, verdicts: [], crashes: [] }
    : checkMigration(report, memory.world, config, memory.about);
  memory.checks.set(report, now);
  return now;
}

function wordsOf(verdicts: readonly Verdict[]): string {
  return verdicts.map(({ rule, message }) => `${rule} ${message}`).join("\n");
}
