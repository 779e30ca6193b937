/**
 * The thread in which Prisma's schema engine runs. Has no database of its own: what the engine
 * asks one is handed to the caller, who answers over the same port.
 */
import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import type { FromWorker, QueryResult, ToWorker } from "./schema-engine-messages.ts";
import { loadSchemaEngine } from "./schema-engine-wasm.ts";

const run = loadSchemaEngine(readFileSync((workerData as { readonly wasm: string }).wasm));

type Waiting = { resolve: (result: QueryResult) => void; reject: (error: Error) => void };
const queries = new Map<number, Waiting>();
let next = 0;

parentPort?.on("message", async (message: ToWorker) => {
  if (message.kind === "rows") {
    const { query, result } = message;
    const waiting = queries.get(query);
    queries.delete(query);
    if (typeof result === "string") waiting?.reject(new Error(result));
    else waiting?.resolve(result);
    return;
  }
  const { id, task } = message;
  const outcome = await run(
    task,
    (sql, values) =>
      new Promise((resolve, reject) => {
        const query = next++;
        queries.set(query, { resolve, reject });
        post({ kind: "query", id, query, sql, values });
      }),
  );
  post({ kind: "done", id, outcome });
});

function post(message: FromWorker): void {
  parentPort?.postMessage(message);
}
