/** Edges of prefix-redundant-index that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { prefixRedundantIndex } from "../../src/core/rules/schema/prefix-redundant-index.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "an index with three more columns is another size": {
    good: `
      model Usage {
        id    Int @id
        team  Int
        day   Int
        model String
        key   String

        @@unique([team, day, model, key])
        @@index([team])
      }
    `,
  },
  "a composite primary key covers its leading column": {
    bad: `
      model Member {
        userId Int
        teamId Int

        @@id([userId, teamId])
        @@index([userId])
      //^^^^^^^^^^^^^^^^^
        @@index([teamId])
      }
    `,
    fixed: `
      model Member {
        userId Int
        teamId Int

        @@id([userId, teamId])
        @@index([teamId])
      }
    `,
  },
  "a composite unique covers its leading columns": {
    bad: `
      model Slot {
        id   Int @id
        a    Int
        b    Int
        c    Int

        @@unique([a, b, c])
        @@index([a, b])
      //^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Slot {
        id   Int @id
        a    Int
        b    Int
        c    Int

        @@unique([a, b, c])
      }
    `,
  },
  "a unique is more than an index and stays": {
    good: `
      model Member {
        userId Int @unique
        teamId Int

        @@id([userId, teamId])
      }
    `,
  },
  "all but the longest of a chain can go": {
    bad: `
      model Slot {
        id Int @id
        a  Int
        b  Int
        c  Int

        @@index([a])
      //^^^^^^^^^^^^
        @@index([a, b])
      //^^^^^^^^^^^^^^^
        @@index([a, b, c])
      }
    `,
    fixed: `
      model Slot {
        id Int @id
        a  Int
        b  Int
        c  Int

        @@index([a, b, c])
      }
    `,
  },
  "the columns must stand at the beginning": {
    good: `
      model Slot {
        id Int @id
        a  Int
        b  Int
        c  Int

        @@index([b])
        @@index([a, c])
        @@index([a, b, c])
      }
    `,
  },
  "an index can be read backwards": {
    bad: `
      model Slot {
        id Int @id
        a  Int
        b  Int

        @@index([a(sort: Desc)])
      //^^^^^^^^^^^^^^^^^^^^^^^^
        @@index([a, b])
      }
    `,
    fixed: `
      model Slot {
        id Int @id
        a  Int
        b  Int

        @@index([a, b])
      }
    `,
  },
  "what follows in the longer index may run in any direction": {
    bad: `
      model Slot {
        id Int @id
        a  Int
        b  Int

        @@index([a])
      //^^^^^^^^^^^^
        @@index([a, b(sort: Desc)])
      }
    `,
    fixed: `
      model Slot {
        id Int @id
        a  Int
        b  Int

        @@index([a, b(sort: Desc)])
      }
    `,
  },
  "mixed directions are another order": {
    good: `
      model Slot {
        id Int @id
        a  Int
        b  Int
        c  Int

        @@index([a, b(sort: Desc)])
        @@index([a, b, c])
      }
    `,
  },
  "a hash index does what a b-tree does not": {
    good: `
      model Slot {
        id Int @id
        a  Int
        b  Int

        @@index([a], type: Hash)
        @@index([a, b])
      }
    `,
  },
  "a brin index is no help for a b-tree": {
    good: `
      model Slot {
        id Int @id
        a  Int
        b  Int

        @@index([a])
        @@index([a, b], type: Brin)
      }
    `,
  },
  "a longer index over some rows does not do the work for all": {
    good: `
      model Slot {
        id   Int @id
        a    Int
        b    Int
        gone Boolean

        @@index([a])
        @@index([a, b], where: { gone: false })
      }
    `,
  },
  "a shorter index over some rows is smaller": {
    good: `
      model Slot {
        id   Int @id
        a    Int
        b    Int
        gone Boolean

        @@index([a], where: { gone: false })
        @@index([a, b])
      }
    `,
  },
  "a full-text index is something else": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model Page {
        id   Int    @id
        head String @db.VarChar(100)
        body String @db.VarChar(100)

        @@fulltext([head])
        @@fulltext([head, body])
        @@index([head])
      }
    `,
  },
  "what a unique repeats is told by another rule": {
    good: `
      model Slot {
        id Int @id
        a  Int @unique
        b  Int

        @@index([a])
        @@index([a, b])
      }
    `,
  },
  "an operator class makes another order": {
    good: `
      model Slot {
        id Int    @id
        a  String
        b  Int

        @@index([a(ops: raw("text_pattern_ops"))])
        @@index([a, b])
      }
    `,
  },
  "the name of the longer index does not matter and its comment stays": {
    bad: `
      model Slot {
        id Int @id
        a  Int
        b  Int

        @@index([a], map: "slot_a") // short
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^
        @@index([a, b], map: "slot_a_b") // long
      }
    `,
    fixed: `
      model Slot {
        id Int @id
        a  Int
        b  Int

        // short
        @@index([a, b], map: "slot_a_b") // long
      }
    `,
  },
  "an index that names nothing yet is left alone": {
    good: `
      model Slot {
        id Int @id
        a  Int

        @@index([])
        @@index([a])
      }
    `,
  },
  "the fields of a composite type are told apart": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      type Address {
        street String
        city   String
      }

      model Slot {
        id Int     @id @map("_id")
        a  Address

        @@index([a.street])
        @@index([a.city, id])
      }
    `,
  },
  "a view has no indexes of its own": {
    good: `
      view Slot {
        a Int @unique
        b Int

        @@index([a])
        @@index([b])
        @@index([b, a])
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(prefixRedundantIndex, example));

test("the second of two equal ones is told by another rule, until it is the only one", () => {
  const [model] = read(`
    model Slot {
      id Int @id
      a  Int
      b  Int

      @@index([a])
      @@index([a], map: "again")
      @@index([a, b])
    }
  `).models;
  const found = model ? [...prefixRedundantIndex.check(model)] : [];
  expect(found.map(({ fix }) => fix?.title)).toEqual(["Remove @@index([a])"]);
});
