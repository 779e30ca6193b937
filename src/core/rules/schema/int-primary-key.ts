/** A key that counts up and ends at two billion. */
import type { Edit } from "../../base/text.ts";
import { wordsIn } from "../../base/words.ts";
import type { Fix, Rule } from "../../lint/rule.ts";
import { groupOf, layOut } from "../../schema/alignment.ts";
import { type Column, keyFamilies } from "../../schema/key-family.ts";
import { isTable } from "../../schema/model.ts";
import type { Model, Schema } from "../../schema/resolve.ts";
import type { Settings } from "../../schema/settings.ts";
import type { FieldShape } from "../../schema/shape.ts";
import type { Block, FieldNode } from "../../schema/syntax.ts";
import { isRecord } from "./words.ts";

export const intPrimaryKey: Rule<Schema> = {
  name: "int-primary-key",
  severity: "hint",
  preset: "strict",
  summary: "A primary key that counts up is an Int",
  why: `An \`Int\` ends at 2147483647. The number after that is not given out: from one moment to the next every insert into the table fails. Rows that were deleted, rolled back or skipped by an upsert have used up their numbers too, so a busy table of events or messages gets there with far fewer rows.

Making room means rewriting the table, its indexes and every table that points at it, all under an exclusive lock, at the time when they are largest. While a table is empty it costs nothing.

Only tables that grow with use are told: those named for what happens, such as events, logs and messages, and those that hold what several other rows have to do with each other, such as reactions and order lines. A table of users or of categories will never get there and is right as it is.

The fix changes the key and all foreign keys tied to it, in all files. In the client the fields become \`bigint\`: \`1\` is written \`1n\`, and \`JSON.stringify\` throws on them.

Read the migration before it runs. Prisma writes \`SET DATA TYPE BIGSERIAL\` for a column that exists, which PostgreSQL does not accept; \`BIGINT\` is meant. The sequence behind the key ends at 2147483647 as well, until \`ALTER SEQUENCE "Event_id_seq" AS bigint\`.`,
  examples: [
    {
      bad: `
        model Event {
          id     Int     @id @default(autoincrement())
          //     ^^^
          labels Label[]
        }

        model Label {
          event   Event  @relation(fields: [eventId], references: [id])
          eventId Int
          text    String

          @@id([eventId, text])
        }
      `,
      fixed: `
        model Event {
          id     BigInt  @id @default(autoincrement())
          labels Label[]
        }

        model Label {
          event   Event  @relation(fields: [eventId], references: [id])
          eventId BigInt
          text    String

          @@id([eventId, text])
        }
      `,
    },
    {
      good: `
        model Event {
          id BigInt @id @default(autoincrement())
        }

        model Country {
          isoNumber Int @id
        }
      `,
    },
  ],
  *check(schema) {
    const { settings } = schema;
    if (!counters.has(settings.provider)) return;
    const familyOf = keyFamilies(schema);
    for (const model of schema.models) {
      if (!isTable(model) || !grows(model)) continue;
      const key = model.indexes.find(({ kind }) => kind === "primary-key");
      for (const { field } of key?.parts ?? []) {
        const type = field?.node.type;
        if (!field || !type || !countsUp(field) || !isInteger(field)) continue;
        const fix = toBigInt(familyOf(model.shape, field), settings);
        yield {
          at: type.name,
          message: `${model.shape.name}.${field.name} runs out of numbers at 2147483647`,
          ...(fix && { fix }),
        };
      }
    }
  },
};

/** A row for each thing that happens, not for each thing that is. */
function grows({ shape, relations }: Model): boolean {
  const noun = wordsIn(shape.name).at(-1) ?? "";
  if (isRecord(shape) || deeds.has(noun.replace(/s$/, ""))) return true;
  const owned = relations.filter(({ foreignKey, target }) => foreignKey && target !== shape);
  // One row for each row of another table is as rare as that.
  if (owned.some(({ cardinality }) => cardinality === "one-to-one")) return false;
  const parents = owned.filter(({ field }) => field.arity === "required");
  return new Set(parents.map(({ target }) => target)).size > 1;
}

const deeds = new Set(
  "activity click impression message notification reaction request transaction visit vote".split(
    " ",
  ),
);

/** SQLite counts in 64 bits whatever the type; CockroachDB does not count up an Int at all. */
const counters: ReadonlySet<Settings["provider"]> = new Set(["postgresql", "mysql", "sqlserver"]);

function countsUp({ default: value }: FieldShape): boolean {
  return value?.kind === "call" && value.name.text === "autoincrement";
}

/** In 32 bits with a sign. */
function isInteger({ typeName, nativeType }: FieldShape): boolean {
  return typeName === "Int" && integers.has(nativeType?.name);
}

const integers = new Set([undefined, "Integer", "Int"]);

/** All of them or none: a foreign key has the type of what it points at. */
function toBigInt(family: readonly Column[], { datasource }: Settings): Fix | undefined {
  if (!family.every(({ field }) => isInteger(field))) return undefined;
  const byBlock = new Map<Block, FieldShape[]>();
  for (const { table, field } of family) {
    byBlock.set(table.block, [...(byBlock.get(table.block) ?? []), field]);
  }
  const also = family.length === 1 ? "" : `, and ${family.length - 1} more tied by foreign keys`;
  return {
    title: `Change to BigInt${also}`,
    alone: true,
    edits: [...byBlock].flatMap(([block, fields]) => [
      ...fields.flatMap((field) => rename(field, datasource)),
      ...realign(block, new Set(fields.map(({ node }) => node))),
    ]),
  };
}

function rename({ node, nativeType }: FieldShape, datasource: string): Edit[] {
  return [
    ...(node.type ? [{ at: node.type.name, text: "BigInt" }] : []),
    ...(nativeType ? [{ at: nativeType.attribute, text: `@${datasource}.BigInt` }] : []),
  ];
}

const known = new WeakMap<Block, Map<string, readonly Edit[]>>();

/** Asked anew after each edit to any file, and mostly of blocks that the edit did not touch. */
function realign(block: Block, changed: ReadonlySet<FieldNode>): readonly Edit[] {
  const answers = known.get(block) ?? new Map<string, readonly Edit[]>();
  known.set(block, answers);
  const key = [...changed].map(({ name }) => name.text).join();
  const before = answers.get(key);
  if (before) return before;
  const now = realigned(block, changed);
  answers.set(key, now);
  return now;
}

/** Several fields of one group move the others once, together. */
function realigned(block: Block, changed: ReadonlySet<FieldNode>): Edit[] {
  const groups = [...changed].map((field) => groupOf(block, field));
  const first = groups.filter(
    ({ fields }, at) => groups.findIndex((other) => other.fields[0] === fields[0]) === at,
  );
  return first.flatMap((group) => {
    const retyped = group.fields.filter((field) => changed.has(field));
    const written = new Map(
      retyped.map((field) => [field, `BigInt${field.type?.arity === "optional" ? "?" : ""}`]),
    );
    return layOut(group, { retyped: written }).edits;
  });
}
