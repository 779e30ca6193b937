/** Edges of optional-relation-with-required-key that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { optionalRelationWithRequiredKey } from "../../src/core/rules/schema/optional-relation-with-required-key.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "every column of the key counts": {
    bad: `
      model Task {
        id       Int    @id
        tenantId Int
        ownerId  Int
        owner    Owner? @relation(fields: [ownerId, tenantId], references: [id, tenantId])
        //       ^^^^^^
      }

      model Owner {
        id       Int
        tenantId Int
        tasks    Task[]

        @@id([id, tenantId])
      }
    `,
    fixed: `
      model Task {
        id       Int   @id
        tenantId Int
        ownerId  Int
        owner    Owner @relation(fields: [ownerId, tenantId], references: [id, tenantId])
      }

      model Owner {
        id       Int
        tenantId Int
        tasks    Task[]

        @@id([id, tenantId])
      }
    `,
  },
  "one column that may be null is enough": {
    good: `
      model Task {
        id       Int    @id
        tenantId Int
        ownerId  Int?
        owner    Owner? @relation(fields: [ownerId, tenantId], references: [id, tenantId])
      }

      model Owner {
        id       Int
        tenantId Int
        tasks    Task[]

        @@id([id, tenantId])
      }
    `,
  },
  "the other side of a one-to-one relation may be missing": {
    good: `
      model User {
        id      Int      @id
        profile Profile?
      }

      model Profile {
        id     Int  @id
        userId Int  @unique
        user   User @relation(fields: [userId], references: [id])
      }
    `,
  },
  "SetNull is the matter of set-null-on-required-field": {
    good: `
      model Book {
        id       Int     @id
        author   Author? @relation("by", fields: [authorId], references: [id], onDelete: SetNull)
        editor   Author? @relation("edited", fields: [editorId], references: [id], onUpdate: SetNull)
        authorId Int
        editorId Int
      }

      model Author {
        id     Int    @id
        books  Book[] @relation("by")
        edited Book[] @relation("edited")
      }
    `,
  },
  "without foreign keys in the database, the parent may be gone": {
    good: `
      datasource db {
        provider     = "postgresql"
        relationMode = "prisma"
      }

      model Book {
        id       Int     @id
        author   Author? @relation(fields: [authorId], references: [id])
        authorId Int

        @@index([authorId])
      }

      model Author {
        id    Int    @id
        books Book[]
      }
    `,
  },
  "a view, on either side, has no foreign keys": {
    good: `
      view Sale {
        id       Int     @unique
        author   Author? @relation(fields: [authorId], references: [id])
        authorId Int
      }

      model Author {
        id      Int     @id
        sales   Sale[]
        rank    Rank?   @relation(fields: [rankId], references: [id])
        rankId  Int
      }

      view Rank {
        id      Int      @unique
        authors Author[]
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(optionalRelationWithRequiredKey, example),
);

test("the message names relation and key", () => {
  const found = read(
    `model A {\n  id Int @id\n  bId Int\n  b B? @relation(fields: [bId], references: [id])\n}\nmodel B {\n  id Int @id\n  as A[]\n}`,
  ).models.flatMap((model) => [...optionalRelationWithRequiredKey.check(model)]);
  expect(found.map(({ message }) => message)).toEqual([
    "A.b may be null for Prisma Client, but bId never is",
  ]);
});
