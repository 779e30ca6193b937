/** Runs a script as a deployment of its own does: sent as one message, in a session that then ends. */
import type { Connection, Refusal } from "../engines/postgres-connection.ts";

/**
 * Undefined when all went well. `unclosed`: a transaction was left open, so that nothing of it
 * stays. Afterwards the session is as good as new: settings that the script has made are gone.
 */
export async function deploy(
  connection: Connection,
  script: string,
): Promise<Refusal | "unclosed" | undefined> {
  const answer = await connection.exec(script);
  const ended = await connection.exec("ROLLBACK");
  await connection.exec("DISCARD ALL");
  if (!answer.ok) return answer;
  // Where no transaction is open, the server warns of it.
  return ended.ok && ended.notices.length === 0 ? "unclosed" : undefined;
}

/** For people. */
export const unclosed =
  "it leaves a transaction open, and nothing of that stays when the connection ends";
