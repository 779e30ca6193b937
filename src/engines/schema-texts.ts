/**
 * Schemas of earlier versions of Prisma as the engine of this one accepts them. What is taken out
 * has no part in a database, and lines stay where they are; columns may not.
 */
import type { SchemaFiles } from "./schema-engine-messages.ts";

/** Without connection addresses, and without the preview features in `unknown`. */
export function forThisEngine(files: SchemaFiles, unknown: ReadonlySet<string>): SchemaFiles {
  return files.map(([path, text]) => [path, text.replace(optionBlock, (block) => known(block))]);

  function known(block: string): string {
    return block
      .replace(/^([ \t]*)(?:url|directUrl|shadowDatabaseUrl)[ \t]*=.*$/gm, "")
      .replace(/"(\w+)"\s*,?/g, (word, feature) => (unknown.has(feature) ? "" : word));
  }
}

/** A datasource or generator, up to the first line that is only its end. */
const optionBlock = /^[ \t]*(?:datasource|generator)[ \t]+\w+[ \t]*\{[\s\S]*?^[ \t]*\}/gm;

/** The datasource and the generators alone, on their lines; everything, where there are none. */
export function optionsOf(files: SchemaFiles): SchemaFiles {
  const found = files.flatMap(([path, text]) => {
    const blocks = text.match(optionBlock) ?? [];
    if (blocks.length === 0) return [];
    const between = text.split(optionBlock).map((rest) => rest.replace(/[^\n]+/g, ""));
    return [[path, between.map((rest, at) => rest + (blocks[at] ?? "")).join("")] as const];
  });
  return found.length === 0 ? files : found;
}

/** As driver adapters call it; PostgreSQL where the schema does not say. */
export function providerOf(files: SchemaFiles): string {
  const found = /^\s*provider\s*=\s*"(postgres|mysql|sqlite|sqlserver|cockroachdb)/m.exec(
    files.map(([, text]) => text).join("\n"),
  );
  return found?.[1] ?? "postgres";
}

/** The preview feature because of which the engine refuses a schema. */
export function unknownFeature(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return /The preview feature "(\w+)" is not known/.exec(error.message)?.[1];
}
