/** From the paths on the command line to schemas in memory, each with its configuration. */
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { type Baseline, readBaseline } from "../core/lint/baseline.ts";
import { type Config, configReader, defaults } from "../core/lint/config.ts";
import type { ConfigProblem } from "../core/lint/config-problem.ts";
import { allRules } from "../core/rules/index.ts";
import { isForPrismaNext, parseFile } from "../core/schema/file.ts";
import { resolve, type Schema } from "../core/schema/resolve.ts";
import { nearestSchema } from "../project/code-of-schema.ts";
import { baselineFileFor, configFileFor } from "../project/config-file.ts";
import { discover, readFromDisk, type SchemaFiles } from "../project/discover.ts";
import { migrationsFolderFor } from "../project/migrations.ts";
import { relative } from "./finding.ts";
import { migrationsFolderAt } from "./history.ts";
import { UsageError } from "./usage.ts";

export type LoadedSchema = {
  readonly schema: Schema;
  readonly config: Config;
  readonly configFile: string | undefined;
  readonly baseline: Baseline;
  /** The files that were asked for; the others are there to understand these. */
  readonly wanted: ReadonlySet<string>;
  /** How the schema was found. */
  readonly found: SchemaFiles;
  /** Folders and scripts that were asked for: the migrations in them are meant too. */
  readonly within: readonly string[];
};

export type BadConfig = {
  readonly file: string;
  readonly text: string;
  readonly problem: ConfigProblem;
};

export type Loaded = {
  readonly schemas: readonly LoadedSchema[];
  readonly badConfigs: readonly BadConfig[];
  /** The folders of the projects that the schemas are in. */
  readonly projects: readonly string[];
};

/** Throws a UsageError for a path that does not exist or holds no schema. */
export async function load(
  paths: readonly string[],
  overrides: Config["rules"],
  ignoreBaseline = false,
): Promise<Loaded> {
  const projects = new Set<string>();
  const wanted = new Map<string, Group>();
  for (const given of paths) {
    const target = path.resolve(given);
    if (!existsSync(target)) throw new UsageError(`${given} does not exist`);
    const isFolder = statSync(target).isDirectory();
    projects.add(projectAbove(isFolder ? target : path.dirname(target)));
    const groups = await schemasFor(target, isFolder);
    if (groups.length === 0) throw new UsageError(`There is no Prisma schema in ${given}`);
    for (const one of groups) add(wanted, one);
  }
  const configs = new ConfigReader(overrides);
  const schemas = [...wanted.values()].map((group) => ({
    schema: read(group.found.files),
    ...configs.configFor(group.found.files[0] ?? ""),
    baseline: ignoreBaseline ? new Map() : baselineFor(group.found.files[0] ?? ""),
    wanted: group.wanted,
    found: group.found,
    within: [...group.within],
  }));
  return { schemas, badConfigs: configs.bad, projects: [...projects] };
}

export type Preferred = {
  /** Of several, the one that a file belongs to. */
  readonly near?: string | undefined;
  /** With which one can be named. */
  readonly option?: string;
};

/** The one schema of a path. Throws a UsageError where there is none, or more than one. */
export async function oneSchema(
  place: string,
  { near, option }: Preferred = {},
): Promise<LoadedSchema> {
  const { schemas } = await load([place], {}, true);
  const [found, second] = schemas;
  if (found === undefined) throw new UsageError(`There is no Prisma schema in ${place}`);
  if (second === undefined) return found;
  const files = schemas.map(({ schema }) => schema.files[0]?.path ?? "");
  const nearest = near === undefined ? undefined : nearestSchema(near, files);
  const own = schemas[files.indexOf(nearest ?? "")];
  if (own !== undefined) return own;
  const how = option === undefined ? "name one of them" : `name one of them with ${option}`;
  throw new UsageError(`There are several schemas, ${how}: ${files.map(relative).join(", ")}`);
}

type Group = {
  readonly found: SchemaFiles;
  readonly wanted: Set<string>;
  readonly within: Set<string>;
};

type Asked = {
  readonly found: SchemaFiles;
  readonly asked: readonly string[];
  /** Undefined where one file of the schema was named and nothing else. */
  readonly within?: string;
};

