/** Edges of array-of-ids that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { arrayOfIds } from "../../src/core/rules/schema/array-of-ids.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "the model is found however names are written": {
    bad: `
      model Post {
        id             Int      @id
        tag_ids        Int[]
      //^^^^^^^
        blockedUserIDs String[]
      //^^^^^^^^^^^^^^
        categoryIds    BigInt[]
      //^^^^^^^^^^^
        BLOG_POST_IDS  Int[]
      //^^^^^^^^^^^^^
      }

      model Tag {
        id Int @id
      }

      model users {
        id String @id
      }

      model Categories {
        id BigInt @id
      }

      model BlogPost {
        id Int @id
      }
    `,
  },
  "the longest name decides, and its key has to fit": {
    good: `
      model Post {
        id             Int   @id
        blockedUserIds Int[]
      }

      model BlockedUser {
        id String @id
      }

      model User {
        id Int @id
      }
    `,
  },
  "a key of several columns, or none, cannot be listed": {
    good: `
      model Post {
        id      Int   @id
        tagIds  Int[]
        userIds Int[]
      }

      model Tag {
        a Int
        b Int

        @@id([a, b])
      }

      model User {
        a Int @unique
      }
    `,
  },
  "ids of nothing in this schema are what they are": {
    good: `
      model Post {
        id        Int      @id
        ids       Int[]
        orderIds  Int[]
        tags      Int[]
        stripeTagIds Int[]
        tagId     Int
        tagIds    String
      }

      model Tag {
        id Int @id
      }
    `,
  },
  "views and composite types hold no rows": {
    good: `
      view Total {
        id     Int   @unique
        tagIds Int[]
        viewIds Int[]
      }

      view View {
        id Int @id
      }

      model Tag {
        id      Int   @id
        viewIds Int[]
      }
    `,
  },
  "in MongoDB a list of ids may be a relation": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Post {
        id     String   @id @map("_id") @db.ObjectId
        tagIds String[] @db.ObjectId
        tags   Tag[]    @relation(fields: [tagIds], references: [id])
      }

      model Tag {
        id      String   @id @map("_id") @db.ObjectId
        postIds String[] @db.ObjectId
        posts   Post[]   @relation(fields: [postIds], references: [id])
      }
    `,
  },
  "a relation by another list does not declare this one": {
    bad: `
      datasource db {
        provider = "mongodb"
      }

      model Post {
        id        String   @id @map("_id") @db.ObjectId
        hotTagIds String[] @db.ObjectId
      //^^^^^^^^^
        tagIds    String[] @db.ObjectId
        tags      Tag[]    @relation(fields: [tagIds], references: [id])
      }

      model Tag {
        id      String   @id @map("_id") @db.ObjectId
        postIds String[] @db.ObjectId
        posts   Post[]   @relation(fields: [postIds], references: [id])
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(arrayOfIds, example));

test("the message names the field and the model", () => {
  const schema = read("model Post {\n  tagIds Int[]\n}\nmodel Tag {\n  id Int @id\n}");
  const [found] = arrayOfIds.check(schema);
  expect(found?.message).toBe("Post.tagIds refers to rows of Tag behind the back of the database");
});
