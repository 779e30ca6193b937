/**
 * Sessions of databases that are not ours. Questions run in a read-only transaction that is always
 * rolled back; writing is for databases that may be thrown away, and says so by its name.
 */
import type { Connection, Refusal, Rows, Value } from "../engines/postgres-connection.ts";
import { type Limits, openLine, queue } from "./line.ts";
import { isQuestion } from "./question.ts";

export type Session = Connection & {
  /** Prisma's `schema` parameter, `public` without one. */
  readonly schema: string;
  /** Whether the connection is encrypted. */
  readonly isEncrypted: boolean;
  /** Never rejects. What still runs is given up, and rolled back by the server. */
  readonly close: () => Promise<void>;
};

export type ReadOnlySession = Session & {
  /** Ends the transaction; the next question sees what has been committed since, in a new one. */
  readonly refresh: () => Promise<void>;
};

export type Opened<Kind> = { readonly ok: true; readonly session: Kind } | Refusal;

export const usualLimits: Limits = {
  connect: 10_000,
  statement: 15_000,
  lock: 1_000,
  idle: 60_000,
};

/**
 * Only single questions are sent (SELECT, EXPLAIN, SHOW, …), each in a transaction that PostgreSQL
 * itself holds to reading: what would write is refused by the server even where a function or a
 * `WITH` hides it. All see the same moment until one of them fails or `refresh` is called. What a
 * transaction does not hold, as advisory locks, ends with `close`. What a function does outside of
 * the database's rows (a signal to another session, a file of the server) is not held back here:
 * texts that people write need a gate of their own. Never rejects; no text that it gives holds the
 * password.
 */
export async function readOnlyConnection(
  url: string,
  limits: Partial<Limits> = {},
): Promise<Opened<ReadOnlySession>> {
  const all = { ...usualLimits, ...limits };
  const opened = await openLine(url, all);
  if (!opened.ok) return opened;
  const { line } = opened;
  let isOpen = false;
  // Nothing comes between a beginning and its question.
  const inTurn = queue();

  async function begin(): Promise<Refusal | undefined> {
    if (isOpen) return undefined;
    // The snapshot is taken at once: from then on nobody can make the transaction writable.
    const begun = await line.send(
      `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = ${all.statement}; SET LOCAL lock_timeout = ${all.lock}; SET LOCAL idle_in_transaction_session_timeout = ${all.idle}; SELECT 1`,
    );
    if (!begun.ok) return begun;
    isOpen = true;
    return undefined;
  }

  async function rollback(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await line.send("ROLLBACK");
  }

  function ask(sql: string, values: readonly Value[] = []): Promise<Rows | Refusal> {
    if (!isQuestion(sql)) return Promise.resolve(notAsked);
    return inTurn(async () => {
      const refused = await begin();
      if (refused) return refused;
      const answer = await line.send(sql, values);
      if (!answer.ok) await rollback();
      return answer;
    });
  }

  return {
    ok: true,
    session: {
      schema: line.schema,
      isEncrypted: line.isEncrypted,
      query: ask,
      exec: (sql) => ask(sql),
      refresh: () => inTurn(rollback),
      close: () => line.close(),
    },
  };
}

/**
 * Writes, in a database that may be thrown away: never for one that holds anything. Scripts are run
 * as Prisma runs them, and `limits` hold for each statement.
 */
export async function scratchConnection(
  url: string,
  limits: Partial<Limits> = {},
): Promise<Opened<Session>> {
  const all = { ...usualLimits, ...limits };
  const opened = await openLine(url, all);
  if (!opened.ok) return opened;
  const { send, close, schema, isEncrypted } = opened.line;
  const limited = await send(
    `SET statement_timeout = ${all.statement}; SET lock_timeout = ${all.lock}; SET idle_in_transaction_session_timeout = ${all.idle}`,
  );
  if (!limited.ok) {
    await close();
    return limited;
  }
  const query = (sql: string, values: readonly Value[] = []) => send(sql, values);
  return { ok: true, session: { schema, isEncrypted, query, exec: (sql) => send(sql), close } };
}

const notAsked: Refusal = {
  ok: false,
  code: "25006",
  message: "Only questions are asked here, and this would do something: it was not sent",
};