function add(wanted: Map<string, Group>, { found, asked, within }: Asked): void {
  const key = found.files.join("\n");
  const group = wanted.get(key) ?? { found, wanted: new Set(), within: new Set() };
  for (const file of asked) group.wanted.add(file);
  if (within !== undefined) group.within.add(within);
  wanted.set(key, group);
}

async function schemasFor(target: string, isFolder: boolean): Promise<Asked[]> {
  const migrations = migrationsFolderAt(target, isFolder);
  const own = migrations === undefined ? [] : await withMigrations(migrations, target);
  if (own.length > 0) return own;
  return isFolder ? inFolder(target) : aroundFile(target);
}

/** The schemas that a folder of migrations belongs to, with none of their own files. */
async function withMigrations(folder: string, target: string): Promise<Asked[]> {
  const { schemas } = await discover([projectAbove(path.dirname(folder))]);
  const places = await Promise.all(
    schemas.map((found) => migrationsFolderFor(found, readFromDisk)),
  );
  return schemas
    .filter((_, at) => places[at] === folder)
    .map((found) => ({ found, asked: [], within: target }));
}

async function inFolder(folder: string): Promise<Asked[]> {
  // The project around decides: this may be a folder inside a schema folder.
  const project = projectAbove(folder);
  const inside = folder === path.parse(folder).root ? folder : folder + path.sep;
  const { schemas: around } = await discover([project]);
  const within = folder;
  const here = around.flatMap((found): Asked[] => {
    const asked = found.files.filter((file) => file.startsWith(inside));
    const isOwn = found.decidedBy?.startsWith(inside);
    if (asked.length > 0) return [{ found, asked, within }];
    return isOwn ? [{ found, asked: found.files, within }] : [];
  });
  if (here.length > 0 || project === folder) return here;
  // A folder that a project does not count as its own, such as one below node_modules.
  const { schemas } = await discover([folder]);
  return schemas.map((found) => ({ found, asked: found.files, within }));
}

/** The schema a file belongs to, or the file alone. */
async function aroundFile(file: string): Promise<Asked[]> {
  if (!file.endsWith(".prisma")) {
    throw new UsageError(`${file} is not a .prisma file, and not a migration.sql of a schema`);
  }
  const { schemas } = await discover([projectAbove(path.dirname(file))]);
  const found = schemas.find(({ files }) => files.includes(file));
  return [{ found: found ?? { files: [file], decidedBy: undefined }, asked: [file] }];
}

/** The nearest folder above with a package file, else the folder itself. */
function projectAbove(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, "package.json"))) return at;
    if (at === path.dirname(at)) return folder;
  }
}

function read(files: readonly string[]): Schema {
  const texts = files.map((file) => ({ file, text: readText(file) }));
  return resolve(
    texts
      .filter(({ text }) => !isForPrismaNext(text))
      .map(({ file, text }) => parseFile(file, text)),
  );
}

/** Anything but UTF-8 would be read wrong, and written back worse. A byte order mark is kept. */
function readText(file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`${file} is not text in UTF-8`);
    throw error;
  }
}

function baselineFor(schemaFile: string): Baseline {
  const file = baselineFileFor(schemaFile);
  if (file === undefined) return new Map();
  const baseline = readBaseline(readText(file));
  if (baseline === undefined) {
    throw new UsageError(`${file} is not a baseline; write it anew with --update-baseline`);
  }
  return baseline;
}

/** Reads each configuration file once. */
class ConfigReader {
  readonly bad: BadConfig[] = [];
  readonly #overrides: Config["rules"];
  readonly #known = new Map<string, Config>();

  constructor(overrides: Config["rules"]) {
    this.#overrides = overrides;
  }

  configFor(schemaFile: string): { config: Config; configFile: string | undefined } {
    const configFile = configFileFor(schemaFile);
    const config = configFile === undefined ? defaults : this.#read(configFile);
    const overrides = config.overrides.map(({ rules, ...rest }) => ({
      ...rest,
      rules: { ...rules, ...this.#overrides },
    }));
    const rules = { ...config.rules, ...this.#overrides };
    return { config: { ...config, rules, overrides }, configFile };
  }

  #read(file: string): Config {
    const before = this.#known.get(file);
    if (before) return before;
    const text = readText(file).replace(/^\uFEFF/, "");
    const { config, problem } = configReader(allRules)(text);
    if (problem) this.bad.push({ file, text, problem });
    this.#known.set(file, config);
    return config;
  }
}
