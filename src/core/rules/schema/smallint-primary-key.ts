/** A key that counts up and ends at thirty-two thousand. */
import type { Fix, Rule } from "../../lint/rule.ts";
import { type Column, keyFamilies } from "../../schema/key-family.ts";
import { isTable } from "../../schema/model.ts";
import type { Schema } from "../../schema/resolve.ts";
import type { Provider, Settings } from "../../schema/settings.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const smallintPrimaryKey: Rule<Schema> = {
  name: "smallint-primary-key",
  severity: "warning",
  summary: "A primary key that counts up is a SmallInt",
  why: `A \`smallint\` ends at 32767. The number after that is not given out: from one moment to the next every insert into the table fails. Rows that were deleted, rolled back or skipped by an upsert have used up their numbers too. The two bytes that are saved are mostly lost again to alignment.

The fix turns the key and all foreign keys tied to it into integers, in all files. In the client nothing changes.

Read the migration before it runs. On PostgreSQL, Prisma writes \`SET DATA TYPE SERIAL\` for a column that exists, which is not accepted; \`INTEGER\` is meant. The sequence behind the key ends at 32767 as well, until \`ALTER SEQUENCE "Tag_id_seq" AS integer\`. The tables are rewritten under an exclusive lock, which is short while they are small.`,
  examples: [
    {
      bad: `
        model Tag {
          id    Int    @id @default(autoincrement()) @db.SmallInt
          //                                         ^^^^^^^^^^^^
          posts Post[]
        }

        model Post {
          id    Int @id
          tag   Tag @relation(fields: [tagId], references: [id])
          tagId Int @db.SmallInt
        }
      `,
      fixed: `
        model Tag {
          id    Int    @id @default(autoincrement()) @db.Integer
          posts Post[]
        }

        model Post {
          id    Int @id
          tag   Tag @relation(fields: [tagId], references: [id])
          tagId Int @db.Integer
        }
      `,
    },
    {
      good: `
        model Weekday {
          id   Int    @id @db.SmallInt
          name String
        }
      `,
    },
  ],
  *check(schema) {
    const { settings } = schema;
    const integer = integers[settings.provider];
    if (!integer) return;
    const familyOf = keyFamilies(schema);
    for (const model of schema.models) {
      if (!isTable(model)) continue;
      const { shape } = model;
      const key = model.indexes.find(({ kind }) => kind === "primary-key");
      for (const { field } of key?.parts ?? []) {
        if (!field?.nativeType || !isSmall(field) || !countsUp(field)) continue;
        const fix = toInteger(familyOf(shape, field), integer, settings);
        yield {
          at: field.nativeType.attribute,
          message: `${shape.name}.${field.name} runs out of numbers at 32767`,
          ...(fix && { fix }),
        };
      }
    }
  },
};

/** What the next larger type is called. */
const integers: { readonly [P in Provider]?: string } = {
  postgresql: "Integer",
  mysql: "Int",
  sqlserver: "Int",
};

function countsUp({ default: value }: FieldShape): boolean {
  return value?.kind === "call" && value.name.text === "autoincrement";
}

function isSmall({ typeName, nativeType }: FieldShape): boolean {
  return typeName === "Int" && nativeType?.name === "SmallInt";
}

/** All of them or none: a foreign key has the type of what it points at. */
function toInteger(
  family: readonly Column[],
  integer: string,
  { datasource }: Settings,
): Fix | undefined {
  const text = `@${datasource}.${integer}`;
  const small = family.filter(({ field }) => isSmall(field));
  const others = family.filter(({ field }) => !isSmall(field));
  if (others.some(({ field }) => !isInteger(field, integer))) return undefined;
  const also = small.length === 1 ? "" : `, and ${small.length - 1} more tied by foreign keys`;
  return {
    title: `Change to ${text}${also}`,
    alone: true,
    edits: small.flatMap(({ field: { nativeType } }) =>
      nativeType ? [{ at: nativeType.attribute, text }] : [],
    ),
  };
}

function isInteger({ typeName, nativeType }: FieldShape, integer: string): boolean {
  return typeName === "Int" && (nativeType === undefined || nativeType.name === integer);
}
