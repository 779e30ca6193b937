/** An index that also holds the rows that count as deleted. */
import { wordsIn } from "../../base/words.ts";
import type { Finding, Rule } from "../../lint/rule.ts";
import { setArgument } from "../../schema/edit.ts";
import { serves } from "../../schema/index-coverage.ts";
import { isTable } from "../../schema/model.ts";
import type { Index, Model } from "../../schema/resolve.ts";
import type { Settings } from "../../schema/settings.ts";
import type { FieldShape } from "../../schema/shape.ts";
import { columnList, isDeletionFlag, isDeletionTime } from "./words.ts";

export const softDeleteIgnoredByIndex: Rule<Model> = {
  name: "soft-delete-ignored-by-index",
  severity: "hint",
  preset: "all",
  summary: "An index for lists of living rows holds the deleted ones too",
  why: `Every list asks for \`deletedAt: null\`, and the index does not know that column. So PostgreSQL takes each entry that matches, deleted or not, fetches its row, and throws the deleted ones away. As long as few rows are deleted, that costs nothing. Where rows come and go, such as carts, drafts or messages, most of the index is about the dead after some years, and it stays in memory in place of something that is read.

A partial index holds the living rows only. The planner uses it for queries that say \`deletedAt: null\`, and for no others: an index that also serves a list of deleted rows, or a search over all, has to stay as it is. So does one that a foreign key needs.

The fix adds the predicate, where the preview feature \`partialIndexes\` is on. Without it, replace the index in a migration by \`CREATE INDEX … WHERE "deletedAt" IS NULL\`.`,
  examples: [
    {
      bad: `
        generator client {
          provider        = "prisma-client"
          output          = "../generated"
          previewFeatures = ["partialIndexes"]
        }

        model Message {
          id        Int       @id
          status    String
          sentAt    DateTime
          deletedAt DateTime?

          @@index([status, sentAt])
        //^^^^^^^^^^^^^^^^^^^^^^^^^
        }
      `,
      fixed: `
        generator client {
          provider        = "prisma-client"
          output          = "../generated"
          previewFeatures = ["partialIndexes"]
        }

        model Message {
          id        Int       @id
          status    String
          sentAt    DateTime
          deletedAt DateTime?

          @@index([status, sentAt], where: { deletedAt: null })
        }
      `,
    },
    {
      good: `
        model Message {
          id        Int       @id
          sentAt    DateTime
          deletedAt DateTime?

          @@index([deletedAt, sentAt])
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings } = model;
    if (!isTable(model) || !partial.has(settings.provider)) return;
    const mark = shape.fields.find(marksDeletion);
    if (mark === undefined) return;
    for (const index of model.indexes) {
      const { kind, type, where, parts } = index;
      if (kind !== "index" || type !== "BTree" || where || isNeeded(model, index)) continue;
      if (parts.some(({ field }) => !field || marksDeletion(field))) continue;
      if (!parts.some(({ field }) => field && isListed(field))) continue;
      yield finding(model, index, mark);
    }
  },
};

/** Those that have indexes over some of the rows. */
const partial = new Set<Settings["provider"]>(["postgresql", "cockroachdb", "sqlite", "sqlserver"]);

/** A flag that may be null leaves open which rows live. */
function marksDeletion(field: FieldShape): boolean {
  return isDeletionTime(field)
    ? field.arity === "optional"
    : isDeletionFlag(field) && field.arity === "required";
}

/** A foreign key looks for all rows, deleted or not. */
function isNeeded({ relations }: Model, index: Index): boolean {
  return relations.some(({ foreignKey }) => foreignKey && serves(index, foreignKey.fields));
}

const sorting = new Set(
  "name title status state position rank priority order sort kind".split(" "),
);

/** What lists are filtered and sorted by; what finds one row is cheap either way. */
function isListed({ name, typeName }: FieldShape): boolean {
  return typeName === "DateTime" || sorting.has(wordsIn(name).at(-1) ?? "");
}

function finding({ shape, settings }: Model, index: Index, mark: FieldShape): Finding {
  const { attribute } = index;
  const message = `The index on ${columnList(index)} holds the deleted rows of ${shape.name} too`;
  if (!settings.previewFeatures.includes("partialIndexes")) return { at: attribute, message };
  const predicate = `{ ${mark.name}: ${mark.typeName === "Boolean" ? "false" : "null"} }`;
  return {
    at: attribute,
    message,
    fix: {
      title: `Add where: ${predicate}`,
      alone: true,
      edits: setArgument(attribute, "where", predicate),
    },
  };
}
