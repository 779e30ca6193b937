/** Two indexes that are one and the same. */
import type { Finding, Rule } from "../../lint/rule.ts";
import { removeBlockAttribute, removeFieldAttribute } from "../../schema/edit.ts";
import { isConstraint, isPlain, sameIndex } from "../../schema/index-coverage.ts";
import type { IndexShape } from "../../schema/index-shape.ts";
import { isTable } from "../../schema/model.ts";
import type { Index, Model } from "../../schema/resolve.ts";
import type { Block } from "../../schema/syntax.ts";
import { columnList, written } from "./words.ts";

export const duplicateIndex: Rule<Model> = {
  name: "duplicate-index",
  severity: "warning",
  summary: "Two indexes hold the same columns in the same way",
  why: `The planner picks one of the two and never looks at the other, but PostgreSQL keeps both up to date: every insert and most updates pay twice, and both compete for the same cache. Duplicates usually come from a merge, or from one index made by hand and one by a migration.

Two uniques over the same columns, or a unique on what is the primary key already, are the same mistake.

The fix takes it out of the schema only. Prisma Migrate tells indexes apart by what they are on, so it finds nothing to do for one of two that are equal, and the second stays in the database: drop it in a migration of your own, \`DROP INDEX "event_feed"\`.`,
  examples: [
    {
      bad: `
        model Event {
          id     Int      @id
          userId Int
          at     DateTime @db.Timestamptz(6)

          @@index([userId, at])
          @@index([userId, at], map: "event_feed")
        //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        }
      `,
      fixed: `
        model Event {
          id     Int      @id
          userId Int
          at     DateTime @db.Timestamptz(6)

          @@index([userId, at])
        }
      `,
    },
    {
      good: `
        model Event {
          id     Int      @id
          userId Int
          at     DateTime @db.Timestamptz(6)

          @@index([userId, at])
          @@index([at, userId])
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model)) return;
    const constraints = model.indexes.filter((index) => isConstraint(index) && isPlain(index));
    // The primary key stays, wherever it is written.
    const inOrder = model.indexes.toSorted((a, b) => rank(a) - rank(b));
    const kept: Index[] = [];
    for (const index of inOrder) {
      const same = kept.find((other) => isSame(index, other));
      // Repeating a unique is the subject of index-duplicates-unique.
      const repeatsUnique =
        index.kind === "index" &&
        isPlain(index) &&
        constraints.some((constraint) => sameIndex(index, constraint));
      if (same && !repeatsUnique) yield finding(model.shape.block, index, same);
      else kept.push(index);
    }
  },
};

function rank({ kind }: IndexShape): number {
  return kind === "primary-key" ? 0 : 1;
}

function isSame(a: IndexShape, b: IndexShape): boolean {
  return (
    isConstraint(a) === isConstraint(b) &&
    (a.kind === "fulltext") === (b.kind === "fulltext") &&
    predicate(a) === predicate(b) &&
    sameIndex(a, b)
  );
}

/** As written, without the blanks outside of strings. */
function predicate({ where }: IndexShape): string {
  const text = where ? where.source.text.slice(where.start, where.end) : "";
  return text.replace(/("(?:\\.|[^"\\])*")|\s+/g, "$1");
}

function finding(block: Block, index: Index, same: Index): Finding {
  const { attribute } = index;
  const remove =
    attribute.level === "block"
      ? removeBlockAttribute(block, attribute)
      : removeFieldAttribute(attribute);
  const what = same.kind === "primary-key" ? "the primary key" : written(same);
  return {
    at: attribute,
    message: isConstraint(index)
      ? `${columnList(index)} is unique already, by ${what}`
      : `This index is the same as ${what}`,
    fix: { title: `Remove ${written(index)}`, edits: remove },
  };
}
