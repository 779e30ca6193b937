/**
 * An editor without windows: speaks LSP to a server in this process, remembers what it is told,
 * and waits for states instead of time.
 */
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  type CancellationToken,
  type CodeAction,
  type CodeLens,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { databasesChanged } from "../../src/protocol/databases.ts";
import { diagramChanged } from "../../src/protocol/diagram.ts";
import * as protocol from "../../src/protocol/messages.ts";
import {
  migrationsChanged,
  type Preview,
  type ProveProgress,
  previewChanged,
  proveProgress,
} from "../../src/protocol/migrations.ts";
import type { Engines } from "../../src/server/announce.ts";
import { serve } from "../../src/server/server.ts";

export const noEngines: Engines = {
  startLayout: () => {
    throw new Error("A layout was not wanted");
  },
  startQueryScanner: () => {
    throw new Error("The scan of the code was not wanted");
  },
  startPrismaLinter: () => {
    throw new Error("Prisma's linter was not wanted");
  },
  loadPgParser,
  startSchemaEngine: () => {
    throw new Error("Prisma's schema engine was not wanted");
  },
  startPostgres: () => {
    throw new Error("A database was not wanted");
  },
  loadExplainSessions: () => {
    throw new Error("A session for plans was not wanted");
  },
  openDatabase: () => {
    throw new Error("A connection was not wanted");
  },
};

export type Start = {
  readonly roots: readonly string[];
  readonly options?: Partial<protocol.Options>;
  readonly engines?: Partial<Engines>;
};

export class Editor {
  readonly documents = new Map<string, TextDocument>();
  /** All that was published, in order. */
  readonly published: { readonly uri: string; readonly diagnostics: readonly Diagnostic[] }[] = [];
  readonly errors: string[] = [];
  readonly log: string[] = [];
  counts: protocol.Counts | undefined;
  /** What previews said, in order. */
  readonly previews: Preview[] = [];
  /** How far proofs said they are, in order. */
  readonly proving: ProveProgress[] = [];
  lensRefreshes = 0;
  readonly #told = new Map<string, number>();
  /** What the server asked to be told about, beside what it says from the beginning. */
  readonly registered: string[] = [];
  /** All that the server has sent, as it went over the wire. */
  readonly sent: Buffer[] = [];
  /** Each step of each work that shows its progress. */
  readonly progress: string[] = [];
  /** Whoever sits here stops every work that shows its progress. */
  cancelsProgress = false;
  readonly #connection: ProtocolConnection;
  readonly #shown = new Map<string, readonly Diagnostic[]>();
  #waiting: (() => void)[] = [];

