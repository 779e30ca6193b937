/** Edges of nullable-column-in-unique that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { nullableColumnInUnique } from "../../src/core/rules/schema/nullable-column-in-unique.ts";
import { checkExample } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "the first of several optional columns is told": {
    bad: `
      model Folder {
        id       Int     @id
        parentId Int?
        name     String?
        kind     String

        @@unique([name(sort: Desc), parentId, kind])
        //        ^^^^^^^^^^^^^^^^
      }
    `,
  },
  "a value of its own that may be missing is meant so, behind others or beside keys": {
    good: `
      model Item {
        id         Int     @id
        vendor     String
        vendorId   String?
        teamId     Int
        team       Team    @relation(fields: [teamId], references: [id])
        externalId String?
        isDefault  Boolean?

        @@unique([vendor, vendorId])
        @@unique([externalId, teamId])
        @@unique([vendor, isDefault])
      }

      model Team {
        id    Int    @id
        items Item[]
      }
    `,
  },
  "a foreign key that may be missing opens a gap, and so does a deletion": {
    bad: `
      model Item {
        id        Int       @id
        email     String
        teamId    Int?
        team      Team?     @relation(fields: [teamId], references: [id])
        deletedAt DateTime?

        @@unique([email, teamId])
        //               ^^^^^^
        @@unique([email, id2, deletedAt])
        //                    ^^^^^^^^^
        id2       Int
      }

      model Team {
        id    Int    @id
        items Item[]
      }
    `,
  },
  "one owner or the other, each with a unique of its own": {
    good: `
      model Item {
        id     Int    @id
        code   String
        teamId Int?
        team   Team?  @relation(fields: [teamId], references: [id])
        userId Int?
        user   User?  @relation(fields: [userId], references: [id])

        @@unique([code, teamId])
        @@unique([userId, code])
      }

      model Team {
        id    Int    @id
        items Item[]
      }

      model User {
        id    Int    @id
        items Item[]
      }
    `,
  },
  "Prisma asks for the unique over a whole foreign key": {
    good: `
      model Thread {
        id       Int      @id
        bookId   Int?
        position Int?
        chapter  Chapter? @relation(fields: [bookId, position], references: [bookId, position])

        @@unique([bookId, position])
      }

      model Chapter {
        bookId   Int
        position Int
        thread   Thread?

        @@id([bookId, position])
      }
    `,
  },
  "one column that may be null is a choice": {
    good: `
      model User {
        id    Int     @id
        email String? @unique
        phone String?

        @@unique([phone])
      }
    `,
  },
  "an index keeps nothing apart": {
    good: `
      model Folder {
        id       Int  @id
        teamId   Int
        parentId Int?

        @@index([teamId, parentId])
      }
    `,
  },
  "a partial unique says itself which rows it is about, and may fill the gap of another": {
    good: `
      generator client {
        provider        = "prisma-client"
        output          = "client"
        previewFeatures = ["partialIndexes"]
      }

      model Folder {
        id       Int    @id
        teamId   Int
        parentId Int?
        name     String

        @@unique([teamId, parentId, name])
        @@unique([teamId, name], where: { parentId: null })
        @@unique([parentId, name], where: { teamId: 1 })
      }
    `,
  },
  "where fewer columns are unique already, the others do not matter": {
    good: `
      model Folder {
        id       Int  @id
        parentId Int?

        @@unique([id, parentId])
      }
    `,
  },
  "a unique over other columns fills no gap": {
    bad: `
      model Folder {
        id       Int    @id
        teamId   Int
        parentId Int?
        name     String
        slug     String

        @@unique([teamId, parentId, name])
        //                ^^^^^^^^
        @@unique([teamId, slug])
        @@unique([parentId])
        @@index([teamId, name])
      }
    `,
  },
  "to SQL Server two nulls are the same": {
    good: `
      datasource db {
        provider = "sqlserver"
      }

      model Folder {
        id       Int  @id
        teamId   Int
        parentId Int?

        @@unique([teamId, parentId])
      }
    `,
  },
  "to MongoDB they are, too": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Folder {
        id       Int  @id @map("_id")
        teamId   Int
        parentId Int?

        @@unique([teamId, parentId])
      }
    `,
  },
  "a view holds no rows, and a field that does not exist is left to Prisma": {
    good: `
      view Recent {
        teamId   Int
        parentId Int?

        @@unique([teamId, parentId])
      }

      model Folder {
        id     Int @id
        teamId Int

        @@unique([teamId, nothing])
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(nullableColumnInUnique, example),
);
