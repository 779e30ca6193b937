/** An index whose columns are the first columns of a longer one. */
import type { Rule } from "../../lint/rule.ts";
import { removeBlockAttribute } from "../../schema/edit.ts";
import { isConstraint, isPlain, isStrictPrefix, sameIndex } from "../../schema/index-coverage.ts";
import { isTable } from "../../schema/model.ts";
import type { Index, Model } from "../../schema/resolve.ts";
import { written } from "./words.ts";

/** With more columns behind it, the longer index takes several times the room to read. */
const most = 2;

export const prefixRedundantIndex: Rule<Model> = {
  name: "prefix-redundant-index",
  severity: "warning",
  summary: "A longer index begins with the same columns and does the same work",
  why: `A b-tree over \`(teamId, createdAt)\` is sorted by \`teamId\` first, so it also answers every query that asks for \`teamId\` alone. The shorter index is then written on each insert and kept in memory for little.

It is smaller, though: PostgreSQL stores a value that many rows share only once for many of them, and a longer key is shared by fewer. That is why an index is left alone when the longer one has more than ${most} further columns. Where queries read many rows by the short one, measure before you remove it, and keep it with an ignore comment that says so.`,
  examples: [
    {
      bad: `
        model Task {
          id        Int      @id
          teamId    Int
          createdAt DateTime @db.Timestamptz(6)

          @@index([teamId])
        //^^^^^^^^^^^^^^^^^
          @@index([teamId, createdAt])
        }
      `,
      fixed: `
        model Task {
          id        Int      @id
          teamId    Int
          createdAt DateTime @db.Timestamptz(6)

          @@index([teamId, createdAt])
        }
      `,
    },
    {
      good: `
        model Task {
          id        Int      @id
          teamId    Int
          createdAt DateTime @db.Timestamptz(6)

          @@index([createdAt])
          @@index([teamId, createdAt])
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model)) return;
    const plain = model.indexes.filter(isPlain);
    for (const [at, index] of plain.entries()) {
      if (index.kind !== "index" || isRepeated(index, at, plain)) continue;
      const longer = plain.find(
        (other) => isStrictPrefix(index, other) && other.parts.length - index.parts.length <= most,
      );
      if (longer === undefined) continue;
      yield {
        at: index.attribute,
        message: `${written(longer)} does the work of this index`,
        fix: {
          title: `Remove ${written(index)}`,
          edits: removeBlockAttribute(model.shape.block, index.attribute),
        },
      };
    }
  },
};

/** What duplicates another index is told by the rules about duplicates. */
function isRepeated(index: Index, at: number, plain: readonly Index[]): boolean {
  return plain.some(
    (other, place) => sameIndex(index, other) && (isConstraint(other) || place < at),
  );
}
