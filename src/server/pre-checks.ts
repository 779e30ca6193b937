/**
 * Queries that find, before a migration is applied, the rows on which it would fail: those of a
 * preview or of a script, as they are now.
 */
import type { Connection } from "vscode-languageserver";
import { preChecksOf } from "../core/migration/pre-checks.ts";
import { type PreCheckLine, type PreChecksRequest, preChecks } from "../protocol/migrations.ts";
import type { Migrations } from "./migrations.ts";
import { pathOf } from "./paths.ts";
import type { Previews } from "./previews.ts";
import type { Guarded } from "./requests.ts";

export type PreCheckParts = {
  readonly connection: Connection;
  readonly migrations: Migrations;
  readonly previews: Previews;
  readonly guarded: Guarded;
};

export function answerPreChecks({ connection, guarded, ...parts }: PreCheckParts): void {
  connection.onRequest(preChecks, ({ uri, statement }: PreChecksRequest) =>
    guarded<readonly PreCheckLine[]>("pre-checks", [], () => preChecksAt(uri, statement, parts)),
  );
}

/** Of the preview or the script at an address; none where there is neither. */
async function preChecksAt(
  uri: string,
  statement: number | undefined,
  parts: Documents,
): Promise<readonly PreCheckLine[]> {
  const found = await reportAt(uri, parts);
  if (!found) return [];
  return preChecksOf(found.report, statement).map(({ title, sql, expects }) => {
    return { title, sql, expects };
  });
}

/** All queries of an address, with the schema that it belongs to: nothing else is run. */
export async function queriesAt(
  uri: string,
  parts: Documents,
): Promise<{ readonly schemaFile: string; readonly queries: readonly string[] } | undefined> {
  const found = await reportAt(uri, parts);
  if (!found) return undefined;
  const queries = preChecksOf(found.report).map(({ sql }) => sql);
  return { schemaFile: found.schemaFile, queries };
}

async function reportAt(uri: string, { migrations, previews }: Documents) {
  const preview = previews.at(uri);
  if (preview) {
    const { schemaFile, check } = preview;
    return check && { schemaFile, report: check.report };
  }
  const found = await migrations.ofScript(pathOf(uri));
  return found && { schemaFile: found.folder.schemaFile, report: found.check.report };
}

type Documents = Pick<PreCheckParts, "migrations" | "previews">;
