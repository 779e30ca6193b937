/** Edges of timestamp-without-time-zone that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { timestampWithoutTimeZone } from "../../src/core/rules/schema/timestamp-without-time-zone.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "timestamp is told by its name too, whatever its precision": {
    bad: `
      model Order {
        id     Int       @id
        paid   DateTime? @db.Timestamp
        //     ^^^^^^^^
        sent   DateTime  @default(now()) @db.Timestamp(3) // by the courier
        //     ^^^^^^^^
        steps  DateTime[]
        //     ^^^^^^^^
      }
    `,
    fixed: `
      model Order {
        id     Int       @id
        paid   DateTime? @db.Timestamptz(6)
        sent   DateTime  @default(now()) @db.Timestamptz(6) // by the courier
        steps  DateTime[] @db.Timestamptz(6)
      }
    `,
  },
  "the native type stands in line with other attributes and behind them": {
    bad: `
      model Order {
        id        Int       @id
        paid      DateTime?
        //        ^^^^^^^^
        createdAt DateTime  @default(now()) @map("created_at")
        //        ^^^^^^^^
      }
    `,
    fixed: `
      model Order {
        id        Int       @id
        paid      DateTime? @db.Timestamptz(6)
        createdAt DateTime  @default(now()) @map("created_at") @db.Timestamptz(6)
      }
    `,
  },
  "a date and a time of day know no zone": {
    good: `
      model Shift {
        id   Int      @id
        day  DateTime @db.Date
        from DateTime @db.Time(0)
        to   DateTime @db.Timetz(0)
        at   DateTime @db.Timestamptz
      }
    `,
  },
  "native types carry the name of the datasource": {
    bad: `
      datasource pg {
        provider = "postgres"
      }

      model Order {
        id   Int      @id
        paid DateTime
        //   ^^^^^^^^
        sent DateTime @pg.Timestamp(0)
        //   ^^^^^^^^
      }
    `,
    fixed: `
      datasource pg {
        provider = "postgres"
      }

      model Order {
        id   Int      @id
        paid DateTime @pg.Timestamptz(6)
        sent DateTime @pg.Timestamptz(6)
      }
    `,
  },
  "CockroachDB has the same two types": {
    bad: `
      datasource db {
        provider = "cockroachdb"
      }

      model Order {
        id   BigInt   @id
        paid DateTime
        //   ^^^^^^^^
      }
    `,
    fixed: `
      datasource db {
        provider = "cockroachdb"
      }

      model Order {
        id   BigInt   @id
        paid DateTime @db.Timestamptz(6)
      }
    `,
  },
  "MySQL has other types": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model Order {
        id   Int      @id
        paid DateTime
        sent DateTime @db.Timestamp(0)
      }
    `,
  },
  "tabs and indentation stay": {
    bad: `
      model Order {
      		id	Int	@id
      		paid	DateTime
        //   ^^^^^^^^
      }
    `,
    fixed: `
      model Order {
      		id	Int	@id
      		paid	DateTime @db.Timestamptz(6)
      }
    `,
  },
  "other types are left alone, and a field without a type": {
    good: `
      model Order {
        id   Int    @id
        when String
        paid
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Recent {
        id Int      @unique
        at DateTime
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(timestampWithoutTimeZone, example),
);

test("the title and the message say what and where", () => {
  const [model] = read("model Order {\n  paidAt DateTime\n}").models;
  const [found] = model ? timestampWithoutTimeZone.check(model) : [];
  expect(found?.message).toBe("Order.paidAt is stored without a time zone");
  expect(found?.fix?.title).toBe("Add @db.Timestamptz(6)");
});
