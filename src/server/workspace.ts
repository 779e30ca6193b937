/**
 * The schemas of a workspace as they are now: unsaved text wins over the disk. Remembers only
 * what can be read again; knows nothing of the LSP.
 */
import path from "node:path";
import { readBaseline } from "../core/lint/baseline.ts";
import { type Config, configReader, defaults } from "../core/lint/config.ts";
import type { ConfigProblem } from "../core/lint/config-problem.ts";
import type { Preset } from "../core/lint/rule.ts";
import type { QueryEvidence } from "../core/query/evidence.ts";
import { type CheckSchema, type SchemaCheck, schemaChecker } from "../core/rules/check-schema.ts";
import { allRules } from "../core/rules/index.ts";
import { isForPrismaNext, parseFile, type SchemaFile } from "../core/schema/file.ts";
import { resolve, type Schema } from "../core/schema/resolve.ts";
import { evidenceBySchema } from "../project/code-of-schema.ts";
import { baselineFileFor, configFileFor, relativeTo } from "../project/config-file.ts";
import { discover, readFromDisk, type SchemaFiles } from "../project/discover.ts";
import type { CallsByFile } from "../project/query-scanner.ts";
import { isInside, isSchemaPath } from "./paths.ts";

/** One schema of the workspace and what is found in it. */
export type CheckedSchema = {
  readonly schema: Schema;
  readonly check: SchemaCheck;
  /** Checks another version of the schema under the same configuration. */
  readonly checkAgain: (schema: Schema) => SchemaCheck;
  /** False while the rules that look at all models at once wait for a pause in typing. */
  readonly isSettled: boolean;
  /** The configuration file that applies, if there is one. */
  readonly configFile: string | undefined;
  readonly config: Config;
  readonly preset: Preset;
  /** How its files were found to belong together. */
  readonly found: SchemaFiles;
};

/** What is wrong with a configuration file; no problem clears what was said before. */
export type ConfigReport = {
  readonly file: string;
  readonly text: string;
  readonly problem: ConfigProblem | undefined;
};

type Checker = {
  readonly configFile: string | undefined;
  readonly config: Config;
  readonly preset: Preset;
  readonly report: ConfigReport | undefined;
  readonly check: CheckSchema;
};

type Group = {
  files: readonly string[];
  readonly found: SchemaFiles;
  /** Known only because the file is open: no discovery found it. */
  readonly isAdopted: boolean;
  checker: Promise<Checker> | undefined;
  checked: CheckedSchema | undefined;
  /** The latest check under the same configuration, of whatever version of the text. */
  last: SchemaCheck | undefined;
};

const readConfig = configReader(allRules);

export class Workspace {
  #roots: readonly string[] = [];
  #groups: Group[] = [];
  #discovery = 0;
  readonly #unsaved = new Map<string, string>();
  readonly #parsed = new Map<string, SchemaFile>();
  readonly #reports = new Map<string, ConfigReport>();
  #calls: CallsByFile | undefined;
  /** By the first file of a schema; undefined when it has to be made anew. */
  #evidence: ReadonlyMap<string, QueryEvidence> | undefined;
  #lastEvidence: ReadonlyMap<string, QueryEvidence> = new Map();
  readonly #log: (message: string) => void;

  constructor(log: (message: string) => void) {
    this.#log = log;
  }

  /** Looks for schemas in the folders. A later call overtakes an earlier one. */
  async open(roots: readonly string[] = this.#roots): Promise<void> {
    this.#roots = roots;
    const own = ++this.#discovery;
    const isOvertaken = () => own !== this.#discovery;
    const read = async (file: string) => this.#unsaved.get(file) ?? readFromDisk(file);
    const { schemas, notes } = await discover(roots, read, isOvertaken);
    if (isOvertaken()) return;
    for (const note of notes) this.#log(note);
    const groups = await Promise.all(schemas.map((found) => this.#load(found)));
    if (isOvertaken()) return;
    this.#groups = groups;
    this.#evidence = undefined;
    this.#reports.clear();
    for (const file of this.#unsaved.keys()) this.#adopt(file);
    const known = new Set(this.#groups.flatMap(({ files }) => files));
    for (const file of this.#parsed.keys()) if (!known.has(file)) this.#parsed.delete(file);
  }

  async #load(found: SchemaFiles): Promise<Group> {
    const { files } = found;
    await Promise.all(
      files.map(async (file) => {
        const saved = await readFromDisk(file);
        // Asked after waiting: somebody may have typed meanwhile.
        const text = this.#unsaved.get(file) ?? saved ?? "";
        this.#parsed.set(file, parseFile(file, text, this.#parsed.get(file)));
      }),
    );
    return {
      files,
      found,
      isAdopted: false,
      checker: undefined,
      checked: undefined,
      last: undefined,
    };
  }

  /** An open schema file that no discovery found is a schema of its own. */
  #adopt(file: string): void {
    const isKnown = this.#groups.some(({ files }) => files.includes(file));
    if (!isSchemaPath(file) || isKnown) return;
    this.#parsed.set(file, parseFile(file, this.#unsaved.get(file) ?? "", this.#parsed.get(file)));
    this.#groups.push({
      files: [file],
      found: { files: [file], decidedBy: undefined },
      isAdopted: true,
      checker: undefined,
      checked: undefined,
      last: undefined,
    });
  }

  /**
   * The text of a file as the editor shows it, whether saved or not. Answers whether that may
   * change which files belong together, so that it is time to open the folders again.
   */
  setText(file: string, text: string): boolean {
    this.#unsaved.set(file, text);
    return isSchemaPath(file) && this.#setText(file, text);
  }

  #setText(file: string, text: string): boolean {
    const before = this.#parsed.get(file);
    const now = parseFile(file, text, before);
    this.#adopt(file);
    this.#parsed.set(file, now);
    this.#forget(file);
    return before !== undefined && hasDatasource(before) !== hasDatasource(now);
  }

