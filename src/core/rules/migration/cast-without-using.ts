/** ALTER COLUMN … TYPE between types that PostgreSQL does not cast by itself. */

import { span } from "../../base/text.ts";
import type { Fix } from "../../lint/rule.ts";
import type { TypeName } from "../../sql/step.ts";
import { quoted, shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { type ChangedType, changedTypes } from "../migration-words/changed-type.ts";
import { typeText } from "../migration-words/type-text.ts";

export const castWithoutUsing: StatementRule = {
  name: "cast-without-using",
  severity: "error",
  language: "sql",
  steps: ["alter-type"],
  summary: "A change of type lacks the USING without which PostgreSQL refuses it",
  why: `PostgreSQL changes a type by itself only where it would also cast a value as it is assigned: a number to a wider one, anything to text. From text to a number, a \`uuid\`, a date, \`jsonb\` or an enum it refuses with *column cannot be cast automatically*, even when the table is empty. \`USING\` says how each value is converted.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "ref" TEXT);`,
      bad: `
        ALTER TABLE "User" ALTER COLUMN "ref" SET DATA TYPE UUID;
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
      fixed: `
        ALTER TABLE "User" ALTER COLUMN "ref" SET DATA TYPE UUID USING "ref"::UUID;
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "ref" UUID);`,
      good: `ALTER TABLE "User" ALTER COLUMN "ref" SET DATA TYPE TEXT;`,
    },
  ],
  *check(subject) {
    for (const change of changedTypes(subject)) {
      const { step, table, from, to } = change;
      const isNewList = to.isArray && !from.isArray;
      if (step.using !== undefined || isNewList || !needsUsing(subject, change)) continue;
      const fix = addUsing(subject, change);
      yield {
        at: step.at,
        message: `PostgreSQL does not cast ${shortName(table)}.${step.column} from ${typeText(from)} to ${typeText(to)} by itself, and refuses without USING`,
        ...(fix && { fix }),
      };
    }
  },
};

/** False where it is not known, as with domains and the types of extensions. */
function needsUsing(subject: StatementSubject, { from, to }: ChangedType): boolean {
  const [old, next] = [kindOf(subject, from), kindOf(subject, to)];
  if (old === undefined || next === undefined) return false;
  // Anything can be written as text; a list of one type is cast as its elements are.
  if (from.isArray !== to.isArray) return next !== "text";
  const isSame = from.schema === to.schema && from.name === to.name;
  if (isSame || next === "text") return false;
  return (
    old !== "built-in" || next !== "built-in" || !(assigned[from.name] ?? []).includes(to.name)
  );
}

function kindOf({ report }: StatementSubject, { schema, name }: TypeName) {
  if (schema !== undefined)
    return report.before.enums.has(`${schema}.${name}`) ? "enum" : undefined;
  if (name in assigned) return "built-in";
  return ["text", "varchar", "bpchar"].includes(name) ? "text" : undefined;
}

/**
 * Built-in types, and to which of the others PostgreSQL casts one as it is assigned. Source: casts
 * in pg_cast that are implicit or for assignment; the tests try all pairs.
 */
const assigned: Readonly<Record<string, readonly string[]>> = {
  int2: ["float4", "float8", "int4", "int8", "numeric"],
  int4: ["float4", "float8", "int2", "int8", "numeric", "money"],
  int8: ["float4", "float8", "int2", "int4", "numeric", "money"],
  numeric: ["float4", "float8", "int2", "int4", "int8", "money"],
  float4: ["float8", "int2", "int4", "int8", "numeric"],
  float8: ["float4", "int2", "int4", "int8", "numeric"],
  money: ["numeric"],
  date: ["timestamp", "timestamptz"],
  timestamp: ["date", "time", "timestamptz"],
  timestamptz: ["date", "time", "timestamp", "timetz"],
  time: ["interval", "timetz"],
  timetz: ["time"],
  interval: ["time"],
  json: ["jsonb"],
  jsonb: ["json"],
  inet: ["cidr"],
  cidr: ["inet"],
  ...{ bool: [], uuid: [], bytea: [] },
};

/** Of the others, the pairs that a written cast converts. */
const castable: readonly string[] = [
  ...["bool int4", "int4 bool"],
  ...["int2", "int4", "int8", "numeric", "float4", "float8", "bool"].map((to) => `jsonb ${to}`),
];

/** Not where the column has a default, which is not cast by USING and would be refused then. */
function addUsing(subject: StatementSubject, change: ChangedType): Fix | undefined {
  const { step, column } = change;
  const { source } = subject.file.migration.file;
  const text = source.text.slice(step.at.start, step.at.end);
  const type = /\bTYPE\s+([^;]+?)(?:\s+COLLATE\b.*)?$/is.exec(text)?.[1];
  const casts = castsTo(subject, change);
  const isDropped = subject.report.statement.steps.some(
    (one) => one.kind === "drop-default" && one.column === step.column,
  );
  if (type === undefined || casts === undefined) return undefined;
  if (column.default !== undefined && !isDropped) return undefined;
  const end = step.at.end;
  const using = `USING ${quoted(step.column)}${casts}::${type}`;
  return { title: `Add ${using}`, edits: [{ at: span(source, end, end), text: ` ${using}` }] };
}

/** What stands between the column and its new type; undefined where no cast leads there. */
function castsTo(subject: StatementSubject, { from, to }: ChangedType): string | undefined {
  if (from.isArray !== to.isArray) return undefined;
  const [old, next] = [kindOf(subject, from), kindOf(subject, to)];
  if (old === "text" || castable.includes(`${from.name} ${to.name}`)) return "";
  return old === "enum" || next === "enum" ? `::text${from.isArray ? "[]" : ""}` : undefined;
}
