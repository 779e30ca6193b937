/**
 * The SQL that an editor shows: scripts under `migrations/` and the documents of previews. Says
 * what is found in them, and answers what is asked about them.
 */
import type { CodeLens, Connection, Diagnostic, Hover, Position } from "vscode-languageserver";
import { type Summary, summaryOf } from "../core/migration/summary.ts";
import type { MigrationCheck } from "../core/rules/check-migration.ts";
import { verifiedCheck } from "../core/rules/verified-check.ts";
import { migrationCommands, previewScheme } from "../protocol/migrations.ts";
import type { Migrations } from "./migrations.ts";
import { isScriptPath, pathOf } from "./paths.ts";
import type { Previews } from "./previews.ts";
import type { Proofs } from "./proofs.ts";
import { sqlDiagnostics, sqlHover, sqlLenses } from "./sql-lines.ts";

/** One document, judged. */
export type JudgedDocument = {
  readonly uri: string;
  readonly check: MigrationCheck;
  readonly summary: Summary;
};

const onPreview = [
  { title: "Create Migration…", command: migrationCommands.create },
  { title: "Prove", command: migrationCommands.prove },
];

const onScript = [
  { title: "Prove", command: migrationCommands.prove },
  { title: "Down Script", command: migrationCommands.down },
];

export class SqlDocuments {
  readonly #connection: Connection;
  readonly #migrations: Migrations;
  readonly #previews: Previews;
  readonly #proofs: Proofs;
  /** Scripts that are open, by path, as the editor calls them. */
  readonly #open = new Map<string, string>();
  readonly #told = new Map<string, string>();

  constructor(connection: Connection, migrations: Migrations, previews: Previews, proofs: Proofs) {
    this.#connection = connection;
    this.#migrations = migrations;
    this.#previews = previews;
    this.#proofs = proofs;
  }

  /** Whether a document is ours to answer for. */
  owns(uri: string): boolean {
    return uri.startsWith(`${previewScheme}:`) || isScriptPath(pathOf(uri));
  }

  opened(uri: string): void {
    if (!uri.startsWith(`${previewScheme}:`)) this.#open.set(pathOf(uri), uri);
  }

  closed(uri: string): void {
    this.#open.delete(pathOf(uri));
  }

  async at(uri: string): Promise<JudgedDocument | undefined> {
    const preview = this.#previews.at(uri);
    if (preview) {
      const { check, summary } = preview;
      return check && summary && { uri, check, summary };
    }
    const found = await this.#migrations.ofScript(pathOf(uri));
    if (!found) return undefined;
    const { check, folder } = found;
    return { uri, check, summary: summaryOf(check.report, folder.world) };
  }

  async lenses(uri: string): Promise<CodeLens[]> {
    const document = await this.at(uri);
    if (!document) return [];
    const commands = this.#previews.at(uri) ? onPreview : onScript;
    return sqlLenses(document.check.report, document.summary, uri, commands);
  }

  async hover(uri: string, position: Position): Promise<Hover | null> {
    const document = await this.at(uri);
    return document ? sqlHover(document.check, document.summary, position) : null;
  }

  /** Diagnostics of scripts that are open, and of what is said about each a last time. */
  async tellScripts(): Promise<void> {
    const scripts = [...this.#open];
    const checks = await Promise.all(scripts.map(([file]) => this.#migrations.ofScript(file)));
    const told = new Set<string>();
    for (const [at, [, uri]] of scripts.entries()) {
      const check = checks[at]?.check;
      if (check) await this.tell(uri, check);
      if (check) told.add(uri);
    }
    for (const uri of [...this.#told.keys()]) {
      if (!told.has(uri) && !uri.startsWith(`${previewScheme}:`)) await this.tell(uri, undefined);
    }
  }

  #verified(check: MigrationCheck, uri: string): MigrationCheck {
    return verifiedCheck(check, this.#proofs.of(uri, check.report.migration.file.source.text));
  }

  /** Sends only what differs from what was sent last. */
  async tell(uri: string, check: MigrationCheck | undefined): Promise<void> {
    const diagnostics: Diagnostic[] = check ? sqlDiagnostics(this.#verified(check, uri), uri) : [];
    const text = JSON.stringify(diagnostics);
    if ((this.#told.get(uri) ?? "[]") === text) return;
    if (diagnostics.length > 0) this.#told.set(uri, text);
    else this.#told.delete(uri);
    await this.#connection.sendDiagnostics({ uri, diagnostics });
  }
}
