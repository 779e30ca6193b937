/** A value is used in the transaction that adds it to its enum. */

import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { columnsOfType } from "../../sql/lookup.ts";
import { qualifyType } from "../../sql/names.ts";
import type { Step } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const enumValueUsedInSameTransaction: StatementRule = {
  name: "enum-value-used-in-same-transaction",
  severity: "error",
  language: "sql",
  summary: "A new enum value is used before the transaction that adds it has ended",
  why: `PostgreSQL does not let a value into rows, defaults, checks or indexes before the transaction that added it has committed: it stops with error 55P04, "unsafe use of new value". Prisma sends a migration as one transaction, so ALTER TYPE … ADD VALUE and a default of that value in one file always fail, on an empty database too. Prisma itself generates such files when both change in the schema at once.

Instead, keep ALTER TYPE … ADD VALUE in this file and move the statement into a migration of its own right behind it.`,
  examples: [
    {
      before: `
        CREATE TYPE "Role" AS ENUM ('USER');
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role" NOT NULL);
      `,
      bad: `
          ALTER TYPE "Role" ADD VALUE 'GUEST';
          ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'GUEST';
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TYPE "Role" AS ENUM ('USER');
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role" NOT NULL);
      `,
      good: `
        ALTER TYPE "Role" ADD VALUE 'GUEST';
        ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER';
      `,
    },
  ],
  *check(subject) {
    if (!subject.report.statement.steps.some(mayUse)) return;
    for (const { type, value } of addedBefore(subject)) {
      if (!uses(subject.report, type, value)) continue;
      yield {
        at: subject.report.statement.at,
        message: `Fails with 55P04: ${value} is new in ${shortName(type)}, and cannot be used before the transaction that adds it has ended`,
      };
      return;
    }
  },
};

type Added = {
  readonly type: Qualified;
  readonly value: string;
  readonly by: StatementReport;
  /** The same transaction has made the type. */
  readonly isOfNewType: boolean;
};

/** Values that earlier statements of the same transaction have added. */
function addedBefore({ report, file, world }: StatementSubject): readonly Added[] {
  return addedIn(file).filter(
    ({ by, isOfNewType }) =>
      by.index < report.index &&
      by.transaction.number === report.transaction.number &&
      // Since PostgreSQL 17 the values of a type that the same transaction made are no danger.
      !(isOfNewType && world.postgres >= 17),
  );
}

/** All that a file adds, remembered per file. */
function addedIn(file: MigrationReport): readonly Added[] {
  const known = added.get(file);
  if (known !== undefined) return known;
  const all = file.statements.flatMap((by) =>
    stepsOf(by, "add-enum-value").flatMap(({ type: name, value }): Added[] => {
      const type = qualifyType(by.before, name);
      const isThere = by.before.enums.get(type)?.values.includes(value) ?? false;
      return isThere ? [] : [{ type, value, by, isOfNewType: isMadeWith(by, type, file) }];
    }),
  );
  added.set(file, all);
  return all;
}

const added = new WeakMap<MigrationReport, readonly Added[]>();

function isMadeWith(by: StatementReport, type: Qualified, file: MigrationReport): boolean {
  return file.statements.some(
    (one) =>
      one.transaction.number === by.transaction.number &&
      stepsOf(one, "create-enum").some((step) => qualifyType(one.before, step.type) === type),
  );
}

/** Whether PostgreSQL reads the expressions in it right away; a body in PL/pgSQL it does not. */
function mayUse({ kind }: Step): boolean {
  return !notReading.has(kind);
}

const notReading: ReadonlySet<Step["kind"]> = new Set<Step["kind"]>([
  "add-enum-value",
  "rename-enum-value",
  "create-enum",
  "create-function",
  "comment",
  "transaction",
  "set",
]);

/** Its text has the value as a string, and a column of the type or the type itself by name. */
function uses({ statement, before }: StatementReport, type: Qualified, value: string): boolean {
  const text = statement.text.replace(/--[^\n]*/g, "");
  if (!text.includes(`'${value.replaceAll("'", "''")}'`)) return false;
  const [, name = type] = /^[^.]*\.(.*)$/s.exec(type) ?? [];
  const columns = columnsOfType(before, type).map(({ column }) => column.name);
  return [name, ...columns].some((word) => isNamed(text, word));
}

function isNamed(text: string, word: string): boolean {
  if (text.includes(`"${word.replaceAll('"', '""')}"`)) return true;
  if (!/^[a-z_][a-z0-9_$]*$/.test(word)) return false;
  return new RegExp(`(?<![\\w"'$])${word.replaceAll("$", "\\$")}(?![\\w"'$])`, "i").test(text);
}
