/** A uuid kept as the text that spells it. */
import { type Edit, textOf } from "../../base/text.ts";
import type { Fix, Rule } from "../../lint/rule.ts";
import { addFieldAttribute } from "../../schema/edit.ts";
import { type Column, keyFamilies } from "../../schema/key-family.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Schema } from "../../schema/resolve.ts";
import type { Settings } from "../../schema/settings.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const uuidStoredAsText: Rule<Schema> = {
  name: "uuid-stored-as-text",
  severity: "info",
  preset: "strict",
  summary: "A uuid is stored as text",
  why: `As \`uuid\` the value takes 16 bytes and is compared as a number. As \`text\` it takes 37 or more and is compared letter by letter, and it does so again in every foreign key and in every index. Key and index are then more than twice as large as they need to be, and less of them stays in memory. Nor does \`text\` notice a key that is no uuid, or one in capitals that is equal to none.

The fix adds \`@db.Uuid\` to the field and to all foreign keys tied to it, in all files: one without the other cannot be migrated. In the client the field stays a \`String\`.

On tables that hold rows, do not run the migration as Prisma writes it: it **drops the columns** and makes them anew. Write it by hand, in one transaction: drop the foreign keys, \`ALTER COLUMN "id" TYPE uuid USING "id"::uuid\` for each column, add the foreign keys again. Each of these tables is rewritten and locked meanwhile. A query for a key that is no uuid will then fail instead of finding nothing.`,
  examples: [
    {
      bad: `
        model User {
          id    String @id @default(uuid())
          //    ^^^^^^
          name  String
          posts Post[]
        }

        model Post {
          id       Int    @id
          author   User   @relation(fields: [authorId], references: [id])
          authorId String
        }
      `,
      fixed: `
        model User {
          id    String @id @default(uuid()) @db.Uuid
          name  String
          posts Post[]
        }

        model Post {
          id       Int    @id
          author   User   @relation(fields: [authorId], references: [id])
          authorId String @db.Uuid
        }
      `,
    },
    {
      good: `
        model User {
          id     String @id @default(uuid(7)) @db.Uuid
          handle String @unique @default(cuid())
        }
      `,
    },
  ],
  *check(schema) {
    const { settings } = schema;
    if (!speaksPostgres(settings.provider)) return;
    const familyOf = keyFamilies(schema);
    for (const model of schema.models) {
      if (!isTable(model)) continue;
      for (const field of model.shape.fields) {
        const { type } = field.node;
        if (!type || !makesUuids(field) || !isText(field)) continue;
        const fix = toUuid(familyOf(model.shape, field), settings);
        yield {
          at: type.name,
          message: `${model.shape.name}.${field.name} stores a uuid as text`,
          ...(fix && { fix }),
        };
      }
    }
  },
};

function makesUuids({ default: value }: FieldShape): boolean {
  if (value?.kind !== "call") return false;
  if (value.name.text === "uuid") return true;
  return value.name.text === "dbgenerated" && databaseUuid.test(textOf(value.arguments));
}

const databaseUuid = /\b(?:gen_random_uuid|uuid_generate_v\d\w*|uuidv[47])\(/;

function isText({ typeName, arity, nativeType }: FieldShape): boolean {
  return typeName === "String" && arity !== "list" && texts.has(nativeType?.name);
}

/** `String` is CockroachDB's. */
const texts = new Set([undefined, "Text", "VarChar", "Char", "String"]);

/** All of them or none: both ends of a foreign key have to change together. */
function toUuid(family: readonly Column[], { datasource }: Settings): Fix | undefined {
  const [own, ...tied] = family;
  if (!own || !family.every(holdsUuids)) return undefined;
  const text = `@${datasource}.Uuid`;
  const also = tied.length === 0 ? "" : ` here and to ${tied.length} more, tied by foreign keys`;
  return {
    title: `Add ${text}${also}`,
    edits: family.flatMap((each) => addUuid(each, text)),
    alone: true,
  };
}

/** A key that is not made here may be anything: a name, or what another system hands out. */
function holdsUuids({ field, isForeign }: Column): boolean {
  if (field.nativeType?.name === "Uuid") return true;
  if (!isText(field)) return false;
  // The text that PostgreSQL is told to make cannot become the default of a uuid.
  if (makesUuids(field)) return !field.default || !textOf(field.default).includes("::");
  return isForeign && field.default === undefined;
}

function addUuid({ table, field }: Column, text: string): Edit[] {
  const { node, nativeType } = field;
  if (nativeType?.name === "Uuid") return [];
  if (nativeType) return [{ at: nativeType.attribute, text }];
  return addFieldAttribute(table.block, node, text);
}
