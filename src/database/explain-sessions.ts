/**
 * The sessions in which queries are explained, at most one for each database: kept open for a little
 * while, opened anew when they are gone. Remembers URLs only as long as their sessions live.
 */
import type { Connection, Refusal } from "../engines/postgres-connection.ts";
import {
  type ExplainLimits,
  type ExplainSession,
  openExplainSession,
  type TransactionWish,
} from "./explain-session.ts";
import { cancelled } from "./explain-transaction.ts";
import { queue } from "./line.ts";
import type { ServerFacts } from "./server-facts.ts";

/** A connection in its transaction, and the server behind it. */
export type Work<Answer> = (connection: Connection, server: ServerFacts) => Promise<Answer>;

export class ExplainSessions {
  readonly #limits: Partial<ExplainLimits>;
  /** How long one is kept that nobody uses, in milliseconds. */
  readonly #kept: number;
  readonly #slots = new Map<string, Slot>();

  constructor(limits: Partial<ExplainLimits> = {}, kept = 30_000) {
    this.#limits = limits;
    this.#kept = kept;
  }

  /**
   * Lets `work` ask in a transaction that is rolled back afterwards. A session that has died while
   * nobody used it is replaced before anybody notices. Rejects only when `work` does.
   */
  async inTransaction<Answer>(
    url: string,
    wish: TransactionWish,
    work: Work<Answer>,
  ): Promise<Answer | Refusal> {
    const slot = this.#slotOf(url);
    slot.users++;
    clearTimeout(slot.timer);
    // Whether the work has begun: from then on the server has to be told to stop.
    let isBegun = false;
    const asked = this.#ask(slot, url, wish, (connection, server) => {
      isBegun = true;
      return work(connection, server);
    }).finally(() => {
      slot.users--;
      if (slot.users === 0) this.#keepForAWhile(url, slot);
    });
    return unlessAborted(asked, wish.signal, () => isBegun);
  }

  /** Forgets a database, as when it is disconnected. */
  async drop(url: string): Promise<void> {
    const slot = this.#slots.get(url);
    this.#slots.delete(url);
    clearTimeout(slot?.timer);
    await slot?.session?.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#slots.keys()].map((url) => this.drop(url)));
  }

  async #ask<Answer>(
    slot: Slot,
    url: string,
    wish: TransactionWish,
    work: Work<Answer>,
  ): Promise<Answer | Refusal> {
    const kept = slot.session;
    // Whether the work has begun: then it is not done a second time.
    let isBegun = false;
    const begin = (session: ExplainSession) =>
      session.inTransaction(wish, (connection) => {
        isBegun = true;
        return work(connection, session.server);
      });
    if (kept?.isUsable()) {
      const answer = await begin(kept);
      if (isBegun || kept.isUsable()) return answer;
    }
    if (wish.signal?.aborted) return cancelled;
    const opened = await slot.inTurn(() => this.#open(slot, url));
    return opened.ok ? begin(opened.session) : opened;
  }

  async #open(slot: Slot, url: string) {
    if (slot.session?.isUsable()) return { ok: true, session: slot.session } as const;
    await slot.session?.close();
    slot.session = undefined;
    const opened = await openExplainSession(url, this.#limits);
    if (!opened.ok) return opened;
    slot.session = opened.session;
    return opened;
  }

  #slotOf(url: string): Slot {
    const known = this.#slots.get(url);
    if (known) return known;
    const slot: Slot = { session: undefined, users: 0, timer: undefined, inTurn: queue() };
    this.#slots.set(url, slot);
    return slot;
  }

  #keepForAWhile(url: string, slot: Slot): void {
    // Forgotten meanwhile: nobody else would close it.
    if (this.#slots.get(url) !== slot) {
      void slot.session?.close();
      return;
    }
    slot.timer = setTimeout(() => this.drop(url), this.#kept);
    // An idle session must not keep a process alive.
    slot.timer.unref();
  }
}

/** Nobody waits for their turn, or for a server to answer, who does not want it any more. */
async function unlessAborted<Answer>(
  asked: Promise<Answer | Refusal>,
  signal: AbortSignal | undefined,
  isBegun: () => boolean,
): Promise<Answer | Refusal> {
  if (signal === undefined) return asked;
  let onAbort = () => {};
  const aborted = new Promise<Refusal>((resolve) => {
    onAbort = () => {
      if (!isBegun()) resolve(cancelled);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  try {
    return await Promise.race([asked, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

type Slot = {
  session: ExplainSession | undefined;
  users: number;
  timer: NodeJS.Timeout | undefined;
  readonly inTurn: ReturnType<typeof queue>;
};
