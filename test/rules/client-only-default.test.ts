/** Edges of client-only-default that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { clientOnlyDefault } from "../../src/core/rules/schema/client-only-default.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "each generator is told; only a random uuid has a right fix": {
    bad: `
      model A {
        id String @id @default(cuid())
        //                     ^^^^^^
        b  String @default(ulid())
        //                 ^^^^^^
        c  String @default(nanoid(10))
        //                 ^^^^^^^^^^
        d  String @default(uuid(7)) @db.Uuid
        //                 ^^^^^^^
        e  String @default(uuid())
        //                 ^^^^^^
      }
    `,
  },
  "version 4 may be written out": {
    bad: `
      model A {
        id String @id @default(uuid( 4 )) @db.Uuid
        //                     ^^^^^^^^^
      }
    `,
    fixed: `
      model A {
        id String @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
      }
    `,
  },
  "what the database fills or may leave empty is no trouble": {
    good: `
      model A {
        id        Int       @id @default(autoincrement())
        a         String    @default("none")
        b         DateTime  @default(now())
        c         String    @default(dbgenerated("gen_random_uuid()")) @db.Uuid
        d         String?   @default(uuid())
        updatedAt DateTime  @default(now()) @updatedAt
        touchedAt DateTime? @updatedAt
      }
    `,
  },
  "a field by the name of updatedAt is not one yet": {
    good: `
      model A {
        id        Int      @id
        updatedAt DateTime
      }
    `,
  },
  "cured one by one": {
    bad: `
      model A {
        id        Int      @id
        updatedAt DateTime @updatedAt
        //                 ^^^^^^^^^^
      }
    `,
    fixed: `
      model A {
        id        Int      @id
        updatedAt DateTime @default(now()) @updatedAt
      }
    `,
  },
  "CockroachDB has the function too": {
    bad: `
      datasource db {
        provider = "cockroachdb"
      }

      model A {
        id String @id @default(uuid()) @db.Uuid
        //                     ^^^^^^
      }
    `,
    fixed: `
      datasource db {
        provider = "cockroachdb"
      }

      model A {
        id String @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
      }
    `,
  },
  "SQL Server has another one": {
    bad: `
      datasource db {
        provider = "sqlserver"
      }

      model A {
        id String @id @default(uuid()) @db.UniqueIdentifier
        //                     ^^^^^^
      }
    `,
  },
  "MongoDB keeps no defaults at all": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model A {
        id        String   @id @default(cuid()) @map("_id")
        updatedAt DateTime @updatedAt
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view A {
        id        String   @unique @default(uuid())
        updatedAt DateTime @updatedAt
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(clientOnlyDefault, example));

test("who makes the keys is not decided for all tables at once", () => {
  const [model] = read(`
    model A {
      id String @id @default(uuid()) @db.Uuid
      at DateTime @updatedAt
    }
  `).models;
  const found = model ? [...clientOnlyDefault.check(model)] : [];
  expect(found.map(({ message, fix }) => [message, fix?.alone])).toEqual([
    ["Only Prisma Client fills A.id: an insert by anything else has to bring it", true],
    ["Only Prisma Client fills A.at: an insert by anything else has to bring it", undefined],
  ]);
});
