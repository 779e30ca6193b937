/** Edges of native-type-differs-across-foreign-key that users need not read, one per branch. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { nativeTypeDiffersAcrossForeignKey } from "../../src/core/rules/schema/native-type-differs-across-foreign-key.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a native type that the other end lacks is taken away": {
    bad: `
      model Post {
        id       Int    @id
        author   User   @relation(fields: [authorId], references: [id])
        authorId String @db.VarChar(36) // set once
        //       ^^^^^^
      }

      model User {
        id    String @id @default(cuid())
        posts Post[]
      }
    `,
    fixed: `
      model Post {
        id       Int    @id
        author   User   @relation(fields: [authorId], references: [id])
        authorId String // set once
      }

      model User {
        id    String @id @default(cuid())
        posts Post[]
      }
    `,
  },
  "another length is another type, and is replaced where it stands": {
    bad: `
      model Post {
        id       Int     @id
        author   User?   @relation(fields: [authorId], references: [id])
        authorId String? @db.VarChar(20) @map("author")
        //       ^^^^^^
      }

      model User {
        id    String @id @db.VarChar(36)
        posts Post[]
      }
    `,
    fixed: `
      model Post {
        id       Int     @id
        author   User?   @relation(fields: [authorId], references: [id])
        authorId String? @db.VarChar(36) @map("author")
      }

      model User {
        id    String @id @db.VarChar(36)
        posts Post[]
      }
    `,
  },
  "what Prisma chooses by itself may as well be written down": {
    good: `
      model Post {
        id       Int    @id @db.Integer
        parent   Post?  @relation("replies", fields: [parentId], references: [id])
        parentId Int?
        replies  Post[] @relation("replies")
        author   User   @relation(fields: [authorId], references: [id])
        authorId String @db.VarChar
      }

      model User {
        id    String @id
        posts Post[]
      }
    `,
  },
  "each column of a compound key is compared with its own": {
    bad: `
      model Line {
        id       Int   @id
        order    Order @relation(fields: [shop, number], references: [shop, number])
        shop     String @db.Uuid
        number   Int
        //       ^^^
      }

      model Order {
        shop   String @db.Uuid
        number Int    @db.SmallInt
        lines  Line[]

        @@id([shop, number])
      }
    `,
    fixed: `
      model Line {
        id       Int   @id
        order    Order @relation(fields: [shop, number], references: [shop, number])
        shop     String @db.Uuid
        number   Int @db.SmallInt
      }

      model Order {
        shop   String @db.Uuid
        number Int    @db.SmallInt
        lines  Line[]

        @@id([shop, number])
      }
    `,
  },
  "a field that points at two types is told once and cannot be fixed": {
    bad: `
      model Note {
        id      Int    @id
        user    User   @relation(fields: [ownerId], references: [id])
        team    Team   @relation(fields: [ownerId], references: [id])
        ownerId String @db.VarChar(30)
        //      ^^^^^^
      }

      model User {
        id    String @id @db.VarChar(20)
        notes Note[]
      }

      model Team {
        id    String @id
        notes Note[]
      }
    `,
  },
  "a uuid is not turned into text": {
    bad: `
      model Post {
        id       Int    @id
        author   User   @relation(fields: [authorId], references: [id])
        authorId String @db.Uuid
        //       ^^^^^^
      }

      model User {
        id    String @id @default(uuid())
        posts Post[]
      }
    `,
  },
  "a foreign key that is pointed at in turn cannot be changed alone": {
    bad: `
      model Profile {
        user   User   @relation(fields: [userId], references: [id])
        userId String @id
        //     ^^^^^^
        avatar Avatar?
      }

      model Avatar {
        profile   Profile @relation(fields: [profileId], references: [userId])
        profileId String  @id
      }

      model User {
        id      String   @id @db.Uuid
        profile Profile?
      }
    `,
  },
  "Prisma itself refuses what is not even the same type to it, and enums have no native type": {
    good: `
      model Post {
        id       Int    @id
        author   User   @relation(fields: [authorId], references: [id])
        authorId Int
        level    Level  @relation(fields: [levelId], references: [id])
        levelId  Size
      }

      model User {
        id    String @id @db.Uuid
        posts Post[]
      }

      model Level {
        id    Size   @id
        posts Post[]
      }

      enum Size {
        S
        L
      }
    `,
  },
  "views have no foreign keys": {
    good: `
      model Post {
        id      Int     @id
        stats   Stats?
        total   Totals  @relation(fields: [totalId], references: [id])
        totalId String
      }

      view Stats {
        postId BigInt @unique
        post   Post   @relation(fields: [postId], references: [id])
      }

      view Totals {
        id    String @unique @db.Uuid
        posts Post[]
      }
    `,
  },
  "MySQL's text is VarChar(191) by itself": {
    bad: `
      datasource db {
        provider = "mysql"
      }

      model Post {
        id       Int    @id
        author   User   @relation(fields: [authorId], references: [id])
        authorId String @db.VarChar(191)
        editor   User   @relation("edited", fields: [editorId], references: [id])
        editorId String @db.Char(36)
        //       ^^^^^^
      }

      model User {
        id     String @id
        posts  Post[]
        edited Post[] @relation("edited")
      }
    `,
    fixed: `
      datasource db {
        provider = "mysql"
      }

      model Post {
        id       Int    @id
        author   User   @relation(fields: [authorId], references: [id])
        authorId String @db.VarChar(191)
        editor   User   @relation("edited", fields: [editorId], references: [id])
        editorId String
      }

      model User {
        id     String @id
        posts  Post[]
        edited Post[] @relation("edited")
      }
    `,
  },
  "CockroachDB and SQL Server have defaults of their own": {
    good: `
      datasource db {
        provider = "cockroachdb"
      }

      model Post {
        id       Int    @id
        author   User   @relation(fields: [authorId], references: [id])
        authorId BigInt
      }

      model User {
        id    BigInt @id @db.Int8
        posts Post[]
      }
    `,
  },
  "MongoDB is left to Prisma": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Post {
        id       String @id @map("_id")
        author   User   @relation(fields: [authorId], references: [id])
        authorId String
      }

      model User {
        id    String @id @map("_id") @db.ObjectId
        posts Post[]
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(nativeTypeDiffersAcrossForeignKey, example),
);

test("both ends are named with their types", () => {
  const [model] = read(`
    model Post {
      id       Int    @id
      author   User   @relation(fields: [authorId], references: [id])
      authorId String @db.VarChar(36)
    }
    model User {
      id    String @id
      posts Post[]
    }
  `).models;
  const [found] = model ? nativeTypeDiffersAcrossForeignKey.check(model) : [];
  expect(found?.message).toBe("Post.authorId is VarChar(36), but User.id is Text");
  expect(found?.fix?.title).toBe("Change to Text");
});
