/**
 * Tells the editor what is found, unasked: diagnostics of changed files at once, Prisma's own
 * errors a moment after typing stops, and the counts when they change.
 */
import { type Connection, type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import { lineStartsOf, positionAt } from "../core/base/text.ts";
import type { Schema } from "../core/schema/resolve.ts";
import type { ParseStatement } from "../core/sql/statement.ts";
import type { ExplainSessions } from "../database/explain-sessions.ts";
import type { PrismaLinter } from "../engines/prisma.ts";
import type { SchemaEngine } from "../engines/schema-engine.ts";
import {
  type Counts,
  checklistChanged,
  countsChanged,
  type Options,
} from "../protocol/messages.ts";
import type { OpenDatabase } from "./databases.ts";
import type { StartLayout } from "./diagrams.ts";
import { askPrisma, type PrismaError, prismaDiagnostics } from "./prisma-errors.ts";
import type { StartPostgres } from "./proofs.ts";
import type { Publisher } from "./publish.ts";
import type { ScannerStart } from "./queries.ts";
import type { CheckedSchema, ConfigReport, Workspace } from "./workspace.ts";

/** How long nobody types before what takes longer is done, in milliseconds. */
const pause = 150;

export type Engines = {
  /** Started on first use only: most users have Prisma's own extension. */
  readonly startPrismaLinter: (log: (message: string) => void) => PrismaLinter;
  readonly startQueryScanner: ScannerStart;
  /** Started when the first map is drawn. */
  readonly startLayout: StartLayout;
  /** Loaded when the first migration is read. */
  readonly loadPgParser: () => Promise<ParseStatement>;
  /** Started when the first preview is opened. */
  readonly startSchemaEngine: (log: (message: string) => void) => SchemaEngine;
  readonly startPostgres: StartPostgres;
  /** For plans, in transactions that are rolled back. Loaded when the first one is explained there. */
  readonly loadExplainSessions: () => Promise<ExplainSessions>;
  /** For reading only. Loaded when the first database is connected. */
  readonly openDatabase: OpenDatabase;
};

/** Until the editor says what it wants. */
export const initialOptions: Options = {
  showPrismaErrors: false,
  codeLens: true,
  scanQueries: false,
  mostModelsForMermaid: 40,
};

/** Work that nobody waits for, and what it is called in the log when it breaks. */
export type Guard = (what: string, work: Promise<unknown>) => void;

export class Announcer {
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  readonly #publisher: Publisher;
  readonly #engines: Engines;
  readonly #guard: Guard;
  readonly #settled: () => void;
  readonly #waiting = new Set<string>();
  readonly #toldCrashes = new Set<string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #options = initialOptions;
  /** By the first file of a schema: what Prisma said last, and of which version. */
  readonly #prismaErrors = new Map<string, { schema: Schema; errors: readonly PrismaError[] }>();
  #linter: PrismaLinter | undefined;
  #lastCounts = "";
  #settling: NodeJS.Timeout | undefined;
  readonly #unsettled = new Set<string>();

  constructor(
    connection: Connection,
    workspace: Workspace,
    publisher: Publisher,
    engines: Engines,
    guard: Guard,
    settled: () => void,
  ) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#publisher = publisher;
    this.#engines = engines;
    this.#guard = guard;
    this.#settled = settled;
  }

  setOptions(options: Options): void {
    this.#options = options;
    if (!options.showPrismaErrors) this.#prismaErrors.clear();
  }

  /** The text of `file` changed. All changes that arrive together are told as one. */
  changed(file: string): void {
    if (this.#waiting.size === 0) setImmediate(() => this.#guard("check", this.#tellChanged()));
    this.#waiting.add(file);
  }

  async #tellChanged(): Promise<void> {
    const files = [...this.#waiting];
    this.#waiting.clear();
    const schemas = await Promise.all(files.map((file) => this.#workspace.schemaOf(file)));
    for (const checked of new Set(schemas)) if (checked) this.#tell(checked);
    for (const file of files) this.#unsettled.add(file);
    this.#settleSoon();
    // What says since now that it is for prisma-next is in no schema any more.
    const checked = schemas.flatMap((one) => one?.schema.files ?? []);
    const told = new Set(checked.map(({ path }) => path));
    for (const file of files) if (!told.has(file)) this.#publisher.publishParts(file, []);
  }

  /** The rules that look at all models at once are asked when nobody types. */
  #settleSoon(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#guard("check", this.#settle()), pause);
  }

  async #settle(): Promise<void> {
    const files = [...this.#unsettled];
    this.#unsettled.clear();
    const schemas = await Promise.all(files.map((file) => this.#workspace.settle(file)));
    for (const checked of new Set(schemas)) if (checked) this.#tell(checked);
    this.#publisher.flush();
    await this.#tellCounts();
    await this.#connection.sendNotification(checklistChanged);
    this.#settled();
  }

  /** Everything, after files came or went or a configuration changed. */
  async all(): Promise<void> {
    const all = await this.#workspace.all();
    for (const checked of all) this.#tell(checked);
    this.#publisher.flush();
    const files = all.flatMap(({ check }) => check.files.map(({ file }) => file.path));
    const reports = this.#workspace.configReports();
    this.#publisher.clearExcept(new Set([...files, ...reports.map(({ file }) => file)]));
    for (const report of reports) {
      this.#publisher.publishParts(report.file, configDiagnostics(report));
    }
    await this.#tellCounts();
    await this.#connection.sendNotification(checklistChanged);
    this.#settled();
  }

  #tell(checked: CheckedSchema): void {
    const last = this.#prismaErrors.get(checked.schema.files[0]?.path ?? "");
    for (const answer of checked.check.files) {
      this.#publisher.publish(answer, prismaDiagnostics(answer.file, last?.errors ?? []));
    }
    for (const { rule, block, detail } of checked.check.crashes) {
      if (this.#toldCrashes.has(rule + block)) continue;
      this.#toldCrashes.add(rule + block);
      this.#connection.console.error(`${rule} broke on ${block}: ${detail}`);
    }
    const isAsked = last?.schema === checked.schema;
    if (this.#options.showPrismaErrors && !isAsked) this.#askPrismaSoon(checked);
  }

  #askPrismaSoon({ schema }: CheckedSchema): void {
    const first = schema.files[0]?.path;
    if (first === undefined) return;
    clearTimeout(this.#timers.get(first));
    const ask = () => this.#guard("Prisma's linter", this.#askPrisma(first, schema));
    this.#timers.set(first, setTimeout(ask, pause));
  }

  async #askPrisma(file: string, schema: Schema): Promise<void> {
    this.#linter ??= this.#engines.startPrismaLinter((message) =>
      this.#connection.console.info(message),
    );
    const errors = await askPrisma(this.#linter, schema);
    const now = await this.#workspace.schemaOf(file);
    if (now?.schema !== schema || !this.#options.showPrismaErrors) return;
    this.#prismaErrors.set(file, { schema, errors });
    this.#tell(now);
  }

  async #tellCounts(): Promise<void> {
    const counts = { error: 0, warning: 0, info: 0, hint: 0, schemas: 0 };
    for (const { check } of await this.#workspace.all()) {
      counts.schemas++;
      for (const { verdicts } of check.files) {
        for (const { severity } of verdicts) counts[severity]++;
      }
    }
    const text = JSON.stringify(counts);
    if (text === this.#lastCounts) return;
    this.#lastCounts = text;
    await this.#connection.sendNotification(countsChanged, counts satisfies Counts);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#settling);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await this.#linter?.stop();
  }
}

function configDiagnostics({ text, problem }: ConfigReport): Diagnostic[][] {
  if (!problem) return [];
  const starts = lineStartsOf(text);
  const at = (offset: number) => {
    const { line, column } = positionAt(starts, offset);
    return { line, character: column };
  };
  const range = { start: at(problem.start), end: at(problem.end) };
  const { message } = problem;
  return [[{ range, severity: DiagnosticSeverity.Error, source: "architect", message }]];
}
