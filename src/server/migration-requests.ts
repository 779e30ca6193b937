/**
 * What our own client asks about migrations beyond the LSP: previews, the list of what is on disk,
 * new migrations, reverse scripts, queries to run before.
 */

import path from "node:path";
import type { Connection, WorkspaceEdit } from "vscode-languageserver";
import { reversibleOf } from "../core/migration/reversible.ts";
import { summaryOf } from "../core/migration/summary.ts";
import {
  directoryWords,
  lockedProvider,
  lockFileOf,
  timestampsAfter,
} from "../core/migration/write-migration.ts";
import { verifiedCheck } from "../core/rules/verified-check.ts";
import type { LockMode } from "../core/sql/step.ts";
import { shortName } from "../core/sql/write-name.ts";
import { lockFileName, scriptName } from "../project/migrations.ts";
import { committedFiles } from "../project/revision.ts";
import * as protocol from "../protocol/migrations.ts";
import { type Names, titleOf } from "./checklist.ts";
import { stateOf } from "./database-requests.ts";
import type { ConnectedDatabase, Databases } from "./databases.ts";
import { downScriptAt } from "./down-scripts.ts";
import type { JudgedFolder, Migrations } from "./migrations.ts";
import { pathOf } from "./paths.ts";
import type { Previews } from "./previews.ts";
import type { Proofs } from "./proofs.ts";
import type { Guarded } from "./requests.ts";
import { findingLine } from "./sql-lines.ts";
import { titlesOf } from "./ways-of-verdict.ts";
import type { Workspace } from "./workspace.ts";

export type MigrationParts = {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly migrations: Migrations;
  readonly previews: Previews;
  readonly proofs: Proofs;
  readonly databases: Databases;
  readonly names: Names;
  readonly guarded: Guarded;
};

export function answerMigrationRequests({
  connection,
  workspace,
  migrations,
  previews,
  proofs,
  databases,
  names,
  guarded,
}: MigrationParts): void {
  connection.onRequest(protocol.openPreview, ({ uri, base }: protocol.PreviewRequest) =>
    guarded<protocol.Preview | null>("preview", null, async () => {
      return (await previews.open(pathOf(uri), base)) ?? null;
    }),
  );

  connection.onNotification(protocol.closePreview, ({ document }: protocol.ClosePreview) => {
    previews.close(document);
  });

  connection.onRequest(
    protocol.createMigration,
    (request: protocol.CreateMigrationRequest): Promise<object> =>
      guarded<protocol.MigrationEdit>("create migration", unwritten, () => created(request)),
  );

  connection.onRequest(protocol.migrationPage, ({ uri }: protocol.MigrationPageRequest) =>
    guarded<protocol.Preview | null>("migration page", null, async () => {
      return previews.at(uri)?.shown ?? (await pageOfScript(uri));
    }),
  );

  connection.onRequest(protocol.downScript, ({ uri }: protocol.DownScriptRequest) =>
    guarded<protocol.DownScript | null>("down script", null, () =>
      downScriptAt(uri, { migrations, previews, newFiles: (files) => newFiles(files, names) }),
    ),
  );

  async function pageOfScript(uri: string): Promise<protocol.Preview | null> {
    const found = await migrations.ofScript(pathOf(uri));
    const checked = found && (await workspace.schemaOf(found.folder.schemaFile));
    if (!found || !checked) return null;
    const { check, folder } = found;
    const { migration, statements } = check.report;
    const before = nameBefore(folder, migration.name);
    const proof = proofs.of(uri, migration.file.source.text);
    const ways = await migrations.safeWays(check.report, folder.world);
    return {
      document: uri,
      schema: titleOf(checked.schema, names),
      base: { kind: "migrations" },
      from: before === undefined ? "an empty database" : `the migrations up to ${before}`,
      state: statements.length > 0 ? "changes" : "none",
      note: "",
      text: migration.file.source.text,
      summary: summaryOf(check.report, folder.world),
      reversible: reversibleOf(check.report),
      findings: verifiedCheck(check, proof).verdicts.map((verdict) =>
        findingLine(verdict, titlesOf(verdict, ways)),
      ),
      proof,
    };
  }

  connection.onRequest(protocol.migrations, () =>
    guarded<protocol.MigrationList>("migrations", { folders: [] }, async () => {
      const folders = await migrations.all();
      return { folders: await Promise.all(folders.map(listed)) };
    }),
  );

  async function created({
    document,
    name,
  }: protocol.CreateMigrationRequest): Promise<protocol.MigrationEdit> {
    const preview = previews.at(document);
    const folder = preview && (await migrations.ofSchema(preview.schemaFile));
    if (!preview?.shown || !folder) return refused("the preview is not open any more");
    const { state, note, text } = preview.shown;
    if (state !== "changes") return refused(note || "there is nothing to migrate");
    const { lockFile } = folder.folder ?? {};
    const provider = lockFile === undefined ? "postgresql" : lockedProvider(lockFile);
    if (provider !== "postgresql") {
      return refused(`${lockFileName} says that these migrations are for ${provider}`);
    }
    const script = path.join(folder.path, directoryFor(folder, name, now()), scriptName);
    const lock = path.join(folder.path, lockFileName);
    const files: [string, string][] = [[script, text]];
    if (lockFile === undefined) files.push([lock, lockFileOf(provider)]);
    return { ok: true, edit: newFiles(files, names), opens: names.uriOf(script) };
  }

  async function listed(judged: JudgedFolder): Promise<protocol.ListedFolder> {
    const { schemaFile, folder, path: place } = judged;
    const checks = judged.checks();
    const checked = await workspace.schemaOf(schemaFile);
    const scripts = folder?.scripts ?? [];
    const committed = folder ? await committedFiles(folder.path) : undefined;
    const database = databases.of(schemaFile);
    return {
      schema: checked ? titleOf(checked.schema, names) : schemaFile,
      schemaUri: names.uriOf(schemaFile),
      uri: names.uriOf(place),
      path: names.relative(place),
      exists: folder !== undefined,
      notes: notesOf(judged),
      database: database && stateOf(database, names.uriOf(schemaFile)),
      migrations: await Promise.all(
        checks.map(async ({ report, verdicts }, at) => {
          const script = scripts[at];
          const isCommitted = script && committed?.has(script.path);
          const known = isCommitted ? ("committed" as const) : ("new" as const);
          const unconnected = committed === undefined ? ("unknown" as const) : known;
          // Those of a whole history would take long, and what is committed stays as it is.
          const isNew = committed !== undefined && !isCommitted;
          const ways = isNew ? await migrations.safeWays(report, judged.world) : [];
          return {
            name: report.migration.name,
            uri: names.uriOf(report.migration.path ?? ""),
            state: database ? stateIn(database, report.migration.name) : unconnected,
            statements: report.statements.length,
            lock: lockText(report.locks),
            hasDown: hasDown(judged, report.migration.name),
            findings: verdicts.map((verdict) => findingLine(verdict, titlesOf(verdict, ways))),
          };
        }),
      ),
    };
  }
}

