/** Edges of database-money-type that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { databaseMoneyType } from "../../src/core/rules/schema/database-money-type.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "it is found on lists and beside other attributes": {
    bad: `
      model Invoice {
        id    Int       @id
        parts Decimal[] @db.Money
        //              ^^^^^^^^^
        total Decimal?  @default(0) @db.Money @map("sum") // net
        //                          ^^^^^^^^^
      }
    `,
    fixed: `
      model Invoice {
        id    Int       @id
        parts Decimal[] @db.Decimal(19, 4)
        total Decimal?  @default(0) @db.Decimal(19, 4) @map("sum") // net
      }
    `,
  },
  "the fix carries the name of the datasource": {
    bad: `
      datasource client {
        provider = "postgresql"
      }


      model Invoice {
        id    Int     @id
        total Decimal @client.Money
        //            ^^^^^^^^^^^^^
      }
    `,
    fixed: `
      datasource client {
        provider = "postgresql"
      }


      model Invoice {
        id    Int     @id
        total Decimal @client.Decimal(19, 4)
      }
    `,
  },
  "a decimal is fine": {
    good: `
      model Invoice {
        id    Int     @id
        money Decimal
        total Decimal @db.Decimal(12, 2)
      }
    `,
  },
  "SQL Server's money has no locale": {
    good: `
      datasource db {
        provider = "sqlserver"
      }


      model Invoice {
        id    Int   @id
        total Float @db.Money
      }
    `,
  },
  "a view is left alone": {
    good: `
      view Turnover {
        id    Int     @unique
        total Decimal @db.Money
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(databaseMoneyType, example));

test("the message and the fix name what they are about", () => {
  const [model] = read(`
    model Invoice {
      total Decimal @db.Money
    }
  `).models;
  const [found] = model ? databaseMoneyType.check(model) : [];
  expect(found?.message).toBe(
    "The currency and decimals of Invoice.total depend on the server's locale",
  );
  expect(found?.fix?.title).toBe("Change to @db.Decimal(19, 4)");
});
