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

/** `uri` is that of a preview or of a script. Undefined when it was cancelled. */
export async function proveMigration(
  client: LanguageClient,
  uri: string,
): Promise<Proof | undefined> {
  const token = randomUUID();
  const proof = await vscode.window.withProgress(
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
  if (!proof) return undefined;
  tell(proof, uri);
  return proof;
}

function tell(proof: Proof, uri: string): void {
  const details = "Show Details";
  const failed = proof.steps.find(({ outcome }) => outcome === "failed");
  const message = {
    proven: `Proven on ${proof.server}: it applies, also with rows, and can be taken back.`,
    refuted: `Refuted on ${proof.server}: ${failed?.title ?? ""}. ${failed?.detail ?? ""}`,
    unproven: `Not proven: ${(failed ?? proof.steps.at(-1))?.detail ?? ""}`,
  }[proof.verdict];
  const show =
    proof.verdict === "proven"
      ? vscode.window.showInformationMessage
      : vscode.window.showWarningMessage;
  void show(message, details).then((chosen) => {
    if (chosen) void vscode.commands.executeCommand(migrationCommands.summary, uri);
  });
}
