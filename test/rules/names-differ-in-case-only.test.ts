/** Edges of names-differ-in-case-only that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import {
  namesDifferInCaseOnly,
  tableNamesDifferInCaseOnly,
} from "../../src/core/rules/schema/names-differ-in-case-only.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "underscores do not make another name": {
    bad: `
      model Post {
        id        Int @id
        authorId  Int
        author_id Int
      //^^^^^^^^^
      }
    `,
  },
  "what counts is the column, not the field": {
    bad: `
      model Post {
        id       Int @id
        authorId Int @map("author_id")
        writer   Int @map("AUTHOR_ID")
      //^^^^^^
      }
    `,
  },
  "fields that differ in case may have columns that do not": {
    good: `
      model Post {
        id       Int @id
        authorId Int
        authorid Int @map("writer")
      }
    `,
  },
  "a relation has no column": {
    good: `
      model Post {
        id   Int  @id
        User Int
        user User @relation(fields: [User], references: [id])
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "an underscore between digits separates numbers": {
    good: `
      model Result {
        id   Int @id
        q1_2 Int
        q12  Int
      }
    `,
  },
  "an underscore before a number does not": {
    bad: `
      model Result {
        id  Int @id
        q_1 Int
        q1  Int
      //^^
      }
    `,
  },
  "two tables": {
    bad: `
      model User {
        id Int @id
      }

      model Users {
        id Int @id

        @@map("user")
      //^^^^^^^^^^^^^
      }
    `,
  },
  "two tables without a stated name": {
    bad: `
      model AuditLog {
        id Int @id
      }

      model audit_log {
        //  ^^^^^^^^^
        id Int @id
      }
    `,
  },
  "tables of different database schemas": {
    good: `
      datasource db {
        provider = "postgresql"
        schemas  = ["a", "b"]
      }

      model User {
        id Int @id

        @@schema("a")
      }

      model Login {
        id Int @id

        @@map("user")
        @@schema("b")
      }
    `,
  },
  "equal names are for Prisma to refuse": {
    good: `
      model Post {
        id       Int @id
        authorId Int @map("author")
        writerId Int @map("author")
      }
    `,
  },
  "views and composite types are not tables": {
    good: `
      model User {
        id Int @id
      }

      view user {
        id     Int @unique
        userId Int
        userid Int
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(namesDifferInCaseOnly, example),
);

test("the message says what is different", () => {
  const schema = read(`
    model Post {
      id        Int @id
      authorId  Int
      authorID  Int
      author_id Int
    }

    model post {
      id Int @id
    }
  `);
  const [post] = schema.models;
  const found = [
    ...(post ? namesDifferInCaseOnly.check(post) : []),
    ...tableNamesDifferInCaseOnly.check(schema),
  ];
  expect(found.map(({ message }) => message)).toEqual([
    "The columns authorId and authorID of Post differ only in case",
    "The columns authorId and author_id of Post differ only in case or underscores",
    "The tables Post and post differ only in case",
  ]);
});
