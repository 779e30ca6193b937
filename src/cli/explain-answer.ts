/** What comes back from wherever a query was explained. Knows neither databases nor reports. */
import type { Refusal } from "../engines/postgres-connection.ts";
import type { Explained } from "../explain/explained.ts";
import type { Decision } from "../explain/policy.ts";

export type Answered = {
  readonly kind: "embedded" | "database";
  /** `the embedded PostgreSQL 18.3`, `shop on PostgreSQL 17.4`. */
  readonly title: string;
  /** Major version. */
  readonly postgres: number;
  readonly explained: Explained;
  /** What is to be known of the result. Sentences without a full stop. */
  readonly notes: readonly string[];
  /** For tables as the database calls them; empty for a connected database. */
  readonly assumedFor: (tables: readonly string[]) => readonly AssumedRows[];
};

export type AssumedRows = {
  /** `public.orders` */
  readonly table: string;
  readonly rows: number;
  /** Nobody has stated them. */
  readonly isDefault: boolean;
};

/** Throws an Error with one line for a refusal. */
export function answeredOr<Answer extends { readonly ok: true }>(answer: Answer | Refusal): Answer {
  if (answer.ok) return answer;
  const { message, detail, hint } = answer;
  throw new Error([message, detail, hint].filter((text) => text).join(". "));
}

/** Throws an Error with one line where the policy says no, or wants to ask somebody. */
export function allowed(decision: Decision): Extract<Decision, { kind: "allowed" }> {
  if (decision.kind === "allowed") return decision;
  throw new Error(decision.kind === "refused" ? decision.reason : decision.question);
}

export function count(number: number): string {
  return number.toLocaleString("en");
}
