/** Edges of long-text-in-b-tree that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { longTextInBTree } from "../../src/core/rules/schema/long-text-in-b-tree.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "uniques and keys of any number of columns have no fix": {
    bad: `
      model Page {
        url       String @id
        //               ^^^
        userAgent String
        idToken   String @unique @db.VarChar(4000)
        //               ^^^^^^^
        body      String @db.Text
        other     Int

        @@unique([userAgent])
        //        ^^^^^^^^^
        @@index([other, body])
        //              ^^^^
      }
    `,
  },
  "an index with a direction or a class is more than a look-up": {
    bad: `
      model Page {
        id  Int    @id
        url String @db.VarChar

        @@index([url(sort: Desc)])
        //       ^^^^^^^^^^^^^^^
      }
    `,
  },
  "one over some of the rows can be a hash too": {
    bad: `
      generator client {
        provider        = "prisma-client"
        output          = "../generated"
        previewFeatures = ["partialIndexes"]
      }

      model Page {
        id  Int    @id
        url String

        @@index([url], where: { id: 1 })
        //       ^^^
      }
    `,
    fixed: `
      generator client {
        provider        = "prisma-client"
        output          = "../generated"
        previewFeatures = ["partialIndexes"]
      }

      model Page {
        id  Int    @id
        url String

        @@index([url], where: { id: 1 }, type: Hash)
      }
    `,
  },
  "a length that fits, other types and short things": {
    good: `
      model Page {
        id       Int      @id
        url      String   @db.VarChar(2704)
        name     String
        token    String
        agent    String
        body     Bytes
        contents String[]
        link     String   @db.Char(10)
        reason   Int

        @@index([url])
        @@index([name])
        @@index([token, agent])
        @@index([body])
        @@index([contents])
        @@index([link])
        @@index([reason])
      }
    `,
  },
  "a length that does not fit": {
    bad: `
      model Page {
        id  Int    @id
        url String @unique @db.VarChar(2705)
        //         ^^^^^^^
      }
    `,
  },
  "other kinds of index have other limits": {
    good: `
      model Page {
        id   Int    @id
        url  String
        body String

        @@index([url], type: Hash)
        @@index([body(ops: raw("gin_trgm_ops"))], type: Gin)
      }
    `,
  },
  "a field that does not exist yet is Prisma's to report": {
    good: `
      model Page {
        id Int @id

        @@index([url])
      }
    `,
  },
  "CockroachDB takes longer keys": {
    good: `
      datasource db {
        provider = "cockroachdb"
      }

      model Page {
        id  Int    @id
        url String @unique
      }
    `,
  },
  "a view has no indexes of its own": {
    good: `
      view Page {
        url String @unique
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(longTextInBTree, example));

test("a hash serves less, so nobody gets one unasked", () => {
  const [model] = read("model Page {\n id Int @id\n url String\n @@index([url])\n}").models;
  const [found] = model ? longTextInBTree.check(model) : [];
  expect(found?.message).toBe(
    "An insert fails when Page.url is too long for an index entry of 2704 bytes",
  );
  expect(found?.fix?.alone).toBe(true);
});
