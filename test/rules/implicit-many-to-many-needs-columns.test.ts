/** Edges of implicit-many-to-many-needs-columns that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { implicitManyToManyNeedsColumns } from "../../src/core/rules/schema/implicit-many-to-many-needs-columns.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "the name of the relation is a deed": {
    bad: `
      model Post {
        id   Int    @id
        fans Name[] @relation("PostLikes")
      }

      model Name {
        id    Int    @id
        posts Post[] @relation("PostLikes")
      //^^^^^
      }
    `,
  },
  "a list is named like a role": {
    bad: `
      model Match {
        id           Int    @id
        participants Name[]
      //^^^^^^^^^^^^
      }

      model Name {
        id      Int     @id
        matches Match[]
      }
    `,
  },
  "people and groups": {
    bad: `
      model Users {
        id       Int             @id
        accounts Organizations[]
      }

      model Organizations {
        id     Int     @id
        people Users[]
      //^^^^^^
      }
    `,
  },
  "a model joins the two already": {
    bad: `
      model Post {
        id    Int       @id
        tags  Tag[]
      //^^^^
        joins PostTag[]
      }

      model Tag {
        id    Int       @id
        posts Post[]
        joins PostTag[]
      }

      model PostTag {
        postId Int
        post   Post @relation(fields: [postId], references: [id])
        tagId  Int
        tag    Tag  @relation(fields: [tagId], references: [id])
        note   String

        @@id([postId, tagId])
      }
    `,
  },
  "a model that leads to both more than once in a pair is about something else": {
    good: `
      model Post {
        id    Int       @id
        tags  Tag[]
        joins Vote[]
      }

      model Tag {
        id    Int    @id
        posts Post[]
        joins Vote[]
      }

      model Vote {
        id     Int  @id
        postId Int
        post   Post @relation(fields: [postId], references: [id])
        tagId  Int
        tag    Tag  @relation(fields: [tagId], references: [id])

        @@index([postId, tagId])
      }
    `,
  },
  "friends of friends: a table that joins a model with itself": {
    bad: `
      model User {
        id        Int    @id
        following User[] @relation("net")
        followers User[] @relation("net")
      //^^^^^^^^^
      }
    `,
  },
  "tags, and people without groups": {
    good: `
      model Post {
        id      Int    @id
        tags    Tag[]
        authors User[]
      }

      model Tag {
        id    Int    @id
        posts Post[]
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "documents hold their lists themselves": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Team {
        id      String   @id @map("_id")
        userIds String[]
        members User[]   @relation(fields: [userIds], references: [id])
      }

      model User {
        id      String   @id @map("_id")
        teamIds String[]
        teams   Team[]   @relation(fields: [teamIds], references: [id])
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(implicitManyToManyNeedsColumns, example),
);

test("the message says what speaks for a model", () => {
  const found = read(
    "model A {\n  id Int @id\n  members B[]\n}\nmodel B {\n  id Int @id\n  as A[]\n}",
  ).models.flatMap((model) => [...implicitManyToManyNeedsColumns.check(model)]);
  expect(found.map(({ message }) => message)).toEqual([
    "The hidden table between A and B holds pairs only: members usually have a date or a role",
  ]);
});
