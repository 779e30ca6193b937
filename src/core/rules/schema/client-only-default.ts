/** A required column that nobody but Prisma Client fills. */
import { textOf } from "../../base/text.ts";
import type { Finding, Fix, Rule } from "../../lint/rule.ts";
import { addFieldAttribute } from "../../schema/edit.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import type { CallNode } from "../../schema/syntax.ts";

export const clientOnlyDefault: Rule<Model> = {
  name: "client-only-default",
  severity: "hint",
  preset: "all",
  summary: "A required column has a default in Prisma Client but none in the database",
  why: `\`uuid()\`, \`cuid()\`, \`ulid()\`, \`nanoid()\` and \`@updatedAt\` look like defaults and never reach the database: the column is \`NOT NULL\` without a \`DEFAULT\`. Prisma Client fills it in. A seed in SQL, \`$executeRaw\`, an \`INSERT … SELECT\` in a migration, a job in another language or an import tool gets *null value in column "id" violates not-null constraint*. A column of this kind that is added to a table with rows makes its migration fail for the same reason.

For \`uuid()\` in a \`@db.Uuid\` column, the fix lets PostgreSQL make it, with a function that is built in since version 13; the key is as random as before. The migration sets a default and touches no row, and Prisma Client reads the new key back from the insert. For \`@updatedAt\` the fix adds \`@default(now())\`: inserts are served then, while an update by others still leaves the old time.

\`uuid(7)\` gets no fix, because \`dbgenerated("uuidv7()")\` asks for PostgreSQL 18, and PostgreSQL has no function for the others. Where Prisma Client is the only one that writes, all of this can stay.`,
  examples: [
    {
      bad: `
        model Order {
          id        String   @id @default(uuid()) @db.Uuid
          //                              ^^^^^^
          updatedAt DateTime @updatedAt @db.Timestamptz(6)
          //                 ^^^^^^^^^^
        }
      `,
      fixed: `
        model Order {
          id        String   @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
          updatedAt DateTime @default(now()) @updatedAt @db.Timestamptz(6)
        }
      `,
    },
    {
      good: `
        model Order {
          id        Int       @id @default(autoincrement())
          couponId  String?   @default(cuid())
          createdAt DateTime  @default(now()) @db.Timestamptz(6)
          changedAt DateTime? @updatedAt @db.Timestamptz(6)
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model) || model.settings.provider === "mongodb") return;
    for (const field of model.shape.fields) {
      if (field.arity !== "required") continue;
      const found = generated(model, field) ?? touched(model, field);
      if (found) yield found;
    }
  },
};

const generators = new Set(["uuid", "cuid", "ulid", "nanoid"]);

function generated({ shape, settings }: Model, field: FieldShape): Finding | undefined {
  const call = field.default;
  if (call?.kind !== "call" || !generators.has(call.name.text)) return undefined;
  const isUuid = field.nativeType?.name === "Uuid" && speaksPostgres(settings.provider);
  const fix = isUuid && isRandom(call) ? inDatabase(call) : undefined;
  return { at: call, message: messageFor(shape.name, field), ...(fix && { fix }) };
}

function isRandom(call: CallNode): boolean {
  return call.name.text === "uuid" && /^\(\s*4?\s*\)$/.test(textOf(call.arguments));
}

/** Who makes the keys is for the team to decide, one table at a time. */
function inDatabase(call: CallNode): Fix {
  const text = 'dbgenerated("gen_random_uuid()")';
  return { title: `Change to ${text}`, alone: true, edits: [{ at: call, text }] };
}

function touched({ shape }: Model, field: FieldShape): Finding | undefined {
  const attribute = field.node.attributes.find(({ name }) => name.text === "updatedAt");
  if (!attribute || field.default) return undefined;
  return {
    at: attribute,
    message: messageFor(shape.name, field),
    fix: {
      title: "Add @default(now())",
      edits: addFieldAttribute(shape.block, field.node, "@default(now())"),
    },
  };
}

function messageFor(model: string, { name }: FieldShape): string {
  return `Only Prisma Client fills ${model}.${name}: an insert by anything else has to bring it`;
}
