/** The two ends of a comparison: from what was typed to what Prisma's engine compares. */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type { Schema } from "../core/schema/resolve.ts";
import { readOnlyConnection } from "../database/connection.ts";
import { engineQuery } from "../engines/engine-query.ts";
import type { DiffSide, SchemaEngine } from "../engines/schema-engine.ts";
import { readFromDisk } from "../project/discover.ts";
import {
  type MigrationsFolder,
  migrationsFolderFor,
  readMigrations,
} from "../project/migrations.ts";
import { committedTexts } from "../project/revision.ts";
import { Histories } from "../proof/histories.ts";
import { embeddedPostgres } from "./engines.ts";
import { relative } from "./finding.ts";
import { migrationsFolderAt } from "./history.ts";
import { type LoadedSchema, oneSchema } from "./load.ts";
import { UsageError } from "./usage.ts";
import type { Place } from "./usage-diff.ts";

/** One end that can be compared. */
export type Side = {
  /** In words: "the migrations up to 20240131120000_add_users". */
  readonly label: string;
  readonly side: DiffSide;
  /** Where the side is one, for versions, rows and rules. */
  readonly schema: LoadedSchema | undefined;
  /** Where the side is one. */
  readonly migrations: MigrationsFolder | undefined;
  readonly close: () => Promise<void>;
};

const nothing = { schema: undefined, migrations: undefined, close: async () => {} };

/** `current` is asked for where the place speaks of the schema of this folder. */
export async function sideOf(place: Place, current: () => Promise<LoadedSchema>): Promise<Side> {
  switch (place.kind) {
    case "empty":
      return { ...nothing, label: "an empty database", side: { kind: "empty" } };
    case "migrations":
      return migrationsOf(await current());
    case "git":
      return committed(await current(), place.revision);
    case "database":
      return connected(place.url);
    case "path":
      return atPath(place.path);
  }
}

export function schemaSide(loaded: LoadedSchema): Side {
  const label = `the schema ${relative(loaded.schema.files[0]?.path ?? "")}`;
  return { ...nothing, label, side: textsOf(loaded.schema), schema: loaded };
}

/** A comparison takes one database only: the other one is read into a schema. */
export async function withoutDatabase(side: Side, engine: SchemaEngine): Promise<Side> {
  if (side.side.kind !== "database") return side;
  const files = [["schema.prisma", 'datasource db {\n  provider = "postgresql"\n}\n']] as const;
  const read = await engine.introspect(side.side.query, files);
  if (!read.ok) throw new UsageError(`${side.label}: ${read.reason}`);
  return { ...side, side: { kind: "schema", files: read.files } };
}

/** Undefined where the schema has no migrations yet. */
export async function folderOf({ found }: LoadedSchema): Promise<MigrationsFolder | undefined> {
  const place = await migrationsFolderFor(found, readFromDisk);
  const folder = place === undefined ? undefined : await readMigrations(place, readFromDisk);
  return folder && folder.scripts.length > 0 ? folder : undefined;
}

async function migrationsOf(loaded: LoadedSchema): Promise<Side> {
  const folder = await folderOf(loaded);
  if (folder === undefined) throw new UsageError("There are no migrations yet");
  return { ...(await replayed(folder)), schema: loaded };
}

async function replayed(folder: MigrationsFolder): Promise<Side> {
  const histories = new Histories(embeddedPostgres);
  const opened = await histories.open(folder.scripts);
  if (!opened.ok) {
    await histories.stop();
    const name = opened.migration?.name ?? relative(folder.path);
    throw new UsageError(`${name} cannot be replayed: ${opened.refusal.message}`);
  }
  return {
    ...nothing,
    label: `the migrations up to ${folder.scripts.at(-1)?.name ?? ""}`,
    side: { kind: "database", query: engineQuery(opened.database) },
    migrations: folder,
    close: () => histories.stop(),
  };
}

async function committed(loaded: LoadedSchema, revision: string): Promise<Side> {
  const files = loaded.schema.files.map((file) => file.path);
  const texts = await committedTexts(files, revision);
  if (texts === undefined) throw new UsageError(`git has no revision ${revision} here`);
  if (texts.size === 0) throw new UsageError(`There was no schema yet at ${revision}`);
  const side = { kind: "schema" as const, files: [...texts] };
  return { ...nothing, label: `the schema at ${revision}`, side, schema: loaded };
}

async function connected(url: string): Promise<Side> {
  const opened = await readOnlyConnection(url);
  if (!opened.ok) throw new UsageError(opened.message);
  const { session } = opened;
  const side = { kind: "database" as const, query: engineQuery(session) };
  return { ...nothing, label: "the connected database", side, close: () => session.close() };
}

async function atPath(given: string): Promise<Side> {
  const target = path.resolve(given);
  if (!existsSync(target)) throw new UsageError(`${given} does not exist`);
  const place = migrationsFolderAt(target, statSync(target).isDirectory());
  if (place === undefined) return schemaSide(await oneSchema(given));
  const folder = await readMigrations(place, readFromDisk);
  if (!folder || folder.scripts.length === 0) {
    throw new UsageError(`There are no migrations in ${given}`);
  }
  // One migration means the history up to it.
  const last = folder.scripts.findIndex(
    (script) => script.path === target || path.dirname(script.path) === target,
  );
  return replayed(last < 0 ? folder : { ...folder, scripts: folder.scripts.slice(0, last + 1) });
}

function textsOf({ files }: Schema): DiffSide {
  return {
    kind: "schema",
    files: files.map((file): [string, string] => [file.path, file.text]),
  };
}