/** What was rolled back is applied again with the next deployment. */
function stateIn({ report }: ConnectedDatabase, migration: string) {
  const state = report.applied.find(({ name }) => name === migration)?.state;
  return state === "applied" || state === "failed" ? state : "pending";
}

/** 14 digits in UTC. */
export function now(): string {
  return new Date().toISOString().replace(/\D/g, "").slice(0, 14);
}

function directoryFor({ folder }: JudgedFolder, name: string, stamped: string): string {
  const existing = folder?.directories.map((one) => one.name) ?? [];
  const [stamp = ""] = timestampsAfter(existing, stamped, 1);
  const words = directoryWords(name);
  return words === "" ? stamp : `${stamp}_${words}`;
}

const unwritten = refused("the server could not write it; its log says why");

function refused(reason: string): protocol.MigrationEdit {
  return { ok: false, reason };
}

/** Files that must not be there yet, with their texts. */
export function newFiles(
  files: readonly (readonly [file: string, text: string])[],
  names: Names,
): WorkspaceEdit {
  const start = { line: 0, character: 0 };
  return {
    documentChanges: files.flatMap(([file, text]) => {
      const uri = names.uriOf(file);
      return [
        { kind: "create" as const, uri, options: { overwrite: false, ignoreIfExists: false } },
        {
          textDocument: { uri, version: null },
          edits: [{ range: { start, end: start }, newText: text }],
        },
      ];
    }),
  };
}

function lockText(locks: readonly { readonly table: string; readonly mode: LockMode }[]) {
  const [first] = locks;
  return first && `${first.mode} on ${shortName(first.table)}`;
}

function nameBefore({ folder }: JudgedFolder, name: string): string | undefined {
  const scripts = folder?.scripts ?? [];
  return scripts[scripts.findIndex((script) => script.name === name) - 1]?.name;
}

function notesOf({ folder }: JudgedFolder): string[] {
  if (!folder) return [];
  const odd = folder.directories.filter(({ hasScript }) => !hasScript);
  return [
    ...(folder.lockFile === undefined ? [`There is no ${lockFileName}`] : []),
    ...odd.map(({ name }) => `${name} holds no ${scriptName}`),
  ];
}

function hasDown({ folder }: JudgedFolder, name: string): boolean {
  return (
    folder?.directories.find((one) => one.name === name)?.otherFiles.includes("down.sql") ?? false
  );
}
