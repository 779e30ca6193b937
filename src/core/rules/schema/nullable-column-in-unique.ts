/** A unique over several columns of which one may be null. */
import type { Rule } from "../../lint/rule.ts";
import { isConstraint } from "../../schema/index-coverage.ts";
import { isTable } from "../../schema/model.ts";
import type { Index, Model } from "../../schema/resolve.ts";
import { columnList } from "./words.ts";

export const nullableColumnInUnique: Rule<Model> = {
  name: "nullable-column-in-unique",
  severity: "info",
  preset: "strict",
  summary: "A unique over several columns does not hold for rows with a null in one of them",
  why: `To a unique index, one null is not like another. As soon as one of the columns is null, the row is never a duplicate, whatever the other columns say: a unique over \`(teamId, parentId, name)\` lets a team have any number of top folders called *Invoices*. Nothing reports it, and \`findUnique\` and \`upsert\` cannot ask for those rows at all.

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
      const optional = parts.find(({ field }) => field?.arity === "optional");
      if (!optional?.node || isClosed(model, index)) continue;
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
