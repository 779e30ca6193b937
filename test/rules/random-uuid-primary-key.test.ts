/** Edges of random-uuid-primary-key that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { randomUuidPrimaryKey } from "../../src/core/rules/schema/random-uuid-primary-key.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "version 4 may be stated, and blanks change nothing": {
    bad: `
      model Order {
        id String @id @default(uuid( 4 ))
        //                     ^^^^^^^^^
      }
    `,
    fixed: `
      model Order {
        id String @id @default(uuid(7))
      }
    `,
  },
  "what the database makes gets no fix": {
    bad: `
      model Order {
        id String @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
        //                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }

      model Line {
        id String @default(dbgenerated("public.uuid_generate_v4()")) @db.Uuid
        //                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        @@id([id])
      }
    `,
  },
  "keys in an order are fine": {
    good: `
      model Order {
        id String @id @default(dbgenerated("uuidv7()")) @db.Uuid
      }

      model Line {
        id String @id @default(uuid(7))
      }

      model Event {
        id String @id @default(ulid())
      }

      model Note {
        id String @id @default(cuid())
      }

      model Country {
        code String @id @default("de")
      }

      model Region {
        id String @id @db.Uuid
      }
    `,
  },
  "only the first column of a key decides where a row goes": {
    bad: `
      model Line {
        id     String @default(uuid())
        //                     ^^^^^^
        tenant String

        @@id([id, tenant])
      }

      model Note {
        id     String @default(uuid())
        tenant String

        @@id([tenant, id])
      }
    `,
    fixed: `
      model Line {
        id     String @default(uuid(7))
        tenant String

        @@id([id, tenant])
      }

      model Note {
        id     String @default(uuid())
        tenant String

        @@id([tenant, id])
      }
    `,
  },
  "no key, an unknown field in it and other uniques say nothing": {
    good: `
      model Ghost {
        token String @unique @default(uuid())
      }

      model Half {
        token String @default(uuid())

        @@id([nobody])
      }

      view Orders {
        id String @id @default(uuid())
      }
    `,
  },
  "MySQL keeps the table itself in the order of the key": {
    bad: `
      datasource db {
        provider = "mysql"
      }


      model Order {
        id String @id @default(uuid())
        //                     ^^^^^^
      }
    `,
    fixed: `
      datasource db {
        provider = "mysql"
      }


      model Order {
        id String @id @default(uuid(7))
      }
    `,
  },
  "SQL Server has a function of its own for it": {
    bad: `
      datasource db {
        provider = "sqlserver"
      }


      model Order {
        id String @id @default(dbgenerated("NEWID()")) @db.UniqueIdentifier
        //                     ^^^^^^^^^^^^^^^^^^^^^^
      }

      model Line {
        id String @id @default(dbgenerated("newsequentialid()")) @db.UniqueIdentifier
      }
    `,
  },
  "CockroachDB wants keys in no order": {
    good: `
      datasource db {
        provider = "cockroachdb"
      }


      model Order {
        id String @id @default(uuid()) @db.Uuid
      }
    `,
  },
  "MongoDB keeps documents in an order of its own": {
    good: `
      datasource db {
        provider = "mongodb"
      }


      model Order {
        id String @id @default(uuid()) @map("_id")
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(randomUuidPrimaryKey, example));

test("the message and the fix name what they are about", () => {
  const [model] = read(`
    model Order {
      id String @id @default(uuid())
    }
  `).models;
  const [found] = model ? randomUuidPrimaryKey.check(model) : [];
  expect(found?.message).toBe(
    "New keys of Order are random, so they land all over the index of id",
  );
  expect(found?.fix?.title).toBe("Change to uuid(7)");
});
