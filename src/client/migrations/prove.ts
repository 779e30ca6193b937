/** Proves a migration in an embedded PostgreSQL: shows how far it is, and what came out. */
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  migrationCommands,
  type Proof,
  type ProveProgress,
  type ProveRequest,
  prove,
  proveProgress,
} from "../../protocol/migrations.ts";

/** Which are on their way: a second click on the button starts nothing. */
const running = new Set<string>();

/** `uri` is that of a preview or of a script. Undefined when it was cancelled, or runs already. */
export async function proveMigration(
  client: LanguageClient,
  uri: string,
): Promise<Proof | undefined> {
  if (running.has(uri)) return undefined;
  running.add(uri);
  try {
    const proof = await withProgress(client, uri);
    if (proof) tell(proof, uri);
    return proof ?? undefined;
  } finally {
    running.delete(uri);
  }
}

async function withProgress(client: LanguageClient, uri: string): Promise<Proof | null> {
  const token = randomUUID();
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: "Proving the migration",
      cancellable: true,
    },
    async (progress, cancelled) => {
      let done = 0;
      const listening = client.onNotification(proveProgress, (now: ProveProgress) => {
        if (now.token !== token) return;
        progress.report({ message: now.message, increment: Math.max(0, now.share - done) * 100 });
        done = Math.max(done, now.share);
      });
      try {
        const request: ProveRequest = { uri, token };
        return await client.sendRequest<Proof | null>(prove, request, cancelled);
      } catch (error) {
        if (cancelled.isCancellationRequested) return null;
        throw error;
      } finally {
        listening.dispose();
      }
    },
  );
}

function tell({ verdict, headline }: Proof, uri: string): void {
  const details = "Show Details";
  const { showInformationMessage, showWarningMessage } = vscode.window;
  const show = verdict === "proven" ? showInformationMessage : showWarningMessage;
  void show(`${headline}.`, details).then((chosen) => {
    if (chosen) void vscode.commands.executeCommand(migrationCommands.summary, uri);
  });
}
