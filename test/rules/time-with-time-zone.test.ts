/** Edges of time-with-time-zone that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { timeWithTimeZone } from "../../src/core/rules/schema/time-with-time-zone.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a precision is kept, and none stays none": {
    bad: `
      model Shop {
        id     Int       @id
        opens  DateTime  @db.Timetz // daily
        //               ^^^^^^^^^^
        closes DateTime? @db.Timetz(6) @map("c")
        //               ^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Shop {
        id     Int       @id
        opens  DateTime  @db.Time // daily
        closes DateTime? @db.Time(6) @map("c")
      }
    `,
  },
  "what defaults to now is a moment, and its dates cannot be made up": {
    bad: `
      model Visit {
        id   Int      @id
        at   DateTime @default(now()) @db.Timetz(3)
        //                            ^^^^^^^^^^^^^
        last DateTime @updatedAt @db.Timetz(3)
        //                       ^^^^^^^^^^^^^
      }
    `,
  },
  "a stated time of day as a default is kept": {
    bad: `
      model Shop {
        id    Int      @id
        opens DateTime @default("1970-01-01T09:00:00Z") @db.Timetz(0)
        //                                              ^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Shop {
        id    Int      @id
        opens DateTime @default("1970-01-01T09:00:00Z") @db.Time(0)
      }
    `,
  },
  "CockroachDB has the type too": {
    bad: `
      datasource crdb {
        provider = "cockroachdb"
      }


      model Shop {
        id    BigInt   @id
        opens DateTime @crdb.Timetz(0)
        //             ^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      datasource crdb {
        provider = "cockroachdb"
      }


      model Shop {
        id    BigInt   @id
        opens DateTime @crdb.Time(0)
      }
    `,
  },
  "other types are fine": {
    good: `
      model Shop {
        id    Int      @id
        opens DateTime @db.Time(0)
        since DateTime @db.Timestamptz(6)
        made  DateTime
      }
    `,
  },
  "other databases do not have it": {
    good: `
      datasource db {
        provider = "mysql"
      }


      model Shop {
        id    Int      @id
        opens DateTime @db.Timetz(0)
      }
    `,
  },
  "a view is left alone": {
    good: `
      view Shops {
        id    Int      @unique
        opens DateTime @db.Timetz(0)
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(timeWithTimeZone, example));

test("the message and the fix name what they are about", () => {
  const [model] = read(`
    model Shop {
      opens DateTime @db.Timetz(0)
    }
  `).models;
  const [found] = model ? timeWithTimeZone.check(model) : [];
  expect(found?.message).toBe("Shop.opens has an offset but no date, so its zone cannot be told");
  expect(found?.fix?.title).toBe("Change to @db.Time(0)");
});
