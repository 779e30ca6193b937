/** Edges of int-primary-key that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { intPrimaryKey } from "../../src/core/rules/schema/int-primary-key.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "several fields of one group change together and stay in line": {
    bad: `
      model Vote {
        id       Int   @id @default(autoincrement())
        //       ^^^
        parent   Vote? @relation("tree", fields: [parentId], references: [id])
        parentId Int?  @map("parent_id")
        root     Vote? @relation("root", fields: [rootId], references: [id])
        rootId   Int?

        below    Vote[] @relation("tree")
        all      Vote[] @relation("root")
      }
    `,
    fixed: `
      model Vote {
        id       BigInt  @id @default(autoincrement())
        parent   Vote?   @relation("tree", fields: [parentId], references: [id])
        parentId BigInt? @map("parent_id")
        root     Vote?   @relation("root", fields: [rootId], references: [id])
        rootId   BigInt?

        below    Vote[] @relation("tree")
        all      Vote[] @relation("root")
      }
    `,
  },
  "fields of several groups change, each in line with its own": {
    bad: `
      model Vote {
        id Int @id @default(autoincrement())
        // ^^^

        parentId Int
        parent   Vote @relation("tree", fields: [parentId], references: [id])

        below Vote[] @relation("tree")
      }
    `,
    fixed: `
      model Vote {
        id BigInt @id @default(autoincrement())

        parentId BigInt
        parent   Vote   @relation("tree", fields: [parentId], references: [id])

        below Vote[] @relation("tree")
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
  "a row that joins several others comes with each of their meetings": {
    bad: `
      model Line {
        id        Int     @id @default(autoincrement())
        //        ^^^
        order     Order   @relation(fields: [orderId], references: [id])
        orderId   String
        product   Product @relation(fields: [productId], references: [id])
        productId String
      }

      model Order {
        id    String @id
        lines Line[]
      }

      model Product {
        id    String @id
        lines Line[]
      }
    `,
    fixed: `
      model Line {
        id        BigInt  @id @default(autoincrement())
        order     Order   @relation(fields: [orderId], references: [id])
        orderId   String
        product   Product @relation(fields: [productId], references: [id])
        productId String
      }

      model Order {
        id    String @id
        lines Line[]
      }

      model Product {
        id    String @id
        lines Line[]
      }
    `,
  },
  "people and categories are too few, and so is what each has one of, or has twice, or may have": {
    good: `
      model User {
        id       Int       @id @default(autoincrement())
        wallet   Wallet?
        sent     Gift[]    @relation("from")
        received Gift[]    @relation("to")
        pages    Page[]
      }

      model Level {
        id      Int      @id @default(autoincrement())
        wallets Wallet[]
        pages   Page[]
      }

      model Wallet {
        id      Int   @id @default(autoincrement())
        user    User  @relation(fields: [userId], references: [id])
        userId  Int   @unique
        level   Level @relation(fields: [levelId], references: [id])
        levelId Int
      }

      model Gift {
        id     Int  @id @default(autoincrement())
        from   User @relation("from", fields: [fromId], references: [id])
        fromId Int
        to     User @relation("to", fields: [toId], references: [id])
        toId   Int
      }

      model Page {
        id       Int    @id @default(autoincrement())
        user     User   @relation(fields: [userId], references: [id])
        userId   Int
        level    Level? @relation(fields: [levelId], references: [id])
        levelId  Int?
        parent   Page   @relation("tree", fields: [parentId], references: [id])
        parentId Int
        pages    Page[] @relation("tree")
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
  const [alone] = told("model Vote {\n  id Int @id @default(autoincrement())\n}");
  expect(alone?.message).toBe("Vote.id runs out of numbers at 2147483647");
  expect(alone?.fix?.title).toBe("Change to BigInt");
  const [tied] = told(`
    model Vote {
      id Int @id @default(autoincrement())
      bs B[]
    }
    model B {
      id  String @id
      a   Vote   @relation(fields: [aId], references: [id])
      aId Int
    }
  `);
  expect(tied?.fix?.title).toBe("Change to BigInt, and 1 more tied by foreign keys");
});
