/**
 * A session of an embedded database that ends with the first thing that goes wrong beyond a plain
 * refusal: nothing else stops a statement there, and memory that was taken is not given back.
 */
import type { Database } from "../engines/postgres.ts";
import type { Connection, Refusal } from "../engines/postgres-connection.ts";

export type LimitWish = {
  /** Milliseconds for one question. */
  readonly limit: number;
  /** A stretched database must not run anything. */
  readonly mode: "plan" | "run";
  /** Called once, when the database was ended. */
  readonly onEnd: () => void;
};

export type Limited = Connection & {
  /** What still waits is answered with code `stopped`. */
  readonly close: () => Promise<void>;
};

/** Answers one after the other; the limit counts from when a question's turn comes. Never rejects. */
export function limitedConnection(database: Database, wish: LimitWish): Limited {
  let last: Promise<unknown> = Promise.resolve();
  let isOver = false;

  async function end(): Promise<void> {
    if (isOver) return;
    isOver = true;
    wish.onEnd();
    await database.close();
  }

  async function ask<Answer extends { readonly ok: true }>(
    text: string,
    send: () => Promise<Answer | Refusal>,
  ): Promise<Answer | Refusal> {
    if (wish.mode === "plan" && runsSomething.test(text)) return onlyPlans;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      void end();
    }, wish.limit);
    const answer = await send();
    clearTimeout(timer);
    if (answer.ok) return answer;
    return isLate ? late(wish) : judged(answer);
  }

  /** What a refusal means for the database. */
  async function judged(refusal: Refusal): Promise<Refusal> {
    if (refusal.code === "53200") {
      await end();
      return { ...outOfMemory, detail: refusal.message };
    }
    if (refusal.code === "stopped") return isOver ? refusal : lost(end);
    // An error inside the server may be the end of it, or as harmless as any other.
    if (refusal.code === "XX000" && !(await isAlive(database))) return lost(end);
    return refusal;
  }

  function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const turn = last.then(work);
    last = turn;
    return turn;
  }

  return {
    exec: (script) => inTurn(() => ask(script, () => database.exec(script))),
    query: (sql, values) => inTurn(() => ask(sql, () => database.query(sql, values))),
    close: end,
  };
}

/** Only a belt: what may be asked is decided before. */
const runsSomething = /^\s*EXPLAIN\s*(\([^)]*\bANALYZE\b(?!\s+(false|off|0)\b)|ANALYZE\b)/i;

const onlyPlans: Refusal = {
  ok: false,
  code: "0A000",
  message: "This database has no rows: it only plans, and runs nothing",
};

const outOfMemory: Refusal = {
  ok: false,
  code: "53200",
  message:
    "The embedded PostgreSQL ran out of memory and was ended; the next question starts it again",
};

function late({ limit, mode }: LimitWish): Refusal {
  const what = mode === "plan" ? "there was no plan" : "the query had not finished";
  const seconds = limit / 1000;
  const time = seconds === 1 ? "1 second" : `${seconds} seconds`;
  return {
    ok: false,
    code: "57014",
    message: `The embedded PostgreSQL was ended after ${time}, because ${what}; the next question starts it again`,
  };
}

async function lost(end: () => Promise<void>): Promise<Refusal> {
  await end();
  return {
    ok: false,
    code: "stopped",
    message:
      "The embedded PostgreSQL stopped in the middle, as it does when memory runs out; the next question starts it again",
  };
}

async function isAlive(database: Database): Promise<boolean> {
  const answer = await Promise.race([
    database.query("SELECT 1"),
    new Promise<undefined>((resolve) => setTimeout(resolve, 1000, undefined)),
  ]);
  // A failed transaction refuses too, and lives.
  return answer !== undefined && (answer.ok || answer.code === "25P02");
}
