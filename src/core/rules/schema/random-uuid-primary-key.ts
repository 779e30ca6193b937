/** A primary key in no order at all. */
import { textOf } from "../../base/text.ts";
import type { Finding, Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";
import type { CallNode } from "../../schema/syntax.ts";

export const randomUuidPrimaryKey: Rule<Model> = {
  name: "random-uuid-primary-key",
  severity: "hint",
  preset: "all",
  summary: "A primary key is a random uuid, so new rows land all over its index",
  why: `\`uuid()\` is version 4, all of it random. Each insert then goes to another page of the index: pages that were written long ago are read back, changed and, after every checkpoint, written to the log in full. As soon as the index no longer fits into memory, inserts slow down and keep slowing down. The rows of today are nowhere together, and a list of the newest needs an index of its own. In MySQL and SQL Server the table itself is kept in the order of the key, so it suffers the same.

A uuid of version 7 begins with the time. New keys go to the end of the index, and \`ORDER BY id\` is the order of creation. Keys that exist stay as they are, and no migration is needed: Prisma Client makes the new ones, from version 5.18 on.

A version 7 tells everyone who sees it when the row was made. Where the key is a secret, in a link for example, leave it random and silence this rule. A key that the database makes gets no fix: PostgreSQL has \`uuidv7()\` from version 18 on.`,
  examples: [
    {
      bad: `
        model Order {
          id String @id @default(uuid()) @db.Uuid
          //                     ^^^^^^
        }
      `,
      fixed: `
        model Order {
          id String @id @default(uuid(7)) @db.Uuid
        }
      `,
    },
    {
      good: `
        model Order {
          id     String @id @default(uuid(7)) @db.Uuid
          secret String @unique @default(uuid()) @db.Uuid
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings, indexes } = model;
    // CockroachDB spreads rows over its nodes by their key and wants them in no order.
    const isSpread = settings.provider === "cockroachdb" || settings.provider === "mongodb";
    if (!isTable(model) || isSpread) return;
    const key = indexes.find(({ kind }) => kind === "primary-key");
    const field = key?.parts[0]?.field;
    const value = field?.default;
    if (!field || value?.kind !== "call") return;
    const found = finding(shape, field, value);
    if (found) yield found;
  },
};

/** Only the first column of a key decides where a row goes. */
function finding({ name }: ModelShape, field: FieldShape, call: CallNode): Finding | undefined {
  const text = textOf(call.arguments);
  const message = `New keys of ${name} are random, so they land all over the index of ${field.name}`;
  if (call.name.text === "dbgenerated") {
    return /\b(?:gen_random_uuid|uuid_generate_v4|newid)\(/i.test(text)
      ? { at: call, message }
      : undefined;
  }
  if (call.name.text !== "uuid" || !/^\(\s*4?\s*\)$/.test(text)) return undefined;
  return {
    at: call,
    message,
    fix: {
      title: "Change to uuid(7)",
      keepsDatabase: true,
      edits: [{ at: call, text: "uuid(7)" }],
    },
  };
}
