/** Edges of redundant-unique that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { redundantUnique } from "../../src/core/rules/schema/redundant-unique.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a primary key is a unique too": {
    bad: `
      model A {
        id      Int @id
        ownerId Int

        @@unique([id, ownerId])
      //^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model A {
        id      Int @id
        ownerId Int
      }
    `,
  },
  "several columns may be unique among more": {
    bad: `
      model A {
        id Int @id
        a  Int
        b  Int
        c  Int

        @@unique([a, b])
        @@unique([c, b, a])
      //^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model A {
        id Int @id
        a  Int
        b  Int
        c  Int

        @@unique([a, b])
        @@index([c, b, a])
      }
    `,
  },
  "the same columns in another order: the second is told, and its options are kept": {
    bad: `
      model A {
        id Int @id
        a  Int
        b  Int

        @@unique([a, b])
        @@unique([b(sort: Desc), a], name: "b_first", map: "b_first_key")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model A {
        id Int @id
        a  Int
        b  Int

        @@unique([a, b])
        @@index([b(sort: Desc), a])
      }
    `,
  },
  "the primary key stays, wherever it is written": {
    bad: `
      model A {
        a Int
        b Int

        @@unique([b, a])
      //^^^^^^^^^^^^^^^^
        @@id([a, b])
      }
    `,
    fixed: `
      model A {
        a Int
        b Int

        @@index([b, a])
        @@id([a, b])
      }
    `,
  },
  "an index that does the same already is enough": {
    bad: `
      model A {
        id Int @id
        a  Int @unique
        b  Int

        @@index([b, a])
        @@unique([b, a])
      //^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model A {
        id Int @id
        a  Int @unique
        b  Int

        @@index([b, a])
      }
    `,
  },
  "one of another type, or over some rows, is not": {
    bad: `
      model A {
        id Int @id
        a  Int @unique
        b  Int

        @@index([b, a], type: Brin)
        @@index([b, a], where: raw("a > 0"))
        @@unique([b, a])
      //^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model A {
        id Int @id
        a  Int @unique
        b  Int

        @@index([b, a], type: Brin)
        @@index([b, a], where: raw("a > 0"))
        @@index([b, a])
      }
    `,
  },
  "the very same columns in the same order are the matter of duplicate-index": {
    good: `
      model A {
        id Int @id
        a  Int
        b  Int

        @@unique([a, b])
        @@unique([a, b])
      }
    `,
  },
  "a part of the rows or of the values is not the whole": {
    good: `
      model A {
        id Int @id
        a  Int
        b  Int

        @@unique([a], where: raw("b > 0"))
        @@unique([b(length: 3)])
        @@unique([a, b])
      }
    `,
  },
  "columns in common are not enough": {
    good: `
      model A {
        id Int @id
        a  Int
        b  Int
        c  Int

        @@unique([a, b])
        @@unique([b, c])
        @@index([a, b, c])
      }
    `,
  },
  "a foreign key points at it, in whatever order": {
    good: `
      model Project {
        id       Int    @id
        tenantId Int
        tasks    Task[]

        @@unique([tenantId, id])
      }

      model Task {
        id        Int     @id
        tenantId  Int
        projectId Int
        project   Project @relation(fields: [projectId, tenantId], references: [id, tenantId])
      }
    `,
  },
  "a relation is one-to-one by it": {
    good: `
      model Project {
        id       Int   @id
        tenantId Int
        plan     Plan?

        @@unique([id, tenantId])
      }

      model Plan {
        id        Int     @id
        tenantId  Int
        projectId Int     @unique
        project   Project @relation(fields: [projectId, tenantId], references: [id, tenantId])

        @@unique([projectId, tenantId])
      }
    `,
  },
  "a list needs no unique": {
    bad: `
      model Project {
        id       Int    @id
        tenantId Int
        plans    Plan[]

        @@unique([id, tenantId])
      }

      model Plan {
        id        Int     @id
        tenantId  Int
        projectId Int     @unique
        project   Project @relation(fields: [projectId, tenantId], references: [id, tenantId])

        @@unique([projectId, tenantId])
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Project {
        id       Int    @id
        tenantId Int
        plans    Plan[]

        @@unique([id, tenantId])
      }

      model Plan {
        id        Int     @id
        tenantId  Int
        projectId Int     @unique
        project   Project @relation(fields: [projectId, tenantId], references: [id, tenantId])
      }
    `,
  },
  "Auth.js finds its tokens by it": {
    good: `
      model VerificationToken {
        identifier String
        token      String   @unique
        expires    DateTime

        @@unique([identifier, token])
      }
    `,
  },
  "a view and a field that does not exist yet": {
    good: `
      view A {
        id Int @unique
        a  Int

        @@unique([id, a])
      }

      model B {
        id Int @id

        @@unique([id, gone])
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(redundantUnique, example));

test("the message names both", () => {
  const found = read(`model A {\n  id Int @id\n  b Int\n  @@unique([id, b])\n}`).models.flatMap(
    (model) => [...redundantUnique.check(model)],
  );
  expect(found.map(({ message }) => message)).toEqual([
    "id is unique by itself, so (id, b) keeps no other rows apart",
  ]);
});
