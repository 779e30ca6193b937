/** A table goes and one of the same shape comes: its name was changed, and the rows are lost. */

import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { Column, Qualified, Table } from "../../sql/catalog.ts";
import { foreignKeysOf } from "../../sql/lookup.ts";
import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isInUse, stepsOf } from "../migration-words/locked-tables.ts";
import { isReadBefore } from "../migration-words/rows-read.ts";

export const probableTableRename: StatementRule = {
  name: "probable-table-rename",
  severity: "error",
  language: "sql",
  steps: ["drop-table"],
  summary: "A table is dropped and one with the same columns is created",
  why: `Prisma compares two schemas and cannot see that a model was renamed. So it drops the old table with every row in it, and creates an empty one under the new name. The same happens to the table behind a many-to-many relation without a model when the relation is named or one of its models renamed.

Instead, write \`ALTER TABLE "Article" RENAME TO "Post"\` in place of both statements, and rename the primary key, indexes and foreign keys with it, so that Prisma finds the names it expects. Or keep the table's name: \`@@map("Article")\` on the model, or the relation's old name.`,
  examples: [
    {
      before: `
        CREATE TABLE "Article" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT);
      `,
      bad: `
          DROP TABLE "Article";
        --^^^^^^^^^^^^^^^^^^^^
          CREATE TABLE "Post" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT);
      `,
    },
    {
      before: `
        CREATE TABLE "Article" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT);
      `,
      good: `
        ALTER TABLE "Article" RENAME TO "Post";
      `,
    },
  ],
  *check({ report, file }) {
    for (const key of droppedBy(report, file)) {
      const old = file.before.tables.get(key);
      const next = old && likeliest(old, file);
      if (old === undefined || next === undefined) continue;
      const { table, shared } = next;
      const part = shared.length === old.columns.size ? "all" : shared.length;
      yield {
        at: report.statement.at,
        message: `Drops the rows of ${shortName(key)} while ${table.name} is created with ${part} of its ${old.columns.size} columns: probably a rename`,
        table: key,
      };
    }
  },
};

/** Tables that were there before, and whose rows nobody in the file has thought of. */
function droppedBy(report: StatementReport, file: MigrationReport): Qualified[] {
  return stepsOf(report, "drop-table")
    .flatMap(({ tables }) => tables.map((name) => qualify(report.before, name)))
    .filter((key) => isInUse(file, key) && !isReadBefore(file, key, report.index));
}

type Candidate = { readonly table: Table; readonly shared: readonly string[] };

/** The created table that is most like it, when it is like enough and still there at the end. */
function likeliest(old: Table, file: MigrationReport): Candidate | undefined {
  const made = file.statements.flatMap((report) =>
    stepsOf(report, "create-table").map(({ table }) => qualify(report.after, table)),
  );
  const candidates = made.flatMap((key): Candidate[] => {
    const table = file.created.has(key) ? file.after.tables.get(key) : undefined;
    return table === undefined ? [] : [{ table, shared: sharedColumns(old, table) }];
  });
  const best = candidates
    .filter((candidate) => isLike(old, candidate))
    .toSorted((a, b) => b.shared.length - a.shared.length)[0];
  // Of several that go, the one most like it has been renamed to it.
  const isTaken =
    best !== undefined &&
    file.statements.some((report) =>
      droppedBy(report, file).some((key) => {
        const other = file.before.tables.get(key);
        return other && sharedColumns(other, best.table).length > best.shared.length;
      }),
    );
  return isTaken ? undefined : best;
}

function isLike(old: Table, { table, shared }: Candidate): boolean {
  const most = Math.max(old.columns.size, table.columns.size);
  if (shared.length < likeness * most) return false;
  const telling = shared.filter((name) => !usual.test(name)).length;
  return telling >= 2 || (telling === 1 && shared.length === most) || isSameJoin(old, table);
}

/** Of the columns of the larger one. */
const likeness = 0.7;

/** Columns that many tables have, whatever they hold. */
const usual = /^(?:id|name|type|status|(?:created|updated|deleted)_?(?:at|on|by)|[AB]|.*_?id)$/i;

function sharedColumns(a: Table, b: Table): string[] {
  return [...a.columns.values()].flatMap((column) => {
    const other = b.columns.get(column.name);
    return other && typeOf(other) === typeOf(column) ? [column.name] : [];
  });
}

function typeOf({ type }: Column): string {
  return `${type.name}${type.isArray ? "[]" : ""}`;
}

/** The table behind a relation without a model: `A` and `B`, pointing at the same two tables. */
function isSameJoin(a: Table, b: Table): boolean {
  const isJoin = ({ columns }: Table) => columns.size === 2 && columns.has("A") && columns.has("B");
  return isJoin(a) && isJoin(b) && targetsOf(a) === targetsOf(b) && targetsOf(a) !== "";
}

function targetsOf(table: Table): string {
  return foreignKeysOf(table)
    .map(({ target }) => target)
    .sort()
    .join(", ");
}
