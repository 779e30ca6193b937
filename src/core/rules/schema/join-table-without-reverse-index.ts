/** A join table that can be read from one of its two sides only. */
import type { Rule } from "../../lint/rule.ts";
import type { Model } from "../../schema/resolve.ts";
import { addIndex, listOf, namesOf, unindexedKeys } from "../missing-index.ts";

export const joinTableWithoutReverseIndex: Rule<Model> = {
  name: "join-table-without-reverse-index",
  severity: "warning",
  summary: "A join table can be looked up by the first of its two foreign keys only",
  why: `An index is sorted by its first column. With \`@@id([postId, tagId])\` the tags of a post are one short walk, but the posts of a tag are scattered over the whole index, so PostgreSQL reads all of the table to find them. It does the same for each deleted tag, to see whether a row still points at it, and holds locks meanwhile.

A join table holds many rows for each row of either side, so it is often among the longest of a project. In an implicit many-to-many relation Prisma makes the second index by itself; in a join model of your own it does not.

The fix adds the index. A unique over both columns stays as it is.`,
  examples: [
    {
      bad: `
        model PostTag {
          post   Post @relation(fields: [postId], references: [id], onDelete: Cascade)
          postId Int
          tag    Tag  @relation(fields: [tagId], references: [id], onDelete: Cascade)
          //                            ^^^^^^^
          tagId  Int

          @@id([postId, tagId])
        }

        model Post {
          id   Int       @id
          tags PostTag[]
        }

        model Tag {
          id    Int       @id
          posts PostTag[]
        }
      `,
      fixed: `
        model PostTag {
          post   Post @relation(fields: [postId], references: [id], onDelete: Cascade)
          postId Int
          tag    Tag  @relation(fields: [tagId], references: [id], onDelete: Cascade)
          tagId  Int

          @@id([postId, tagId])
          @@index([tagId])
        }

        model Post {
          id   Int       @id
          tags PostTag[]
        }

        model Tag {
          id    Int       @id
          posts PostTag[]
        }
      `,
    },
    {
      good: `
        model Post {
          id   Int   @id
          tags Tag[]
        }

        model Tag {
          id    Int    @id
          posts Post[]
        }
      `,
    },
  ],
  *check(model) {
    const { name } = model.shape;
    for (const { relation, foreignKey, otherSide } of unindexedKeys(model)) {
      if (!otherSide) continue;
      const [first, second] = [otherSide, foreignKey].map((key) => namesOf(key).join(", "));
      yield {
        at: listOf(model, relation),
        message: `A look-up by ${second} reads all of ${name}: its key begins with ${first}`,
        fix: addIndex(model, foreignKey),
      };
    }
  },
};
