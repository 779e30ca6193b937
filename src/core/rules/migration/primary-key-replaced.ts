/** Another primary key for a table in use. */

import type { Qualified } from "../../sql/catalog.ts";
import { foreignKeysTo } from "../../sql/lookup.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { type DroppedPrimaryKey, replacedPrimaryKey } from "../migration-words/primary-keys.ts";
import { isEmptied, stepsOnExisting } from "../migration-words/tables-before.ts";

export const primaryKeyReplaced: StatementRule = {
  name: "primary-key-replaced",
  severity: "warning",
  language: "sql",
  steps: ["add-constraint"],
  summary: "A table in use gets another primary key, whose index is built while nobody can use it",
  why: `When \`@id\` or \`@@id\` changes, Prisma drops the primary key and adds another. Until the new index is built over every row, nobody can read or write the table; when two rows are alike or one holds NULL, it fails. Foreign keys that point at the old key keep it from being dropped.

The running application still looks rows up by the old key, for which there is no index any more.

Instead, build the new index before, with \`CREATE UNIQUE INDEX CONCURRENTLY\` in a migration of its own, and keep a unique index over the old key as long as the old application runs. Then drop the old constraint and \`ADD CONSTRAINT … PRIMARY KEY USING INDEX …\` in one \`ALTER TABLE\`, which takes a moment when the columns are \`NOT NULL\`.`,
  examples: [
    {
      before: `CREATE TABLE "Member" ("id" TEXT NOT NULL, "orgId" TEXT NOT NULL, CONSTRAINT "Member_pkey" PRIMARY KEY ("id"));`,
      bad: `
        ALTER TABLE "Member" DROP CONSTRAINT "Member_pkey",
          ADD CONSTRAINT "Member_pkey" PRIMARY KEY ("orgId", "id");
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Member" ("id" TEXT NOT NULL, "orgId" TEXT NOT NULL, CONSTRAINT "Member_pkey" PRIMARY KEY ("id"));
        CREATE UNIQUE INDEX "Member_new" ON "Member"("orgId", "id");
      `,
      good: `
        ALTER TABLE "Member" DROP CONSTRAINT "Member_pkey",
          ADD CONSTRAINT "Member_pkey" PRIMARY KEY USING INDEX "Member_new";
      `,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "add-constraint")) {
      const { constraint } = step;
      if (constraint.kind !== "primary-key" || constraint.usingIndex !== undefined) continue;
      const old = replacedPrimaryKey(subject, table);
      if (old === undefined || isEmptied(subject, table)) continue;
      const children = referringTables(subject, table, old);
      yield {
        at: step.at,
        message:
          children.length > 0
            ? `PostgreSQL refuses to drop ${old.name}: foreign keys of ${children.join(", ")} need it`
            : `The new primary key of ${shortName(table)} holds ACCESS EXCLUSIVE, which blocks reads and writes, while its index is built over every row`,
        table,
      };
    }
  },
};

/** Tables whose foreign keys stand on the old key when it is dropped, and keep it. */
function referringTables(
  { file, report }: StatementSubject,
  table: Qualified,
  { name, columns, cascade }: DroppedPrimaryKey,
): string[] {
  if (cascade || columns === undefined) return [];
  const dropping = file.statements
    .slice(0, report.index + 1)
    .findLast(({ statement }) =>
      statement.steps.some((step) => step.kind === "drop-constraint" && step.constraint === name),
    );
  const pointing = dropping === undefined ? [] : foreignKeysTo(dropping.before, table);
  return [
    ...new Set(
      pointing
        .filter(
          ({ foreignKey: { targetColumns } }) =>
            targetColumns.length === columns.length &&
            targetColumns.every((column) => columns.includes(column)),
        )
        .map((one) => shortName(one.table)),
    ),
  ];
}
