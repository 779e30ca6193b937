/**
 * What is known of the database behind a schema: what the configuration states, else what a
 * connected one has said, else what the project's files say, else what is usual. Connects to nothing.
 */
import type { DatabaseSettings } from "../core/lint/config.ts";
import type { Surroundings } from "../core/migration/migration.ts";
import type { ReadText } from "./discover.ts";
import { postgresVersionFor, prismaVersionFor } from "./versions.ts";

/** PostgreSQL 17 where nothing says: what most hosts give today. */
const usualPostgres = 17;

/** What a connected database says of itself. */
export type SaidByDatabase = Pick<Surroundings, "postgres" | "rows">;

/** `folder` is the one of the schema. */
export async function surroundingsOf(
  folder: string,
  { postgres, prisma, rows }: DatabaseSettings,
  readText: ReadText,
  said?: SaidByDatabase,
): Promise<Surroundings> {
  return {
    postgres:
      postgres ?? said?.postgres ?? (await postgresVersionFor(folder, readText)) ?? usualPostgres,
    prisma: prisma ?? (await prismaVersionFor(folder, readText)),
    rows: new Map([
      ...(said?.rows ?? []),
      ...Object.entries(rows).map(([name, count]): [string, number] => [
        name.includes(".") ? name : `public.${name}`,
        count,
      ]),
    ]),
  };
}
