/** A unique over several columns of which one may be null. */
import type { Rule } from "../../lint/rule.ts";
import { isConstraint } from "../../schema/index-coverage.ts";
import type { IndexPart } from "../../schema/index-shape.ts";
import { isTable } from "../../schema/model.ts";
import type { Index, Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import { columnList, isDeletionTime } from "./words.ts";

export const nullableColumnInUnique: Rule<Model> = {
  name: "nullable-column-in-unique",
  severity: "info",
  preset: "strict",
  summary: "A unique over several columns does not hold for rows with a null in one of them",
  why: `To a unique index, one null is not like another. As soon as one of the columns is null, the row is never a duplicate, whatever the other columns say: a unique over \`(teamId, parentId, name)\` lets a team have any number of top folders called *Invoices*. Nothing reports it, and \`findUnique\` and \`upsert\` cannot ask for those rows at all.

A value of the row's own that may be missing, behind the columns in which it has to be unique, is left alone: \`(teamId, externalId)\` says that teams may have any number of rows without one. So are keys of which a row has one or the other, each with a unique of its own.

Instead, make the column required, with a value that stands for *none*. Or add a second unique for the rows without one: \`@@unique([teamId, name], where: { parentId: null })\` with the preview feature \`partialIndexes\`, or \`NULLS NOT DISTINCT\` in a migration on PostgreSQL 15 and newer. Where rows without a value may repeat, say so in an ignore comment.`,
  examples: [
    {
      bad: `
        model Folder {
          id       Int    @id
          teamId   Int
          parentId Int?
          name     String

          @@unique([teamId, parentId, name])
          //                ^^^^^^^^
        }
      `,
    },
    {
      good: `
        model Folder {
          id       Int    @id
          teamId   Int
          parentId Int
          name     String

          @@unique([teamId, parentId, name])
        }
      `,
    },
  ],
  *check(model) {
    const { provider } = model.settings;
    // To SQL Server and MongoDB two nulls are the same value.
    if (!isTable(model) || provider === "sqlserver" || provider === "mongodb") return;
    for (const index of model.indexes) {
      const { kind, parts, where } = index;
      if (kind !== "unique" || parts.length < 2 || where) continue;
      const optional = parts.find(isOptional);
      if (!optional?.node || isClosed(model, index) || isMeant(model, index)) continue;
      yield {
        at: optional.node,
        message: `${columnList(index)} of ${model.shape.name} can repeat while ${optional.path} is null`,
      };
    }
  },
};

/** Whether fewer columns are unique already, if only for the rows that have no value. */
function isClosed({ indexes }: Model, { parts }: Index): boolean {
  return indexes.some(
    (other) =>
      isConstraint(other) &&
      other.parts.every(
        ({ field }) => field?.arity === "required" && parts.some((part) => part.field === field),
      ),
  );
}

function isOptional({ field }: IndexPart): boolean {
  return field?.arity === "optional";
}

/** Rows without a value are meant to repeat, or Prisma asks for the unique. */
function isMeant(model: Model, index: Index): boolean {
  const { parts } = index;
  const keys = foreignKeysOf(model);
  if (keys.some((key) => parts.every(({ field }) => field && key.includes(field)))) return true;
  const isKey = ({ field }: IndexPart) => keys.some((key) => field && key.includes(field));
  const optional = parts.filter(isOptional);
  // Before a deletion its time is null, and that is when the row has to be the only one.
  const isOwn = optional.every(
    (part) => !isKey(part) && !(part.field && isDeletionTime(part.field)),
  );
  const begin = parts.slice(0, parts.length - optional.length);
  if (
    isOwn &&
    (!begin.some(isOptional) || parts.every((part) => isOptional(part) || isKey(part)))
  ) {
    return true;
  }
  return isOneOfSeveral(model, index);
}

function foreignKeysOf({ relations }: Model): readonly (readonly FieldShape[])[] {
  return relations.flatMap(({ foreignKey }) => (foreignKey ? [foreignKey.fields] : []));
}

/** `(userId, itemId)` beside `(teamId, itemId)`: an item of a user, or of a team. */
function isOneOfSeveral({ indexes }: Model, index: Index): boolean {
  const required = requiredOf(index);
  return indexes.some(
    (other) =>
      other !== index &&
      other.kind === "unique" &&
      other.parts.length === index.parts.length &&
      requiredOf(other).length === required.length &&
      required.length > 0 &&
      requiredOf(other).every((field) => required.includes(field)),
  );
}

function requiredOf({ parts }: Index): readonly (FieldShape | undefined)[] {
  return parts.filter((part) => !isOptional(part)).map(({ field }) => field);
}
