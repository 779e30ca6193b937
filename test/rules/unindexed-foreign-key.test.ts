/** Edges of unindexed-foreign-key that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { unindexedForeignKey } from "../../src/core/rules/schema/unindexed-foreign-key.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "MySQL indexes foreign keys by itself": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id])
        authorId Int
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "MySQL has no foreign keys to index where Prisma Client emulates relations": {
    bad: `
      datasource db {
        provider     = "mysql"
        relationMode = "prisma"
      }

      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id])
        //                              ^^^^^^^^^^
        authorId Int
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
    fixed: `
      datasource db {
        provider     = "mysql"
        relationMode = "prisma"
      }

      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id])
        authorId Int

        @@index([authorId])
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "SQLite indexes no foreign key, nor does PostgreSQL where relations are emulated": {
    bad: `
      datasource db {
        provider     = "sqlite"
        relationMode = "foreignKeys"
      }

      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id])
        //                              ^^^^^^^^^^
        authorId Int
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
    fixed: `
      datasource db {
        provider     = "sqlite"
        relationMode = "foreignKeys"
      }

      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id])
        authorId Int

        @@index([authorId])
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "MongoDB has no foreign keys": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Post {
        id       Int  @id @map("_id")
        author   User @relation(fields: [authorId], references: [id])
        authorId Int
      }

      model User {
        id    Int    @id @map("_id")
        posts Post[]
      }
    `,
  },
  "a composite key needs all its columns first, in any order": {
    good: `
      model Like {
        id     Int    @id
        member Member @relation(fields: [teamId, userId], references: [teamId, userId])
        teamId Int
        userId Int
        at     Int

        @@index([userId, teamId, at])
      }

      model Member {
        teamId Int
        userId Int
        likes  Like[]

        @@id([teamId, userId])
      }
    `,
  },
  "a column that another key has too is not enough, nor are they further back": {
    bad: `
      model Like {
        id     Int    @id
        member Member @relation(fields: [teamId, userId], references: [teamId, userId])
        //                              ^^^^^^^^^^^^^^^^
        teamId Int
        userId Int
        at     Int
        team   Team   @relation(fields: [teamId], references: [id])

        @@index([at, teamId, userId])
        @@index([teamId, at, userId])
      }

      model Team {
        id    Int    @id
        likes Like[]
      }

      model Member {
        teamId Int
        userId Int
        likes  Like[]

        @@id([teamId, userId])
      }
    `,
    fixed: `
      model Like {
        id     Int    @id
        member Member @relation(fields: [teamId, userId], references: [teamId, userId])
        teamId Int
        userId Int
        at     Int
        team   Team   @relation(fields: [teamId], references: [id])

        @@index([at, teamId, userId])
        @@index([teamId, at, userId])
        @@index([teamId, userId])
      }

      model Team {
        id    Int    @id
        likes Like[]
      }

      model Member {
        teamId Int
        userId Int
        likes  Like[]

        @@id([teamId, userId])
      }
    `,
  },
  "an index over the column that no other key has is enough, and so are two": {
    good: `
      model Like {
        id     Int    @id
        member Member @relation(fields: [teamId, userId], references: [teamId, userId])
        teamId Int
        userId Int
        team   Team   @relation(fields: [teamId], references: [id])

        @@index([teamId])
        @@index([userId])
      }

      model Team {
        id    Int    @id
        likes Like[]
      }

      model Member {
        teamId Int
        userId Int
        likes  Like[]

        @@id([teamId, userId])
      }
    `,
  },
  "one column that is unique leads to one row": {
    good: `
      model Product {
        id      Int    @id
        build   Build? @relation(fields: [id, buildId], references: [productId, number])
        buildId Int?
      }

      model Build {
        productId Int
        number    Int
        products  Product[]

        @@id([productId, number])
      }
    `,
  },
  "a view that is written as a model cannot have an index": {
    good: `
      /// @view
      model Recent {
        id     Int  @id
        user   User @relation(fields: [userId], references: [id])
        userId Int
      }

      model User {
        id     Int      @id
        recent Recent[]
      }
    `,
  },
  "a list of codes is not deleted from": {
    good: `
      model Address {
        id          Int     @id
        country     Country @relation(fields: [countryCode], references: [code])
        countryCode String
      }

      model Country {
        code      String    @id
        name      String
        addresses Address[]
      }
    `,
  },
  "a primary key, a unique and an index serve, in either direction": {
    good: `
      model Post {
        author   User @relation("a", fields: [authorId], references: [id])
        authorId Int  @id
        editor   User @relation("b", fields: [editorId], references: [id])
        editorId Int  @unique
        reader   User @relation("c", fields: [readerId], references: [id])
        readerId Int

        @@index([readerId(sort: Desc), editorId])
      }

      model User {
        id Int   @id
        a  Post? @relation("a")
        b  Post? @relation("b")
        c  Post[] @relation("c")
      }
    `,
  },
  "a hash index serves one column": {
    good: `
      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id])
        authorId Int

        @@index([authorId], type: Hash)
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "a hash index does not serve two, nor does a brin or a partial one": {
    bad: `
      model Like {
        id     Int    @id
        member Member @relation(fields: [teamId, userId], references: [teamId, userId])
        //                              ^^^^^^^^^^^^^^^^
        teamId Int
        userId Int    @map("user")

        @@index([teamId, userId], type: Hash)
        @@index([teamId, userId], type: Brin, map: "brin")
        @@index([teamId, userId], where: { teamId: 1 }, map: "some")
        @@map("likes")
      }

      model Member {
        teamId Int
        userId Int
        likes  Like[]

        @@id([teamId, userId])
      }
    `,
    fixed: `
      model Like {
        id     Int    @id
        member Member @relation(fields: [teamId, userId], references: [teamId, userId])
        teamId Int
        userId Int    @map("user")

        @@index([teamId, userId], type: Hash)
        @@index([teamId, userId], type: Brin, map: "brin")
        @@index([teamId, userId], where: { teamId: 1 }, map: "some")
        @@index([teamId, userId], map: "likes_teamId_user_full_idx")
        @@map("likes")
      }

      model Member {
        teamId Int
        userId Int
        likes  Like[]

        @@id([teamId, userId])
      }
    `,
  },
  "an index on a part of the column does not serve": {
    bad: `
      datasource db {
        provider     = "mysql"
        relationMode = "prisma"
      }

      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id])
        //                              ^^^^^^^^^^
        authorId String

        @@index([authorId(length: 8)])
      }

      model User {
        id    String @id
        posts Post[]
      }
    `,
    fixed: `
      datasource db {
        provider     = "mysql"
        relationMode = "prisma"
      }

      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id])
        authorId String

        @@index([authorId(length: 8)])
        @@index([authorId], map: "Post_authorId_full_idx")
      }

      model User {
        id    String @id
        posts Post[]
      }
    `,
  },
  "one indexed key does not excuse the next, and each is told": {
    bad: `
      model Post {
        id         Int  @id
        author     User @relation("a", fields: [authorId], references: [id])
        authorId   Int  @unique
        editor     User @relation("b", fields: [editorId], references: [id])
        //                                     ^^^^^^^^^^
        editorId   Int
        reviewer   User @relation("c", fields: [reviewerId], references: [id])
        //                                     ^^^^^^^^^^^^
        reviewerId Int
      }

      model User {
        id Int    @id
        a  Post?  @relation("a")
        b  Post[] @relation("b")
        c  Post[] @relation("c")
      }
    `,
    fixed: `
      model Post {
        id         Int  @id
        author     User @relation("a", fields: [authorId], references: [id])
        authorId   Int  @unique
        editor     User @relation("b", fields: [editorId], references: [id])
        editorId   Int
        reviewer   User @relation("c", fields: [reviewerId], references: [id])
        reviewerId Int

        @@index([editorId])

        @@index([reviewerId])
      }

      model User {
        id Int    @id
        a  Post?  @relation("a")
        b  Post[] @relation("b")
        c  Post[] @relation("c")
      }
    `,
  },
  "two relations over the same columns lack one index": {
    bad: `
      model Like {
        id     Int    @id
        member Member @relation(fields: [teamId, userId], references: [teamId, userId])
        //                              ^^^^^^^^^^^^^^^^
        guest  Guest  @relation(fields: [userId, teamId], references: [userId, teamId])
        teamId Int
        userId Int
      }

      model Member {
        teamId Int
        userId Int
        likes  Like[]

        @@id([teamId, userId])
      }

      model Guest {
        teamId Int
        userId Int
        likes  Like[]

        @@id([userId, teamId])
      }
    `,
    fixed: `
      model Like {
        id     Int    @id
        member Member @relation(fields: [teamId, userId], references: [teamId, userId])
        guest  Guest  @relation(fields: [userId, teamId], references: [userId, teamId])
        teamId Int
        userId Int

        @@index([teamId, userId])
      }

      model Member {
        teamId Int
        userId Int
        likes  Like[]

        @@id([teamId, userId])
      }

      model Guest {
        teamId Int
        userId Int
        likes  Like[]

        @@id([userId, teamId])
      }
    `,
  },
  "the new index comes before the name of the table and what is said about that": {
    bad: `
      model Post {
        id       Int  @id
        author   User @relation( references: [id], fields: [ authorId , ] )
        //                                                 ^^^^^^^^^^^^^^
        authorId Int

        /// As the old system
        /// called it.
        @@map("posts")
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
    fixed: `
      model Post {
        id       Int  @id
        author   User @relation( references: [id], fields: [ authorId , ] )
        authorId Int

        @@index([authorId])
        /// As the old system
        /// called it.
        @@map("posts")
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "fields without brackets are underlined as they stand": {
    bad: `
      model Post {
        id       Int  @id
        author   User @relation(fields: authorId, references: id)
        //                              ^^^^^^^^
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
        author   User @relation(fields: authorId, references: id)
        authorId Int

        @@index([authorId])
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "a relation that is only half written is left to Prisma": {
    good: `
      model Post {
        id       Int  @id
        author   User @relation(fields: [nobody], references: [id])
        second   User
        authorId Int
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "a view holds no keys": {
    good: `
      view Recent {
        id       Int  @unique
        author   User @relation(fields: [authorId], references: [id])
        authorId Int
      }

      model User {
        id     Int      @id
        recent Recent[]
      }
    `,
  },
  "the second key of a join table is told by another rule, that of other tables here": {
    bad: `
      model PostTag {
        post   Post @relation(fields: [postId], references: [id])
        postId Int
        tag    Tag  @relation(fields: [tagId], references: [id])
        tagId  Int
        by     Int
        giver  User @relation(fields: [by], references: [id])
        //                            ^^^^

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

      model User {
        id   Int       @id
        gave PostTag[]
      }
    `,
    fixed: `
      model PostTag {
        post   Post @relation(fields: [postId], references: [id])
        postId Int
        tag    Tag  @relation(fields: [tagId], references: [id])
        tagId  Int
        by     Int
        giver  User @relation(fields: [by], references: [id])

        @@id([postId, tagId])
        @@index([by])
      }

      model Post {
        id   Int       @id
        tags PostTag[]
      }

      model Tag {
        id    Int       @id
        posts PostTag[]
      }

      model User {
        id   Int       @id
        gave PostTag[]
      }
    `,
  },
  "a list of fields that is not closed yet is underlined as far as it is written": {
    bad: `
      model Post {
        id       Int  @id
        author   User @relation(references: [id], fields: [authorId
        //                                                 ^^^^^^^^
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
        author   User @relation(references: [id], fields: [authorId
        authorId Int

        @@index([authorId])
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(unindexedForeignKey, example));

test.each([
  ["[a]", "No index serves Like.a: "],
  ["[a, b]", "No index serves (a, b) of Like: "],
])("the columns %s are named", (list, message) => {
  const [model] = read(`
    model Like {
      id     Int    @id
      member Member @relation(fields: ${list}, references: ${list})
      a      Int
      b      Int
    }
    model Member {
      a     Int
      b     Int
      likes Like[]
    }
  `).models;
  const found = model ? [...unindexedForeignKey.check(model)] : [];
  expect(found.map((finding) => finding.message)).toEqual([expect.stringContaining(message)]);
});

test("the message tells what is read where an index leads part of the way", () => {
  const [model] = read(`
    model Like {
      id     Int    @id
      member Member @relation(fields: [teamId, userId], references: [teamId, userId])
      teamId Int
      userId Int
      team   Team   @relation(fields: [teamId], references: [id])

      @@index([teamId])
    }

    model Team {
      id    Int    @id
      likes Like[]
    }

    model Member {
      teamId Int
      userId Int
      likes  Like[]

      @@id([teamId, userId])
    }
  `).models;
  const [found] = model ? unindexedForeignKey.check(model) : [];
  expect(found?.message).toBe(
    "No index serves (teamId, userId) of Like: a delete in Member reads every row of Like with the same teamId",
  );
});

/** A like of one member of a team: a key of two columns, of which other keys may hold one. */
const like = (indexes: string, more = "") => `
  model Like {
    id     Int    @id
    member Member @relation(fields: [teamId, userId], references: [teamId, userId])
    teamId Int
    userId Int
    ${more}

    ${indexes}
  }

  model Team {
    id    Int    @id
    likes Like[]
  }

  model User {
    id    Int    @id
    likes Like[]
  }

  model Member {
    teamId Int
    userId Int
    likes  Like[]

    @@id([teamId, userId])
  }
`;

