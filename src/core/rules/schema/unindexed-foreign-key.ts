/** A foreign key that no index serves. */
import type { Rule } from "../../lint/rule.ts";
import { isConstraint, serves } from "../../schema/index-coverage.ts";
import type { ForeignKey } from "../../schema/relation.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import { addIndex, listOf, namesOf, unindexedKeys } from "../missing-index.ts";
import { isCodeList, saysItIsView } from "./words.ts";

export const unindexedForeignKey: Rule<Model> = {
  name: "unindexed-foreign-key",
  severity: "warning",
  summary: "A foreign key has no index that begins with its columns",
  why: `PostgreSQL indexes the side a foreign key points at, never the side that holds it. Without an index of your own

- deleting a parent row, or changing its key, reads the whole child table to see whether anything still points there, and holds locks while it does;
- \`include\` and \`where\` across the relation read the whole child table too.

With a few hundred rows nobody notices. With a few million, one delete takes seconds, and a nightly clean-up of parents takes hours.

An index serves when its first columns are those of the key, in any order. A primary key or a unique counts; an index with a predicate does not, because it holds only some of the rows. A key of several columns is served well enough by an index over the one that no other key of the table shares, or by two indexes over one column each.

Each index costs a little on every insert. A list of codes, such as countries by \`code\`, is hardly ever deleted from, so references to one are left alone; for another parent that nobody deletes, silence the rule with the reason.`,
  examples: [
    {
      bad: `
        model Post {
          id       Int  @id
          author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)
          //                              ^^^^^^^^^^
          authorId Int
        }

        model User {
          id    Int    @id
          posts Post[]
        }
      `,
      fixed: `
        model Post {
          id       Int  @id
          author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)
          authorId Int

          @@index([authorId])
        }

        model User {
          id    Int    @id
          posts Post[]
        }
      `,
    },
    {
      good: `
        model Like {
          member   Member @relation(fields: [memberId], references: [id], onDelete: Cascade)
          memberId Int
          postId   Int

          @@id([memberId, postId])
        }

        model Member {
          id    Int    @id
          likes Like[]
        }
      `,
    },
  ],
  *check(model) {
    const { shape } = model;
    if (saysItIsView(shape)) return;
    for (const { relation, foreignKey, otherSide } of unindexedKeys(model)) {
      if (otherSide || isCodeList(relation.target)) continue;
      const shared = sharedColumn(model, foreignKey);
      if (shared === "none needed") continue;
      const names = namesOf(foreignKey);
      const what =
        names.length > 1 ? `(${names.join(", ")}) of ${shape.name}` : `${shape.name}.${names[0]}`;
      yield {
        at: listOf(model, relation),
        message: `No index serves ${what}: a delete in ${relation.target.name} reads ${shared ? `every row of ${shape.name} with the same ${shared.name}` : `all of ${shape.name}`}`,
        fix: addIndex(model, foreignKey),
      };
    }
  },
};

/**
 * Of a key of several columns, the one by which an index leads to some of the rows; none is
 * needed where these are few.
 */
function sharedColumn(
  { relations, indexes }: Model,
  key: ForeignKey,
): FieldShape | "none needed" | undefined {
  if (key.fields.length < 2) return undefined;
  const others = relations.flatMap(({ foreignKey }) =>
    foreignKey && foreignKey !== key ? foreignKey.fields : [],
  );
  const led = key.fields.filter((field) =>
    indexes.some((index) => index.type === "BTree" && serves(index, [field])),
  );
  // Two indexes, each over one of the columns, are read together.
  const isSpecial = led.length > 1 || led.some((field) => !others.includes(field));
  const isUnique = indexes.some(
    (index) =>
      isConstraint(index) &&
      index.where === undefined &&
      index.parts.every(({ field }) => field && key.fields.includes(field)),
  );
  return isSpecial || isUnique ? "none needed" : led[0];
}
