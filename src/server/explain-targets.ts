/**
 * Opens what queries are explained on: an embedded database made of the schema or of its
 * migrations, or the one that somebody connected. Keeps warm what was used last.
 */
import { beyondSchema, scriptsWith } from "../core/migration/beyond-schema.ts";
import type { ParseStatement } from "../core/sql/statement.ts";
import type { ExplainSessions } from "../database/explain-sessions.ts";
import type { EmbeddedPostgres } from "../engines/postgres.ts";
import type { SchemaEngine } from "../engines/schema-engine.ts";
import { EmbeddedExplainer } from "../explain/embedded.ts";
import type { Build } from "../explain/embedded-build.ts";
import { nearestSchema } from "../project/code-of-schema.ts";
import type { TargetKind, TargetLine } from "../protocol/plans.ts";
import type { Databases } from "./databases.ts";
import { databaseTarget } from "./explain-database.ts";
import { embeddedTarget } from "./explain-embedded.ts";
import type { OpenWish, TargetOrNot } from "./explain-target.ts";
import type { Migrations } from "./migrations.ts";
import { pathOf } from "./paths.ts";
import { sideOf } from "./schema-sides.ts";
import type { CheckedSchema, Workspace } from "./workspace.ts";

export type TargetParts = {
  readonly workspace: Workspace;
  readonly migrations: Migrations;
  readonly databases: Databases;
  readonly parser: () => Promise<ParseStatement>;
  readonly engine: () => SchemaEngine;
  readonly startPostgres: () => EmbeddedPostgres;
  /** Loaded when the first connected database is asked. */
  readonly loadSessions: () => Promise<ExplainSessions>;
};

type BuildOrNot =
  | { readonly ok: true; readonly build: Build; readonly rows: ReadonlyMap<string, number> }
  | { readonly ok: false; readonly reason: string; readonly hint: string };

export class ExplainTargets {
  readonly #parts: TargetParts;
  readonly #embedded: EmbeddedExplainer;
  #sessions: Promise<ExplainSessions> | undefined;

  constructor(parts: TargetParts) {
    this.#parts = parts;
    this.#embedded = new EmbeddedExplainer(parts.startPostgres);
  }

  /** Of a file with queries; the nearest one for PostgreSQL. */
  async schemaFor(uri: string): Promise<CheckedSchema | undefined> {
    const all = await this.#parts.workspace.all();
    const fitting = all.filter(({ schema }) => schema.settings.provider === "postgresql");
    const nearest = nearestSchema(pathOf(uri), fitting.map(fileOf));
    return fitting.find((checked) => fileOf(checked) === nearest);
  }

  usual(checked: CheckedSchema | undefined): TargetKind {
    return checked && this.#parts.databases.of(fileOf(checked)) ? "database" : "embedded";
  }

  /** All that can be chosen. */
  async linesFor(checked: CheckedSchema | undefined): Promise<TargetLine[]> {
    const known = checked && this.#parts.databases.of(fileOf(checked));
    const folder = checked && (await this.#parts.migrations.ofSchema(fileOf(checked)));
    const hasMigrations = (folder?.folder?.scripts.length ?? 0) > 0;
    return [
      embeddedLine("embedded"),
      ...(hasMigrations ? [embeddedLine("migrations")] : []),
      ...(known ? [databaseLine(known)] : []),
    ];
  }

  async open(
    kind: TargetKind,
    checked: CheckedSchema | undefined,
    wish: OpenWish,
  ): Promise<TargetOrNot> {
    const file = checked && fileOf(checked);
    const known = file === undefined ? undefined : this.#parts.databases.of(file);
    const urlNow = file === undefined ? undefined : this.#parts.databases.urlOf(file);
    if (kind === "database") {
      if (known && urlNow) {
        this.#sessions ??= this.#parts.loadSessions();
        const [sessions, parse] = await Promise.all([this.#sessions, this.#parts.parser()]);
        const isLabelled = (url: string) => this.#parts.databases.isLabelled(file ?? "", url);
        return databaseTarget(databaseLine(known), { urlNow, isLabelled, sessions, parse }, wish);
      }
      const line: TargetLine = { kind, title: "A database", detail: "", label: undefined };
      const hint = "Connect a database, or choose the embedded one";
      return { ok: false, line, reason: "No database is connected to this schema", hint };
    }
    wish.onProgress("Making the tables");
    this.#embedded.prepare();
    const line = embeddedLine(kind);
    const made =
      kind === "embedded" ? await this.#ofSchema(checked) : await this.#ofMigrations(checked);
    if (!made.ok) return { ...made, line };
    return embeddedTarget(
      line,
      { ...made, explainer: this.#embedded, schema: checked?.schema },
      wish,
    );
  }

  /** What Prisma makes of the schema as it is typed, and what migrations have made beside it. */
  async #ofSchema(checked: CheckedSchema | undefined): Promise<BuildOrNot> {
    if (!checked) return { ok: true, build: { kind: "script", sql: "" }, rows: new Map() };
    const { migrations, engine } = this.#parts;
    const made = await engine().diff({ kind: "empty" }, sideOf(checked.schema));
    if (!made.ok) {
      const hint =
        "Once it is mended, the query can be explained; until then, choose the migrations";
      const reason = `The schema has mistakes, so that no tables can be made of it: ${made.reason}`;
      return { ok: false, reason, hint };
    }
    const folder = await migrations.ofSchema(fileOf(checked));
    if (!folder?.folder) {
      const rows = folder?.world.rows ?? new Map<string, number>();
      return { ok: true, build: { kind: "script", sql: made.sql }, rows };
    }
    const beyond = beyondSchema(folder.head(), await migrations.catalogOf(made.sql));
    const build: Build = { kind: "history", migrations: scriptsWith(beyond, made.sql) };
    return { ok: true, build, rows: folder.world.rows };
  }

  async #ofMigrations(checked: CheckedSchema | undefined): Promise<BuildOrNot> {
    const folder = checked && (await this.#parts.migrations.ofSchema(fileOf(checked)));
    const scripts = folder?.folder?.scripts ?? [];
    if (!folder || scripts.length === 0) {
      const hint = "Choose the embedded database that is made of the schema";
      return { ok: false, reason: "There are no migrations yet", hint };
    }
    const migrations = scripts.map(({ name, text }) => ({ name, text }));
    return { ok: true, build: { kind: "history", migrations }, rows: folder.world.rows };
  }

  async stop(): Promise<void> {
    const sessions = this.#sessions;
    this.#sessions = undefined;
    await Promise.all([this.#embedded.stop(), sessions?.then((opened) => opened.close())]);
  }
}

function fileOf({ schema }: CheckedSchema): string {
  return schema.files[0]?.path ?? "";
}

function embeddedLine(kind: "embedded" | "migrations"): TargetLine {
  const detail =
    kind === "embedded"
      ? "made of the schema as it is typed, with assumed rows"
      : "made of the migrations, with assumed rows";
  return { kind, title: "Embedded PostgreSQL 18", detail, label: undefined };
}

function databaseLine({ label, report }: NonNullable<ReturnType<Databases["of"]>>): TargetLine {
  return {
    kind: "database",
    title: `${report.server.database} on ${report.server.name}`,
    detail: report.isEncrypted ? "encrypted" : "not encrypted",
    label,
  };
}
