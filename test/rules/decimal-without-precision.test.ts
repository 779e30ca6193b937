/** Edges of decimal-without-precision that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { decimalWithoutPrecision } from "../../src/core/rules/schema/decimal-without-precision.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "lists and optional decimals are no different": {
    bad: `
      model Product {
        id     Int       @id
        price  Decimal?  @default(0) @map("p")
        //     ^^^^^^^
        scales Decimal[]
        //     ^^^^^^^
      }
    `,
  },
  "CockroachDB gets the same": {
    bad: `
      datasource db {
        provider = "cockroachdb"
      }


      model Product {
        id    BigInt  @id
        price Decimal
        //    ^^^^^^^
      }
    `,
  },
  "a stated number of digits is fine, and other types have none": {
    good: `
      model Product {
        id     Int     @id
        price  Decimal @db.Decimal(12, 2)
        cents  BigInt
        factor Float
        half
      }
    `,
  },
  "other databases are left alone": {
    good: `
      datasource db {
        provider = "sqlite"
      }


      model Product {
        id    Int     @id
        price Decimal
      }
    `,
  },
  "a view is left alone": {
    good: `
      view Products {
        id    Int     @unique
        price Decimal
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(decimalWithoutPrecision, example),
);

test("the message and the fix name what they are about", () => {
  const [model] = read(`
    model Product {
      price Decimal
    }
  `).models;
  const [found] = model ? decimalWithoutPrecision.check(model) : [];
  expect(found?.message).toBe("Product.price keeps thirty digits behind the point");
});
