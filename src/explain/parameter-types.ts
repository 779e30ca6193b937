/** Which types a server gives to the parameters of a statement: for asking people for values. */
import type { Connection, Refusal } from "../engines/postgres-connection.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { atStart } from "./explain-start.ts";

export type ParameterTypesOrNot =
  /** In the order of their numbers, as people know them: `integer`, `character varying`. */
  { readonly ok: true; readonly types: readonly string[] } | Refusal;

/**
 * Asks the server to parse the statement, which the gate has let through; nothing is run. Refused with
 * 42P18 where it cannot tell, as for `SELECT $1 IS NULL`. Never rejects.
 */
export async function parameterTypes(
  connection: Connection,
  sql: string,
): Promise<ParameterTypesOrNot> {
  const answer = await atStart(connection, "auto", async ({ prepare, types }) => {
    const ready = await prepare(sql);
    return ready.ok ? types() : ready;
  });
  if (!answer.ok) return explainRefusal(answer);
  return { ok: true, types: answer.types.map(({ name }) => name) };
}
