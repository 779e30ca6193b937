/** A uuid kept as the text that spells it. */
import { type Edit, textOf } from "../../base/text.ts";
import type { Finding, Fix, Rule } from "../../lint/rule.ts";
import { addFieldAttribute } from "../../schema/edit.ts";
import { type Column, keyFamilies } from "../../schema/key-family.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Model, Schema } from "../../schema/resolve.ts";
import type { Settings } from "../../schema/settings.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const uuidStoredAsText: Rule<Schema> = {
  name: "uuid-stored-as-text",
  severity: "info",
  preset: "strict",
  summary: "A uuid is stored as text",
  why: `As \`uuid\` the value takes 16 bytes and is compared as a number. As \`text\` it takes 37 or more and is compared letter by letter, and it does so again in every foreign key and in every index. Key and index are then more than twice as large as they need to be, and less of them stays in memory. Nor does \`text\` notice a key that is no uuid, or one in capitals that is equal to none.

The fix adds \`@db.Uuid\` to the field and to all foreign keys tied to it, in all files: one without the other cannot be migrated. In the client the field stays a \`String\`.

A schema that keeps most of its uuids as text is told once, with a fix for all of it; to go table by table, add \`@db.Uuid\` to one key and what is tied to it by hand. Where most are of the type \`uuid\`, each one that is not is told.

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
    const { bare, typed } = uuidsIn(schema);
    const ready: Found[] = [];
    for (const one of bare) {
      if (one.family.every(holdsUuids)) ready.push(one);
      else yield { at: one.at, message: message(one) };
    }
    if (ready.length > few && ready.length > typed) {
      yield* together(ready, settings);
    } else {
      for (const one of ready) {
        yield { at: one.at, message: message(one), fix: toUuid(one.family, settings) };
      }
    }
  },
};

/** As many are told each, whatever the others are. */
const few = 3;

type Found = Pick<Finding, "at"> & {
  /** Model and field. */
  readonly name: string;
  /** The field itself, then those that change with it. */
  readonly family: readonly Column[];
};

/** Those of all tables that are kept as text, and how many are not. */
function uuidsIn(schema: Schema) {
  const familyOf = keyFamilies(schema);
  const bare: Found[] = [];
  let typed = 0;
  for (const model of schema.models) {
    const own = uuidsOf(model);
    typed += own.typed;
    for (const { field, ...found } of own.bare) {
      bare.push({ ...found, family: familyOf(model.shape, field) });
    }
  }
  return { bare, typed };
}

type Own = {
  readonly bare: readonly (Omit<Found, "family"> & { readonly field: FieldShape })[];
  readonly typed: number;
};

const knownOwn = new WeakMap<Model, Own>();

/** Asked anew after each edit, and mostly of models that the edit did not touch. */
function uuidsOf(model: Model): Own {
  const before = knownOwn.get(model);
  if (before) return before;
  const fields = isTable(model) ? model.shape.fields.filter(makesUuids) : [];
  const bare = fields.filter(isText).flatMap((field) => {
    const { type } = field.node;
    return type ? [{ at: type.name, name: `${model.shape.name}.${field.name}`, field }] : [];
  });
  const now = { bare, typed: fields.length - bare.length };
  knownOwn.set(model, now);
  return now;
}

function message({ name }: Found): string {
  return `${name} stores a uuid as text`;
}

/** It is one decision, made for all of them. */
function* together(all: readonly Found[], { datasource }: Settings): Generator<Finding> {
  const [first] = all;
  if (!first) return;
  const text = `@${datasource}.Uuid`;
  const columns = new Map<FieldShape, Column>();
  for (const { family } of all) for (const column of family) columns.set(column.field, column);
  const tied = columns.size - all.length;
  const also = tied === 0 ? "" : ` and to ${tied} more, tied by foreign keys`;
  yield {
    at: first.at,
    message: `${first.name} and ${all.length - 1} other columns store a uuid as text`,
    fix: {
      title: `Add ${text} to all ${all.length}${also}`,
      edits: [...columns.values()].flatMap((column) => addUuid(column, text)),
      alone: true,
    },
  };
}

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

/** Both ends of a foreign key have to change together. */
function toUuid(family: readonly Column[], { datasource }: Settings): Fix {
  const text = `@${datasource}.Uuid`;
  const tied = family.length - 1;
  const also = tied === 0 ? "" : ` here and to ${tied} more, tied by foreign keys`;
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

const known = new WeakMap<FieldShape, { readonly text: string; readonly edits: Edit[] }>();

/** Asked anew after each edit, and mostly of blocks that the edit did not touch. */
function addUuid(column: Column, text: string): Edit[] {
  const before = known.get(column.field);
  if (before?.text === text) return before.edits;
  const edits = uuidEdits(column, text);
  known.set(column.field, { text, edits });
  return edits;
}

function uuidEdits({ table, field }: Column, text: string): Edit[] {
  const { node, nativeType } = field;
  if (nativeType?.name === "Uuid") return [];
  if (nativeType) return [{ at: nativeType.attribute, text }];
  return addFieldAttribute(table.block, node, text);
}
