/** A unique in which deleted rows still take part. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import type { IndexShape } from "../../schema/index-shape.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import { columnList, isDeletionFlag, isDeletionTime } from "./words.ts";

export const softDeleteIgnoredByUnique: Rule<Model> = {
  name: "soft-delete-ignored-by-unique",
  severity: "info",
  preset: "strict",
  summary: "Rows that count as deleted still block their unique values",
  why: `A row with \`deletedAt\` set is gone for the application and present for the database. Somebody who deleted an account cannot sign up again with the same address: the insert fails with P2002, about a row that no screen shows. Support then edits the old value by hand, and restoring that row later brings back nonsense.

Adding \`deletedAt\` to the unique does not help where it is null: for PostgreSQL and SQLite, two nulls are different, so it would let in two *living* rows.

Instead, keep the rule for living rows only, with a partial unique index: \`CREATE UNIQUE INDEX … ON "User" (email) WHERE "deletedAt" IS NULL\`, on PostgreSQL, SQLite and SQL Server in a migration of your own or with the preview feature \`partialIndexes\`. On MySQL, a generated column that is null for deleted rows does the same. If deleted rows are meant to keep their name for good, ignore this rule and say so.`,
  examples: [
    {
      bad: `
        model User {
          id        Int       @id
          email     String    @unique
          //                  ^^^^^^^
          deletedAt DateTime?
        }
      `,
    },
    {
      good: `
        generator client {
          provider        = "prisma-client"
          previewFeatures = ["partialIndexes"]
        }

        model User {
          id        Int       @id
          email     String
          deletedAt DateTime?

          @@unique([email], where: { deletedAt: null })
        }
      `,
    },
  ],
  *check(model) {
    const { shape } = model;
    if (!isTable(model) || !shape.fields.some(marksDeletion)) return;
    for (const index of model.indexes) {
      if (index.kind !== "unique" || index.where !== undefined || isLinked(model, index)) continue;
      if (index.parts.some(({ field }) => !field || marksDeletion(field) || generates(field))) {
        continue;
      }
      if (isMadeByMachine(index)) continue;
      yield {
        at: index.attribute,
        message: `A deleted ${shape.name} still occupies its ${columnList(index)}`,
      };
    }
  },
};

function marksDeletion(field: FieldShape): boolean {
  return isDeletionTime(field) || isDeletionFlag(field);
}

/** A fresh `uuid()` never meets an old one. */
function generates(field: FieldShape): boolean {
  return field.default?.kind === "call";
}

/** Nobody types it in a second time: the id of another system, the number of a version. */
function isMadeByMachine({ parts }: IndexShape): boolean {
  const words = parts.map(({ path }) => wordsIn(path));
  const alone = words.length === 1 ? (words[0]?.at(-1) ?? "") : "";
  return machines.has(alone) || words.some((each) => each.includes("version"));
}

const machines = new Set("id uuid ref reference token code hash".split(" "));

/** Prisma asks for it: the key of a one-to-one relation, or what a foreign key points at. */
function isLinked({ relations }: Model, { parts }: IndexShape): boolean {
  const isWhole = (names: readonly string[] | undefined) =>
    names?.length === parts.length && parts.every(({ path }) => names.includes(path));
  return relations.some(
    ({ foreignKey, opposite }) =>
      isWhole(foreignKey?.fields.map(({ name }) => name)) ||
      isWhole(opposite?.relation?.references?.map(({ text }) => text)),
  );
}
