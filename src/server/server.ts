/**
 * The language server: what an editor asks and is told. Every handler is guarded: a question that
 * breaks is logged and answered with nothing, and the next one is served.
 */
import path from "node:path";
import {
  type CodeAction,
  type CodeLens,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { redact } from "../database/address.ts";
import { readFromDisk } from "../project/discover.ts";
import { diagramChanged } from "../protocol/diagram.ts";
import * as protocol from "../protocol/messages.ts";
import { actionsAt, type FileFix, fileFix, fixAllKind, type Surroundings } from "./actions.ts";
import { Announcer, type Engines, initialOptions } from "./announce.ts";
import type { Names } from "./checklist.ts";
import { answerDiagramRequests } from "./diagram-requests.ts";
import { Diagrams } from "./diagrams.ts";
import { answerExplainRequests } from "./explain-requests.ts";
import { ExplainTargets } from "./explain-targets.ts";
import { Explains } from "./explains.ts";
import { hoverAt } from "./hover.ts";
import { lensesFor } from "./lenses.ts";
import { isConfigPath, isInside, isSchemaPath, pathOf, uriOf } from "./paths.ts";
import { Publisher } from "./publish.ts";
import { Queries } from "./queries.ts";
import { refactorActions } from "./refactor.ts";
import { answerRequests } from "./requests.ts";
import { serveMigrations } from "./serve-migrations.ts";
import { Workspace } from "./workspace.ts";

export function serve(connection: Connection, engines: Engines): void {
  const documents = new TextDocuments(TextDocument);
  const log = (message: string) => connection.console.info(message);
  const workspace = new Workspace(log);
  let roots: readonly string[] = [];
  let options = initialOptions;
  let canRefreshLenses = false;

  const uriFor = (file: string) => openUris.get(file) ?? uriOf(file);
  const openUris = new Map<string, string>();
  const publisher = new Publisher((file, diagnostics) => {
    guard("publish", connection.sendDiagnostics({ uri: uriFor(file), diagnostics }));
  });
  const around: Surroundings = {
    uriOf: uriFor,
    versionOf: (file) => documents.get(uriFor(file))?.version,
    textOf: async (file) => documents.get(uriFor(file))?.getText() ?? readFromDisk(file),
    rootOf: (file) => roots.find((root) => isInside(file, root)) ?? "",
  };

  const names: Names = {
    uriOf: uriFor,
    relative: (file) => path.relative(around.rootOf(file), file),
  };
  const diagrams = new Diagrams(workspace, names, engines.startLayout, log);
  const announcer = new Announcer(connection, workspace, publisher, engines, guard, () => {
    if (diagrams.isAsked) guard("diagram", connection.sendNotification(diagramChanged));
  });

  const queries = new Queries(connection, engines.startQueryScanner, guard, async (calls) => {
    workspace.setCalls(calls);
    await announceAll();
  });

  const sql = serveMigrations(connection, workspace, names, engines, around, guarded, log);

  const { migrations, databases, parser, schemaEngine } = sql;
  const targets = new ExplainTargets({
    workspace,
    migrations,
    databases,
    parser,
    engine: schemaEngine,
    startPostgres: () => engines.startPostgres(log),
    loadSessions: engines.loadExplainSessions,
  });
  const explains = new Explains(parser, targets, names);

  /** Work that nobody waits for still reports what went wrong. */
  function guard(what: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      const detail = error instanceof Error ? (error.stack ?? error.message) : `${error}`;
      connection.console.error(redact(`${what}: ${detail}`));
    });
  }

  /** The answer of `work`, or `fallback` when it breaks. */
  async function guarded<Answer>(what: string, fallback: Answer, work: () => Promise<Answer>) {
    try {
      return await work();
    } catch (error) {
      guard(what, Promise.reject(error));
      return fallback;
    }
  }

  // --- What the editor tells ------------------------------------------------------------------

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    roots = (params.workspaceFolders ?? []).map(({ uri }) => pathOf(uri));
    options = { ...options, ...(params.initializationOptions as Partial<protocol.Options>) };
    announcer.setOptions(options);
    diagrams.most = options.mostModelsForMermaid;
    queries.setAbilities(params.capabilities);
    canRefreshLenses = params.capabilities.workspace?.codeLens?.refreshSupport ?? false;
    return {
      serverInfo: { name: "prisma-architect" },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        codeActionProvider: {
          codeActionKinds: ["quickfix", "refactor.rewrite", fixAllKind],
          resolveProvider: true,
        },
        codeLensProvider: {},
        hoverProvider: true,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(() => {
    guard("open", discover());
    connection.workspace?.onDidChangeWorkspaceFolders?.(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => pathOf(uri)));
      roots = [...roots.filter((root) => !gone.has(root)), ...added.map(({ uri }) => pathOf(uri))];
      guard("open", discover());
    });
  });

  async function discover(): Promise<void> {
    await workspace.open(roots);
    await announceAll();
    await followQueries();
  }

  /** Code is read where there is a schema that it can ask. */
  const followQueries = async () =>
    queries.follow(options.scanQueries && (await workspace.all()).length > 0 ? roots : []);

  async function announceAll(): Promise<void> {
    await announcer.all();
    // Lenses count findings, and the editor only asks again for a text that changed.
    if (canRefreshLenses) await connection.sendRequest("workspace/codeLens/refresh");
  }

  documents.onDidChangeContent(({ document }) => {
    const file = pathOf(document.uri);
    if (sql.owns(document.uri)) {
      guard("migrations", sql.textChanged(document.uri, document.getText()));
      return;
    }
    openUris.set(file, document.uri);
    if (queries.setText(file, document.getText())) return;
    const mayRegroup = workspace.setText(file, document.getText());
    if (mayRegroup) guard("open", discover());
    if (isSchemaPath(file) || document.languageId === "prisma") announcer.changed(file);
    guard("preview", sql.schemasChanged());
    if (isConfigPath(file)) {
      workspace.forgetAll();
      guard("configuration", announceAll());
    }
  });

  documents.onDidClose(({ document }) => {
    const file = pathOf(document.uri);
    if (sql.owns(document.uri)) {
      guard("migrations", sql.textChanged(document.uri, undefined));
      return;
    }
    openUris.delete(file);
    if (queries.setText(file, undefined)) return;
    guard("close", closed(file));
  });

  async function closed(file: string): Promise<void> {
    const mayRegroup = await workspace.close(file);
    if (isConfigPath(file)) workspace.forgetAll();
    if (mayRegroup) await workspace.open();
    await announceAll();
  }

  connection.onDidChangeWatchedFiles(({ changes }) => {
    const files = changes.map(({ uri }) => pathOf(uri));
    guard("watch", filesChanged(files.filter((file) => !sql.ownsFile(file))));
    guard("migrations", sql.filesChanged(files));
  });

  async function filesChanged(all: readonly string[]): Promise<void> {
    const files = all.filter((file) => !queries.changed(file));
    if (files.length === 0) return;
    const isContent = (file: string) => isSchemaPath(file) && workspace.isKnown(file);
    // A new schema file, a new place of the schema: which files belong together may have changed.
    const isNew = files.some((file) => !isContent(file) && !isConfigPath(file));
    const known = files.filter(isContent);
    const mayRegroup = await Promise.all(known.map((file) => workspace.reload(file)));
    if (files.some(isConfigPath)) workspace.forgetAll();
    if (isNew || mayRegroup.includes(true)) await workspace.open();
    await announceAll();
    await followQueries();
  }

  connection.onNotification(protocol.optionsChanged, (changedOptions: protocol.Options) => {
    options = changedOptions;
    announcer.setOptions(options);
    diagrams.most = options.mostModelsForMermaid;
    guard("queries", followQueries());
    guard("options", announceAll());
  });

  // --- What the editor asks --------------------------------------------------------------------

  connection.onCodeAction(({ textDocument, range, context }) =>
    guarded<CodeAction[]>("code actions", [], async () => {
      const file = pathOf(textDocument.uri);
      if (sql.owns(textDocument.uri)) return sql.actions(textDocument.uri, range);
      const checked = await workspace.schemaOf(file);
      if (!checked) return [];
      const wants = (kind: string) =>
        context.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ??
        kind !== fixAllKind;
      const data: FileFix = { uri: textDocument.uri, rule: undefined };
      return [
        ...(wants("quickfix") ? await actionsAt(checked, file, range, around) : []),
        ...(wants("refactor.rewrite")
          ? refactorActions(checked, file, textDocument.uri, range.start)
          : []),
        ...(wants(fixAllKind) ? [{ title: "Fix all in this file", kind: fixAllKind, data }] : []),
      ];
    }),
  );

  connection.onCodeActionResolve((action) =>
    guarded("code action", action, async () => {
      const { uri, rule } = action.data as FileFix;
      const file = pathOf(uri);
      const checked = await workspace.schemaOf(file);
      return checked ? { ...action, edit: fileFix(checked, file, rule, around) } : action;
    }),
  );

  connection.onCodeLens(({ textDocument }) =>
    guarded<CodeLens[]>("code lens", [], async () => {
      const file = pathOf(textDocument.uri);
      if (sql.owns(textDocument.uri)) return options.codeLens ? sql.lenses(textDocument.uri) : [];
      const checked = options.codeLens ? await workspace.schemaOf(file) : undefined;
      const answer = checked?.check.files.find((one) => one.file.path === file);
      if (!checked || !answer) return [];
      return lensesFor(checked.schema, answer, textDocument.uri);
    }),
  );

  connection.onHover(({ textDocument, position }) =>
    guarded("hover", null, async () => {
      const file = pathOf(textDocument.uri);
      if (sql.owns(textDocument.uri)) return sql.hover(textDocument.uri, position);
      const checked = await workspace.schemaOf(file);
      return checked ? hoverAt(checked, file, position) : null;
    }),
  );

  answerRequests(connection, workspace, around, names, guarded);
  answerDiagramRequests(connection, workspace, diagrams, uriFor, guarded);
  answerExplainRequests({ connection, workspace, explains, around, guarded });

  connection.onShutdown(async () => {
    await Promise.all([
      announcer.stop(),
      queries.stop(),
      diagrams.stop(),
      sql.stop(),
      explains.stop(),
    ]);
  });

  documents.listen(connection);
  connection.listen();
}
