/** Edges of int-primary-key that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { intPrimaryKey } from "../../src/core/rules/schema/int-primary-key.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "several fields of one group change together and stay in line": {
    bad: `
      model Page {
        id       Int   @id @default(autoincrement())
        //       ^^^
        parent   Page? @relation("tree", fields: [parentId], references: [id])
        parentId Int?  @map("parent_id")
        root     Page? @relation("root", fields: [rootId], references: [id])
        rootId   Int?

        below    Page[] @relation("tree")
        all      Page[] @relation("root")
      }
    `,
    fixed: `
      model Page {
        id       BigInt  @id @default(autoincrement())
        parent   Page?   @relation("tree", fields: [parentId], references: [id])
        parentId BigInt? @map("parent_id")
        root     Page?   @relation("root", fields: [rootId], references: [id])
        rootId   BigInt?

        below    Page[] @relation("tree")
        all      Page[] @relation("root")
      }
    `,
  },
  "fields of several groups change, each in line with its own": {
    bad: `
      model Page {
        id Int @id @default(autoincrement())
        // ^^^

        parentId Int
        parent   Page @relation("tree", fields: [parentId], references: [id])

        below Page[] @relation("tree")
      }
    `,
    fixed: `
      model Page {
        id BigInt @id @default(autoincrement())

        parentId BigInt
        parent   Page   @relation("tree", fields: [parentId], references: [id])

        below Page[] @relation("tree")
      }
    `,
  },
  "a stated integer is replaced": {
    bad: `
      model Event {
        id    Int     @id @default(autoincrement()) @db.Integer
        //    ^^^
        notes Note[]
      }

      model Note {
        id      String @id
        event   Event? @relation(fields: [eventId], references: [id])
        eventId Int?   @db.Integer
      }
    `,
    fixed: `
      model Event {
        id    BigInt     @id @default(autoincrement()) @db.BigInt
        notes Note[]
      }

      model Note {
        id      String  @id
        event   Event?  @relation(fields: [eventId], references: [id])
        eventId BigInt? @db.BigInt
      }
    `,
  },
  "a counter in a compound key is found": {
    bad: `
      model Event {
        tenant String
        number Int    @default(autoincrement())
        //     ^^^

        @@id([tenant, number])
      }
    `,
    fixed: `
      model Event {
        tenant String
        number BigInt @default(autoincrement())

        @@id([tenant, number])
      }
    `,
  },
  "a foreign key of another size leaves the fix to you": {
    bad: `
      model Event {
        id    Int    @id @default(autoincrement())
        //    ^^^
        notes Note[]
      }

      model Note {
        id      String @id
        event   Event  @relation(fields: [eventId], references: [id])
        eventId Int    @db.SmallInt
      }
    `,
  },
  "what does not count up, is no key, or is of another size is left alone": {
    good: `
      model Country {
        id     Int    @id
        serial Int    @unique @default(autoincrement())
      }

      model Event {
        id BigInt @id @default(autoincrement())
      }

      model Level {
        id Int @id @default(autoincrement()) @db.SmallInt
      }

      model Object {
        id Int @id @default(dbgenerated("lo_creat(-1)")) @db.Oid
      }

      model Half {
        id @id
      }

      model Ghost {
        @@id([nobody])
      }
    `,
  },
  "MySQL counts to the same end, and twice as far without a sign": {
    bad: `
      datasource db {
        provider = "mysql"
      }

      model Event {
        id Int @id @default(autoincrement()) @db.Int
        // ^^^
      }

      model Visit {
        id Int @id @default(autoincrement()) @db.UnsignedInt
      }
    `,
    fixed: `
      datasource db {
        provider = "mysql"
      }

      model Event {
        id BigInt @id @default(autoincrement()) @db.BigInt
      }

      model Visit {
        id Int @id @default(autoincrement()) @db.UnsignedInt
      }
    `,
  },
  "SQLite counts in 64 bits anyway": {
    good: `
      datasource db {
        provider = "sqlite"
      }

      model Event {
        id Int @id @default(autoincrement())
      }
    `,
  },
  "a view is left alone": {
    good: `
      view Event {
        id Int @id @default(autoincrement())
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(intPrimaryKey, example));

test("the fix says how far it goes", () => {
  const told = (text: string) => [...intPrimaryKey.check(read(text))];
  const [alone] = told("model A {\n  id Int @id @default(autoincrement())\n}");
  expect(alone?.message).toBe("A.id runs out of numbers at 2147483647");
  expect(alone?.fix?.title).toBe("Change to BigInt");
  const [tied] = told(`
    model A {
      id Int @id @default(autoincrement())
      bs B[]
    }
    model B {
      id  String @id
      a   A      @relation(fields: [aId], references: [id])
      aId Int
    }
  `);
  expect(tied?.fix?.title).toBe("Change to BigInt, and 1 more tied by foreign keys");
});
