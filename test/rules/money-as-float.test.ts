/** Edges of money-as-float that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { moneyAsFloat } from "../../src/core/rules/schema/money-as-float.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "every name of money is found, however it is written": {
    bad: `
      model Invoice {
        id            Int   @id
        totalAmount   Float?
        //            ^^^^^
        total_tax     Float
        //            ^^^^^
        USD           Float
        //            ^^^^^
        Fee2          Float
        //            ^^^^^
      }
    `,
    fixed: `
      model Invoice {
        id            Int   @id
        totalAmount   Decimal? @db.Decimal(19, 4)
        total_tax     Decimal @db.Decimal(19, 4)
        USD           Decimal @db.Decimal(19, 4)
        Fee2          Decimal @db.Decimal(19, 4)
      }
    `,
  },
  "a word within a word is no money": {
    good: `
      model Sample {
        id        Int   @id
        syntax    Float
        feedRatio Float
        costume   Float
      }
    `,
  },
  "what is measured is not paid": {
    good: `
      model Product {
        id              Int   @id
        taxRate         Float
        priceScore      Float
        revenueGrowth   Float
        cost_percentage Float
      }
    `,
  },
  "exact types are fine": {
    good: `
      model Product {
        id     Int     @id
        price  Decimal
        cents  Int
        amount BigInt
        fee    String
        tax
      }
    `,
  },
  "SQL Server's money is exact": {
    good: `
      datasource db {
        provider = "sqlserver"
      }

      model Product {
        id    Int   @id
        price Float @db.Money
        fee   Float @db.SmallMoney
      }
    `,
  },
  "another native type is replaced where it stands": {
    bad: `
      model Product {
        id    Int   @id
        price Float @default(9.90) @db.DoublePrecision // net
        //    ^^^^^

        cost  Float @db.Real
        //    ^^^^^
      }
    `,
    fixed: `
      model Product {
        id    Int     @id
        price Decimal @default(9.90) @db.Decimal(19, 4) // net

        cost  Decimal @db.Decimal(19, 4)
      }
    `,
  },
  "what is in line with the field stays in line": {
    bad: `
      model Product {
        id    Int    @id
        name  String @unique
        price Float
        //    ^^^^^
        note  String @default("")

        shop  Int @map("s")
      }
    `,
    fixed: `
      model Product {
        id    Int     @id
        name  String  @unique
        price Decimal @db.Decimal(19, 4)
        note  String  @default("")

        shop  Int @map("s")
      }
    `,
  },
  "the native type comes behind all other attributes": {
    bad: `
      model Product {
        id          Int     @id
        unitPrice   Float[] @map("unit_price")
        //          ^^^^^
        description String  @unique
      }
    `,
    fixed: `
      model Product {
        id          Int       @id
        unitPrice   Decimal[] @map("unit_price") @db.Decimal(19, 4)
        description String    @unique
      }
    `,
  },
  "a price per piece may need more digits and gets no fix": {
    bad: `
      model Model {
        id           Int   @id
        pricePerUnit Float
        //           ^^^^^
      }
    `,
  },
  "a price for one of thousands is a factor": {
    good: `
      model Model {
        id                    Int   @id
        costPerToken          Float
        cents_per_ms          Float
        costPerMillionTokens  Float
      }
    `,
  },
  "a limit is compared, not added up": {
    good: `
      model Team {
        id          Int   @id
        maxBudget   Float
        soft_budget Float
        amountLimit Float
      }
    `,
  },
  "native types carry the name of the datasource": {
    bad: `
      datasource client {
        provider = "postgresql"
      }

      model Product {
        id    Int   @id
        price Float
        //    ^^^^^
      }
    `,
    fixed: `
      datasource client {
        provider = "postgresql"
      }

      model Product {
        id    Int     @id
        price Decimal @client.Decimal(19, 4)
      }
    `,
  },
  "SQLite has no decimals with a number of digits": {
    bad: `
      datasource db {
        provider = "sqlite"
      }

      model Product {
        id    Int   @id
        price Float
        //    ^^^^^
      }
    `,
    fixed: `
      datasource db {
        provider = "sqlite"
      }

      model Product {
        id    Int     @id
        price Decimal
      }
    `,
  },
  "MySQL has": {
    bad: `
      datasource db {
        provider = "mysql"
      }

      model Product {
        id    Int   @id
        price Float @db.Float
        //    ^^^^^
      }
    `,
    fixed: `
      datasource db {
        provider = "mysql"
      }

      model Product {
        id    Int     @id
        price Decimal @db.Decimal(19, 4)
      }
    `,
  },
  "MongoDB has no Decimal, so there is no fix": {
    bad: `
      datasource db {
        provider = "mongodb"
      }

      model Product {
        id    Int   @id @map("_id")
        price Float
        //    ^^^^^
      }
    `,
  },
  "a view is told but its query decides": {
    bad: `
      view Turnover {
        id       Int   @unique
        turnover Float
        //       ^^^^^
      }
    `,
  },
  "a composite type is left alone": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      type Line {
        price Float
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(moneyAsFloat, example));

test.each([
  ["postgresql", "Change to Decimal @db.Decimal(19, 4)"],
  ["sqlite", "Change to Decimal"],
])("the fix on %s says what it writes", (provider, title) => {
  const [model] = read(`
    datasource db {
      provider = "${provider}"
    }
    model Product {
      price Float
    }
  `).models;
  const [found] = model ? moneyAsFloat.check(model) : [];
  expect(found?.message).toBe("Product.price is money, and Float rounds it");
  expect(found?.fix?.title).toBe(title);
});
