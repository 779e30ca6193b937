/**
 * A language server as a child process, spoken to as VS Code would: open a document, change it,
 * ask, and see diagnostics arrive. Knows nothing of what is measured.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  type Diagnostic,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import type { Project } from "./inputs.ts";

export type Arrival = {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Of the same clock as `performance.now()`. */
  readonly at: number;
};

export type LanguageServer = Awaited<ReturnType<typeof startLanguageServer>>;

/** `words` follow `node`. Everything that breaks rejects or throws: a benchmark has no fallback. */
export async function startLanguageServer(
  words: readonly string[],
  { folder }: Project,
  initializationOptions: object,
) {
  const child = spawn(process.execPath, [...words, "--stdio"], {
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let listener: (arrival: Arrival) => void = () => {};
  let version = 1;
  let isStopping = false;
  child.once("exit", (code) => {
    // Whoever waits for it would wait forever.
    if (!isStopping) throw new Error(`${words.join(" ")} ended with ${code}`);
  });

  connection.onNotification(
    "textDocument/publishDiagnostics",
    ({ uri, diagnostics }: PublishDiagnosticsParams) =>
      listener({ uri, diagnostics, at: performance.now() }),
  );
  connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) =>
    items.map(() => ({})),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("workspace/codeLens/refresh", () => null);
  connection.onRequest("window/showMessageRequest", () => null);
  connection.onRequest("window/workDoneProgress/create", () => null);
  const progress = { begin: (_: number) => {}, end: (_: number) => {} };
  const scanBegins = new Promise<number>((resolve) => {
    progress.begin = resolve;
  });
  const scanEnds = new Promise<number>((resolve) => {
    progress.end = resolve;
  });
  connection.onNotification("$/progress", ({ value }: { value: { kind: string } }) => {
    if (value.kind === "begin") progress.begin(performance.now());
    if (value.kind === "end") progress.end(performance.now());
  });
  connection.listen();

  const rootUri = pathToFileURL(folder).href;
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: "bench" }],
    initializationOptions,
    capabilities: {
      window: { workDoneProgress: true },
      workspace: {
        configuration: true,
        workspaceFolders: true,
        codeLens: { refreshSupport: true },
      },
      textDocument: {
        publishDiagnostics: { versionSupport: true },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
      },
    },
  });
  await connection.sendNotification("initialized", {});

  return {
    process: child,
    /** When the first work that shows a progress began and ended, as `performance.now()` has it. */
    scanBegins,
    scanEnds,
    uriOf: (file: string) => pathToFileURL(file).href,

    onDiagnostics(listen: (arrival: Arrival) => void): void {
      listener = listen;
    },

    open: (file: string) =>
      connection.sendNotification("textDocument/didOpen", {
        textDocument: {
          uri: pathToFileURL(file).href,
          languageId: "prisma",
          version,
          text: readFileSync(file, "utf8"),
        },
      }),

    change: (uri: string, range: Range, text: string) =>
      connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version: ++version },
        contentChanges: [{ range, text }],
      }),

    request: (method: string, params: object): Promise<unknown> =>
      connection.sendRequest(method, params),

    async stop(): Promise<void> {
      isStopping = true;
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      await ended(child);
      connection.dispose();
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    child.once("exit", () => resolve());
  });
}
