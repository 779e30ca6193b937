/**
 * Which statements of a file run in one transaction. Prisma sends a file as one message; how
 * PostgreSQL reads such a message, and BEGIN and COMMIT inside it, is all that is known here.
 */
import type { Statement } from "../sql/statement.ts";
import type { StatementReport, Transaction } from "./migration.ts";

/**
 * One entry per statement. A message with two statements or more is one transaction until a
 * COMMIT or ROLLBACK inside it ends that; what follows then begins another one.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
 *
 * From Prisma 7.4 on, a file of nothing but `CREATE INDEX CONCURRENTLY` is sent statement by
 * statement (prisma-engines #5767).
 */
export function transactionsOf(
  statements: readonly Statement[],
  prisma: readonly [major: number, minor: number] | undefined,
): readonly Transaction[] {
  if (splitByPrisma(statements, prisma)) {
    return statements.map((_, number) => ({ number, isAlone: true, isExplicit: false }));
  }
  let number = 0;
  let isExplicit = false;
  const found: Transaction[] = [];
  for (const { steps } of statements) {
    const command = steps.find((step) => step.kind === "transaction")?.command;
    if (command === "begin") isExplicit = true;
    found.push({ number, isAlone: statements.length === 1, isExplicit });
    if (command === "commit" || command === "rollback") {
      number++;
      isExplicit = false;
    }
  }
  return found;
}

/**
 * The TimeZone that a statement of `transaction` runs under, as SET in the statements before it
 * says; SET LOCAL only within its transaction. Undefined where the session's own is in force.
 */
export function timeZoneAt(
  before: readonly Pick<StatementReport, "statement" | "transaction">[],
  transaction: Transaction,
): string | undefined {
  for (const { statement, transaction: own } of before.toReversed()) {
    for (const step of statement.steps) {
      if (step.kind !== "set" || step.setting.toLowerCase() !== "timezone") continue;
      if (step.isLocal && own.number !== transaction.number) continue;
      return step.value?.replace(/^'(.*)'$/, "$1");
    }
  }
  return undefined;
}

function splitByPrisma(
  statements: readonly Statement[],
  prisma: readonly [major: number, minor: number] | undefined,
): boolean {
  if (prisma === undefined || statements.length < 2) return false;
  const [major, minor] = prisma;
  if (major < 7 || (major === 7 && minor < 4)) return false;
  return statements.every(({ steps }) =>
    steps.some((step) => step.kind === "create-index" && step.concurrently),
  );
}
