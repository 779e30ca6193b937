/**
 * Whether a proof saw with its own eyes what a finding says. Compares the words of the finding, as
 * users read them, with what was observed of its statement; takes nobody's word for the rest.
 */
import { lockModes } from "../sql/step.ts";
import type { Proof } from "./proof.ts";

/** As much of a finding as is needed here; `statement` from 0, in its file. */
type Said = { readonly message: string; readonly statement: number | undefined };

/**
 * "verified on PostgreSQL 18" where all locks that the message names were observed, or where it
 * says that the statement fails and it did, for the reason that it gives. Undefined otherwise.
 */
export function verifiedOn({ message, statement }: Said, proof: Proof): string | undefined {
  if (statement === undefined) return undefined;
  const isSeen = areSeen(message, statement, proof) || hasFailed(message, statement, proof);
  return isSeen ? `verified on ${proof.server.split(".")[0]}` : undefined;
}

/** A client of before that fails on what it finds is not what was tried. */
function hasFailed(message: string, statement: number, { steps }: Proof): boolean {
  const [says, code] = /^Fails with (\w{5})\b|\bthe migration fails\b/i.exec(message) ?? [];
  if (says === undefined) return false;
  return steps.some(
    (step) =>
      step.outcome === "failed" &&
      step.statement === statement &&
      (code === undefined || step.detail.includes(`SQLSTATE ${code}`)),
  );
}

function areSeen(message: string, index: number, { statements }: Proof): boolean {
  const observed = statements.find((one) => one.index === index);
  const claims = [...message.matchAll(claim)];
  return (
    claims.length > 0 &&
    claims.every(([, mode, table = ""]) =>
      observed?.locks.some((lock) => lock.mode === mode && lock.table === shortened(table)),
    )
  );
}

/** The longest mode first, as one ends with another. */
const claim = new RegExp(
  `(${lockModes.toSorted((a, b) => b.length - a.length).join("|")}) on ([\\w.]+)`,
  "g",
);

function shortened(table: string): string {
  const name = table.replace(/\.$/, "");
  return name.startsWith("public.") ? name.slice("public.".length) : name;
}
