/** Edges of index-duplicates-unique that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { indexDuplicatesUnique } from "../../src/core/rules/schema/index-duplicates-unique.ts";
import { checkExample } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "an index on the primary key is one too many": {
    bad: `
      model User {
        id   Int    @id
        name String

        @@index([id])
      //^^^^^^^^^^^^^
        @@index([name])
      }
    `,
    fixed: `
      model User {
        id   Int    @id
        name String

        @@index([name])
      }
    `,
  },
  "a composite primary key in the same order has the index already": {
    bad: `
      model Member {
        userId Int
        teamId Int

        @@id([userId, teamId])
        @@index([userId, teamId])
      //^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Member {
        userId Int
        teamId Int

        @@id([userId, teamId])
      }
    `,
  },
  "another order serves other queries": {
    good: `
      model Member {
        userId Int
        teamId Int

        @@id([userId, teamId])
        @@index([teamId, userId])
      }
    `,
  },
  "fewer columns are no repetition, nor are more": {
    good: `
      model Member {
        userId Int
        teamId Int
        role   Int @unique

        @@id([userId, teamId])
        @@index([userId])
        @@index([role, teamId])
      }
    `,
  },
  "an index in descending order is read backwards from the unique": {
    bad: `
      model User {
        id Int @id

        @@index([id(sort: Desc)])
      //^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model User {
        id Int @id
      }
    `,
  },
  "an index in mixed order is not": {
    good: `
      model Member {
        userId Int
        teamId Int

        @@id([userId, teamId])
        @@index([userId, teamId(sort: Desc)])
      }
    `,
  },
  "the unique may be composite and come later": {
    bad: `
      model Member {
        id     Int @id
        userId Int
        teamId Int

        @@index([userId, teamId]) // looked up on each request
      //^^^^^^^^^^^^^^^^^^^^^^^^^
        @@unique([userId, teamId])
      }
    `,
    fixed: `
      model Member {
        id     Int @id
        userId Int
        teamId Int

        // looked up on each request
        @@unique([userId, teamId])
      }
    `,
  },
  "each index that repeats one is told": {
    bad: `
      model User {
        id    Int    @id
        email String @unique

        @@index([id])
      //^^^^^^^^^^^^^
        @@index([email])
      //^^^^^^^^^^^^^^^^
        @@map("users")
      }
    `,
    fixed: `
      model User {
        id    Int    @id
        email String @unique

        @@map("users")
      }
    `,
  },
  "an index over all rows is more than a unique over some": {
    good: `
      model User {
        id    Int     @id
        email String
        gone  Boolean

        @@unique([email], where: { gone: false })
        @@index([email])
      }
    `,
  },
  "an index over some rows is smaller than the unique over all": {
    good: `
      model User {
        id    Int     @id
        email String  @unique
        gone  Boolean

        @@index([email], where: { gone: false })
      }
    `,
  },
  "a full-text index is something else": {
    good: `
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
  "an operator class makes another index": {
    good: `
      model User {
        id    Int    @id
        email String @unique

        @@index([email(ops: raw("text_pattern_ops"))])
      }
    `,
  },
  "a repeated unique is told by another rule": {
    good: `
      model User {
        id    Int    @id
        email String @unique

        @@unique([email], map: "again")
      }
    `,
  },
  "an index repeated by an index is told by another rule": {
    good: `
      model User {
        id    Int    @id
        email String

        @@index([email])
        @@index([email], map: "again")
      }
    `,
  },
  "field names in an index may stand without brackets": {
    bad: `
      model User {
        id   Int    @id
        slug String @unique

        @@index(slug)
      //^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model User {
        id   Int    @id
        slug String @unique
      }
    `,
  },
  "MySQL too has the index of a unique": {
    bad: `
      datasource db {
        provider = "mysql"
      }

      model User {
        id Int @id

        @@index([id])
      //^^^^^^^^^^^^^
      }
    `,
    fixed: `
      datasource db {
        provider = "mysql"
      }

      model User {
        id Int @id
      }
    `,
  },
  "a view has no indexes of its own": {
    good: `
      view Account {
        id Int @unique

        @@index([id])
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(indexDuplicatesUnique, example),
);
