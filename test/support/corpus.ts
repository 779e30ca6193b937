/**
 * The schemas that tests run over: the project's own fixtures always, and the real projects of
 * the corpus beside the project where it is present.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PrismaFile } from "./prisma.ts";

export type RealSchema = {
  readonly name: string;
  readonly provider: string;
  readonly files: readonly PrismaFile[];
};

const project = join(import.meta.dirname, "../..");
const corpus = join(project, "../shared/corpus");

/** Own fixtures and, where it is present, the corpus; as Prisma 7 accepts them. */
export function realSchemas(): readonly RealSchema[] {
  return [...ownSchemas(), ...corpusSchemas()];
}

/** Those that stand on PostgreSQL. */
export function postgresSchemas(): readonly RealSchema[] {
  return realSchemas().filter(({ provider }) => provider === "postgresql");
}

function ownSchemas(): RealSchema[] {
  const folder = join(project, "test/fixtures/schemas");
  const fixtures = readdirSync(folder).sort();
  const shop = join(project, "test/example/prisma/schema");
  return [
    ...fixtures.map((file) => single(file, readFileSync(join(folder, file), "utf8"))),
    {
      name: "example",
      provider: "postgresql",
      files: readdirSync(shop)
        .sort()
        .map((file) => [file, readFileSync(join(shop, file), "utf8")] as const),
    },
  ];
}

export function corpusSchemas(): RealSchema[] {
  if (!existsSync(corpus)) {
    console.log("corpus not found: only the project's own fixtures are looked at");
    return [];
  }
  return ["postgresql", "other-providers"].flatMap((side) =>
    readdirSync(join(corpus, side))
      .sort()
      .map((dir) => single(dir, readFileSync(join(corpus, side, dir, "schema.prisma"), "utf8"))),
  );
}

function single(name: string, text: string): RealSchema {
  const provider =
    /^\s*provider\s*=\s*"(postgres(?:ql)?|mysql|sqlite|sqlserver|cockroachdb|mongodb)"/m.exec(
      text,
    )?.[1] ?? "postgresql";
  return {
    name,
    provider: provider === "postgres" ? "postgresql" : provider,
    files: [["schema.prisma", forPrisma7(text)]],
  };
}

/** Prisma 7 refuses connection addresses and the preview features that it no longer knows. */
function forPrisma7(text: string): string {
  return text
    .replace(/^[ \t]*(url|directUrl|shadowDatabaseUrl)[ \t]*=.*$/gm, "")
    .replace(/^([ \t]*previewFeatures[ \t]*=[ \t]*)\[([^\]]*)\]/gm, (_, before, list) => {
      const kept = String(list)
        .split(",")
        .map((feature) => feature.trim())
        .filter((feature) => feature !== "" && !gone.has(feature));
      return `${before}[${kept.join(", ")}]`;
    });
}

const gone = new Set(['"metrics"']);

/** The same schema cut into several files, a few blocks each. */
export function split(schema: RealSchema, count: number): RealSchema {
  const text = schema.files.map(([, content]) => content).join("\n");
  const blocks = text.split(/^(?=(?:model|enum|view|type|datasource|generator)\s+\w+\s*\{)/m);
  const files = Array.from(
    { length: count },
    (_, at) =>
      [`part-${at}.prisma`, blocks.filter((_, block) => block % count === at).join("")] as const,
  );
  return { ...schema, name: `${schema.name} in ${count} files`, files };
}
