/** Edges of smallint-primary-key that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { smallintPrimaryKey } from "../../src/core/rules/schema/smallint-primary-key.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "foreign keys that are integers already stay as they are": {
    bad: `
      model Tag {
        id    Int    @id @default(autoincrement()) @db.SmallInt // few
        //                                         ^^^^^^^^^^^^
        posts Post[]
        notes Note[]
      }

      model Post {
        id    Int @id
        tag   Tag @relation(fields: [tagId], references: [id])
        tagId Int
      }

      model Note {
        id    Int @id
        tag   Tag @relation(fields: [tagId], references: [id])
        tagId Int @db.Integer
      }
    `,
    fixed: `
      model Tag {
        id    Int    @id @default(autoincrement()) @db.Integer // few
        posts Post[]
        notes Note[]
      }

      model Post {
        id    Int @id
        tag   Tag @relation(fields: [tagId], references: [id])
        tagId Int
      }

      model Note {
        id    Int @id
        tag   Tag @relation(fields: [tagId], references: [id])
        tagId Int @db.Integer
      }
    `,
  },
  "a foreign key of yet another type leaves the fix to you": {
    bad: `
      model Tag {
        id    Int    @id @default(autoincrement()) @db.SmallInt
        //                                         ^^^^^^^^^^^^
        posts Post[]
      }

      model Post {
        id    Int @id
        tag   Tag @relation(fields: [tagId], references: [id])
        tagId Int @db.Oid
      }
    `,
  },
  "a counter in a compound key is found": {
    bad: `
      model Tag {
        tenant String
        number Int    @default(autoincrement()) @db.SmallInt
        //                                      ^^^^^^^^^^^^

        @@id([tenant, number])
      }
    `,
    fixed: `
      model Tag {
        tenant String
        number Int    @default(autoincrement()) @db.Integer

        @@id([tenant, number])
      }
    `,
  },
  "what does not count up, is no key, or has room is left alone": {
    good: `
      model Weekday {
        id     Int @id @db.SmallInt
        serial Int @unique @default(autoincrement()) @db.SmallInt
      }

      model Month {
        id Int @id @default(1) @db.SmallInt
      }

      model Tag {
        id Int @id @default(autoincrement()) @db.Integer
      }

      model Event {
        id BigInt @id @default(autoincrement())
      }

      model Ghost {
        @@id([nobody])
      }

      model Keyless {
        name String @unique
      }
    `,
  },
  "MySQL's next larger type has another name": {
    bad: `
      datasource db {
        provider = "mysql"
      }

      model Tag {
        id Int @id @default(autoincrement()) @db.SmallInt
        //                                   ^^^^^^^^^^^^
      }
    `,
    fixed: `
      datasource db {
        provider = "mysql"
      }

      model Tag {
        id Int @id @default(autoincrement()) @db.Int
      }
    `,
  },
  "other databases do not count up in it": {
    good: `
      datasource db {
        provider = "sqlite"
      }

      model Tag {
        id Int @id @default(autoincrement()) @db.SmallInt
      }
    `,
  },
  "a view is left alone": {
    good: `
      view Tags {
        id Int @id @default(autoincrement()) @db.SmallInt
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(smallintPrimaryKey, example));

test("the fix says how far it goes", () => {
  const told = (text: string) => [...smallintPrimaryKey.check(read(text))];
  const [alone] = told("model A {\n  id Int @id @default(autoincrement()) @db.SmallInt\n}");
  expect(alone?.message).toBe("A.id runs out of numbers at 32767");
  expect(alone?.fix?.title).toBe("Change to @db.Integer");
  const [tied] = told(`
    model A {
      id Int @id @default(autoincrement()) @db.SmallInt
      bs B[]
    }
    model B {
      id  String @id
      a   A      @relation(fields: [aId], references: [id])
      aId Int    @db.SmallInt
    }
  `);
  expect(tied?.fix?.title).toBe("Change to @db.Integer, and 1 more tied by foreign keys");
});
