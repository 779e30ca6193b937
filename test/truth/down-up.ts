/**
 * Runs a history in the embedded PostgreSQL and takes each migration back once with the script that
 * is written for it: what the database holds is compared before and after, and after going up again.
 */
import { analyseMigration } from "../../src/core/migration/analyse.ts";
import { type Reverse, reverseOf } from "../../src/core/migration/reverse.ts";
import { afterTransaction, applyStatement, emptyCatalog } from "../../src/core/sql/apply.ts";
import type { Catalog } from "../../src/core/sql/catalog.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import type { ParseStatement, SqlFile } from "../../src/core/sql/statement.ts";
import {
  type Database,
  type EmbeddedPostgres,
  extensionsNamedIn,
} from "../../src/engines/postgres.ts";
import { catalogOf, compareCatalogs } from "../../src/engines/postgres-catalog.ts";
import { usualWorld } from "../support/migration-examples.ts";
import type { History } from "./histories.ts";

export type Walk = {
  readonly migration: string;
  /**
   * `unreplayed`: the server refused something of the migration itself. `refused`: parts of it
   * cannot be taken back, and the script says so.
   */
  readonly result: "identical" | "different" | "failed" | "refused" | "unreplayed";
  readonly refused: Reverse["refused"];
  readonly script: string;
  /** Lines that differ, or the server's reason. */
  readonly details: readonly string[];
};

export async function walkDownAndUp(
  history: History,
  postgres: EmbeddedPostgres,
  parse: ParseStatement,
): Promise<readonly Walk[]> {
  const extensions = extensionsNamedIn(history.migrations.map(({ text }) => text).join("\n"));
  const opened = await postgres.open({ extensions });
  if (!opened.ok) throw new Error(opened.message);
  const { database } = opened;
  const walks: Walk[] = [];
  let catalog = emptyCatalog;
  try {
    for (const { name, text } of history.migrations) {
      const file = readSql(text, parse);
      const report = analyseMigration({ name, path: undefined, file }, catalog, usualWorld);
      const reverse = reverseOf(report);
      const walked = await walkOne(database, text, reverse);
      if (walked.result === "unreplayed") {
        catalog = await applyAccepted(database, file, catalog);
      } else {
        catalog = report.after;
      }
      walks.push({ migration: name, refused: reverse.refused, script: reverse.sql, ...walked });
    }
  } finally {
    await database.close();
  }
  return walks;
}

/** Ends with the migration applied, whatever came of its reverse; `unreplayed`: with it not applied. */
async function walkOne(
  database: Database,
  text: string,
  reverse: Reverse,
): Promise<Pick<Walk, "result" | "details">> {
  const path = await pathOf(database);
  const before = await linesOf(database);
  const up = await refusalOf(database, text);
  if (up !== undefined) return { result: "unreplayed", details: [up] };
  if (reverse.refused.length > 0) return { result: "refused", details: [] };
  const pathAfter = await pathOf(database);
  const after = await linesOf(database);
  await database.exec("RESET search_path");
  const down = await refusalOf(database, reverse.sql);
  if (down !== undefined) {
    await setPath(database, pathAfter);
    return { result: "failed", details: [down] };
  }
  const taken = compareCatalogs(before, await linesOf(database));
  await setPath(database, path);
  const again = await refusalOf(database, text);
  if (again !== undefined) throw new Error(`going up again: ${again}\n${reverse.sql}`);
  const up2 = compareCatalogs(after, await linesOf(database));
  const details = [
    ...taken.onlyLeft.map((line) => `before: ${line}`),
    ...taken.onlyRight.map((line) => `after down: ${line}`),
    ...up2.onlyLeft.map((line) => `after up: ${line}`),
    ...up2.onlyRight.map((line) => `after second up: ${line}`),
  ];
  return { result: details.length === 0 ? "identical" : "different", details };
}

/** A file that the server refuses as a whole, statement by statement, as far as it goes. */
async function applyAccepted(
  database: Database,
  { statements }: SqlFile,
  before: Catalog,
): Promise<Catalog> {
  let catalog = before;
  for (const statement of statements) {
    if ((await refusalOf(database, statement.text)) !== undefined) continue;
    catalog = applyStatement(catalog, statement);
  }
  return afterTransaction(catalog);
}

async function refusalOf(database: Database, sql: string): Promise<string | undefined> {
  const answer = await database.exec(sql);
  if (answer.ok) return undefined;
  await database.exec("ROLLBACK");
  return answer.message;
}

async function linesOf(database: Database): Promise<readonly string[]> {
  const answer = await catalogOf(database);
  if (!answer.ok) throw new Error(answer.message);
  return answer.lines;
}

async function pathOf(database: Database): Promise<string> {
  const answer = await database.query("SELECT pg_catalog.current_setting('search_path')");
  return answer.ok ? (answer.rows[0]?.[0] ?? "") : "";
}

async function setPath(database: Database, path: string): Promise<void> {
  await database.query("SELECT pg_catalog.set_config('search_path', $1, false)", [path]);
}
