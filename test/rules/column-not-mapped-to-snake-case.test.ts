/** Edges of column-not-mapped-to-snake-case that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { columnNotMappedToSnakeCase } from "../../src/core/rules/schema/column-not-mapped-to-snake-case.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "fields stay in line, whatever attributes they have": {
    bad: `
      model Post {
        id        Int      @id
        createdAt DateTime @default(now()) @db.Timestamptz(6) // when
      //^^^^^^^^^
        updatedAt DateTime

        isNew Boolean // still
        urlID String?
      }
    `,
    fixed: `
      model Post {
        id        Int      @id
        createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(6) // when
        updatedAt DateTime @map("updated_at")

        isNew Boolean @map("is_new") // still
        urlID String? @map("url_id")
      }
    `,
  },
  "indexes and relations go by the field": {
    bad: `
      model Post {
        id       Int  @id
        authorId Int
      //^^^^^^^^
        Author   User @relation(fields: [authorId], references: [id])

        @@index([authorId])
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
    fixed: `
      model Post {
        id       Int  @id
        authorId Int  @map("author_id")
        Author   User @relation(fields: [authorId], references: [id])

        @@index([authorId])
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "a stated name has been chosen": {
    good: `
      model Post {
        id       Int @id
        authorId Int @map("AuthorId")
        name     Int @map("Name")
        userId   Int @map("userId")
      }
    `,
  },
  "a name that is taken is left alone": {
    good: `
      model Post {
        id        Int @id
        authorId  Int
        author_id Int
      }
    `,
  },
  "two fields do not become one column": {
    bad: `
      model Post {
        id     Int @id
        userId Int
      //^^^^^^
        userID Int
      }
    `,
    fixed: `
      model Post {
        id     Int @id
        userId Int @map("user_id")
        userID Int
      }
    `,
  },
  "a field does not become a reserved word": {
    bad: `
      model Post {
        id    Int @id
        Order Int
      //^^^^^
      }
    `,
    fixed: `
      model Post {
        id    Int @id
        Order Int @map("order_value")
      }
    `,
  },
  "MySQL does not mind": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model Post {
        id       Int @id
        authorId Int
      }
    `,
  },
  "the columns of a view are those of its query": {
    good: `
      view Post {
        id       Int @unique
        authorId Int
      }
    `,
  },
  "SQL in the schema goes on speaking of the column": {
    good: `
      generator client {
        provider        = "prisma-client"
        previewFeatures = ["partialIndexes"]
      }

      model Post {
        id        Int       @id
        title     String
        deletedAt DateTime?

        @@unique([title], where: raw("\\"deletedAt\\" IS NULL"))
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(columnNotMappedToSnakeCase, example),
);

test.each([
  ["aB Int", "The column aB needs quotes in SQL", 'Add @map("a_b"); this renames the column'],
  [
    "aB Int\n  cD Int\n  eF Int",
    "The column aB needs quotes in SQL, like 2 more of Post",
    "Add @map to 3 fields; this renames the columns",
  ],
])("%s is told with a count", (fields, message, title) => {
  const [post] = read(`model Post {\n  ${fields}\n}\n`).models;
  const [found] = post ? [...columnNotMappedToSnakeCase.check(post, { allow: [] })] : [];
  expect(found).toMatchObject({ message, fix: { title } });
});

test.each([
  ["userID", "user_id"],
  ["userIDs", "user_ids"],
  ["URLMap", "url_map"],
  ["oAuthToken", "oauth_token"],
  ["line1Text", "line1_text"],
  ["sha256Hash", "sha256_hash"],
  ["ID", "id"],
  ["V1", "v1"],
  ["totalUSD", "total_usd"],
])("%s becomes %s", (name, column) => {
  const [post] = read(`model Post {\n  ${name} Int\n}\n`).models;
  const [found] = post ? [...columnNotMappedToSnakeCase.check(post, { allow: [] })] : [];
  expect(found?.fix?.edits.map(({ text }) => text.trim())).toEqual([`@map("${column}")`]);
});
