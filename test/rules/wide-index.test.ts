/** Edges of wide-index that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { wideIndex } from "../../src/core/rules/schema/wide-index.ts";
import { checkExample } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "four columns are not told, and five are, even if only for some rows": {
    bad: `
      generator client {
        provider        = "prisma-client"
        output          = "client"
        previewFeatures = ["partialIndexes"]
      }

      model Order {
        id Int @id
        a  Int
        b  Int
        c  Int
        d  Int
        e  Int

        @@index([a, b, c, d])
        @@index([a, b, c, d, e], where: { a: 1 })
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
  },
  "keys and uniques need the columns that they keep apart": {
    good: `
      model Order {
        a Int
        b Int
        c Int
        d Int
        e Int

        @@id([a, b, c, d, e])
        @@unique([e, b, c, d, a])
      }
    `,
  },
  "other types of index know no first column": {
    good: `
      model Order {
        id Int @id
        a  Int
        b  Int
        c  Int
        d  Int
        e  Int

        @@index([a, b, c, d, e], type: Brin)
      }
    `,
  },
  "a view holds no indexes": {
    good: `
      view Order {
        a Int @unique
        b Int
        c Int
        d Int
        e Int

        @@index([a, b, c, d, e])
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(wideIndex, example));
