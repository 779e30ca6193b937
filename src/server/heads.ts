/**
 * The schema that the migrations of a folder make: replayed in an embedded PostgreSQL, read back
 * by Prisma's engine, remembered by what the scripts say.
 */
import { createHash } from "node:crypto";
import type { Schema } from "../core/schema/resolve.ts";
import type { Query, SchemaEngine } from "../engines/schema-engine.ts";
import type { MigrationsFolder } from "../project/migrations.ts";
import { schemaOf, sideOf } from "./schema-sides.ts";

export type Head =
  | { readonly ok: true; readonly schema: Schema; readonly note: string }
  | { readonly ok: false; readonly reason: string };

/** A database that holds what the scripts made, for as long as `use` runs. */
export type ReplayInto = (
  folder: MigrationsFolder,
  use: (query: Query) => Promise<Head>,
) => Promise<Head>;

export class Heads {
  readonly #replay: ReplayInto;
  readonly #known = new Map<string, Promise<Head>>();

  constructor(replay: ReplayInto) {
    this.#replay = replay;
  }

  /**
   * One of `candidates` where the migrations make exactly that: it is compared with quickly. Else
   * what the engine reads from the database.
   */
  schemaAt(
    folder: MigrationsFolder,
    candidates: readonly Schema[],
    engine: SchemaEngine,
  ): Promise<Head> {
    const key = keyOf(folder);
    const before = this.#known.get(key);
    if (before) return before;
    const now = this.#replay(folder, (query) => schemaIn(query, candidates, engine));
    // Only the last one is worth its memory, and what failed is tried again.
    this.#known.clear();
    this.#known.set(key, now);
    now.then(
      ({ ok }) => !ok && this.#known.delete(key),
      () => this.#known.delete(key),
    );
    return now;
  }
}

/** The schema of a database as it is: one of `candidates` where it is exactly that. */
export async function schemaIn(
  query: Query,
  candidates: readonly Schema[],
  engine: SchemaEngine,
): Promise<Head> {
  for (const schema of candidates) {
    const drift = await engine.diff({ kind: "database", query }, sideOf(schema));
    if (drift.ok && isEmpty(drift.sql)) return { ok: true, schema, note: "" };
  }
  const [first] = candidates;
  const settings = first
    ? sideOf(first).files.filter(([, text]) => /^\s*datasource\s/m.test(text))
    : [];
  const found = await engine.introspect(query, settings);
  if (!found.ok) return { ok: false, reason: found.reason };
  return { ok: true, schema: schemaOf(found.files), note: "" };
}

function isEmpty(sql: string): boolean {
  return sql.split("\n").every((line) => line.trim() === "" || line.startsWith("--"));
}

function keyOf({ path, scripts }: MigrationsFolder): string {
  const hash = createHash("sha256").update(path);
  for (const { name, text } of scripts) hash.update("\0").update(name).update("\0").update(text);
  return hash.digest("hex");
}
