/** What datasource and generator blocks say about a whole schema. */
import { itemsOf, property, stringOf } from "./attributes.ts";
import type { Block } from "./syntax.ts";

export type Provider = "postgresql" | "cockroachdb" | "mysql" | "sqlite" | "sqlserver" | "mongodb";

export type Settings = {
  /** PostgreSQL while no datasource says otherwise. */
  readonly provider: Provider;
  /** The name of the datasource block, which native types carry before the dot: `@db.Uuid`. */
  readonly datasource: string;
  /** Where relations live: in the database, or emulated by Prisma Client. */
  readonly relationMode: "foreignKeys" | "prisma";
  /** `schemas` of the datasource. */
  readonly dbSchemas: readonly string[];
  readonly previewFeatures: readonly string[];
};

const providers: Readonly<Record<string, Provider>> = {
  postgresql: "postgresql",
  postgres: "postgresql",
  cockroachdb: "cockroachdb",
  mysql: "mysql",
  sqlite: "sqlite",
  sqlserver: "sqlserver",
  mongodb: "mongodb",
};

export function readSettings(blocks: readonly Block[]): Settings {
  const datasource = blocks.find(({ kind }) => kind === "datasource");
  const text = (name: string) => datasource && stringOf(property(datasource, name)?.value);
  const provider = providers[text("provider") ?? ""] ?? "postgresql";
  const emulated = (text("relationMode") ?? (provider === "mongodb" ? "prisma" : "")) === "prisma";
  return once({
    provider,
    datasource: datasource?.name.text || "db",
    relationMode: emulated ? "prisma" : "foreignKeys",
    dbSchemas: datasource ? stringsIn(datasource, "schemas") : [],
    previewFeatures: blocks
      .filter(({ kind }) => kind === "generator")
      .flatMap((generator) => stringsIn(generator, "previewFeatures")),
  });
}

function stringsIn(block: Block, name: string): string[] {
  return itemsOf(property(block, name)?.value).flatMap((value) => stringOf(value) ?? []);
}

const known = new Map<string, Settings>();

/** Equal settings are one object, so that models can be compared by the settings they hold. */
function once(settings: Settings): Settings {
  const key = JSON.stringify(settings);
  const before = known.get(key);
  if (before) return before;
  if (known.size > 100) known.clear();
  known.set(key, settings);
  return settings;
}
