/** Runs the queries that find the rows on which a migration would fail, and shows what they found. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  type DatabaseState,
  type PreCheckResult,
  type RunPreCheckRequest,
  runPreCheck,
} from "../../protocol/databases.ts";
import { type PreCheckLine, type PreChecksRequest, preChecks } from "../../protocol/migrations.ts";

const scheme = "prisma-answers";

/** What was answered, as documents that nobody has to save. */
export class Answers implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #listening: vscode.Disposable;
  #made = 0;

  constructor() {
    this.#listening = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  dispose(): void {
    this.#listening.dispose();
  }

  /** Answers are kept in no file: after a restart of the window they are gone. */
  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "-- Run the queries again.\n";
  }

  async show(text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${++this.#made}/pre-checks.sql` });
    this.#texts.set(uri.toString(), text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, "sql");
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preview: true,
    });
  }
}

/** `uri` is that of a script or a preview. On production, somebody has to agree first. */
export async function runPreChecks(
  client: LanguageClient,
  uri: string,
  database: DatabaseState,
  answers: Answers,
): Promise<void> {
  const request: PreChecksRequest = { uri };
  const queries = await client.sendRequest<readonly PreCheckLine[]>(preChecks, request);
  if (queries.length === 0) {
    void vscode.window.showInformationMessage(
      "There is nothing to check before: no row that is there can make this migration fail.",
    );
    return;
  }
  if (database.label === "production" && !(await isAgreed(queries.length, database))) return;
  const results = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Asking ${database.database}`,
      cancellable: true,
    },
    async (progress, cancelled) => {
      const done: PreCheckResult[] = [];
      for (const { title, sql } of queries) {
        if (cancelled.isCancellationRequested) break;
        progress.report({ message: title, increment: 100 / queries.length });
        const one: RunPreCheckRequest = { uri, sql };
        done.push(await client.sendRequest<PreCheckResult>(runPreCheck, one));
      }
      return done;
    },
  );
  const all = [
    `-- ${database.database} on ${database.server} (${database.label})`,
    ...queries.map((query, at) => textOf(query, results[at])),
  ];
  await answers.show(`${all.join("\n\n")}\n`);
}

async function isAgreed(count: number, { database }: DatabaseState): Promise<boolean> {
  const run = "Run Them";
  const chosen = await vscode.window.showWarningMessage(
    `Run ${count === 1 ? "1 query" : `${count} queries`} on ${database}, which is production?`,
    {
      modal: true,
      detail:
        "They only read, and each is stopped after 15 seconds, but they may read whole tables.",
    },
    run,
  );
  return chosen === run;
}

/** The query with its answer in comments below, so that it can be run elsewhere as it is. */
function textOf({ title, sql, expects }: PreCheckLine, result: PreCheckResult | undefined): string {
  return [`-- ${title}`, `-- Expect: ${expects}`, sql.trimEnd(), ...answerOf(result)].join("\n");
}

function answerOf(result: PreCheckResult | undefined): string[] {
  if (!result) return ["--   not run"];
  if (!result.ok) return [`--   not answered: ${result.reason}`];
  const { columns, rows, isCut, milliseconds } = result;
  const count = rows.length === 0 ? "no rows" : rows.length === 1 ? "1 row" : `${rows.length} rows`;
  const head = `--   ${isCut ? `more than ${count}` : count} · ${milliseconds} ms`;
  if (rows.length === 0) return [head];
  const lines = rows.map((row) => row.map((value) => oneLine(value)).join(" | "));
  return [head, `--   ${columns.join(" | ")}`, ...lines.map((line) => `--   ${line}`)];
}

/** A value of many lines must not end the comment it stands in. */
function oneLine(value: string | null): string {
  return value === null ? "NULL" : value.replace(/[\r\n\u2028\u2029]+/g, " ").slice(0, 200);
}
