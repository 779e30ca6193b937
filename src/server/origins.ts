/**
 * Where previews count from: a schema and the catalog that belongs to it, found in the migrations,
 * in git, on disk or in a connected database. Remembers nothing.
 */
import type { Schema } from "../core/schema/resolve.ts";
import { emptyCatalog } from "../core/sql/apply.ts";
import type { Catalog } from "../core/sql/catalog.ts";
import { engineQuery } from "../engines/engine-query.ts";
import type { SchemaEngine } from "../engines/schema-engine.ts";
import { readFromDisk } from "../project/discover.ts";
import { committedTexts } from "../project/revision.ts";
import type { Base } from "../protocol/migrations.ts";
import type { Databases } from "./databases.ts";
import { type Head, type Heads, schemaIn } from "./heads.ts";
import type { Migrations } from "./migrations.ts";
import { schemaOf, sideOf } from "./schema-sides.ts";
import type { CheckedSchema } from "./workspace.ts";

/** Where a preview counts from, as it was found. */
export type Origin = {
  readonly base: Base;
  /** In words. */
  readonly from: string;
  /** Undefined for an empty database. */
  readonly schema: Schema | undefined;
  readonly catalog: Catalog;
  /** What could not be found out, for people. */
  readonly note: string;
  /** Why there is nothing to count from, where no other origin would do instead. */
  readonly failure?: string;
};

export class Origins {
  readonly #migrations: Migrations;
  readonly #heads: Heads;
  readonly #databases: Databases;
  readonly #engine: () => SchemaEngine;

  constructor(
    migrations: Migrations,
    heads: Heads,
    databases: Databases,
    engine: () => SchemaEngine,
  ) {
    this.#migrations = migrations;
    this.#heads = heads;
    this.#databases = databases;
    this.#engine = engine;
  }

  async of(base: Base, checked: CheckedSchema): Promise<Origin> {
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
      case "database":
        return this.#fromDatabase(base, checked);
    }
  }

  /** As it is now; `databasesChanged` has it read again. */
  async #fromDatabase(base: Base, checked: CheckedSchema): Promise<Origin> {
    const file = checked.schema.files[0]?.path ?? "";
    const known = this.#databases.of(file);
    if (!known) return this.#failed(base, "No database is connected to this schema");
    const read = await this.#databases.read<Head>(file, async (session) => {
      // Prisma's engine looks into other schemas only where the datasource lists them.
      if (session.schema !== "public") {
        return { ok: false, reason: `its URL names the schema ${session.schema}, not public` };
      }
      const head = await schemaIn(engineQuery(session), [checked.schema], this.#engine());
      return { ok: true, value: head };
    });
    const head = read.ok ? read.value : read;
    const from = `the ${known.label} database ${known.report.server.database}`;
    if (!head.ok) return this.#failed(base, `It cannot be read: ${head.reason}`, from);
    return this.#fromSchema(base, from, head.schema);
  }

  async #fromMigrations(base: Base, checked: CheckedSchema): Promise<Origin> {
    const first = checked.schema.files[0]?.path ?? "";
    const folder = await this.#migrations.ofSchema(first);
    const last = folder?.folder?.scripts.at(-1);
    if (!folder?.folder || !last) return this.#noOrigin(base, "There are no migrations yet");
    const files = checked.schema.files.map((file) => file.path);
    const committed = await committedTexts(files);
    const candidates = [checked.schema, ...(committed ? [schemaOf([...committed])] : [])];
    const head = await this.#heads.schemaAt(folder.folder, candidates, this.#engine());
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

  /** Counting from nothing instead would show everything as new. */
  #failed(base: Base, failure: string, from = "a database"): Origin {
    return { base, from, schema: undefined, catalog: emptyCatalog, note: "", failure };
  }

  async #fromTexts(
    base: Base,
    from: string,
    files: readonly (readonly [path: string, text: string])[],
  ): Promise<Origin> {
    if (files.length === 0) return this.#noOrigin(base, "The schema was not there yet");
    return this.#fromSchema(base, from, schemaOf(files));
  }

  async #fromSchema(base: Base, from: string, schema: Schema): Promise<Origin> {
    const made = await this.#engine().diff({ kind: "empty" }, sideOf(schema));
    const catalog = made.ok ? await this.#migrations.catalogOf(made.sql) : emptyCatalog;
    return { base, from, schema, catalog, note: made.ok ? "" : made.reason };
  }
}
