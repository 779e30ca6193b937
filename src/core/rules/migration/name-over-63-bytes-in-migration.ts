/** A name that PostgreSQL does not keep as it is written. */
import { span } from "../../base/text.ts";
import { byteLength, cutTo } from "../../schema/names.ts";
import { tokensOf } from "../../sql/lex.ts";
import type { Statement } from "../../sql/statement.ts";
import type { MigrationFileRule } from "../migration-rule.ts";

const most = 63;

export const nameOver63BytesInMigration: MigrationFileRule = {
  name: "name-over-63-bytes-in-migration",
  severity: "warning",
  language: "sql",
  summary: "A name is longer than the 63 bytes that PostgreSQL keeps",
  why: `PostgreSQL cuts a longer name at byte 63 and says so in a notice that Prisma does not show. The migration succeeds, and the thing has another name than the file says: two long names with the same beginning collide, the next \`prisma migrate dev\` finds a difference between the database and the schema, and whoever looks for the name does not find it. A value of an enum is not cut but refused.

Instead, choose a name of 63 bytes at most, and state it in the schema with \`map:\` or \`@map\`. Names that Prisma makes up are short enough.`,
  examples: [
    {
      bad: `
        CREATE INDEX "Subscription_organizationId_renewedAutomatically_dateOfNextRenewal_idx" ON "Subscription"("organizationId");
                   --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      good: `CREATE INDEX "Subscription_renewal_idx" ON "Subscription"("organizationId");`,
    },
  ],
  *check({ file }) {
    const seen = new Set<string>();
    for (const { statement } of file.statements) {
      for (const { name, start, end } of longNames(statement)) {
        if (seen.has(name)) continue;
        seen.add(name);
        yield {
          at: span(statement.at.source, statement.at.start + start, statement.at.start + end),
          message: `This name has ${byteLength(name)} bytes; the database keeps ${cutTo(most, name)}`,
        };
      }
      for (const value of longValues(statement)) {
        yield {
          at: statement.at,
          message: `The value '${value}' has ${byteLength(value)} bytes, more than PostgreSQL takes for a value of an enum`,
        };
      }
    }
  },
};

type LongName = { readonly name: string; readonly start: number; readonly end: number };

/** The parser has cut them already, so they are looked for in the text. */
function longNames({ text }: Statement): LongName[] {
  if (!mayHaveLongName.test(text)) return [];
  return tokensOf(text).flatMap(({ kind, start, end }) => {
    if ((end - start) * 3 <= most || (kind !== "name" && kind !== "word")) return [];
    const written = text.slice(start, end);
    const name = kind === "name" ? written.slice(1, -1).replaceAll('""', '"') : written;
    return byteLength(name) > most ? [{ name, start, end }] : [];
  });
}

/** Told without cutting the text into tokens: in ASCII a name that long stands in one stretch. */
const mayHaveLongName = /[\u0080-\uffff]|""|"[^"]{64}|[\w$]{64}/;

function longValues({ steps }: Statement): string[] {
  return steps
    .flatMap((step) => {
      if (step.kind === "create-enum") return step.values;
      if (step.kind === "add-enum-value") return [step.value];
      return step.kind === "rename-enum-value" ? [step.to] : [];
    })
    .filter((value) => byteLength(value) > most);
}
