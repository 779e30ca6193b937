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
        steps  DateTime[]
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
  "where most columns keep their zone, each that does not is told": {
    bad: `
      model Order {
        id     Int      @id
        paid   DateTime
        //     ^^^^^^^^
        sent   DateTime @db.Timestamptz
        billed DateTime @db.Timestamptz(3)
      }

      model Return {
        id   Int      @id
        made DateTime @db.Timestamptz
        sent DateTime @db.Timestamp(3)
        //   ^^^^^^^^
      }
    `,
    fixed: `
      model Order {
        id     Int      @id
        paid   DateTime @db.Timestamptz(6)
        sent   DateTime @db.Timestamptz
        billed DateTime @db.Timestamptz(3)
      }

      model Return {
        id   Int      @id
        made DateTime @db.Timestamptz
        sent DateTime @db.Timestamptz(6)
      }
    `,
  },
  "one that keeps none anywhere is told once, in all files and models": {
    bad: `
      model Order {
        id   Int       @id
        paid DateTime
        //   ^^^^^^^^
      }

      model Return {
        id   Int      @id
        made DateTime
      }
    `,
    fixed: `
      model Order {
        id   Int       @id
        paid DateTime @db.Timestamptz(6)
      }

      model Return {
        id   Int      @id
        made DateTime @db.Timestamptz(6)
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

test.each([
  ["paidAt DateTime", "Order.paidAt is stored without a time zone", "Add @db.Timestamptz(6)"],
  [
    "paidAt DateTime\n  sentAt DateTime?",
    "Order.paidAt and 1 other DateTime column are stored without a time zone",
    "Add @db.Timestamptz(6) to all 2 DateTime columns",
  ],
  [
    "paidAt DateTime\n  sentAt DateTime\n  at DateTime @db.Timestamp(0)\n  x DateTime @db.Timestamptz",
    "Order.paidAt and 2 other DateTime columns are stored without a time zone",
    "Add @db.Timestamptz(6) to all 3 DateTime columns",
  ],
])("the title and the message say what and where: %s", (fields, message, title) => {
  const [found, ...more] = timestampWithoutTimeZone.check(read(`model Order {\n  ${fields}\n}`));
  expect(found?.message).toBe(message);
  expect(found?.fix?.title).toBe(title);
  expect(found?.fix?.alone).toBe(title.includes("all") ? true : undefined);
  expect(more).toEqual([]);
});
