/**
 * What our own client asks about databases: which ones the project names, connecting one, what it
 * says, and running a query that this server has written itself.
 */
import type { Connection } from "vscode-languageserver";
import { redact } from "../database/address.ts";
import type { ReadOnlySession } from "../database/connection.ts";
import { databaseCandidates } from "../project/database-url.ts";
import { readFromDisk } from "../project/discover.ts";
import * as protocol from "../protocol/databases.ts";
import type { Surroundings } from "./actions.ts";
import { type Names, titleOf } from "./checklist.ts";
import type { Answered, ConnectedDatabase, Databases, UrlNow } from "./databases.ts";
import { pathOf } from "./paths.ts";
import type { Guarded } from "./requests.ts";
import type { Workspace } from "./workspace.ts";

export type DatabaseParts = {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly databases: Databases;
  readonly names: Names;
  readonly around: Surroundings;
  readonly guarded: Guarded;
  /** The queries that were written for a preview or a script, and the schema it belongs to. */
  readonly queriesOf: (uri: string) => Promise<OfferedQueries | undefined>;
};

export type OfferedQueries = { readonly schemaFile: string; readonly queries: readonly string[] };

/** More rows than anybody reads; a check wants none. */
const mostRows = 100;

export function answerDatabaseRequests({
  connection,
  workspace,
  databases,
  names,
  around,
  guarded,
  queriesOf,
}: DatabaseParts): void {
  /** Of the schema that a file of its own, a script or a preview belongs to. */
  async function filesOf(uri: string): Promise<readonly string[]> {
    const schemaFile = uri.endsWith(".prisma")
      ? pathOf(uri)
      : ((await queriesOf(uri))?.schemaFile ?? pathOf(uri));
    const checked = await workspace.schemaOf(schemaFile);
    return checked?.schema.files.map((file) => file.path) ?? [];
  }

  connection.onRequest(protocol.databaseSchemas, () =>
    guarded<protocol.DatabaseSchema[]>("database schemas", [], async () => {
      const all = (await workspace.all()).map(({ schema }) => schema);
      return all.flatMap((schema) => {
        const file = schema.files[0]?.path;
        if (file === undefined || schema.settings.provider !== "postgresql") return [];
        const title = titleOf(schema, names);
        return [{ title, uri: names.uriOf(file), database: stateFor(file) }];
      });
    }),
  );

  async function sourceName(
    source: protocol.DatabaseSource,
    files: readonly string[],
  ): Promise<string> {
    if (source.kind === "url") return "the secret storage";
    const found = (await candidatesFor(files)).find(({ id }) => id === source.id);
    return found ? `${found.name} in ${placeOf(found.file)}` : "the project";
  }

  function placeOf(file: string | undefined): string {
    return file === undefined ? "the environment" : names.relative(file);
  }

  async function candidatesFor(files: readonly string[]) {
    const [first] = files;
    if (first === undefined) return [];
    const root = around.rootOf(first);
    return databaseCandidates({
      schemaFiles: files,
      root: root === "" ? undefined : root,
      environment: process.env,
      readText: readFromDisk,
    });
  }

  connection.onRequest(protocol.databaseCandidates, ({ uri }: protocol.DatabaseCandidatesRequest) =>
    guarded<protocol.DatabaseCandidateLine[]>("database candidates", [], async () => {
      const found = await candidatesFor(await filesOf(uri));
      return found.map(({ id, name, file, isDirect }) => ({
        id,
        name,
        place: placeOf(file),
        isDirect,
      }));
    }),
  );

  connection.onRequest(
    protocol.connectDatabase,
    ({ uri, source, label }: protocol.ConnectRequest): Promise<object> =>
      guarded<protocol.ConnectAnswer>("connect", broken, async () => {
        const files = await filesOf(uri);
        const [schemaFile] = files;
        if (schemaFile === undefined) return { ok: false, reason: "There is no such schema" };
        const said = { label, source: await sourceName(source, files) };
        const answer = await databases.connect(schemaFile, urlOf(source, files), said);
        const state = stateFor(schemaFile);
        return answer.ok && state ? { ok: true, state } : { ok: false, reason: reasonOf(answer) };
      }),
  );

  function urlOf(source: protocol.DatabaseSource, files: readonly string[]): UrlNow {
    if (source.kind === "url") return async () => ({ ok: true, url: source.url });
    return async () => {
      const found = (await candidatesFor(files)).find(({ id }) => id === source.id);
      if (found) return { ok: true, url: found.url };
      return { ok: false, reason: "The place that held the URL does not hold one any more" };
    };
  }

  connection.onRequest(protocol.labelDatabase, ({ uri, label }: protocol.LabelRequest) =>
    guarded("label", null, async () => {
      const [schemaFile] = await filesOf(uri);
      if (schemaFile !== undefined) await databases.relabel(schemaFile, label);
      return null;
    }),
  );

  connection.onRequest(protocol.disconnectDatabase, ({ uri }: protocol.DatabaseRequest) =>
    guarded("disconnect", null, async () => {
      const [schemaFile] = await filesOf(uri);
      if (schemaFile !== undefined) databases.disconnect(schemaFile);
      return null;
    }),
  );

  connection.onRequest(protocol.refreshDatabases, () =>
    guarded("refresh databases", null, async () => {
      await databases.refresh();
      return null;
    }),
  );

  connection.onRequest(protocol.databaseState, ({ uri }: protocol.DatabaseRequest) =>
    guarded<protocol.DatabaseState | null>("database state", null, async () => {
      const [schemaFile] = await filesOf(uri);
      return (schemaFile !== undefined && stateFor(schemaFile)) || null;
    }),
  );

  connection.onRequest(
    protocol.runPreCheck,
    ({ uri, sql }: protocol.RunPreCheckRequest): Promise<object> =>
      guarded<protocol.PreCheckResult>("pre-check", broken, async () => {
        const offered = await queriesOf(uri);
        if (!offered?.queries.includes(sql)) {
          return { ok: false, reason: "This query is not one of those written for the migration" };
        }
        const answer = await databases.read(offered.schemaFile, (session) => asked(session, sql));
        return answer.ok ? answer.value : { ok: false, reason: answer.reason };
      }),
  );

  function stateFor(schemaFile: string): protocol.DatabaseState | undefined {
    const found = databases.of(schemaFile);
    return found && stateOf(found, names.uriOf(schemaFile));
  }
}

