/** Edges of natural-key-as-primary-key that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { naturalKeyAsPrimaryKey } from "../../src/core/rules/schema/natural-key-as-primary-key.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a name in a block attribute, and the table behind an implicit relation": {
    bad: `
      model Tag {
        tagName String
      //^^^^^^^
        posts   Post[]

        @@id([tagName])
      }

      model Post {
        id   Int   @id
        tags Tag[]
      }
    `,
  },
  "a key that nobody repeats is changed in one place": {
    good: `
      model Subscriber {
        email String @id
      }

      model Profile {
        slug    String @id
        owner   User   @relation(fields: [ownerId], references: [id])
        ownerId Int    @unique
      }

      model User {
        id      Int      @id
        profile Profile?
      }
    `,
  },
  "who points at another column does not repeat the key": {
    good: `
      model User {
        email  String  @id
        number Int     @unique
        logins Login[]
      }

      model Login {
        id     Int  @id
        user   User @relation(fields: [userNo], references: [number])
        userNo Int
      }
    `,
  },
  "what is generated, given out by a standard or made by a machine does not change": {
    good: `
      model Handle {
        handle String  @id @default(cuid())
        logins Login[]
      }

      model Currency {
        code   String  @id
        logins Login[]
      }

      model Wallet {
        walletAddress String  @id
        logins        Login[]
      }

      model Number {
        phone  Int     @id
        logins Login[]
      }

      model Login {
        id       Int      @id
        handle   Handle   @relation(fields: [a], references: [handle])
        a        String
        currency Currency @relation(fields: [b], references: [code])
        b        String
        wallet   Wallet   @relation(fields: [c], references: [walletAddress])
        c        String
        number   Number   @relation(fields: [d], references: [phone])
        d        Int
      }
    `,
  },
  "a key of several columns and one shared with another table are left alone": {
    good: `
      model Page {
        siteId Int
        slug   String
        links  Link[]

        @@id([siteId, slug])
      }

      model Link {
        id     Int    @id
        siteId Int
        slug   String
        page   Page   @relation(fields: [siteId, slug], references: [siteId, slug])
      }

      model Role {
        id   String @id
        more More?
      }

      model More {
        roleName String @id
        role     Role   @relation(fields: [roleName], references: [id])
        notes    Note[]
      }

      model Note {
        id   Int    @id
        more More   @relation(fields: [name], references: [roleName])
        name String
      }
    `,
  },
  "MongoDB and views have no such keys": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Role {
        name  String @id @map("_id")
        users User[]
      }

      model User {
        id   String @id @map("_id")
        role Role   @relation(fields: [name], references: [name])
        name String
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(naturalKeyAsPrimaryKey, example),
);

test.each([
  ["", "The key of Role is its name, which can change, and another table repeats it"],
  [
    "model Right { id Int @id\n name String\n role Role @relation(fields: [name], references: [name]) }",
    "The key of Role is its name, which can change, and 2 tables repeat it",
  ],
])("the tables are counted", (more, message) => {
  const { models } = read(`
    model Role {
      name   String  @id
      users  User[]
      heads  User[]  @relation("head")
      ${more && "rights Right[]"}
    }
    model User {
      id   Int    @id
      role Role   @relation(fields: [name], references: [name])
      name String
      head Role   @relation("head", fields: [of], references: [name])
      of   String
    }
    ${more}
  `);
  const found = models.flatMap((model) => [...naturalKeyAsPrimaryKey.check(model)]);
  expect(found.map((finding) => finding.message)).toEqual([message]);
});
