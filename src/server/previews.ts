/**
 * Previews of the next migration of each schema that somebody looks at: the SQL between a base
 * and the schema as it is typed, and what it does. Follows typing; the latest version wins.
 */
import path from "node:path";
import { reversibleOf } from "../core/migration/reversible.ts";
import type { SafeWay } from "../core/migration/safe-way.ts";
import { type Summary, summaryOf } from "../core/migration/summary.ts";
import type { MigrationCheck } from "../core/rules/check-migration.ts";
import { verifiedCheck } from "../core/rules/verified-check.ts";
import type { Schema } from "../core/schema/resolve.ts";
import { liveDiff } from "../engines/live-diff.ts";
import { emptyMigration, type SchemaEngine } from "../engines/schema-engine.ts";
import {
  type Base,
  type MigrationFindingLine,
  type Preview,
  type Proof,
  previewScheme,
} from "../protocol/migrations.ts";
import { type Names, titleOf } from "./checklist.ts";
import type { Databases } from "./databases.ts";
import type { Heads } from "./heads.ts";
import type { JudgedFolder, Migrations } from "./migrations.ts";
import { type Origin, Origins } from "./origins.ts";
import { sideOf } from "./schema-sides.ts";
import { findingLine } from "./sql-lines.ts";
import { titlesOf } from "./ways-of-verdict.ts";
import type { CheckedSchema, Workspace } from "./workspace.ts";

/** One SQL document. */
export type OpenPreview = {
  readonly document: string;
  /** The first file of the schema. */
  readonly schemaFile: string;
  base: Base;
  origin: Promise<Origin> | undefined;
  /** Of which version of the schema, and of which origin, `shown` is. */
  of: Schema | undefined;
  shown: Preview | undefined;
  check: MigrationCheck | undefined;
  summary: Summary | undefined;
  /** Of what is shown. */
  ways: readonly SafeWay[];
  proof: { readonly text: string; readonly proof: Proof } | undefined;
};

type Tell = (preview: Preview, check: MigrationCheck | undefined) => void;

export class Previews {
  readonly #workspace: Workspace;
  readonly #migrations: Migrations;
  readonly #names: Names;
  readonly #start: () => SchemaEngine;
  readonly #origins: Origins;
  readonly #tell: Tell;
  readonly #open = new Map<string, OpenPreview>();
  #engine: SchemaEngine | undefined;
  #diff: ReturnType<typeof liveDiff> | undefined;

  constructor(
    workspace: Workspace,
    migrations: Migrations,
    names: Names,
    start: () => SchemaEngine,
    heads: Heads,
    databases: Databases,
    tell: Tell,
  ) {
    this.#workspace = workspace;
    this.#migrations = migrations;
    this.#names = names;
    this.#start = start;
    this.#origins = new Origins(migrations, heads, databases, () => this.engine);
    this.#tell = tell;
  }

  get isAsked(): boolean {
    return this.#open.size > 0;
  }

  at(document: string): OpenPreview | undefined {
    return this.#open.get(document);
  }

  /** Undefined where `file` is in no schema of PostgreSQL. */
  async open(file: string, base: Base | undefined): Promise<Preview | undefined> {
    const checked = await this.#workspace.schemaOf(file);
    const folder = await this.#migrations.ofSchema(file);
    const schemaFile = checked?.schema.files[0]?.path;
    if (!checked || !folder || schemaFile === undefined) return undefined;
    const document = this.#documentOf(checked, schemaFile);
    const before = this.#open.get(document);
    const wanted = base ?? before?.base ?? usualBase(folder);
    const preview = before ?? newPreview(document, schemaFile, wanted);
    if (JSON.stringify(preview.base) !== JSON.stringify(wanted)) preview.origin = undefined;
    preview.base = wanted;
    this.#open.set(document, preview);
    await this.#refresh(preview);
    return preview.shown;
  }

  close(document: string): void {
    this.#open.delete(document);
  }

