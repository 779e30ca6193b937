/** Edges of missing-primary-key that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { missingPrimaryKey } from "../../src/core/rules/schema/missing-primary-key.ts";
import { checkExample } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "without a unique of required fields there is no fix": {
    bad: `
      model Log {
        //  ^^^
        line String?
      }
    `,
  },
  "an optional unique cannot be a key": {
    bad: `
      model Log {
        //  ^^^
        line String? @unique
      }
    `,
  },
  "a unique in the block becomes the key": {
    bad: `
      model Member {
        //  ^^^^^^
        userId Int
        teamId Int

        @@unique([userId, teamId], name: "who", map: "member_key") // one row each
      }
    `,
    fixed: `
      model Member {
        userId Int
        teamId Int

        @@id([userId, teamId], name: "who", map: "member_key") // one row each
      }
    `,
  },
  "one optional field spoils a composite unique, and the next is taken": {
    bad: `
      model Member {
        //  ^^^^^^
        userId Int
        teamId Int?
        code   String

        @@unique([userId, teamId])
        @@unique([code], map: "member_code")
        @@unique([userId])
      }
    `,
    fixed: `
      model Member {
        userId Int
        teamId Int?
        code   String

        @@unique([userId, teamId])
        @@id([code], map: "member_code")
        @@unique([userId])
      }
    `,
  },
  "a unique over some rows cannot be a key": {
    bad: `
      model User {
        //  ^^^^
        email String
        gone  Boolean

        @@unique([email], where: { gone: false })
      }
    `,
  },
  "a unique in descending order cannot be a key": {
    bad: `
      model User {
        //  ^^^^
        email String @unique(sort: Desc)
      }
    `,
  },
  "a unique with an operator class cannot be a key": {
    bad: `
      model User {
        //  ^^^^
        email String

        @@unique([email(ops: raw("text_pattern_ops"))])
      }
    `,
  },
  "a unique of another type than b-tree cannot be a key": {
    bad: `
      model User {
        //  ^^^^
        email String @unique(type: Hash)
      }
    `,
  },
  "a unique that names nothing, or nothing that exists, cannot be a key": {
    bad: `
      model User {
        //  ^^^^
        email String

        @@unique([])
        @@unique([nobody])
      }
    `,
  },
  "a list cannot be a key": {
    bad: `
      model User {
        //  ^^^^
        names String[] @unique
      }
    `,
  },
  "a field that the client does not see cannot be its key": {
    bad: `
      model User {
        //  ^^^^
        secret String @unique @ignore
        email  String @unique
      }
    `,
    fixed: `
      model User {
        secret String @unique @ignore
        email  String @id
      }
    `,
  },
  "a field of an unsupported type cannot be the client's key": {
    bad: `
      model Shape {
        //  ^^^^^
        area Unsupported("circle") @unique
        name String                @unique
      }
    `,
    fixed: `
      model Shape {
        area Unsupported("circle") @unique
        name String                @id
      }
    `,
  },
  "an index is not a key": {
    bad: `
      model User {
        //  ^^^^
        email String

        @@index([email])
      }
    `,
  },
  "a key in the block is a key": {
    good: `
      model Member {
        userId Int
        teamId Int

        @@unique([userId])
        @@id([userId, teamId])
      }
    `,
  },
  "each model is looked at on its own": {
    bad: `
      model A {
        id Int @id
      }

      model B {
        //  ^
        id Int @unique
      }

      model C {
        //  ^
        id Int @unique
      }
    `,
    fixed: `
      model A {
        id Int @id
      }

      model B {
        id Int @id
      }

      model C {
        id Int @id
      }
    `,
  },
  "a table that the client ignores lacks a key all the same": {
    bad: `
      model Log {
        //  ^^^
        line String

        @@ignore
      }
    `,
  },
  "a view needs none": {
    good: `
      view Total {
        sum Int @unique
      }
    `,
  },
  "a composite type needs none": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      type Address {
        street String
      }
    `,
  },
  "MongoDB has a key always": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Log {
        line String @unique
      }
    `,
  },
  "MySQL profits from a key as well": {
    bad: `
      datasource db {
        provider = "mysql"
      }

      model Log {
        //  ^^^
        line Int @unique
      }
    `,
    fixed: `
      datasource db {
        provider = "mysql"
      }

      model Log {
        line Int @id
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(missingPrimaryKey, example));