  constructor(engines: Engines) {
    const up = new PassThrough();
    const down = new PassThrough();
    serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), engines);
    this.#connection = createProtocolConnection(
      new StreamMessageReader(down),
      new StreamMessageWriter(up),
    );
    this.#listen();
    down.on("data", (chunk: Buffer) => this.sent.push(chunk));
  }

  #listen(): void {
    const told = () => {
      for (const look of this.#waiting) look();
    };
    const connection = this.#connection;
    connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
      this.published.push({ uri, diagnostics });
      this.#shown.set(uri, diagnostics);
      told();
    });
    connection.onNotification("window/logMessage", ({ type, message }) => {
      (type === 1 ? this.errors : this.log).push(message);
      told();
    });
    connection.onNotification(protocol.countsChanged, (counts: protocol.Counts) => {
      this.counts = counts;
      told();
    });
    connection.onNotification(previewChanged, (preview: Preview) => {
      this.previews.push(preview);
      told();
    });
    connection.onNotification(proveProgress, (now: ProveProgress) => {
      this.proving.push(now);
      told();
    });
    for (const method of [
      protocol.checklistChanged,
      diagramChanged,
      migrationsChanged,
      databasesChanged,
    ]) {
      connection.onNotification(method, () => {
        this.#told.set(method, this.told(method) + 1);
        told();
      });
    }
    connection.onRequest("workspace/codeLens/refresh", () => {
      this.lensRefreshes++;
      told();
      return null;
    });
    connection.onRequest("client/registerCapability", ({ registrations }) => {
      for (const { method } of registrations) this.registered.push(method);
      return null;
    });
    connection.onRequest("window/workDoneProgress/create", ({ token }) => {
      if (this.cancelsProgress) void this.tell("window/workDoneProgress/cancel", { token });
      return null;
    });
    connection.onNotification("$/progress", ({ value }: { value: { kind: string } }) => {
      this.progress.push(value.kind);
      told();
    });
    connection.listen();
  }

  /** How often the server said so. */
  told(method: string): number {
    return this.#told.get(method) ?? 0;
  }

  async initialize({ roots, options }: Start): Promise<void> {
    await this.#connection.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      workspaceFolders: roots.map((root) => ({ uri: uriOf(root), name: root })),
      initializationOptions: { showPrismaErrors: false, codeLens: true, ...options },
      capabilities: {
        window: { workDoneProgress: true },
        textDocument: { synchronization: { dynamicRegistration: true } },
        workspace: { codeLens: { refreshSupport: true }, workspaceFolders: true },
      },
    });
    await this.tell("initialized", {});
  }

  tell(method: string, params: object): Promise<void> {
    return this.#connection.sendNotification(method, params);
  }

  ask<Answer>(method: string, params: object | null, token?: CancellationToken): Promise<Answer> {
    // An absent token would be sent as one more parameter.
    return token === undefined
      ? this.#connection.sendRequest(method, params)
      : this.#connection.sendRequest(method, params, token);
  }

  /** Resolves once `holds`; looks again whenever the server says something. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds()) return;
        this.#waiting = this.#waiting.filter((one) => one !== look);
        resolve();
      };
      this.#waiting.push(look);
      look();
    });
  }

  async open(uri: string, text: string): Promise<void> {
    this.documents.set(uri, TextDocument.create(uri, "prisma", 1, text));
    await this.tell("textDocument/didOpen", {
      textDocument: { uri, languageId: "prisma", version: 1, text },
    });
  }

  /** Types the whole text anew. */
  async change(uri: string, text: string): Promise<void> {
    const version = this.document(uri).version + 1;
    this.documents.set(uri, TextDocument.create(uri, "prisma", version, text));
    await this.tell("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  /** Replaces what stands first in the text, as an edit of that place. */
  async type(uri: string, before: string, after: string): Promise<void> {
    const document = this.document(uri);
    const at = document.getText().indexOf(before);
    const range = {
      start: document.positionAt(at),
      end: document.positionAt(at + before.length),
    };
    const version = document.version + 1;
    const text = document.getText().replace(before, () => after);
    this.documents.set(uri, TextDocument.create(uri, "prisma", version, text));
    await this.tell("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ range, text: after }],
    });
  }

  async close(uri: string): Promise<void> {
    this.documents.delete(uri);
    await this.tell("textDocument/didClose", { textDocument: { uri } });
  }

  async changedOnDisk(...files: readonly string[]): Promise<void> {
    await this.tell("workspace/didChangeWatchedFiles", {
      changes: files.map((file) => ({ uri: uriOf(file), type: 2 })),
    });
  }

  document(uri: string): TextDocument {
    const document = this.documents.get(uri);
    if (!document) throw new Error(`${uri} is not open`);
    return document;
  }

  diagnostics(uri: string): readonly Diagnostic[] {
    return this.#shown.get(uri) ?? [];
  }

  /** `rule: text` of each diagnostic; other sources by their name. */
  shown(uri: string, text = this.document(uri).getText()): string[] {
    const document = TextDocument.create(uri, "prisma", 0, text);
    return this.diagnostics(uri).map(
      ({ code, source, range }) => `${code ?? source}: ${document.getText(range)}`,
    );
  }

  /** The actions where `text` first stands in the document. */
  async actions(uri: string, text: string, only?: readonly string[]): Promise<CodeAction[]> {
    const document = this.document(uri);
    const at = document.positionAt(document.getText().indexOf(text));
    return this.ask("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: at, end: at },
      context: { diagnostics: [], ...(only && { only }) },
    });
  }

  resolve(action: CodeAction): Promise<CodeAction> {
    return this.ask("codeAction/resolve", action);
  }

  lenses(uri: string): Promise<CodeLens[]> {
    return this.ask("textDocument/codeLens", { textDocument: { uri } });
  }

  /** The text of the document with an edit made, after checking that it is of this version. */
  applied(uri: string, { documentChanges = [] }: WorkspaceEdit): string {
    let document = this.document(uri);
    for (const change of documentChanges) {
      if (!("edits" in change) || change.textDocument.uri !== uri) continue;
      if (change.textDocument.version !== document.version) throw new Error("not this version");
      const edits = change.edits.flatMap((edit) => ("newText" in edit ? [edit] : []));
      document = TextDocument.create(uri, "", 0, TextDocument.applyEdits(document, edits));
    }
    return document.getText();
  }

  async stop(): Promise<void> {
    await this.ask("shutdown", null);
    this.#connection.dispose();
  }
}

export function uriOf(file: string): string {
  return pathToFileURL(file).href;
}
