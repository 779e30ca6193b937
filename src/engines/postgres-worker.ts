/**
 * The thread in which one embedded PostgreSQL runs. It blocks while a statement runs, so whoever
 * wants a statement stopped ends the thread. Knows messages and answers, not what they are for.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { brotliDecompressSync } from "node:zlib";
import type { messages as wire } from "@electric-sql/pglite";
import { offsetOf, type Refusal, type Rows, type Value } from "./postgres-connection.ts";
import type { FromPostgres, PostgresStart, ToPostgres } from "./postgres-messages.ts";
import { stretch } from "./postgres-stretch.ts";

// Its module for `import` asks for its own address, which a bundle of CommonJS cannot tell.
const { PGlite, protocol } =
  require("@electric-sql/pglite") as typeof import("@electric-sql/pglite");
const { serialize } = protocol;

/** Node has it; the libraries that this project compiles against leave it to browsers. */
declare const WebAssembly: { readonly Module: new (bytes: Uint8Array) => WebAssembly.Module };

type Message = { readonly name: string };
type Failure = Message & {
  readonly code?: string;
  readonly message?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
};

const started = start(workerData as PostgresStart);
started.then(
  ({ version }) => post({ kind: "started", version }),
  (error: unknown) =>
    post({ kind: "failed", message: error instanceof Error ? error.message : String(error) }),
);

let isStretched = false;

parentPort?.on("message", async (asked: ToPostgres) => {
  const { server } = await started;
  if (asked.kind === "snapshot") {
    // It would hold the pages that are not there.
    const file = isStretched ? undefined : await server.dumpDataDir("none");
    const data = file && new Uint8Array(await file.arrayBuffer());
    post({ kind: "snapshot", id: asked.id, data }, data && [data.buffer]);
    return;
  }
  if (asked.kind === "stretch") {
    const isDone = await stretch(server, asked.files);
    isStretched ||= isDone;
    post({ kind: "stretched", id: asked.id, isDone });
    return;
  }
  const [text, bytes] =
    asked.kind === "exec"
      ? [asked.script, serialize.query(asked.script)]
      : [asked.sql, extended(asked.sql, asked.values)];
  post({ kind: "answer", id: asked.id, answer: await send(server, text, bytes) });
});

async function start({ folder, extensions, snapshot }: PostgresStart) {
  const file = (name: string) => readFileSync(join(folder, name));
  const cluster = snapshot ?? brotliDecompressSync(file("cluster.tar.br"));
  const server = await PGlite.create({
    pgliteWasmModule: new WebAssembly.Module(file("pglite.wasm")),
    fsBundle: new Blob([file("pglite.data")]),
    loadDataDir: new Blob([new Uint8Array(cluster)]),
    extensions: Object.fromEntries(
      extensions.map((name) => {
        const bundlePath = pathToFileURL(join(folder, "extensions", `${name}.tar.gz`));
        return [name, { name, setup: async () => ({ bundlePath }) }];
      }),
    ),
    // The default of 128 MB is memory that a few rows never need.
    startParams: [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB"],
  });
  const { rows } = await server.query<{ server_version: string }>("SHOW server_version");
  return { server, version: rows[0]?.server_version ?? "" };
}

function extended(sql: string, values: readonly Value[]): Uint8Array {
  return Buffer.concat([
    serialize.parse({ text: sql }),
    serialize.bind({ values: [...values] }),
    serialize.describe({ type: "P" }),
    serialize.execute({}),
    serialize.sync(),
  ]);
}

async function send(
  server: Awaited<ReturnType<typeof start>>["server"],
  text: string,
  bytes: Uint8Array,
): Promise<Rows | Refusal> {
  try {
    const { messages } = await server.execProtocol(bytes, { throwOnError: false });
    return answerOf(messages, text);
  } catch (error) {
    // Not a refusal of the server but the end of it: memory that ran out, a wasm trap.
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, code: "XX000", message };
  }
}

function answerOf(messages: readonly Message[], text: string): Rows | Refusal {
  const rows: Value[][] = [];
  const notices: string[] = [];
  let columns: Rows["columns"] = [];
  let completed = 0;
  let failure: Failure | undefined;
  for (const message of messages) {
    if (message.name === "rowDescription")
      columns = columnsOf(message as wire.RowDescriptionMessage);
    else if (message.name === "dataRow") rows.push((message as wire.DataRowMessage).fields);
    else if (message.name === "commandComplete") completed++;
    else if (message.name === "error") failure = message;
    else if (message.name === "notice") notices.push((message as wire.NoticeMessage).message ?? "");
  }
  return failure === undefined
    ? { ok: true, rows, columns, notices }
    : refusal(failure, text, completed);
}

function columnsOf({ fields }: wire.RowDescriptionMessage): Rows["columns"] {
  return fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID }));
}

function refusal(failure: Failure, text: string, completed: number): Refusal {
  const { code = "XX000", message = "", detail, hint, position } = failure;
  const offset = offsetOf(text, position);
  return {
    ok: false,
    code,
    message,
    ...(detail !== undefined && { detail }),
    ...(hint !== undefined && { hint }),
    ...(offset !== undefined && { offset }),
    completed,
  };
}

function post(message: FromPostgres, moved: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, [...moved]);
}
