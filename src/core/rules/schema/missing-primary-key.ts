/** A table whose rows nothing identifies for good. */
import { span } from "../../base/text.ts";
import type { Fix, Rule } from "../../lint/rule.ts";
import type { IndexShape } from "../../schema/index-shape.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";

export const missingPrimaryKey: Rule<Model> = {
  name: "missing-primary-key",
  severity: "warning",
  summary: "A table has no primary key",
  why: `Prisma is content with any unique field. The rest of the PostgreSQL world is not:

- logical replication, and with it many upgrades without downtime and tools that follow changes, needs a key to name the row: once such a table is published, its updates and deletes fail until somebody sets a \`REPLICA IDENTITY\`;
- admin tools, ORMs of other services and backup checkers use the primary key to name a row;
- a unique alone may be dropped or loosened later without anyone thinking of what pointed there.

The fix turns the first unique of required fields into the primary key. The client's API stays the same. The migration builds one index; on a large table do that in a quiet hour.

Where no unique of required fields exists, no fix is offered. Instead, add a key such as \`id String @id @default(uuid(7)) @db.Uuid\`.`,
  examples: [
    {
      bad: `
        model Session {
          //  ^^^^^^^
          token  String @unique
          userId Int
        }
      `,
      fixed: `
        model Session {
          token  String @id
          userId Int
        }
      `,
    },
    {
      good: `
        model Membership {
          userId Int
          teamId Int

          @@id([userId, teamId])
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings } = model;
    if (!isTable(model) || settings.provider === "mongodb") return;
    if (model.indexes.some(({ kind }) => kind === "primary-key")) return;
    const fix = promote(model.indexes);
    yield {
      at: shape.block.name,
      message: `${shape.name} has no primary key`,
      ...(fix && { fix }),
    };
  },
};

/** The first unique that could be a primary key becomes one. */
function promote(indexes: readonly IndexShape[]): Fix | undefined {
  const unique = indexes.find(canBeKey);
  if (unique === undefined) return undefined;
  const { name, source } = unique.attribute;
  const marks = unique.attribute.level === "block" ? "@@" : "@";
  const fields = unique.parts.map(({ path }) => path).join(", ");
  return {
    title: `Make ${fields} the primary key (${marks}id)`,
    edits: [{ at: span(source, name.start, name.end), text: "id" }],
  };
}

function canBeKey({ kind, where, parts, type }: IndexShape): boolean {
  return (
    kind === "unique" &&
    where === undefined &&
    type === "BTree" &&
    parts.length > 0 &&
    parts.every(
      ({ field, sort, ops }) =>
        field?.arity === "required" &&
        field.unsupported === undefined &&
        !field.ignored &&
        sort === "asc" &&
        ops === undefined,
    )
  );
}
