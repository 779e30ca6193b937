/** Edges of duplicate-index that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { duplicateIndex } from "../../src/core/rules/schema/duplicate-index.ts";
import { checkExample } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a unique that repeats the primary key is a duplicate": {
    bad: `
      model User {
        id Int @id @unique
        //         ^^^^^^^
      }
    `,
    fixed: `
      model User {
        id Int @id
      }
    `,
  },
  "the primary key stays even when it is written last": {
    bad: `
      model Slug {
        slug String   @unique @map("s") @db.VarChar(80)
        //            ^^^^^^^
        at   DateTime @map("t")

        @@id([slug])
      }
    `,
    fixed: `
      model Slug {
        slug String   @map("s") @db.VarChar(80)
        at   DateTime @map("t")

        @@id([slug])
      }
    `,
  },
  "a unique without anything behind it leaves no blanks before a comment": {
    bad: `
      model Slug {
        slug  String @unique // part of the address
        //           ^^^^^^^
        title String @map("t")

        @@id([slug])
      }
    `,
    fixed: `
      model Slug {
        slug  String // part of the address
        title String @map("t")

        @@id([slug])
      }
    `,
  },
  "a second unique over the same columns is a duplicate": {
    bad: `
      model Member {
        id     Int @id
        userId Int
        teamId Int

        @@unique([userId, teamId])
        @@unique([userId, teamId], map: "again")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Member {
        id     Int @id
        userId Int
        teamId Int

        @@unique([userId, teamId])
      }
    `,
  },
  "a unique on a field and one in the block are the same": {
    bad: `
      model User {
        id    Int    @id
        email String @unique

        @@unique([email], map: "again")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model User {
        id    Int    @id
        email String @unique
      }
    `,
  },
  "uniques over the same columns in another order serve other queries": {
    good: `
      model Member {
        id     Int @id
        userId Int
        teamId Int

        @@unique([userId, teamId])
        @@unique([teamId, userId])
      }
    `,
  },
  "an index that repeats a unique is told by another rule": {
    good: `
      model User {
        id    Int    @id
        email String @unique

        @@index([email])
        @@index([email], map: "again")
      }
    `,
  },
  "a hash index is told here even where a unique has the same columns": {
    bad: `
      model User {
        id    Int    @id
        email String @unique

        @@index([email], type: Hash)
        @@index([email], type: Hash, map: "again")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model User {
        id    Int    @id
        email String @unique

        @@index([email], type: Hash)
      }
    `,
  },
  "a hash index and a b-tree are two things": {
    good: `
      model User {
        id    Int @id
        email String

        @@index([email])
        @@index([email], type: Hash)
      }
    `,
  },
  "three of a kind are two too many": {
    bad: `
      model Event {
        id Int @id
        at Int

        @@index([at])
        @@index([at], map: "b") // for the feed
      //^^^^^^^^^^^^^^^^^^^^^^^
        @@index([at], map: "c")
      //^^^^^^^^^^^^^^^^^^^^^^^
        @@map("events")
      }
    `,
    fixed: `
      model Event {
        id Int @id
        at Int

        @@index([at])
        // for the feed
        @@map("events")
      }
    `,
  },
  "an index read backwards is the same index": {
    bad: `
      model Event {
        id Int @id
        at Int
        to Int

        @@index([at(sort: Desc), to])
        @@index([at, to(sort: Desc)])
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Event {
        id Int @id
        at Int
        to Int

        @@index([at(sort: Desc), to])
      }
    `,
  },
  "directions that are not all turned round make another order": {
    good: `
      model Event {
        id Int @id
        at Int
        to Int

        @@index([at, to])
        @@index([at, to(sort: Desc)])
      }
    `,
  },
  "gin indexes with the same operator class are duplicates": {
    bad: `
      model Page {
        id   Int  @id
        body Json

        @@index([body(ops: JsonbPathOps)], type: Gin)
        @@index([body(ops: JsonbPathOps)], map: "again", type: Gin)
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Page {
        id   Int  @id
        body Json

        @@index([body(ops: JsonbPathOps)], type: Gin)
      }
    `,
  },
  "another operator class is another index": {
    good: `
      model Page {
        id   Int  @id
        body Json

        @@index([body(ops: JsonbPathOps)], type: Gin)
        @@index([body], type: Gin)
      }
    `,
  },
  "the same predicate, differently spaced, is the same index": {
    bad: `
      model User {
        id    Int  @id
        email Int
        gone  Boolean

        @@index([email], where: { gone: false })
        @@index([email], where: {gone:false}, map: "again")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model User {
        id    Int  @id
        email Int
        gone  Boolean

        @@index([email], where: { gone: false })
      }
    `,
  },
  "another predicate is another index": {
    good: `
      model User {
        id    Int  @id
        email Int
        gone  Boolean

        @@index([email], where: { gone: false })
        @@index([email], where: { gone: true })
        @@index([email])
      }
    `,
  },
  "blanks inside the strings of a predicate count": {
    good: `
      model User {
        id    Int  @id
        email Int

        @@index([email], where: raw("state = 'on hold'"))
        @@index([email], where: raw("state = 'onhold'"))
        @@index([email], where: raw("state = \\"on hold\\""))
        @@index([email], where: raw("state = \\"onhold\\""))
      }
    `,
  },
  "a unique over some of the rows keeps them apart in its own way": {
    good: `
      model User {
        id    Int     @id
        email String  @unique
        gone  Boolean

        @@unique([email], where: { gone: false })
      }
    `,
  },
  "a repeated partial index is told even where a unique has the same columns": {
    bad: `
      model User {
        id    Int     @id
        email String  @unique
        gone  Boolean

        @@index([email], where: { gone: false })
        @@index([email], where: { gone: false }, map: "again")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model User {
        id    Int     @id
        email String  @unique
        gone  Boolean

        @@index([email], where: { gone: false })
      }
    `,
  },
  "a partial unique does not stand for an index of all rows": {
    bad: `
      model User {
        id    Int     @id
        email String
        gone  Boolean

        @@unique([email], where: { gone: false })
        @@index([email])
        @@index([email], map: "again")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model User {
        id    Int     @id
        email String
        gone  Boolean

        @@unique([email], where: { gone: false })
        @@index([email])
      }
    `,
  },
  "a full-text index and a b-tree are two things": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model Page {
        id   Int    @id
        body String @db.VarChar(100)

        @@fulltext([body])
        @@index([body])
      }
    `,
  },
  "two full-text indexes over the same column are one too many": {
    bad: `
      datasource db {
        provider = "mysql"
      }

      model Page {
        id   Int    @id
        body String @unique @db.VarChar(100)

        @@fulltext([body])
        @@fulltext([body], map: "again")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      datasource db {
        provider = "mysql"
      }

      model Page {
        id   Int    @id
        body String @unique @db.VarChar(100)

        @@fulltext([body])
      }
    `,
  },
  "parts of different length are different indexes": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model Page {
        id   Int    @id
        body String @db.VarChar(100)

        @@index([body(length: 10)])
        @@index([body(length: 20)])
      }
    `,
  },
  "the first of several lines of comment stays with what follows": {
    bad: `
      model Event {
        id Int @id
        at Int

        // The feed reads
        // by time.
        @@index([at])
        @@index([at], map: "b")
      //^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Event {
        id Int @id
        at Int

        // The feed reads
        // by time.
        @@index([at])
      }
    `,
  },
  "indexes that name nothing yet are left alone": {
    good: `
      model Event {
        id Int @id
        at Int

        @@index([])
        @@index([])
      }
    `,
  },
  "a view has no indexes of its own": {
    good: `
      view Event {
        id Int @unique

        @@unique([id])
      }
    `,
  },
  "tabs stay": {
    bad: `
      model Event {
      	id	Int	@id @unique
        //        ^^^^^^^
      	at	Int	@map("happened_at")
      }
    `,
    fixed: `
      model Event {
      	id	Int	@id
      	at	Int	@map("happened_at")
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(duplicateIndex, example));
