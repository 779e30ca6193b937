/**
 * Previews of the next migration of each schema that somebody looks at: the SQL between a base
 * and the schema as it is typed, and what it does. Follows typing; the latest version wins.
 */
import path from "node:path";
import { type Summary, summaryOf } from "../core/migration/summary.ts";
import type { MigrationCheck } from "../core/rules/check-migration.ts";
import type { Schema } from "../core/schema/resolve.ts";
import { emptyCatalog } from "../core/sql/apply.ts";
import type { Catalog } from "../core/sql/catalog.ts";
import { liveDiff } from "../engines/live-diff.ts";
import { emptyMigration, type SchemaEngine } from "../engines/schema-engine.ts";
import { readFromDisk } from "../project/discover.ts";
import { committedTexts } from "../project/revision.ts";
import { type Base, type Preview, type Proof, previewScheme } from "../protocol/migrations.ts";
import { type Names, titleOf } from "./checklist.ts";
import type { Heads } from "./heads.ts";
import type { JudgedFolder, Migrations } from "./migrations.ts";
import { schemaOf, sideOf } from "./schema-sides.ts";
import { findingLine } from "./sql-lines.ts";
import type { CheckedSchema, Workspace } from "./workspace.ts";

/** Where a preview counts from, as it was found. */
type Origin = {
  readonly base: Base;
  /** In words. */
  readonly from: string;
  /** Undefined for an empty database. */
  readonly schema: Schema | undefined;
  readonly catalog: Catalog;
  /** What could not be found out, for people. */
  readonly note: string;
};

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
  proof: { readonly text: string; readonly proof: Proof } | undefined;
};

type Tell = (preview: Preview, check: MigrationCheck | undefined) => void;

export class Previews {
  readonly #workspace: Workspace;
  readonly #migrations: Migrations;
  readonly #names: Names;
  readonly #start: () => SchemaEngine;
  readonly #heads: Heads;
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
    tell: Tell,
  ) {
    this.#workspace = workspace;
    this.#migrations = migrations;
    this.#names = names;
    this.#start = start;
    this.#heads = heads;
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
      preview.origin = undefined;
      preview.of = undefined;
    }
    await this.schemasChanged();
  }

  proved(document: string, text: string, proof: Proof): void {
    const preview = this.#open.get(document);
    if (!preview) return;
    preview.proof = { text, proof };
    if (preview.shown?.text === text) {
      this.#show(preview, { ...preview.shown, proof }, preview.check, preview.summary);
    }
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
    preview.origin ??= this.#originOf(preview, checked);
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
    if (preview.of !== schema) return;
    const summary = summaryOf(check.report, folder.world);
    const isEmpty = text === emptyMigration || check.report.statements.length === 0;
    const shown: Preview = {
      ...named,
      state: isEmpty ? "none" : "changes",
      note: origin.note,
      text,
      summary,
      findings: check.verdicts.map((verdict) => findingLine(verdict)),
      proof: preview.proof?.text === text ? preview.proof.proof : undefined,
    };
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
    this.#tell(shown, check);
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
      findings: last?.findings ?? [],
      proof: last?.proof,
    };
    this.#show(preview, shown, preview.check, preview.summary);
  }

  async #sqlBetween(
    { document }: OpenPreview,
    { schema: from }: Origin,
    to: Schema,
  ): Promise<
    | { readonly ok: true; readonly sql: string }
    | { readonly ok: false; readonly why: "invalid" | "failed"; readonly reason: string }
    | undefined
  > {
    this.#diff ??= liveDiff(this.engine);
    const answer = from
      ? await this.#diff(from, to, { key: document })
      : await this.engine.diff({ kind: "empty" }, sideOf(to), { key: document });
    if (answer.ok) return answer;
    const { why, reason } = answer;
    return why === "superseded" ? undefined : { ok: false, why, reason };
  }

  async #originOf({ base }: OpenPreview, checked: CheckedSchema): Promise<Origin> {
    const files = checked.schema.files.map((file) => file.path);
    switch (base.kind) {
      case "empty":
        return {
          base,
          from: "an empty database",
          schema: undefined,
          catalog: emptyCatalog,
          note: "",
        };
      case "saved": {
        const texts = await Promise.all(files.map(async (file) => await readFromDisk(file)));
        const found = files.flatMap((file, at) => {
          const text = texts[at];
          return text === undefined ? [] : [[file, text] as const];
        });
        return this.#fromTexts(base, "the schema as it is saved", found);
      }
      case "git": {
        const texts = await committedTexts(files, base.revision);
        if (!texts) return this.#noOrigin(base, "There is no git repository to compare with");
        const name = base.revision === "HEAD" ? "the last commit" : base.revision;
        return this.#fromTexts(base, `the schema of ${name}`, [...texts]);
      }
      case "migrations":
        return this.#fromMigrations(base, checked);
    }
  }

  async #fromMigrations(base: Base, checked: CheckedSchema): Promise<Origin> {
    const first = checked.schema.files[0]?.path ?? "";
    const folder = await this.#migrations.ofSchema(first);
    const last = folder?.folder?.scripts.at(-1);
    if (!folder?.folder || !last) return this.#noOrigin(base, "There are no migrations yet");
    const files = checked.schema.files.map((file) => file.path);
    const committed = await committedTexts(files);
    const candidates = [checked.schema, ...(committed ? [schemaOf([...committed])] : [])];
    const head = await this.#heads.schemaAt(folder.folder, candidates, this.engine);
    const from = `the migrations up to ${last.name}`;
    if (!head.ok) {
      const fallback = committed ? schemaOf([...committed]) : undefined;
      return {
        base,
        from: committed ? "the schema of the last commit" : "an empty database",
        schema: fallback,
        catalog: folder.head(),
        note: `The migrations could not be replayed: ${head.reason}`,
      };
    }
    return { base, from, schema: head.schema, catalog: folder.head(), note: head.note };
  }

  #noOrigin(base: Base, note: string): Origin {
    return { base, from: "an empty database", schema: undefined, catalog: emptyCatalog, note };
  }

  async #fromTexts(
    base: Base,
    from: string,
    files: readonly (readonly [path: string, text: string])[],
  ): Promise<Origin> {
    if (files.length === 0) return this.#noOrigin(base, "The schema was not there yet");
    const schema = schemaOf(files);
    const made = await this.engine.diff({ kind: "empty" }, sideOf(schema));
    const catalog = made.ok ? await this.#migrations.catalogOf(made.sql) : emptyCatalog;
    return { base, from, schema, catalog, note: made.ok ? "" : made.reason };
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
    proof: undefined,
  };
}
