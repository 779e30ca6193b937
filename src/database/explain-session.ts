/**
 * A session in which queries are explained: each in a transaction of its own that is held to reading
 * and to short limits. Holds the rules of such a transaction; what is asked in it is for others.
 */
import { quoted } from "../core/sql/write-name.ts";
import type { Connection, Refusal } from "../engines/postgres-connection.ts";
import { saysSchema } from "./address.ts";
import { unreadablePlans } from "./explain-servers.ts";
import { here } from "./explain-texts.ts";
import {
  cancelled,
  connectionOf,
  type Ended,
  type TransactionName,
  transactionOn,
  type Wire,
} from "./explain-transaction.ts";
import { type Limits, type Line, openLine, queue } from "./line.ts";
import { type ServerFacts, serverFacts } from "./server-facts.ts";

/** `statement` is for planning, `run` for EXPLAIN ANALYZE; all in milliseconds. */
export type ExplainLimits = Limits & { readonly run: number };

export const explainLimits: ExplainLimits = {
  connect: 10_000,
  statement: 5_000,
  run: 30_000,
  lock: 500,
  idle: 15_000,
};

export type TransactionWish = {
  /** `run` lets EXPLAIN ANALYZE pass, and gives it more time. */
  readonly mode: "plan" | "run";
  /** Whether what runs may write, to be rolled back: in a database that may be thrown away only. */
  readonly isWritable?: false | "disposable";
  /** Cancels it, on the server too. */
  readonly signal?: AbortSignal | undefined;
};

export type ExplainSession = {
  readonly server: ServerFacts;
  readonly schema: string;
  readonly isEncrypted: boolean;
  /**
   * Begins, lets `work` ask, rolls back; one after the other. What `work` returns comes back at once,
   * while the rollback is still on its way. Rejects only when `work` does.
   */
  readonly inTransaction: <Answer>(
    wish: TransactionWish,
    work: (connection: Connection) => Promise<Answer>,
  ) => Promise<Answer | Refusal>;
  /** False when the wire is gone: then another session has to be opened. */
  readonly isUsable: () => boolean;
  /** Never rejects. What still runs is given up, and rolled back by the server. */
  readonly close: () => Promise<void>;
};

export type OpenedExplainSession =
  | { readonly ok: true; readonly session: ExplainSession }
  | Refusal;

/** Never rejects; no text that it gives holds the password. */
export async function openExplainSession(
  url: string,
  limits: Partial<ExplainLimits> = {},
): Promise<OpenedExplainSession> {
  const all = { ...explainLimits, ...limits };
  const opened = await openLine(url, all);
  if (!opened.ok) return opened;
  const { line } = opened;
  const known = await serverFacts(connectionOf((text, values = []) => line.send(text, values)));
  const refused = known.ok ? unreadablePlans(known.facts) : known;
  if (!known.ok || refused !== undefined) {
    await line.close();
    return refused ?? stopped;
  }
  await guardDirectLine(line);
  return { ok: true, session: sessionOn(line, known.facts, url, all) };
}

/**
 * A second hold: even a text that ended its transaction would find that nothing can be written.
 * Behind a pooler it is left out, for there the setting would stay with a server process that other
 * programs use after us.
 */
async function guardDirectLine(line: Line): Promise<void> {
  const asked = await line.send("SELECT pg_catalog.pg_backend_pid()", []);
  const process = asked.ok ? Number(asked.rows[0]?.[0]) : undefined;
  if (process !== undefined && process === line.process) {
    await line.send("SET default_transaction_read_only = on", []);
  }
}

function sessionOn(
  line: Line,
  server: ServerFacts,
  url: string,
  limits: ExplainLimits,
): ExplainSession {
  const inTurn = queue();
  let isUsable = true;
  let before: Promise<void> = Promise.resolve();

  const wire: Wire = {
    async send(text, values, patience) {
      const answer = await line.send(text, values, patience);
      if (!answer.ok && isEndOfWire(answer.code)) isUsable = false;
      return answer;
    },
    cancel: (transaction) => cancelOnServer(url, limits, transaction),
    drop() {
      isUsable = false;
      line.drop();
    },
  };

  async function next<Answer>(
    { mode, isWritable = false, signal }: TransactionWish,
    work: (connection: Connection) => Promise<Answer>,
  ): Promise<Answer | Refusal> {
    await before;
    if (signal?.aborted) return cancelled;
    if (!isUsable) return stopped;
    const limit = mode === "run" ? limits.run : limits.statement;
    const schema = saysSchema(url) ? line.schema : undefined;
    const beginning = begin(limit, limits, isWritable !== false && mode === "run", schema);
    const plan = { beginning, mode, limit, grace: limits.lock + answering, signal };
    const ended: Ended<Answer | Refusal> = await transactionOn(wire, plan, work);
    before = ended.over;
    return ended.answer;
  }

  return {
    server,
    schema: line.schema,
    isEncrypted: line.isEncrypted,
    async inTransaction(wish, work) {
      // The queue takes no rejections: they go around it.
      const settled = await inTurn(() =>
        next(wish, work).then(
          (answer) => ({ answer }),
          (error: unknown) => ({ error }),
        ),
      );
      if ("error" in settled) throw settled.error;
      return settled.answer;
    },
    isUsable: () => isUsable,
    async close() {
      isUsable = false;
      await line.close();
    },
  };
}

/** How long an answer may be on its way when its statement is over, in milliseconds. */
const answering = 3_000;

/**
 * The question at the end takes a snapshot, after which nobody can make the transaction writable, and
 * names the transaction. Strings are read as the gate has read them, whatever the role has set.
 */
function begin(
  limit: number,
  limits: ExplainLimits,
  isWritable: boolean,
  schema: string | undefined,
): string {
  return [
    `BEGIN ${isWritable ? "READ WRITE" : "READ ONLY"}`,
    `SET LOCAL statement_timeout = ${limit}`,
    `SET LOCAL lock_timeout = ${limits.lock}`,
    `SET LOCAL idle_in_transaction_session_timeout = ${limits.idle}`,
    "SET LOCAL standard_conforming_strings = on",
    ...(schema === undefined ? [] : [`SET LOCAL search_path = ${searchPath(schema)}`]),
    `SELECT pg_catalog.pg_backend_pid(), ${moment("pg_catalog.now()")}`,
    here,
  ].join("; ");
}

function searchPath(schema: string): string {
  return schema === "public" ? "public" : `${quoted(schema)}, public`;
}

/** To the microsecond, in no language. */
function moment(time: string): string {
  return `pg_catalog.to_char(${time} AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS')`;
}

/**
 * Only while it is that very transaction: behind a pooler the process may work for somebody else by
 * now. One may signal one's own sessions without any privilege.
 */
async function cancelOnServer(
  url: string,
  limits: Limits,
  { process, moment: begun }: TransactionName,
): Promise<boolean> {
  const second = await openLine(url, limits);
  if (!second.ok) return false;
  const told = await second.line.send(
    `SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_activity WHERE pid = $1::int4 AND ${moment("xact_start")} = $2`,
    [process, begun],
  );
  await second.line.close();
  return told.ok;
}

/** The server goes down, or the wire has been cut: nothing more can be asked on it. */
function isEndOfWire(code: string): boolean {
  return code === "stopped" || /^(08|57P0)/.test(code) || code === "25P03";
}

const stopped: Refusal = {
  ok: false,
  code: "stopped",
  message: "The connection has ended: the next try makes a new one",
};
