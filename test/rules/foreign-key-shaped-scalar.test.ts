/** Edges of foreign-key-shaped-scalar that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { foreignKeyShapedScalar } from "../../src/core/rules/schema/foreign-key-shaped-scalar.ts";
import { checkExample } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "who says that there is no relation means it, for the columns around too": {
    good: `
      // Plain columns: rows outlive the user.
      model Visit {
        id     Int @id
        userId Int
      }

      model Vote {
        id     Int @id
        // no FK, the service checks
        postId Int
        userId Int
      }

      model Like {
        id     Int @id
        userId Int // never a relation
      }

      model User {
        id Int @id
      }

      model Post {
        id Int @id
      }
    `,
  },
  "a comment about something else says nothing": {
    bad: `
      // Relations of users to posts.
      model Vote {
        id     Int @id
        userId Int // the author, not null
      //^^^^^^
      }

      model User {
        id Int @id
      }
    `,
    fixed: `
      // Relations of users to posts.
      model Vote {
        id     Int  @id
        userId Int // the author, not null
        user   User @relation(fields: [userId], references: [id], onDelete: Restrict)

        @@index([userId])
      }

      model User {
        id    Int    @id
        votes Vote[]
      }
    `,
  },
  "what the parent holds with a relation is a copy here": {
    good: `
      model Task {
        id        Int     @id
        project   Project @relation(fields: [projectId], references: [id])
        projectId Int
        teamId    Int

        @@index([projectId])
      }

      model Project {
        id     Int    @id
        team   Team   @relation(fields: [teamId], references: [id])
        teamId Int
        tasks  Task[]

        @@index([teamId])
      }

      model Team {
        id       Int       @id
        projects Project[]
      }
    `,
  },
  "summaries, what is gone and views are no owners of keys": {
    good: `
      model UserStat {
        id     Int @id
        userId Int
      }

      model DeletedPost {
        id     Int @id
        userId Int
      }

      /// @view
      model Recent {
        id     Int @id
        userId Int
      }

      model User {
        id Int @id
      }
    `,
  },
  "where relations are emulated, no foreign key would come of it": {
    good: `
      datasource db {
        provider     = "postgresql"
        relationMode = "prisma"
      }

      model Post {
        id     Int @id
        userId Int
      }

      model User {
        id Int @id
      }
    `,
  },
  "an optional key may be set to null, and an index that serves is enough": {
    bad: `
      model Post {
        id      Int    @id
        user_id Int?
      //^^^^^^^
        title   String

        @@index([user_id, title])
      }

      model User {
        id Int @id
      }
    `,
    fixed: `
      model Post {
        id      Int    @id
        user_id Int?
        user    User?  @relation(fields: [user_id], references: [id], onDelete: SetNull)
        title   String

        @@index([user_id, title])
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "a key that is unique leads to one row on either side": {
    bad: `
      model Profile {
        userId Int @id
      //^^^^^^
      }

      model User {
        id Int @id
      }
    `,
    fixed: `
      model Profile {
        userId Int  @id
        user   User @relation(fields: [userId], references: [id], onDelete: Restrict)
      }

      model User {
        id      Int      @id
        profile Profile?
      }
    `,
  },
  "a second relation between two models gets a name, and so do fields whose name is taken": {
    bad: `
      model Category {
        id     Int    @id
        user   String
        owner  User   @relation(fields: [own], references: [id])
        own    Int
        userID Int
      //^^^^^^
      }

      model User {
        id         Int        @id
        categories Category[]
      }
    `,
    fixed: `
      model Category {
        id       Int    @id
        user     String
        owner    User   @relation(fields: [own], references: [id])
        own      Int
        userID   Int
        userUser User   @relation("Category_userID", fields: [userID], references: [id], onDelete: Restrict)

        @@index([userID])
      }

      model User {
        id             Int        @id
        categories     Category[]
        categoriesRows Category[] @relation("Category_userID")
      }
    `,
  },
  "a partial index or unique neither serves nor makes the key unique, but may hold the name": {
    bad: `
      generator client {
        provider        = "prisma-client"
        output          = "client"
        previewFeatures = ["partialIndexes"]
      }

      model Box {
        id      Int     @id
        open    Boolean
        shelfId Int
      //^^^^^^^

        @@unique([shelfId], where: { open: true })
        @@index([shelfId], where: { open: true })
      }

      model Shelf {
        id Int @id
      }
    `,
    fixed: `
      generator client {
        provider        = "prisma-client"
        output          = "client"
        previewFeatures = ["partialIndexes"]
      }

      model Box {
        id      Int     @id
        open    Boolean
        shelfId Int
        shelf   Shelf   @relation(fields: [shelfId], references: [id], onDelete: Restrict)

        @@unique([shelfId], where: { open: true })
        @@index([shelfId], where: { open: true })
      }

      model Shelf {
        id    Int   @id
        boxes Box[]
      }
    `,
  },
  "MySQL makes the index with the key": {
    bad: `
      datasource db {
        provider = "mysql"
      }

      model News {
        id       Int @id
        authorId Int
      //^^^^^^^^
      }

      model Author {
        id Int @id
      }
    `,
    fixed: `
      datasource db {
        provider = "mysql"
      }

      model News {
        id       Int    @id
        authorId Int
        author   Author @relation(fields: [authorId], references: [id], onDelete: Restrict)
      }

      model Author {
        id   Int    @id
        news News[]
      }
    `,
  },
  "SQL Server knows no Restrict": {
    bad: `
      datasource db {
        provider = "sqlserver"
      }

      model Page {
        id     Int @id
        bookId Int
      //^^^^^^
      }

      model Book {
        id Int @id
      }
    `,
    fixed: `
      datasource db {
        provider = "sqlserver"
      }

      model Page {
        id     Int  @id
        bookId Int
        book   Book @relation(fields: [bookId], references: [id], onDelete: NoAction)

        @@index([bookId])
      }

      model Book {
        id    Int    @id
        pages Page[]
      }
    `,
  },
  "types have to match, and a native type may be implied": {
    bad: `
      model Post {
        id     Int    @id
        teamId String @db.VarChar(36)
        userId String @db.Text
      //^^^^^^
        bookId Int
      }

      model Team {
        id String @id @db.Uuid
      }

      model Book {
        id BigInt @id
      }

      model User {
        id String @id
      }
    `,
    fixed: `
      model Post {
        id     Int    @id
        teamId String @db.VarChar(36)
        userId String @db.Text
        user   User   @relation(fields: [userId], references: [id], onDelete: Restrict)
        bookId Int

        @@index([userId])
      }

      model Team {
        id String @id @db.Uuid
      }

      model Book {
        id BigInt @id
      }

      model User {
        id    String @id
        posts Post[]
      }
    `,
  },
  "a key of several columns, a twin of the name, and a view or ignored model are no target": {
    good: `
      model Post {
        id        Int @id
        memberId  Int
        userId    Int
        recentId  Int
        historyId Int
        nobodyId  Int
      }

      model Member {
        id     Int
        teamId Int

        @@id([id, teamId])
      }

      model User {
        id Int @id
      }

      model user {
        id Int @id
      }

      view Recent {
        id Int @unique
      }

      model history {
        id Int @id

        @@ignore
      }
    `,
  },
  "keys of other services, of the model itself, lists and relations are not meant": {
    good: `
      model Post {
        id             Int   @id
        stripeUserId   Int
        postId         Int
        userIds        Int[]
        userId         Int[]
        userid         Int   @ignore
        user           Int
        externalUserId Int
      }

      model User {
        id Int @id
      }
    `,
  },
  "a column that takes part in a key, or is pointed at, has its relation": {
    good: `
      model Post {
        id       Int    @id
        userId   Int
        teamId   Int
        member   Member @relation(fields: [userId, teamId], references: [userId, teamId])
        coverId  Int    @unique
        theCover Cover?
      }

      model Member {
        userId Int
        user   User   @relation(fields: [userId], references: [id])
        teamId Int
        posts  Post[]

        @@id([userId, teamId])
      }

      model User {
        id      Int      @id
        members Member[]
      }

      model Cover {
        id   Int  @id
        post Post @relation(fields: [id], references: [coverId])
      }
    `,
  },
  "where the natural name leads to the model by another column, this one is somebody else's": {
    good: `
      model Post {
        id     Int  @id
        user   User @relation(fields: [ownKey], references: [id])
        ownKey Int
        userId Int
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "records, views and what Prisma Client does not know hold keys as they like": {
    good: `
      model AuditLogs {
        id     Int @id
        userId Int
      }

      view Recent {
        id     Int @unique
        userId Int
      }

      model raw {
        id     Int @id
        userId Int

        @@ignore
      }

      model User {
        id Int @id
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(foreignKeyShapedScalar, example),
);
