/** Edges of join-table-without-reverse-index that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { joinTableWithoutReverseIndex } from "../../src/core/rules/schema/join-table-without-reverse-index.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a unique makes a join table too, with an id and a few more columns": {
    bad: `
      model PostTag {
        id     Int  @id
        post   Post @relation(fields: [postId], references: [id])
        postId Int
        tag    Tag  @relation(fields: [tagId], references: [id])
        //                            ^^^^^^^
        tagId  Int
        place  Int
        at     DateTime

        @@unique([postId, tagId])
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
        id     Int  @id
        post   Post @relation(fields: [postId], references: [id])
        postId Int
        tag    Tag  @relation(fields: [tagId], references: [id])
        tagId  Int
        place  Int
        at     DateTime

        @@unique([postId, tagId])
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
  "the key decides which side is served": {
    bad: `
      model PostTag {
        post   Post @relation(fields: [postId], references: [id])
        //                            ^^^^^^^^
        postId Int
        tag    Tag  @relation(fields: [tagId], references: [id])
        tagId  Int

        @@id([tagId, postId])
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
        post   Post @relation(fields: [postId], references: [id])
        postId Int
        tag    Tag  @relation(fields: [tagId], references: [id])
        tagId  Int

        @@id([tagId, postId])
        @@index([postId])
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
  "with an index of its own, each side is served": {
    good: `
      model PostTag {
        post   Post @relation(fields: [postId], references: [id])
        postId Int
        tag    Tag  @relation(fields: [tagId], references: [id])
        tagId  Int

        @@id([postId, tagId])
        @@index([tagId, postId])
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
  "a table with many columns is more than a join table": {
    good: `
      model PostTag {
        id     Int  @id
        post   Post @relation(fields: [postId], references: [id])
        postId Int
        tag    Tag  @relation(fields: [tagId], references: [id])
        tagId  Int
        a      Int
        b      Int
        c      Int
        d      Int

        @@unique([postId, tagId])
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
  "two keys that nothing ties together do not make a join table": {
    good: `
      model PostTag {
        id     Int  @id
        post   Post @relation(fields: [postId], references: [id])
        postId Int
        tag    Tag  @relation(fields: [tagId], references: [id])
        tagId  Int
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
  "nor does a key of more than the two, or one over some of the rows": {
    good: `
      model PostTag {
        post   Post @relation(fields: [postId], references: [id])
        postId Int
        tag    Tag  @relation(fields: [tagId], references: [id])
        tagId  Int
        year   Int

        @@id([postId, tagId, year])
      }

      model Post {
        id   Int       @id
        tags PostTag[]
      }

      model Tag {
        id    Int       @id
        posts PostTag[]
      }

      model Other {
        post   Post @relation("p", fields: [postId], references: [id])
        postId Int
        tag    Tag  @relation("t", fields: [tagId], references: [id])
        tagId  Int

        @@unique([postId, tagId], where: { postId: 1 })
      }
    `,
  },
  "composite keys that share the tenant": {
    bad: `
      model PostTag {
        teamId Int
        postId Int
        tagId  Int
        post   Post @relation(fields: [teamId, postId], references: [teamId, id])
        tag    Tag  @relation(fields: [teamId, tagId], references: [teamId, id])
        //                            ^^^^^^^^^^^^^^^

        @@id([teamId, postId, tagId])
      }

      model Post {
        teamId Int
        id     Int
        tags   PostTag[]

        @@id([teamId, id])
      }

      model Tag {
        teamId Int
        id     Int
        posts  PostTag[]

        @@id([teamId, id])
      }
    `,
    fixed: `
      model PostTag {
        teamId Int
        postId Int
        tagId  Int
        post   Post @relation(fields: [teamId, postId], references: [teamId, id])
        tag    Tag  @relation(fields: [teamId, tagId], references: [teamId, id])

        @@id([teamId, postId, tagId])
        @@index([teamId, tagId])
      }

      model Post {
        teamId Int
        id     Int
        tags   PostTag[]

        @@id([teamId, id])
      }

      model Tag {
        teamId Int
        id     Int
        posts  PostTag[]

        @@id([teamId, id])
      }
    `,
  },
  "a table may be joined with itself": {
    bad: `
      model Follow {
        by   User @relation("by", fields: [byId], references: [id])
        byId Int
        of   User @relation("of", fields: [ofId], references: [id])
        //                                ^^^^^^
        ofId Int

        @@id([byId, ofId])
      }

      model User {
        id        Int      @id
        follows   Follow[] @relation("by")
        followers Follow[] @relation("of")
      }
    `,
    fixed: `
      model Follow {
        by   User @relation("by", fields: [byId], references: [id])
        byId Int
        of   User @relation("of", fields: [ofId], references: [id])
        ofId Int

        @@id([byId, ofId])
        @@index([ofId])
      }

      model User {
        id        Int      @id
        follows   Follow[] @relation("by")
        followers Follow[] @relation("of")
      }
    `,
  },
  "MySQL makes the index with the foreign key": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model PostTag {
        post   Post @relation(fields: [postId], references: [id])
        postId Int
        tag    Tag  @relation(fields: [tagId], references: [id])
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
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(joinTableWithoutReverseIndex, example),
);

test("the message names the columns of both sides", () => {
  const [model] = read(`
    model Follow {
      by   User @relation("by", fields: [byId], references: [id])
      byId Int
      of   User @relation("of", fields: [ofId], references: [id])
      ofId Int

      @@id([byId, ofId])
    }
    model User {
      id        Int      @id
      follows   Follow[] @relation("by")
      followers Follow[] @relation("of")
    }
  `).models;
  const found = model ? [...joinTableWithoutReverseIndex.check(model)] : [];
  expect(found.map(({ message }) => message)).toEqual([
    "A look-up by ofId reads all of Follow: its key begins with byId",
  ]);
});