  /** From now on the disk counts again. */
  async close(file: string): Promise<boolean> {
    this.#unsaved.delete(file);
    const isAdopted = this.#groups.some((group) => group.isAdopted && group.files.includes(file));
    if (isAdopted) this.#drop(file);
    return this.reload(file);
  }

  /** The file changed on disk. Answers as `setText` does. */
  async reload(file: string): Promise<boolean> {
    if (this.#unsaved.has(file) || !this.isKnown(file)) return false;
    const text = await readFromDisk(file);
    if (this.#unsaved.has(file) || !this.isKnown(file)) return false;
    if (text !== undefined) return this.#setText(file, text);
    this.#drop(file);
    return true;
  }

  #drop(file: string): void {
    this.#forget(file);
    for (const group of this.#groups) group.files = group.files.filter((one) => one !== file);
    this.#groups = this.#groups.filter(({ files }) => files.length > 0);
    this.#parsed.delete(file);
  }

  #forget(file: string): void {
    for (const group of this.#groups) if (group.files.includes(file)) group.checked = undefined;
  }

  /** Configurations may have changed: everything is checked again on the next question. */
  forgetAll(): void {
    this.#reports.clear();
    for (const group of this.#groups) {
      group.checker = undefined;
      group.checked = undefined;
      group.last = undefined;
    }
  }

  /** What the code asks, from now on; undefined while that is not known. */
  setCalls(calls: CallsByFile | undefined): void {
    this.#calls = calls;
    this.#evidence = undefined;
    for (const group of this.#groups) {
      group.checked = undefined;
      group.last = undefined;
    }
  }

  #evidenceFor({ files: [first = ""] }: Group): QueryEvidence | undefined {
    if (this.#calls === undefined) return undefined;
    if (this.#evidence === undefined) {
      const schemas = this.#groups.map(({ files }) =>
        files.flatMap((file) => this.#parsed.get(file) ?? []),
      );
      const before = this.#lastEvidence;
      this.#evidence = evidenceBySchema(schemas, this.#calls, this.#roots, before);
      this.#lastEvidence = this.#evidence;
    }
    return this.#evidence.get(first);
  }

  isKnown(file: string): boolean {
    return this.#parsed.has(file);
  }

  async all(): Promise<readonly CheckedSchema[]> {
    return Promise.all(this.#groups.map((group) => this.#checked(group)));
  }

  /** The schema that holds `file`. */
  async schemaOf(file: string): Promise<CheckedSchema | undefined> {
    const group = this.#groups.find(({ files }) => files.includes(file));
    return group && this.#checked(group);
  }

  /** Every configuration file that applies somewhere. */
  configReports(): readonly ConfigReport[] {
    return [...this.#reports.values()];
  }

  async #checked(group: Group): Promise<CheckedSchema> {
    if (group.checked) return group.checked;
    group.checker ??= this.#checkerFor(group.files[0] ?? "");
    const asked = group.checker;
    const { check, configFile, config, preset, report } = await asked;
    // Somebody else was faster, or the configuration changed once more while it was read.
    if (group.checked || group.checker !== asked) return this.#checked(group);
    if (report) this.#reports.set(report.file, report);
    const files = group.files
      .flatMap((file) => this.#parsed.get(file) ?? [])
      .filter(({ text }) => !isForPrismaNext(text));
    const schema = resolve(files);
    const { last } = group;
    const evidence = this.#evidenceFor(group);
    group.checked = {
      schema,
      check: check(schema, last, evidence),
      checkAgain: (changed) => check(changed, undefined, evidence),
      configFile,
      config,
      preset,
      found: { ...group.found, files: group.files },
      isSettled: last === undefined,
    };
    group.last = group.checked.check;
    return group.checked;
  }

  /** The schema that holds `file`, with the rules asked that waited for a pause. */
  async settle(file: string): Promise<CheckedSchema | undefined> {
    const group = this.#groups.find(({ files }) => files.includes(file));
    const checked = group && (await this.#checked(group));
    if (!group || !checked || checked.isSettled) return checked;
    const check = checked.checkAgain(checked.schema);
    group.checked = { ...checked, check, isSettled: true };
    group.last = check;
    return group.checked;
  }

  async #checkerFor(file: string): Promise<Checker> {
    const root = this.#roots.find((one) => isInside(file, one));
    const isOnDisk = path.isAbsolute(file);
    const configFile = isOnDisk ? configFileFor(file, root) : undefined;
    const baselineFile = isOnDisk ? baselineFileFor(file, root) : undefined;
    const text = configFile && ((await this.#textOf(configFile)) ?? "");
    const { config, problem } = text === undefined ? { config: defaults } : readConfig(text);
    const known =
      baselineFile === undefined
        ? undefined
        : readBaseline((await this.#textOf(baselineFile)) ?? "");
    if (baselineFile && !known) this.#log(`${baselineFile} is not a baseline; nothing is known`);
    return {
      configFile,
      config,
      preset: config.preset,
      report: configFile && text !== undefined ? { file: configFile, text, problem } : undefined,
      check: schemaChecker(config, relativeTo(configFile), known),
    };
  }

  async #textOf(file: string): Promise<string | undefined> {
    return this.#unsaved.get(file) ?? (await readFromDisk(file))?.replace(/^\uFEFF/, "");
  }
}

/** What makes a file the root of a schema where no configuration says. */
function hasDatasource({ pieces }: SchemaFile): boolean {
  return pieces.some(({ kind }) => kind === "datasource");
}
