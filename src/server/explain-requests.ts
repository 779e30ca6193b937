/** What our own client asks about plans of queries. */
import type { CancellationToken, Connection } from "vscode-languageserver";
import { redact } from "../database/address.ts";
import * as protocol from "../protocol/plans.ts";
import type { Surroundings } from "./actions.ts";
import type { Explains } from "./explains.ts";
import { pathOf } from "./paths.ts";
import { additionEdit, rowsEdit } from "./plan-edits.ts";
import type { Guarded } from "./requests.ts";
import type { Workspace } from "./workspace.ts";

export type ExplainParts = {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly explains: Explains;
  readonly around: Surroundings;
  readonly guarded: Guarded;
};

export function answerExplainRequests({
  connection,
  workspace,
  explains,
  around,
  guarded,
}: ExplainParts): void {
  connection.onRequest(protocol.explainables, (request: protocol.ExplainablesRequest) =>
    guarded<protocol.ExplainableLine[]>("queries", [], () => explains.explainables(request)),
  );

  connection.onRequest(
    protocol.explain,
    (request: protocol.ExplainRequest, cancellation: CancellationToken): Promise<object> =>
      guarded<protocol.ExplainAnswer>("explain", broken, async () => {
        const { signal, dispose } = signalOf(cancellation);
        const tell = (message: string) => {
          const now: protocol.ExplainProgress = { token: request.token, message };
          void connection.sendNotification(protocol.explainProgress, now);
        };
        try {
          return await explains.explain(request, signal, tell);
        } catch (error) {
          if (signal.aborted) return { kind: "cancelled" };
          throw redacted(error);
        } finally {
          dispose();
        }
      }),
  );

  connection.onRequest(
    protocol.assumeRows,
    ({ schemaUri, table, rows }: protocol.AssumeRowsRequest) =>
      guarded("rows", null, async () => {
        const checked = await workspace.schemaOf(pathOf(schemaUri));
        return (checked && (await rowsEdit(checked, table, rows, around))) ?? null;
      }),
  );

  connection.onRequest(
    protocol.addToModel,
    ({ schemaUri, model, attribute }: protocol.AddToModelRequest) =>
      guarded("addition", null, async () => {
        const checked = await workspace.schemaOf(pathOf(schemaUri));
        return (checked && additionEdit(checked, model, attribute, around)) ?? null;
      }),
  );
}

/** It is logged, and a log is read by others. */
function redacted(error: unknown): Error {
  return new Error(redact(error instanceof Error ? (error.stack ?? "") : String(error)));
}

/** A token that was cancelled before its request was begun says so, and tells nobody. */
function signalOf(cancellation: CancellationToken) {
  const stop = new AbortController();
  const listening = cancellation.onCancellationRequested(() => stop.abort());
  if (cancellation.isCancellationRequested) stop.abort();
  return { signal: stop.signal, dispose: () => listening.dispose() };
}

const broken = {
  kind: "refused",
  reason: "The server could not do it; its log says why",
  range: undefined,
} as const;
