/** A foreign key between columns that PostgreSQL cannot compare. */

import type { Catalog, Column, Qualified } from "../../sql/catalog.ts";
import type { TypeName } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { addedForeignKeys } from "../migration-words/added-foreign-key.ts";
import { typeText } from "../migration-words/type-text.ts";

export const foreignKeyTypesDiffer: StatementRule = {
  name: "foreign-key-types-differ",
  severity: "error",
  language: "sql",
  steps: ["create-table", "add-column", "add-constraint"],
  summary: "A foreign key has another type than the column it points at, and cannot be made",
  why: `A foreign key compares its value with the parent's. Where there is no such comparison, as between \`text\` and \`uuid\` or between \`integer\` and \`text\`, PostgreSQL refuses with *foreign key constraint … cannot be implemented*, and the migration stops there.

Instead, give both columns the same type: in Prisma the same scalar with the same \`@db.\` attribute.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" UUID NOT NULL PRIMARY KEY);
        CREATE TABLE "Post" ("id" UUID NOT NULL PRIMARY KEY, "authorId" TEXT);
      `,
      bad: `
        ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id");
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" BIGINT NOT NULL PRIMARY KEY);
        CREATE TABLE "Post" ("id" BIGINT NOT NULL PRIMARY KEY, "authorId" INTEGER);
      `,
      good: `ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") NOT VALID;`,
    },
  ],
  *check(subject) {
    const { after } = subject.report;
    for (const { step, constraint, table, target, targetColumns, way } of addedForeignKeys(
      subject,
    )) {
      for (const [at, name] of constraint.columns.entries()) {
        const column = columnIn(after, table, name);
        const parent = columnIn(after, target, targetColumns[at]);
        if (!column || !parent || areComparable(after, column.type, parent.type)) continue;
        yield {
          at: way === "add-constraint" ? step.at : constraint.at,
          message: `${shortName(table)}.${name} is ${typeText(column.type)}, ${shortName(target)}.${parent.name} is ${typeText(parent.type)}: PostgreSQL cannot make this foreign key`,
        };
        break;
      }
    }
  },
};

function columnIn(
  { tables, doubtful }: Catalog,
  table: Qualified,
  column: string | undefined,
): Column | undefined {
  if (column === undefined || doubtful.has(table)) return undefined;
  return tables.get(table)?.columns.get(column);
}

/**
 * Whether there is an operator for the key's type and the parent's, or a cast that PostgreSQL makes
 * by itself; true where that is not known. `ATAddForeignKeyConstraint` in PostgreSQL's tablecmds.c;
 * the tests try all pairs.
 */
function areComparable({ enums }: Catalog, key: TypeName, parent: TypeName): boolean {
  if (key.isArray !== parent.isArray) return false;
  if (key.schema === parent.schema && key.name === parent.name) return true;
  const isEnum = ({ schema, name }: TypeName) => enums.has(`${schema}.${name}`);
  const isKnown = (type: TypeName) =>
    isEnum(type) || (type.schema === undefined && type.name in comparable);
  if (!isKnown(key) || !isKnown(parent)) return true;
  return !isEnum(key) && !isEnum(parent) && (comparable[key.name] ?? []).includes(parent.name);
}

const numbers: readonly string[] = ["int2", "int4", "int8", "numeric", "float4", "float8"];
const texts: readonly string[] = ["text", "varchar", "bpchar"];
const dates: readonly string[] = ["date", "timestamp", "timestamptz"];

/** Built-in types, and at which of the others a key of that type can point. */
const comparable: Readonly<Record<string, readonly string[]>> = {
  ...{ int2: numbers, int4: numbers, int8: numbers },
  ...{ numeric: ["float4", "float8"], float4: ["float8"], float8: ["float4"] },
  ...{ text: texts, varchar: texts, bpchar: texts },
  ...{ date: dates, timestamp: dates, timestamptz: dates, time: ["timetz", "interval"] },
  ...{ inet: ["cidr"], cidr: ["inet"], bit: ["varbit"], varbit: ["bit"] },
  ...{ timetz: [], interval: [], bool: [], uuid: [], bytea: [], json: [], jsonb: [], money: [] },
};
