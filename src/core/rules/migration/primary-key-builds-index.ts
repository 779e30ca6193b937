/** ADD PRIMARY KEY over rows that are there, whose index is built under the strongest lock. */

import { span } from "../../base/text.ts";
import type { Fix } from "../../lint/rule.ts";
import type { Index, Qualified } from "../../sql/catalog.ts";
import { indexesOf } from "../../sql/lookup.ts";
import { qualify } from "../../sql/names.ts";
import type { Step } from "../../sql/step.ts";
import { quoted, shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { wholeStatement } from "../migration-words/migration-edits.ts";
import { replacedPrimaryKey } from "../migration-words/primary-keys.ts";
import { isEmptied, stepsOnExisting } from "../migration-words/tables-before.ts";

export const primaryKeyBuildsIndex: StatementRule = {
  name: "primary-key-builds-index",
  severity: "warning",
  language: "sql",
  steps: ["add-constraint"],
  summary: "ADD PRIMARY KEY builds an index while nobody can use the table",
  why: `\`ADD PRIMARY KEY\` takes \`ACCESS EXCLUSIVE\` and builds an index over every row under it: reads wait as well as writes. It fails when two rows are alike or one holds NULL.

A unique index that is there already can become the primary key: \`ADD CONSTRAINT … PRIMARY KEY USING INDEX …\` takes a moment when its columns are \`NOT NULL\`, and gives the index the constraint's name. That is what a table between two models needs when Prisma 6 gives it a primary key and drops the unique index that did the same. Elsewhere build the index before, with \`CREATE UNIQUE INDEX CONCURRENTLY\` in a migration of its own.`,
  examples: [
    {
      before: `
        CREATE TABLE "_PostToTag" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
        CREATE UNIQUE INDEX "_PostToTag_AB_unique" ON "_PostToTag"("A", "B");
      `,
      bad: `
        -- AlterTable
        ALTER TABLE "_PostToTag" ADD CONSTRAINT "_PostToTag_AB_pkey" PRIMARY KEY ("A", "B");
        --                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        -- DropIndex
        DROP INDEX "_PostToTag_AB_unique";
      `,
      fixed: `
        -- AlterTable
        ALTER TABLE "_PostToTag" ADD CONSTRAINT "_PostToTag_AB_pkey" PRIMARY KEY USING INDEX "_PostToTag_AB_unique";
      `,
    },
    {
      before: `
        CREATE TABLE "_PostToTag" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
        CREATE UNIQUE INDEX "_PostToTag_AB_unique" ON "_PostToTag"("A", "B");
      `,
      good: `ALTER TABLE "_PostToTag" ADD CONSTRAINT "_PostToTag_AB_pkey" PRIMARY KEY USING INDEX "_PostToTag_AB_unique";`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "add-constraint")) {
      const { constraint } = step;
      if (constraint.kind !== "primary-key" || constraint.usingIndex !== undefined) continue;
      if (isEmptied(subject, table) || replacedPrimaryKey(subject, table)) continue;
      const fix = useIndex(subject, table, step, constraint.columns);
      yield {
        at: step.at,
        message: `ADD PRIMARY KEY holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while an index is built over every row`,
        table,
        ...(fix && { fix }),
      };
    }
  },
};

/** Only for an index that the file drops afterwards: it goes on under another name. */
function useIndex(
  subject: StatementSubject,
  table: Qualified,
  step: Step,
  columns: readonly string[],
): Fix | undefined {
  const { report, file } = subject;
  const { source } = file.migration.file;
  const text = source.text.slice(step.at.start, step.at.end);
  const written = /PRIMARY\s+KEY\s*(\([^()]*\))\s*$/i.exec(text)?.[1];
  if (written === undefined) return undefined;
  for (const index of indexesOf(report.before, table)) {
    const dropped = isSame(index, columns) ? dropOf(subject, index) : undefined;
    if (dropped === undefined) continue;
    const end = step.at.end;
    return {
      title: `Make ${index.name} the primary key`,
      edits: [
        { at: span(source, end - written.length, end), text: `USING INDEX ${quoted(index.name)}` },
        { at: wholeStatement(file.migration.file, dropped), text: "" },
      ],
    };
  }
  return undefined;
}

/** As a primary key's own: unique over these columns in this order, without conditions. */
function isSame(index: Index, columns: readonly string[]): boolean {
  return (
    index.isUnique &&
    index.method === "btree" &&
    index.where === undefined &&
    index.include.length === 0 &&
    index.constraint === undefined &&
    !/\b(DESC|NULLS|COLLATE|_ops)\b/i.test(index.definition ?? "") &&
    index.columns.length === columns.length &&
    index.columns.every((column, at) => column === columns[at])
  );
}

/** The statement further down that does nothing but drop it. */
function dropOf({ report, file }: StatementSubject, index: Index) {
  for (const { statement, before } of file.statements.slice(report.index + 1)) {
    const [step, ...others] = statement.steps;
    if (step?.kind !== "drop-index" || others.length > 0) continue;
    const [name, ...more] = step.indexes;
    if (name === undefined || more.length > 0) continue;
    if (qualify(before, name) === `${index.schema}.${index.name}`) return statement;
  }
  return undefined;
}
