/** A table whose rows may all be empty. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import { isRecord, saysItIsView } from "./words.ts";

export const allColumnsNullable: Rule<Model> = {
  name: "all-columns-nullable",
  severity: "hint",
  preset: "strict",
  summary: "Every column but the key may be null",
  why: `A row that holds a key and nothing else is valid here, and sooner or later there are some: a form that was sent empty, an import with a shifted column, a bug that passed \`undefined\`. Prisma's types make every reader check every field for null, and most will write \`?? ""\` and carry the gap further.

Often the schema was introspected from a database whose author never wrote NOT NULL, and the data would allow it.

A key of several columns, or one that points at another row, says something by itself: that somebody is a member, that an article has a ranking. Such tables are left alone, and so are logs and other records.

Instead, ask the data: \`SELECT count(*) FROM … WHERE name IS NULL\`. What is never null becomes required; what the row cannot exist without becomes required after the exceptions were filled.`,
  examples: [
    {
      bad: `
        model Customer {
        //    ^^^^^^^^
          id   Int     @id
          name String?
          city String?
          note String?
        }
      `,
    },
    {
      good: `
        model Customer {
          id   Int     @id
          name String
          city String?
          note String?
        }
      `,
    },
  ],
  *check(model) {
    const { shape, fields, settings } = model;
    // In MongoDB, a field that is not there costs nothing and is usual.
    if (!isTable(model) || shape.ignored || settings.provider === "mongodb") return;
    if (keySpeaks(model) || isRecord(shape) || saysItIsView(shape)) return;
    const columns = fields.filter(
      ({ kind, shape: field }) => kind !== "relation" && !isKey(model, field) && !keepsTime(field),
    );
    if (columns.length < 3 || columns.some(({ shape: field }) => field.arity !== "optional"))
      return;
    yield {
      at: shape.block.name,
      message: `Every column of ${shape.name} but its key may be null`,
    };
  },
};

/** The row says whose it is, or what it joins, if nothing else. */
function keySpeaks({ indexes, relations }: Model): boolean {
  const parts = indexes.find(({ kind }) => kind === "primary-key")?.parts ?? [];
  const [only] = parts;
  return (
    parts.length > 1 ||
    relations.some(({ foreignKey }) => only?.field && foreignKey?.fields.includes(only.field))
  );
}

function isKey({ indexes }: Model, field: FieldShape): boolean {
  return indexes.some(
    ({ kind, parts }) => kind === "primary-key" && parts.some((part) => part.field === field),
  );
}

/** It is filled by itself and says nothing about the row. */
function keepsTime(field: FieldShape): boolean {
  return field.typeName === "DateTime" && (field.updatedAt || field.default?.kind === "call");
}
