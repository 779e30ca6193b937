/**
 * One transaction in which a query is explained: begun with its limits, cancelled on the server when
 * somebody wants so, rolled back in the end. Knows the wire by what it can do, no URL.
 */
import type { Connection, Refusal, Rows, Value } from "../engines/postgres-connection.ts";
import { isAskable, isControl } from "./explain-texts.ts";

export type Wire = {
  readonly send: (
    text: string,
    values: readonly Value[] | undefined,
    patience: number,
  ) => Promise<Rows | Refusal>;
  /** Asks the server to stop a transaction, and only that one; false when it could not be asked. */
  readonly cancel: (transaction: TransactionName) => Promise<boolean>;
  readonly drop: () => void;
};

/** A process of the server, and the moment at which its transaction began. */
export type TransactionName = { readonly process: string; readonly moment: string };

export type TransactionPlan = {
  /** The script that begins it; its last rows are the process and the moment. */
  readonly beginning: string;
  readonly mode: "plan" | "run";
  /** For each statement, in milliseconds. */
  readonly limit: number;
  /** How long an answer may take beyond the limit, before the wire is given up. */
  readonly grace: number;
  readonly signal: AbortSignal | undefined;
};

/** `over` settles when the transaction is: after the rollback, and after the cancelling. */
export type Ended<Answer> = { readonly answer: Answer; readonly over: Promise<void> };

export async function transactionOn<Answer>(
  wire: Wire,
  plan: TransactionPlan,
  work: (connection: Connection) => Promise<Answer>,
): Promise<Ended<Answer | Refusal>> {
  const { beginning, limit, grace, signal } = plan;
  const begun = await wire.send(beginning, undefined, limit + grace);
  if (!begun.ok) return { answer: begun, over: rollback(wire, grace) };
  const [process, moment] = begun.rows.at(-1) ?? [];
  const ours = { process: process ?? "", moment: moment ?? "" };
  const asked = askingOn(wire, plan);
  let cancelling: Promise<void> | undefined;
  const onAbort = () => {
    cancelling = asked.cancel(ours);
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  try {
    const answer = await work(connectionOf(asked.ask));
    return { answer, over: end() };
  } catch (error) {
    await end();
    throw error;
  }

  async function end(): Promise<void> {
    signal?.removeEventListener("abort", onAbort);
    // A signal that comes late must not hit the next transaction.
    await Promise.all([cancelling, rollback(wire, grace)]);
  }
}

/** A transaction that cannot be ended ends with its wire. */
async function rollback(wire: Wire, patience: number): Promise<void> {
  const done = await wire.send("ROLLBACK", undefined, patience);
  if (!done.ok) wire.drop();
}

type Ask = (text: string, values?: readonly Value[]) => Promise<Rows | Refusal>;

/** One session of the simple protocol without values, of the extended one with them. */
export function connectionOf(ask: Ask): Connection {
  return { exec: (script) => ask(script), query: (sql, values = []) => ask(sql, values) };
}

function askingOn(wire: Wire, { mode, limit, grace }: TransactionPlan) {
  let isCancelled = false;
  let pending: Promise<unknown> | undefined;

  async function ask(text: string, values?: readonly Value[]): Promise<Rows | Refusal> {
    if (isCancelled) return cancelled;
    const isKnown = values === undefined ? isControl(text) : isAskable(text, mode);
    if (!isKnown) return notSent;
    const since = performance.now();
    const answer = wire.send(text, values, limit + grace);
    pending = answer;
    const got = await answer;
    if (pending === answer) pending = undefined;
    if (got.ok) return got;
    if (isCancelled) return cancelled;
    return got.code === "57014" ? stoppedByServer(performance.now() - since, limit) : got;
  }

  async function cancel(transaction: TransactionName): Promise<void> {
    isCancelled = true;
    if (pending === undefined) return;
    const isTold = await wire.cancel(transaction);
    // It was told and goes on all the same, or nobody could tell it.
    if (pending !== undefined && !(isTold && (await endsWithin(pending, stubborn)))) wire.drop();
  }

  return { ask, cancel };
}

/** A server looks for signals many times a second, but for some functions of extensions. */
const stubborn = 3_000;

async function endsWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const impatient = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const isOver = await Promise.race([work.then(() => true), impatient]);
  clearTimeout(timer);
  return isOver;
}

/** Servers tell the two apart by words in their own language only. */
function stoppedByServer(took: number, limit: number): Refusal {
  const seconds = `${Math.round(limit / 100) / 10} s`;
  const message =
    took >= limit * 0.95
      ? `The server stopped after ${seconds}, which is the limit that was set`
      : "Somebody has cancelled it on the server";
  return { ok: false, code: "57014", message };
}

/** What is answered to whoever has cancelled. */
export const cancelled: Refusal = { ok: false, code: "57014", message: "Cancelled" };

const notSent: Refusal = {
  ok: false,
  code: "25006",
  message: "Only EXPLAIN and questions about the database are sent here: this was not",
};
