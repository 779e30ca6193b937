/**
 * What the code of the workspace asks, kept up to date: a scan with a progress that can be
 * cancelled, then single files as they change. Tells when there is something new to know.
 */
import path from "node:path";
import {
  type ClientCapabilities,
  type Connection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import type { CallsByFile, QueryScanner } from "../project/query-scanner.ts";
import { isSource, isSourceName } from "../project/sources.ts";
import { isInside } from "./paths.ts";

/** How long nobody types or saves before changed code is read, in milliseconds. */
const pause = 400;

export type ScannerStart = (log: (message: string) => void) => QueryScanner;

/** Undefined while nothing is known: before the first scan, or when it was cancelled. */
type Tell = (calls: CallsByFile | undefined) => Promise<void>;

type Guard = (what: string, work: Promise<unknown>) => void;

export class Queries {
  readonly #connection: Connection;
  readonly #startScanner: ScannerStart;
  readonly #guard: Guard;
  readonly #tell: Tell;
  #scanner: QueryScanner | undefined;
  #roots: readonly string[] = [];
  #isKnown = false;
  #scanning: AbortController | undefined;
  /** Texts of the editor that are not, or not yet, those on disk. */
  readonly #open = new Map<string, string>();
  readonly #waiting = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #canFollowTexts = false;

  constructor(connection: Connection, startScanner: ScannerStart, guard: Guard, tell: Tell) {
    this.#connection = connection;
    this.#startScanner = startScanner;
    this.#guard = guard;
    this.#tell = tell;
  }

  setAbilities({ textDocument }: ClientCapabilities): void {
    this.#canFollowTexts = textDocument?.synchronization?.dynamicRegistration ?? false;
  }

  /** From now on the code below these folders counts; nothing is read again that is known. */
  async follow(roots: readonly string[]): Promise<void> {
    if (roots.join("\n") === this.#roots.join("\n")) return;
    this.#roots = roots;
    if (roots.length > 0) return this.#scan();
    this.#scanning?.abort();
    this.#scanning = undefined;
    this.#isKnown = false;
    await this.#scanner?.stop();
    this.#scanner = undefined;
    await this.#tell(undefined);
  }

  async #scan(): Promise<void> {
    this.#scanning?.abort();
    const own = new AbortController();
    this.#scanning = own;
    if (this.#scanner === undefined) await this.#followTexts();
    this.#scanner ??= this.#startScanner((message) => this.#connection.console.info(message));
    const scanner = this.#scanner;
    const progress = await this.#connection.window.createWorkDoneProgress();
    progress.begin("Reading the queries in your code", 0, undefined, true);
    progress.token.onCancellationRequested(() => own.abort());
    const report = (done: number, total: number) =>
      progress.report(Math.round((100 * done) / total), `${done} of ${total} files`);
    const isDone = await scanner.scan(this.#roots, report, own.signal);
    progress.done();
    // A later scan overtook this one.
    if (this.#scanning !== own) return;
    this.#scanning = undefined;
    this.#isKnown = isDone;
    for (const file of this.#open.keys()) this.#wait(file);
    await this.#tell(isDone ? scanner.calls : undefined);
  }

  /** Asks the editor for code that is not saved. */
  async #followTexts(): Promise<void> {
    if (!this.#canFollowTexts) return;
    const languages = ["typescript", "typescriptreact", "javascript", "javascriptreact"];
    const documentSelector = languages.map((language) => ({ language, scheme: "file" }));
    const { client } = this.#connection;
    await client.register(DidOpenTextDocumentNotification.type, { documentSelector });
    const syncKind = TextDocumentSyncKind.Incremental;
    await client.register(DidChangeTextDocumentNotification.type, { documentSelector, syncKind });
    await client.register(DidCloseTextDocumentNotification.type, { documentSelector });
  }

  /** The file changed on disk, came or went. Answers whether it is code. */
  changed(file: string): boolean {
    if (!isSourceName(path.basename(file))) return false;
    this.#wait(file);
    return true;
  }

  /** The text of a file as the editor shows it; undefined once it is closed. Answers the same. */
  setText(file: string, text: string | undefined): boolean {
    if (!isSourceName(path.basename(file))) return false;
    if (text === undefined) this.#open.delete(file);
    else this.#open.set(file, text);
    this.#wait(file);
    return true;
  }

  #wait(file: string): void {
    const root = this.#roots.find((one) => isInside(file, one));
    if (root === undefined || !isSource(file, root)) return;
    this.#waiting.add(file);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#guard("queries", this.#readWaiting()), pause);
  }

  async #readWaiting(): Promise<void> {
    const scanner = this.#scanner;
    if (!scanner || !this.#isKnown) return;
    const files = [...this.#waiting];
    this.#waiting.clear();
    const before = files.map((file) => JSON.stringify(scanner.calls.get(file)));
    await Promise.all(
      files.map((file) => {
        const text = this.#open.get(file);
        return text === undefined ? scanner.reload([file]) : scanner.setText(file, text);
      }),
    );
    // Most changes of code have nothing to do with queries.
    const isSame = files.every(
      (file, at) => JSON.stringify(scanner.calls.get(file)) === before[at],
    );
    if (!isSame && this.#scanner === scanner && this.#isKnown) await this.#tell(scanner.calls);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#scanning?.abort();
    await this.#scanner?.stop();
  }
}
