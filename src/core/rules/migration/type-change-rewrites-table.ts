/** ALTER COLUMN … TYPE where the values are stored in another way. */

import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { becomesZoned, type ChangedType, changedTypes } from "../migration-words/changed-type.ts";
import { typeText } from "../migration-words/type-text.ts";

export const typeChangeRewritesTable: StatementRule = {
  name: "type-change-rewrites-table",
  severity: "warning",
  language: "sql",
  steps: ["alter-type"],
  summary: "A change of type rewrites the table while nobody can use it",
  why: `Where the new type stores a value in another way than the old one, or a value may have to be cut, PostgreSQL writes the whole table and all of its indexes anew, under a lock that lets nobody read or write. \`INTEGER\` to \`BIGINT\` is such a change, and so are any \`USING\` that computes something, a new scale of \`NUMERIC\`, and a shorter \`VARCHAR\`. A longer \`VARCHAR\`, \`VARCHAR\` to \`TEXT\`, a higher precision of \`NUMERIC\` with the same scale or of \`TIMESTAMP\` are not: they take a moment.

Instead, add a column of the new type, let a trigger or the application fill both, fill the old rows in batches, and swap the two in a later migration; \`@map\` keeps the field's name in Prisma the same.`,
  examples: [
    {
      before: `CREATE TABLE "Event" ("id" TEXT NOT NULL PRIMARY KEY, "size" INTEGER NOT NULL);`,
      bad: `
        ALTER TABLE "Event" ALTER COLUMN "size" SET DATA TYPE BIGINT;
        --                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Event" ("id" TEXT NOT NULL PRIMARY KEY, "name" VARCHAR(20) NOT NULL);`,
      good: `ALTER TABLE "Event" ALTER COLUMN "name" SET DATA TYPE VARCHAR(40);`,
    },
  ],
  *check(subject) {
    for (const change of changedTypes(subject)) {
      const { step, table, cost } = change;
      if (cost.rewrites !== true || isAvoidable(change)) continue;
      yield {
        at: step.at,
        message: `${what(change)}: ALTER COLUMN TYPE holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while every row and every index is rewritten`,
        table,
      };
    }
  },
};

/** Spoken of by avoidable-timestamptz-rewrite. */
function isAvoidable(change: ChangedType): boolean {
  const using = change.step.using?.text;
  const isInUtc = using === undefined || /\bAT\s+TIME\s+ZONE\s+'UTC'/i.test(using);
  return becomesZoned(change) && isInUtc;
}

function what({ step, from, to, isComputed }: ChangedType): string {
  const [old, next] = [typeText(from), typeText(to)];
  if (old === next || isComputed) return `${step.column} is computed anew`;
  return `${step.column} becomes ${next} from ${old}`;
}
