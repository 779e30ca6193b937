/** A connected database as something that queries can be explained on: held to reading, and asked carefully. */
import type { Passed } from "../core/sql/gate.ts";
import type { ParseStatement } from "../core/sql/statement.ts";
import { redact } from "../database/address.ts";
import type { ExplainSessions } from "../database/explain-sessions.ts";
import type { Connection, Refusal } from "../engines/postgres-connection.ts";
import { affectedBy } from "../explain/affected.ts";
import { explainOn } from "../explain/explain.ts";
import { functionFacts } from "../explain/functions.ts";
import { parameterTypes } from "../explain/parameter-types.ts";
import { type Known, mayExplain } from "../explain/policy.ts";
import type { TargetLine } from "../protocol/plans.ts";
import type { UrlNow } from "./databases.ts";
import type { OpenWish, Target, TargetOrNot } from "./explain-target.ts";

export type DatabaseTargetParts = {
  readonly urlNow: UrlNow;
  /** Whether the label was put on the database that a URL leads to. */
  readonly isLabelled: (url: string) => boolean;
  readonly sessions: ExplainSessions;
  readonly parse: ParseStatement;
};

export async function databaseTarget(
  line: TargetLine,
  { urlNow, isLabelled, sessions, parse }: DatabaseTargetParts,
  { signal, onProgress, isTrusted }: OpenWish,
): Promise<TargetOrNot> {
  if (!isTrusted) {
    const reason = "No database is connected to from a workspace that is not trusted";
    return {
      ok: false,
      line,
      reason,
      hint: "Trust the workspace, or choose the embedded database",
    };
  }
  const now = await urlNow();
  if (!now.ok) return { ok: false, line, reason: now.reason, hint: "" };
  const { url } = now;
  onProgress(`Asking ${line.title}`);
  const first = await sessions.inTransaction(url, { mode: "plan", signal }, async (_, server) => ({
    ok: true as const,
    server,
  }));
  if (!first.ok) return { ok: false, line, reason: first.message, hint: first.hint ?? "" };

  const { server: found } = first;
  const label = isLabelled(url) ? line.label : undefined;
  const there = { kind: "database", label, isTrusted } as const;
  let known: Promise<Known | Refusal> | undefined;

  const target: Target = {
    line: { ...line, label, title: `${found.database} on ${found.name}` },
    postgres: found.postgres,
    notes: [],
    async judge(passed, mode, agreed) {
      if (mode === "run" && label === undefined) return { kind: "refused", reason: notLabelled };
      known ??= sessions.inTransaction(url, { mode: "plan", signal }, (connection) =>
        knownOf(connection, passed, parse),
      );
      const answer = await known;
      if ("ok" in answer) return { kind: "refused", reason: answer.message };
      return mayExplain(passed, there, mode, answer, agreed);
    },
    async parameterTypes(sql) {
      const answer = await sessions.inTransaction(url, { mode: "plan", signal }, (connection) =>
        parameterTypes(connection, sql),
      );
      return answer.ok ? answer.types : [];
    },
    async explain(wish, isWritable) {
      const asked = { mode: wish.mode, isWritable, signal };
      const answer = await sessions.inTransaction(url, asked, (connection, server) =>
        explainOn(connection, server, wish),
      );
      return answer.ok ? answer : { ...answer, message: redact(answer.message, url) };
    },
    assumedFor: () => [],
  };
  return { ok: true, target };
}

const notLabelled =
  "The URL leads to another database than when the label was chosen: connect it again, or label it anew, before anything is run there";

async function knownOf(
  connection: Connection,
  passed: Passed,
  parse: ParseStatement,
): Promise<Known | Refusal> {
  const functions = await functionFacts(connection, passed, parse);
  if (!functions.ok) return functions;
  const affected = passed.writes.length > 0 ? await affectedBy(connection, passed) : undefined;
  if (affected && !affected.ok) return affected;
  return { functions: functions.facts, affected: affected?.affected };
}
