/** Edges of set-null-on-required-field that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { setNullOnRequiredField } from "../../src/core/rules/schema/set-null-on-required-field.ts";
import { checkExample } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "one required column of a composite key is enough": {
    bad: `
      model Note {
        id       Int   @id
        author   User? @relation(fields: [tenantId, authorId], references: [tenantId, id], onDelete: SetNull)
        //                                                                                 ^^^^^^^^^^^^^^^^^
        tenantId Int
        authorId Int?

        @@index([tenantId, authorId])
      }

      model User {
        id       Int
        tenantId Int
        notes    Note[]

        @@id([tenantId, id])
      }
    `,
    fixed: `
      model Note {
        id       Int   @id
        author   User? @relation(fields: [tenantId, authorId], references: [tenantId, id], onDelete: Restrict)
        tenantId Int
        authorId Int?

        @@index([tenantId, authorId])
      }

      model User {
        id       Int
        tenantId Int
        notes    Note[]

        @@id([tenantId, id])
      }
    `,
  },
  "a change of the key fails like a delete, and both are told": {
    bad: `
      model Book {
        id       Int    @id
        author   Author @relation(fields: [authorId], references: [id], onDelete: SetNull, onUpdate: SetNull)
        //                                                              ^^^^^^^^^^^^^^^^^  ^^^^^^^^^^^^^^^^^
        authorId Int
      }

      model Author {
        id    Int    @id
        books Book[]
      }
    `,
    fixed: `
      model Book {
        id       Int    @id
        author   Author @relation(fields: [authorId], references: [id], onDelete: Restrict, onUpdate: Restrict)
        authorId Int
      }

      model Author {
        id    Int    @id
        books Book[]
      }
    `,
  },
  "elsewhere Prisma refuses such a schema itself": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model Book {
        id       Int    @id
        author   Author @relation(fields: [authorId], references: [id], onDelete: SetNull)
        authorId Int
      }

      model Author {
        id    Int    @id
        books Book[]
      }
    `,
  },
  "other actions, and a relation that is only half written, are not meant": {
    good: `
      model Book {
        id       Int     @id
        author   Author  @relation("a", fields: [authorId], references: [id], onDelete: SetDefault)
        authorId Int     @default(1)
        editor   Author? @relation("b", fields: [nobody], references: [id], onDelete: SetNull)
      }

      model Author {
        id Int    @id
        a  Book[] @relation("a")
        b  Book[] @relation("b")
      }
    `,
  },
  "a view holds no keys": {
    good: `
      view Recent {
        id       Int    @unique
        author   Author @relation(fields: [authorId], references: [id], onDelete: SetNull)
        authorId Int
      }

      model Author {
        id     Int      @id
        recent Recent[]
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(setNullOnRequiredField, example),
);
