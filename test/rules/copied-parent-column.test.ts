/** Edges of copied-parent-column that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { copiedParentColumn } from "../../src/core/rules/schema/copied-parent-column.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "spelled as the database does": {
    bad: `
      model Row {
        id         Int    @id
        user_id    Int
        user       User   @relation(fields: [user_id], references: [id])
        user_email String
      //^^^^^^^^^^
      }

      model User {
        id    Int    @id
        email String @unique
        age   Int
        rows  Row[]
      }
    `,
  },
  "the relation names the parent, not its model": {
    bad: `
      model Row {
        id         Int    @id
        authorId   Int
        author     User   @relation(fields: [authorId], references: [id])
        authorEmail String
      //^^^^^^^^^^^
        userEmail   String
      }

      model User {
        id    Int    @id
        email String @unique
        age   Int
        rows  Row[]
      }
    `,
  },
  "what the parent does not have, or has in another type, is no copy": {
    good: `
      model Row {
        id        Int    @id
        userId    Int
        user      User   @relation(fields: [userId], references: [id])
        userNote  String
        userAge   String
        userEmail Int
      }

      model User {
        id    Int    @id
        email String @unique
        age   Int
        rows  Row[]
      }
    `,
  },
  "the key itself is no copy, and neither are lists and what the client does not see": {
    good: `
      model Row {
        id        Int      @id
        userEmail String
        user      User     @relation(fields: [userEmail], references: [email])
        userAge   Int
      }

      model User {
        id    Int    @id
        email String @unique
        age   Int
        rows  Row[]
      }

      model Line {
        id        Int      @id
        ownerId   Int
        owner     Owner    @relation(fields: [ownerId], references: [id])
        ownerName String[]
        ownerNick String?  @ignore
      }

      model Owner {
        id    Int    @id
        name  String
        nick  String
        lines Line[]
      }
    `,
  },
  "a row that outlives its parent keeps what it knew": {
    good: `
      model Row {
        id        Int     @id
        userId    Int?
        user      User?   @relation(fields: [userId], references: [id], onDelete: SetNull)
        userEmail String?
      }

      model User {
        id    Int    @id
        email String @unique
        age   Int
        rows  Row[]
      }
    `,
  },
  "records keep what was true then": {
    good: `
      model AuditLogs {
        id        Int    @id
        userId    Int
        user      User   @relation(fields: [userId], references: [id])
        userEmail String
      }

      model User {
        id    Int         @id
        email String      @unique
        logs  AuditLogs[]
      }
    `,
  },
  "a view is made of copies, also one that only says so": {
    good: `
      view Row {
        id        Int    @unique
        userId    Int
        user      User   @relation(fields: [userId], references: [id])
        userEmail String
      }

      /// @view
      model Line {
        id        Int    @id
        userId    Int
        user      User   @relation(fields: [userId], references: [id])
        userEmail String
      }

      model User {
        id    Int    @id
        email String @unique
        rows  Row[]
        lines Line[]
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(copiedParentColumn, example));

test("the message names copy and original", () => {
  const found = read(
    `model A {\n  id Int @id\n  bId Int\n  b B @relation(fields: [bId], references: [id])\n  bName String\n}\nmodel B {\n  id Int @id\n  name String\n  as A[]\n}`,
  ).models.flatMap((model) => [...copiedParentColumn.check(model)]);
  expect(found.map(({ message }) => message)).toEqual(["A.bName repeats B.name, which b leads to"]);
});
