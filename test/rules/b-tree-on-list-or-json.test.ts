/** Edges of b-tree-on-list-or-json that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { bTreeOnListOrJson } from "../../src/core/rules/schema/b-tree-on-list-or-json.ts";
import { checkExample } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a Json column is a document, and a b-tree that is stated is one all the same": {
    bad: `
      model Photo {
        id   Int  @id
        exif Json @db.JsonB

        @@index([exif], type: BTree)
        //       ^^^^
      }
    `,
    fixed: `
      model Photo {
        id   Int  @id
        exif Json @db.JsonB

        @@index([exif], type: Gin)
      }
    `,
  },
  "several lists and documents fit into one GIN index": {
    bad: `
      model Photo {
        id   Int   @id
        tags Int[]
        exif Json

        @@index([tags, exif], map: "inside")
        //       ^^^^
      }
    `,
    fixed: `
      model Photo {
        id   Int   @id
        tags Int[]
        exif Json

        @@index([tags, exif], map: "inside", type: Gin)
      }
    `,
  },
  "a plain column beside the list does not fit into a GIN index": {
    bad: `
      model Photo {
        id     Int      @id
        teamId Int
        tags   String[]

        @@index([teamId, tags])
        //               ^^^^
      }
    `,
  },
  "a GIN index has neither a direction nor the classes of a b-tree": {
    bad: `
      model Photo {
        id   Int      @id
        tags String[]

        @@index([tags(sort: Desc)])
        //       ^^^^^^^^^^^^^^^^
      }
    `,
  },
  "which rows a partial index is about is for the user to say again": {
    bad: `
      generator client {
        provider        = "prisma-client"
        output          = "client"
        previewFeatures = ["partialIndexes"]
      }

      model Photo {
        id     Int      @id
        public Boolean
        tags   String[]

        @@index([tags], where: { public: true })
        //       ^^^^
      }
    `,
  },
  "json as text has no index at all": {
    bad: `
      model Photo {
        id   Int  @id
        exif Json @db.Json

        @@index([exif])
        //       ^^^^
      }
    `,
  },
  "CockroachDB indexes what is inside, too": {
    bad: `
      datasource db {
        provider = "cockroachdb"
      }

      model Photo {
        id   Int      @id
        tags String[]

        @@index([tags])
        //       ^^^^
      }
    `,
    fixed: `
      datasource db {
        provider = "cockroachdb"
      }

      model Photo {
        id   Int      @id
        tags String[]

        @@index([tags], type: Gin)
      }
    `,
  },
  "MySQL has no GIN index": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model Photo {
        id   Int  @id
        exif Json

        @@index([exif])
      }
    `,
  },
  "a unique over a list compares whole lists, and a field that does not exist is left to Prisma": {
    good: `
      model Photo {
        id   Int      @id
        tags String[] @unique
        name String

        @@index([name])
        @@index([nothing])
      }
    `,
  },
  "a view holds no indexes": {
    good: `
      view Recent {
        id   Int      @unique
        tags String[]

        @@index([tags])
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(bTreeOnListOrJson, example));
