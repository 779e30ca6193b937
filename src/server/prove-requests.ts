/**
 * Proofs that an editor asks for: of a preview or of a script on disk. Finds what was applied
 * before it and what takes it back, and tells how far it is.
 */
import path from "node:path";
import type { CancellationToken, Connection } from "vscode-languageserver";
import type { Migration } from "../engines/postgres-replay.ts";
import { readFromDisk } from "../project/discover.ts";
import { downOf } from "../proof/down.ts";
import type { ProofSubject } from "../proof/prove.ts";
import * as protocol from "../protocol/migrations.ts";
import type { JudgedFolder, Migrations } from "./migrations.ts";
import { pathOf } from "./paths.ts";
import type { Previews } from "./previews.ts";
import type { Proofs } from "./proofs.ts";
import type { Guarded } from "./requests.ts";
import { sideOf } from "./schema-sides.ts";
import type { SqlDocuments } from "./sql-documents.ts";

export type ProveParts = {
  readonly connection: Connection;
  readonly migrations: Migrations;
  readonly previews: Previews;
  readonly proofs: Proofs;
  readonly documents: SqlDocuments;
  readonly guarded: Guarded;
};

export function answerProveRequests(parts: ProveParts): void {
  const { connection, proofs, previews, documents, guarded } = parts;
  connection.onRequest(
    protocol.prove,
    ({ uri, token }: protocol.ProveRequest, cancellation: CancellationToken) =>
      guarded<protocol.Proof | null>("proof", null, async () => {
        const subject = (await ofPreview(uri, parts)) ?? (await ofScript(uri, parts));
        if (!subject || cancellation.isCancellationRequested) return null;
        const stop = new AbortController();
        const listening = cancellation.onCancellationRequested(() => stop.abort());
        const onProgress = (message: string, share: number) => {
          const now: protocol.ProveProgress = { token, message, share };
          void connection.sendNotification(protocol.proveProgress, now);
        };
        try {
          const proof = await proofs.prove(uri, subject, { signal: stop.signal, onProgress });
          const { text } = subject.report.migration.file.source;
          if (proof) previews.proved(uri, text, proof);
          // What was seen is marked in the script too.
          if (proof) await documents.tellScripts();
          return proof ?? null;
        } finally {
          listening.dispose();
        }
      }),
  );
}

async function ofPreview(
  uri: string,
  { migrations, previews }: ProveParts,
): Promise<ProofSubject | undefined> {
  const preview = previews.at(uri);
  const folder = preview && (await migrations.ofSchema(preview.schemaFile));
  if (!preview?.check || !folder) return undefined;
  const { base, check } = preview;
  const history =
    base.kind === "migrations"
      ? (folder.folder?.scripts ?? [])
      : await madeFrom(await preview.origin, previews);
  return { history, report: check.report, down: downOf(check.report, undefined) };
}

/** What would create the schema that a preview counts from, where no migrations do. */
async function madeFrom(
  origin: Awaited<NonNullable<ReturnType<Previews["at"]>>["origin"]>,
  { engine }: Previews,
): Promise<Migration[]> {
  if (!origin?.schema) return [];
  const made = await engine.diff({ kind: "empty" }, sideOf(origin.schema));
  return made.ok ? [{ name: origin.from, text: made.sql }] : [];
}

async function ofScript(
  uri: string,
  { migrations }: ProveParts,
): Promise<ProofSubject | undefined> {
  const found = await migrations.ofScript(pathOf(uri));
  const scripts = found?.folder.folder?.scripts;
  if (!found || !scripts) return undefined;
  const { report } = found.check;
  const at = scripts.findIndex((script) => script.path === report.migration.path);
  const written = await downBeside(found.folder, report.migration.name);
  return { history: scripts.slice(0, at), report, down: downOf(report, written) };
}

function downBeside({ path: folder }: JudgedFolder, name: string): Promise<string | undefined> {
  return readFromDisk(path.join(folder, name, "down.sql"));
}
