/**
 * Runs a history in a real PostgreSQL and folds, beside it, what that accepted: what it refuses is
 * told, and neither of the two has it.
 */
import { PGlite } from "@electric-sql/pglite";
import { btree_gin } from "@electric-sql/pglite/contrib/btree_gin";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { ltree } from "@electric-sql/pglite/contrib/ltree";
import { moddatetime } from "@electric-sql/pglite/contrib/moddatetime";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { pgcrypto } from "@electric-sql/pglite/contrib/pgcrypto";
import { uuid_ossp } from "@electric-sql/pglite/contrib/uuid_ossp";
import { afterTransaction, applyStatement, emptyCatalog } from "../../src/core/sql/apply.ts";
import type { Catalog } from "../../src/core/sql/catalog.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import type { ParseStatement, Statement } from "../../src/core/sql/statement.ts";
import { type CatalogLine, linesOfCatalog, linesOfDatabase } from "./catalog-lines.ts";
import type { History } from "./histories.ts";

export type Replay = {
  readonly migrations: number;
  readonly statements: number;
  /** Statements that the server refused, with its reason. */
  readonly refused: readonly Refusal[];
  /** `+` only the server has it, `-` only the folded catalog; with the migration after which. */
  readonly differences: readonly string[];
  /** Lines compared in the end, and those left out because their table is doubtful. */
  readonly compared: number;
  readonly doubtful: number;
  readonly catalog: Catalog;
};

export type Refusal = {
  readonly migration: string;
  readonly statement: string;
  readonly reason: string;
};

/** A new database, with the extensions that migrations ask for, as far as PGlite has them. */
function startReplay(): Promise<PGlite> {
  return PGlite.create({
    extensions: { btree_gin, btree_gist, citext, ltree, moddatetime, pg_trgm, pgcrypto, uuid_ossp },
  });
}

/** Compares after every migration with `often`, else at the end only. */
export async function replay(
  history: History,
  parse: ParseStatement,
  often: boolean,
): Promise<Replay> {
  await using database = await startReplay();
  let catalog = emptyCatalog;
  let statements = 0;
  const refused: Refusal[] = [];
  const differences: string[] = [];
  let last: Comparison = { differences: [], compared: 0, doubtful: 0 };
  for (const [index, migration] of history.migrations.entries()) {
    const file = readSql(migration.text, parse);
    statements += file.statements.length;
    const ran = await run(database, migration.text, file.statements);
    for (const statement of ran.accepted) catalog = applyStatement(catalog, statement);
    catalog = afterTransaction(catalog);
    refused.push(...ran.refused.map((one) => ({ migration: migration.name, ...one })));
    if (!often && index < history.migrations.length - 1) continue;
    const known = new Set(last.differences);
    last = compare(catalog, await linesOfDatabase(database));
    const added = last.differences.filter((one) => !known.has(one));
    differences.push(...added.map((one) => `${migration.name}: ${one}`));
  }
  const { compared, doubtful } = last;
  const migrations = history.migrations.length;
  return { migrations, statements, refused, differences, compared, doubtful, catalog };
}

/** As a whole, which is how Prisma does it; what fails as a whole, statement by statement. */
async function run(database: PGlite, text: string, statements: readonly Statement[]) {
  const accepted: Statement[] = [];
  const refused: Omit<Refusal, "migration">[] = [];
  if ((await failure(database, text)) === undefined) return { accepted: statements, refused };
  for (const statement of statements) {
    const reason = await failure(database, statement.text);
    if (reason === undefined) accepted.push(statement);
    else refused.push({ statement: shown(statement), reason });
  }
  return { accepted, refused };
}

type Comparison = Pick<Replay, "differences" | "compared" | "doubtful">;

function compare(catalog: Catalog, real: readonly CatalogLine[]): Comparison {
  const isSure = ({ key }: CatalogLine) => !catalog.doubtful.has(key);
  const folded = linesOfCatalog(catalog);
  const mine = new Set(folded.filter(isSure).map(({ line }) => line));
  const theirs = new Set(real.filter(isSure).map(({ line }) => line));
  const differences = [
    ...[...theirs].filter((line) => !mine.has(line)).map((line) => `+ ${line}`),
    ...[...mine].filter((line) => !theirs.has(line)).map((line) => `- ${line}`),
  ].sort((one, other) => (one.slice(2) < other.slice(2) ? -1 : 1));
  return {
    differences,
    compared: theirs.size,
    doubtful: real.filter((one) => !isSure(one)).length,
  };
}

async function failure(database: PGlite, sql: string): Promise<string | undefined> {
  try {
    await database.exec(sql);
    return undefined;
  } catch (error) {
    await database.exec("ROLLBACK");
    return error instanceof Error ? error.message : String(error);
  }
}

function shown({ text }: Statement): string {
  return text.replaceAll(/\s+/g, " ").slice(0, 120);
}
