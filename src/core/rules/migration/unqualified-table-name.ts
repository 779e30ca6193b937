/** A table named without its schema where there are several. */
import type { Catalog } from "../../sql/catalog.ts";
import type { Name } from "../../sql/step.ts";
import type { StatementRule } from "../migration-rule.ts";

export const unqualifiedTableName: StatementRule = {
  name: "unqualified-table-name",
  severity: "hint",
  preset: "strict",
  language: "sql",
  summary: "A table is named without its schema although several schemas are in use",
  why: `A name without a schema means the first table of that name along \`search_path\`, and this depends on the role, the connection string and on any SET before it. With one schema that is no question. With several, the same file can change one table in development and another one in production.

Instead, write the schema as Prisma does where \`schemas\` are listed in the datasource: \`"billing"."Invoice"\`.`,
  examples: [
    {
      before: `
        CREATE SCHEMA "billing";
        CREATE TABLE "billing"."Invoice" ("id" INT PRIMARY KEY);
        CREATE TABLE "public"."User" ("id" INT PRIMARY KEY);
      `,
      bad: `
        ALTER TABLE "User" ADD COLUMN "name" TEXT;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      good: `ALTER TABLE "User" ADD COLUMN "name" TEXT;`,
    },
  ],
  *check({ report, file }) {
    const schemas = new Set([...schemasIn(file.before), ...schemasIn(file.after)]);
    if (schemas.size < 2) return;
    for (const step of report.statement.steps) {
      const name = "table" in step ? step.table : undefined;
      if (name === undefined || name.schema !== undefined || isTemporary(name, report.before)) {
        continue;
      }
      yield {
        at: report.statement.at,
        message: `Which ${name.name} this is depends on search_path: there are tables in ${[...schemas].sort().join(" and ")}`,
      };
      return;
    }
  },
};

function schemasIn({ tables }: Catalog): string[] {
  return [...tables.values()].flatMap(({ schema, isTemporary }) => (isTemporary ? [] : [schema]));
}

function isTemporary({ name }: Name, { tables }: Catalog): boolean {
  return tables.has(`pg_temp.${name}`);
}
