/** Edges of low-selectivity-index that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { lowSelectivityIndex } from "../../src/core/rules/schema/low-selectivity-index.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "what is worked off has few open rows": {
    good: `
      model Order {
        id            Int   @id
        paymentStatus State

        @@index([paymentStatus])
      }

      enum State {
        OPEN
        DONE
      }
    `,
  },
  "an enum of three values is tiny, one of four is not": {
    bad: `
      model Order {
        id    Int   @id
        size  Size
        color Color

        @@index([size])
      //^^^^^^^^^^^^^^^
        @@index([color])
      }

      enum Size {
        S
        M
        L
      }

      enum Color {
        RED
        GREEN
        BLUE
        GRAY
      }
    `,
  },
  "null counts for nothing, and options change nothing": {
    bad: `
      model Order {
        id   Int      @id
        paid Boolean?

        @@index([paid(sort: Desc)], map: "paid")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
  },
  "an enum with one value is the least of all": {
    bad: `
      model Order {
        id   Int  @id
        kind Kind

        @@index([kind])
      //^^^^^^^^^^^^^^^
      }

      enum Kind {
        ONLY
      }
    `,
  },
  "an index over some of the rows is what it is told to become": {
    good: `
      generator client {
        provider        = "prisma-client"
        output          = "client"
        previewFeatures = ["partialIndexes"]
      }

      model Order {
        id   Int     @id
        paid Boolean

        @@index([paid], where: { paid: false })
      }
    `,
  },
  "several columns, other types, lists and a unique are not meant": {
    good: `
      model Order {
        id    Int       @id
        paid  Boolean   @unique
        name  String
        flags Boolean[]

        @@index([name])
        @@index([name, paid])
        @@index([flags])
        @@index([nothing])
      }
    `,
  },
  "an index that another one makes superfluous is told by the rules about that": {
    good: `
      model Order {
        id   Int     @id
        paid Boolean
        name String
        sent Boolean

        @@index([paid])
        @@index([paid, name])
        @@index([sent])
        @@index([sent], map: "again")
      }
    `,
  },
  "views and MongoDB are not looked at": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Order {
        id   Int     @id @map("_id")
        paid Boolean

        @@index([paid])
      }
    `,
  },
  "what is worked off is left alone, by the last word of its name": {
    bad: `
      model Order {
        id          Int     @id
        orderStatus Flag
        lastPaymentState Flag
        substate    Flag
        phased      Flag
        statusShown Boolean

        @@index([orderStatus])
        @@index([lastPaymentState])
        @@index([substate])
      //^^^^^^^^^^^^^^^^^^^
        @@index([phased])
      //^^^^^^^^^^^^^^^^^
        @@index([statusShown])
      //^^^^^^^^^^^^^^^^^^^^^^
      }

      enum Flag {
        A
        B
      }
    `,
  },
  "a half-typed index, and a type that is not there": {
    good: `
      model Order {
        id   Int     @id
        kind Kind

        @@index([])
        @@index([kind])
      }
    `,
  },
  "a view holds no indexes": {
    good: `
      view Recent {
        id   Int     @unique
        paid Boolean

        @@index([paid])
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(lowSelectivityIndex, example));

test.each([
  ["A", "has only 1 value:"],
  ["A\n  B", "has only 2 values:"],
])("the message counts the values of %j", (values, says) => {
  const [model] = read(
    `model Order {\n  id Int @id\n  kind Kind\n  @@index([kind])\n}\nenum Kind {\n  ${values}\n}`,
  ).models;
  const [found] = model ? lowSelectivityIndex.check(model) : [];
  expect(found?.message).toContain(`Order.kind ${says}`);
});
