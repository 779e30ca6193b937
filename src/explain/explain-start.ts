/**
 * A point in a transaction from which something is tried and to which one comes back, and what is
 * prepared there. Knows connections and texts, no plans.
 */
import {
  backToStart,
  forget,
  type PlannedFor,
  prepareText,
  startHere,
  typesOfPrepared,
} from "../database/explain-texts.ts";
import type { Connection, Refusal, Rows } from "../engines/postgres-connection.ts";

export type Start = {
  /**
   * The server's own word that a text is one statement that can be planned. Where PostgreSQL cannot
   * find out what type a parameter has, `types` are tried.
   */
  readonly prepare: (
    sql: string,
    types?: readonly (string | undefined)[],
  ) => Promise<Prepared | Refusal>;
  readonly prepareTyped: (sql: string, types: readonly string[]) => Promise<Rows | Refusal>;
  /** Of what is prepared, in the order of the parameters. */
  readonly types: () => Promise<TypesOrNot>;
  /** Undoes all that was done since; also after an error. */
  readonly back: () => Promise<void>;
};

export type Prepared = Rows & { readonly areTypesUsed: boolean };

export type ParameterType = {
  /** As it stands behind `::`. */
  readonly written: string;
  /** As people know it: `character varying`. */
  readonly name: string;
};

export type TypesOrNot = { readonly ok: true; readonly types: readonly ParameterType[] } | Refusal;

/**
 * Begins a transaction where there is none, as on the embedded server, and rolls it back. Otherwise
 * the transaction is afterwards as it was, and can be used on.
 */
export async function atStart<Answer>(
  connection: Connection,
  plannedFor: PlannedFor,
  work: (start: Start) => Promise<Answer>,
): Promise<Answer | Refusal> {
  const first = await connection.exec(startHere(plannedFor));
  const isOwn = !first.ok && first.code === outsideOfTransaction;
  const begun = isOwn ? await connection.exec(`BEGIN; ${startHere(plannedFor)}`) : first;
  const start = startOn(connection);
  try {
    return begun.ok ? await work(start) : begun;
  } finally {
    if (begun.ok) await start.back();
    if (isOwn) await connection.exec("ROLLBACK");
  }
}

const outsideOfTransaction = "25P01";

function startOn(connection: Connection): Start {
  let isPrepared = false;

  async function back(): Promise<void> {
    await connection.exec(isPrepared ? `${backToStart}; ${forget}` : backToStart);
    isPrepared = false;
  }

  async function send(sql: string, types?: readonly (string | undefined)[]) {
    const text = prepareText(sql, types);
    const answer = await connection.query(text, []);
    isPrepared = answer.ok || answer.code === isThereAlready;
    return withoutPrefix(answer, text.slice(0, -sql.length));
  }

  /** One is left over where a session was given up in the middle: poolers keep its process. */
  async function sendAnew(sql: string, types?: readonly (string | undefined)[]) {
    const answer = await send(sql, types);
    if (answer.ok || answer.code !== isThereAlready) return answer;
    await back();
    return send(sql, types);
  }

  return {
    back,
    prepareTyped: sendAnew,
    async prepare(sql, types = []) {
      const answer = await sendAnew(sql);
      if (answer.ok) return { ...answer, areTypesUsed: false };
      if (answer.code !== isUndetermined || types.every((type) => type === undefined)) {
        return answer;
      }
      await back();
      const told = await sendAnew(sql, types);
      return told.ok ? { ...told, areTypesUsed: true } : told;
    },
    async types() {
      const answer = await connection.query(typesOfPrepared, []);
      if (!answer.ok) return answer;
      const types = answer.rows.map(([written, name]) => ({
        written: written ?? "text",
        name: name ?? "",
      }));
      return { ok: true, types };
    },
  };
}

/** Duplicate prepared statement. */
const isThereAlready = "42P05";
/** Indeterminate datatype. */
const isUndetermined = "42P18";

/** A place in the text that was sent as one in the statement behind `prefix`. */
export function withoutPrefix(answer: Rows | Refusal, prefix: string): Rows | Refusal {
  if (answer.ok || answer.offset === undefined) return answer;
  const { offset, ...rest } = answer;
  return offset < prefix.length ? rest : { ...rest, offset: offset - prefix.length };
}