  /** Schemas changed: those previews are made anew. */
  async schemasChanged(): Promise<void> {
    await Promise.all([...this.#open.values()].map((preview) => this.#refresh(preview)));
  }

  /** Migrations on disk, or what is committed, may have changed. */
  async basesChanged(): Promise<void> {
    for (const preview of this.#open.values()) {
      preview.of = undefined;
      if (preview.base.kind !== "database") preview.origin = undefined;
    }
    await this.schemasChanged();
  }

  /** One was connected, is gone, or says something else: rows and locks are judged anew. */
  async databasesChanged(): Promise<void> {
    for (const preview of this.#open.values()) {
      preview.of = undefined;
      if (preview.base.kind === "database") preview.origin = undefined;
    }
    await this.schemasChanged();
  }

  proved(document: string, text: string, proof: Proof): void {
    const preview = this.#open.get(document);
    if (!preview) return;
    preview.proof = { text, proof };
    const { shown, check, ways, summary } = preview;
    if (shown?.text !== text) return;
    const findings = check ? findingLines(check, ways, proof) : shown.findings;
    this.#show(preview, { ...shown, findings, proof }, check, summary);
  }

  async stop(): Promise<void> {
    await this.#engine?.stop();
  }

  get engine(): SchemaEngine {
    this.#engine ??= this.#start();
    return this.#engine;
  }

  async #refresh(preview: OpenPreview): Promise<void> {
    const checked = await this.#workspace.schemaOf(preview.schemaFile);
    if (!checked) return;
    const { schema } = checked;
    if (preview.of === schema && preview.origin) return;
    preview.of = schema;
    preview.origin ??= this.#origins.of(preview.base, checked);
    const asked = preview.origin;
    const origin = await asked;
    const answer = await this.#sqlBetween(preview, origin, schema);
    // A newer version, or another base, is on its way.
    if (answer === undefined || preview.of !== schema || preview.origin !== asked) return;
    const named = {
      document: preview.document,
      schema: titleOf(schema, this.#names),
      base: preview.base,
      from: origin.from,
    };
    if (!answer.ok) {
      this.#showRefusal(preview, named, answer);
      return;
    }
    const text = answer.sql;
    const folder = await this.#migrations.ofSchema(preview.schemaFile);
    if (!folder) return;
    const check = await this.#migrations.judge(
      "preview",
      text,
      origin.catalog,
      folder.world,
      folder.config,
    );
    const isShort = check.report.statements.length <= mostForWays;
    const ways = isShort ? await this.#migrations.safeWays(check.report, folder.world) : [];
    if (preview.of !== schema) return;
    const summary = summaryOf(check.report, folder.world);
    const proof = preview.proof?.text === text ? preview.proof.proof : undefined;
    const isEmpty = text === emptyMigration || check.report.statements.length === 0;
    const shown: Preview = {
      ...named,
      state: isEmpty ? "none" : "changes",
      note: origin.note,
      text,
      summary,
      reversible: isShort ? reversibleOf(check.report) : undefined,
      findings: isEmpty ? [] : findingLines(check, ways, proof),
      proof,
    };
    preview.ways = ways;
    this.#show(preview, shown, check, summary);
  }

  #show(
    preview: OpenPreview,
    shown: Preview,
    check: MigrationCheck | undefined,
    summary: Summary | undefined,
  ): void {
    preview.shown = shown;
    preview.check = check;
    preview.summary = summary;
    // There is nothing to say of the comment that stands for nothing.
    this.#tell(shown, shown.state === "none" ? undefined : check);
  }

  /** What was shown last stays: half a word typed is no reason to take it away. */
  #showRefusal(
    preview: OpenPreview,
    named: Pick<Preview, "document" | "schema" | "base" | "from">,
    { why, reason }: { readonly why: "invalid" | "failed"; readonly reason: string },
  ): void {
    const last = preview.shown;
    const shown: Preview = {
      ...named,
      state: why,
      note: reason,
      text: last?.text ?? "",
      summary: last?.summary,
      reversible: last?.reversible,
      findings: last?.findings ?? [],
      proof: last?.proof,
    };
    this.#show(preview, shown, preview.check, preview.summary);
  }

  async #sqlBetween(
    { document }: OpenPreview,
    { schema: from, failure }: Origin,
    to: Schema,
  ): Promise<
    | { readonly ok: true; readonly sql: string }
    | { readonly ok: false; readonly why: "invalid" | "failed"; readonly reason: string }
    | undefined
  > {
    if (failure !== undefined) return { ok: false, why: "failed", reason: failure };
    this.#diff ??= liveDiff(this.engine);
    const answer = from
      ? await this.#diff(from, to, { key: document })
      : await this.engine.diff({ kind: "empty" }, sideOf(to), { key: document });
    if (answer.ok) return answer;
    const { why, reason } = answer;
    return why === "superseded" ? undefined : { ok: false, why, reason };
  }

  #documentOf({ schema }: CheckedSchema, schemaFile: string): string {
    const folder = path.posix.dirname(titleOf(schema, this.#names).replaceAll("\\", "/"));
    const place = folder === "." ? [] : folder.split("/").filter((part) => part !== "");
    const file = [...place, "next-migration.sql"].map((part) => `/${encoded(part)}`).join("");
    return `${previewScheme}:${file}?${encoded(schemaFile)}`;
  }
}

/** As VS Code writes addresses, so that an address comes back as it was sent. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Each way is thought through to its end; of a long script, not with every key. */
const mostForWays = 30;

function findingLines(
  check: MigrationCheck,
  ways: readonly SafeWay[],
  proof: Proof | undefined,
): MigrationFindingLine[] {
  return verifiedCheck(check, proof).verdicts.map((verdict) =>
    findingLine(verdict, titlesOf(verdict, ways)),
  );
}

function usualBase({ folder }: JudgedFolder): Base {
  return folder && folder.scripts.length > 0 ? { kind: "migrations" } : { kind: "empty" };
}

function newPreview(document: string, schemaFile: string, base: Base): OpenPreview {
  return {
    document,
    schemaFile,
    base,
    origin: undefined,
    of: undefined,
    shown: undefined,
    check: undefined,
    summary: undefined,
    ways: [],
    proof: undefined,
  };
}