export function stateOf(
  { label, source, report, trouble }: ConnectedDatabase,
  schemaUri: string,
): protocol.DatabaseState {
  const count = (state: string) => report.applied.filter((one) => one.state === state).length;
  return {
    schemaUri,
    label,
    source,
    server: report.server.name,
    database: report.server.database,
    isEncrypted: report.isEncrypted,
    applied: count("applied"),
    failed: count("failed"),
    tables: report.rows.size,
    trouble,
  };
}

const broken = { ok: false, reason: "The server could not do it; its log says why" } as const;

function reasonOf(answer: { readonly ok: true } | { readonly ok: false; readonly reason: string }) {
  return answer.ok ? broken.reason : redact(answer.reason);
}

/** One row more than is shown tells whether there are more. */
async function asked(
  session: ReadOnlySession,
  sql: string,
): Promise<Answered<protocol.PreCheckResult>> {
  const begun = performance.now();
  const bare = sql.trim().replace(/;$/, "");
  const answer = await session.query(`SELECT * FROM (\n${bare}\n) AS found LIMIT ${mostRows + 1}`);
  if (!answer.ok) return { ok: false, reason: answer.message };
  const value: protocol.PreCheckResult = {
    ok: true,
    columns: answer.columns.map(({ name }) => name),
    rows: answer.rows.slice(0, mostRows),
    isCut: answer.rows.length > mostRows,
    milliseconds: Math.round(performance.now() - begun),
  };
  return { ok: true, value };
}