const team = "team Team @relation(fields: [teamId], references: [id])";
const user = "user User @relation(fields: [userId], references: [id])";
const rows = (column: string) => `reads every row of Like with the same ${column}`;

test.each([
  ["no index", "", "", "reads all of Like"],
  ["an index over a column that no other key has", "@@index([userId])", team, "silent"],
  ["an index over a column that another key has", "@@index([teamId])", team, rows("teamId")],
  [
    "an index over the second column, which another key has",
    "@@index([userId, id])",
    user,
    rows("userId"),
  ],
  [
    "two indexes that are read together",
    "@@index([teamId])\n    @@index([userId])",
    `${team}\n    ${user}`,
    "silent",
  ],
  ["a unique within the key", "@@unique([userId])", user, "silent"],
  [
    "a unique over some rows only",
    "@@unique([userId], where: { teamId: 1 })\n    @@index([userId])",
    user,
    rows("userId"),
  ],
  ["a unique that goes beyond the key", "@@unique([userId, id])", user, rows("userId")],
  ["an index of another type", "@@index([userId], type: Hash)", team, "reads all of Like"],
])("a key of two columns with %s", (_, indexes, more, says) => {
  const [model] = read(like(indexes, more)).models;
  const found = model ? [...unindexedForeignKey.check(model)] : [];
  const about = found.find(({ message }) => message.includes("(teamId, userId)"));
  if (says === "silent") expect(about).toBeUndefined();
  else expect(about?.message).toContain(says);
});
