/**
 * Everything about migrations in the language server, wired: scripts and previews on one side,
 * the editor's questions on the other.
 */
import type {
  CodeAction,
  CodeLens,
  Connection,
  Hover,
  Position,
  Range,
} from "vscode-languageserver";
import type { ParseStatement } from "../core/sql/statement.ts";
import type { SchemaEngine } from "../engines/schema-engine.ts";
import { databasesChanged } from "../protocol/databases.ts";
import { migrationsChanged, previewChanged } from "../protocol/migrations.ts";
import type { Surroundings } from "./actions.ts";
import type { Engines } from "./announce.ts";
import type { Names } from "./checklist.ts";
import { answerDatabaseRequests } from "./database-requests.ts";
import { Databases } from "./databases.ts";
import { Heads } from "./heads.ts";
import { answerMigrationRequests } from "./migration-requests.ts";
import { Migrations } from "./migrations.ts";
import { isConfigPath, isMigrationPath, pathOf } from "./paths.ts";
import { answerPreChecks, queriesAt } from "./pre-checks.ts";
import { Previews } from "./previews.ts";
import { Proofs } from "./proofs.ts";
import { answerProveRequests } from "./prove-requests.ts";
import type { Guarded } from "./requests.ts";
import { sqlActions } from "./sql-actions.ts";
import { SqlDocuments } from "./sql-documents.ts";
import type { Workspace } from "./workspace.ts";

/** How long nothing changes on disk before the list is told, in milliseconds. */
const pause = 150;

export type SqlServer = {
  /** Whether a document is a script or a preview. */
  readonly owns: (uri: string) => boolean;
  /** Whether a file belongs into a folder of migrations. */
  readonly ownsFile: (file: string) => boolean;
  /** `text` is undefined once the document is closed. */
  readonly textChanged: (uri: string, text: string | undefined) => Promise<void>;
  readonly filesChanged: (files: readonly string[]) => Promise<void>;
  readonly schemasChanged: () => Promise<void>;
  readonly lenses: (uri: string) => Promise<CodeLens[]>;
  readonly hover: (uri: string, position: Position) => Promise<Hover | null>;
  readonly actions: (uri: string, range: Range) => Promise<CodeAction[]>;
  readonly stop: () => Promise<void>;
  /** What others build on. */
  readonly migrations: Migrations;
  readonly databases: Databases;
  readonly parser: () => Promise<ParseStatement>;
  readonly schemaEngine: () => SchemaEngine;
};

export function serveMigrations(
  connection: Connection,
  workspace: Workspace,
  names: Names,
  engines: Engines,
  around: Surroundings,
  guarded: Guarded,
  log: (message: string) => void,
): SqlServer {
  const databases = new Databases(engines.openDatabase, () => {
    void guarded("databases", undefined, databasesSaid);
  });
  const parser = once(engines.loadPgParser);
  const migrations = new Migrations(
    workspace,
    parser,
    (schemaFile) => databases.of(schemaFile)?.report,
  );
  const proofs = new Proofs(connection, () => engines.startPostgres(log));
  const heads = new Heads((folder, use) => proofs.replay(folder, use));
  const previews = new Previews(
    workspace,
    migrations,
    names,
    () => engines.startSchemaEngine(log),
    heads,
    databases,
    (preview, check) => {
      void guarded("preview", undefined, async () => {
        await connection.sendNotification(previewChanged, preview);
        await documents.tell(preview.document, check);
      });
    },
  );
  const documents = new SqlDocuments(connection, migrations, previews, proofs);
  answerMigrationRequests({
    connection,
    workspace,
    migrations,
    previews,
    proofs,
    databases,
    names,
    guarded,
  });
  answerPreChecks({ connection, migrations, previews, guarded });
  answerDatabaseRequests({
    connection,
    workspace,
    databases,
    names,
    around,
    guarded,
    queriesOf: (uri) => queriesAt(uri, { migrations, previews }),
  });
  answerProveRequests({ connection, migrations, previews, proofs, documents, guarded });

  let telling: NodeJS.Timeout | undefined;

  /** Once for many files that change together, as those of a branch do. */
  function tellSoon(): void {
    clearTimeout(telling);
    telling = setTimeout(() => {
      void guarded("migrations", undefined, async () => {
        await documents.tellScripts();
        await connection.sendNotification(migrationsChanged);
        if (previews.isAsked) await previews.basesChanged();
      });
    }, pause);
  }

  async function databasesSaid(): Promise<void> {
    migrations.forget();
    // What is said of the whole history is found by looking at all of it.
    for (const folder of await migrations.all()) folder.checks();
    await connection.sendNotification(databasesChanged);
    tellSoon();
    await previews.databasesChanged();
  }

  return {
    migrations,
    databases,
    parser,
    schemaEngine: () => previews.engine,
    owns: (uri) => documents.owns(uri),
    ownsFile: isMigrationPath,
    async textChanged(uri, text) {
      if (previews.at(uri) || !uri.startsWith("file:")) return;
      if (text === undefined) documents.closed(uri);
      else documents.opened(uri);
      migrations.setText(pathOf(uri), text);
      await documents.tellScripts();
      tellSoon();
    },
    async filesChanged(files) {
      if (!files.some((file) => isMigrationPath(file) || isConfigPath(file))) return;
      migrations.forget();
      tellSoon();
      // Whoever writes a migration applies it, too.
      await databases.refresh();
    },
    async schemasChanged() {
      if (previews.isAsked) await previews.schemasChanged();
    },
    lenses: (uri) => documents.lenses(uri),
    hover: (uri, position) => documents.hover(uri, position),
    async actions(uri, range) {
      const document = await documents.at(uri);
      return document ? sqlActions(document, range, { migrations, workspace, around, names }) : [];
    },
    async stop() {
      clearTimeout(telling);
      await Promise.all([previews.stop(), proofs.stop()]);
    },
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
