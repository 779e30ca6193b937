/** Edges of cyclic-required-relations that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { cyclicRequiredRelations } from "../../src/core/rules/schema/cyclic-required-relations.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a circle of three is told once, and what leads into it is not part of it": {
    bad: `
      model Outside {
        id Int @id
        a  A   @relation("o", fields: [aId], references: [id])
        aId Int
      }

      model A {
        id  Int       @id
        b   B         @relation("ab", fields: [bId], references: [id])
      //^
        bId Int
        c   C[]       @relation("ca")
        o   Outside[] @relation("o")
      }

      model B {
        id  Int @id
        c   C   @relation("bc", fields: [cId], references: [id])
        cId Int
        a   A[] @relation("ab")
      }

      model C {
        id  Int @id
        a   A   @relation("ca", fields: [aId], references: [id])
        aId Int
        b   B[] @relation("bc")
      }
    `,
  },
  "two circles that share no model are two": {
    bad: `
      model A {
        id  Int @id
        b   B   @relation("ab", fields: [bId], references: [id])
      //^
        bId Int
        bs  B[] @relation("ba")
      }

      model B {
        id  Int @id
        a   A   @relation("ba", fields: [aId], references: [id])
        aId Int
        as  A[] @relation("ab")
      }

      model C {
        id  Int @id
        d   D   @relation("cd", fields: [dId], references: [id])
      //^
        dId Int
        ds  D[] @relation("dc")
      }

      model D {
        id  Int @id
        c   C   @relation("dc", fields: [cId], references: [id])
        cId Int
        cs  C[] @relation("cd")
      }
    `,
  },
  "circles that share a model are told one after the other": {
    bad: `
      model B {
        id  Int @id
        a   A   @relation("ba", fields: [aId], references: [id])
      //^
        aId Int
        as  A[] @relation("ab")
      }

      model C {
        id  Int @id
        a   A   @relation("ca", fields: [aId], references: [id])
        aId Int
        as  A[] @relation("ac")
      }

      model A {
        id  Int @id
        b   B   @relation("ab", fields: [bId], references: [id])
        bId Int
        c   C   @relation("ac", fields: [cId], references: [id])
        cId Int
        bs  B[] @relation("ba")
        cs  C[] @relation("ca")
      }
    `,
  },
  "a row can point at itself": {
    good: `
      model Folder {
        id       Int      @id
        parent   Folder   @relation("tree", fields: [parentId], references: [id])
        parentId Int
        children Folder[] @relation("tree")
      }
    `,
  },
  "one null in a composite key leaves the whole key unchecked": {
    good: `
      model A {
        id   Int @id
        b    B?  @relation("ab", fields: [bId, team], references: [id, team])
        bId  Int?
        team Int
        bs   B[] @relation("ba")
      }

      model B {
        id   Int
        team Int
        a    A   @relation("ba", fields: [aId], references: [id])
        aId  Int
        as   A[] @relation("ab")

        @@id([id, team])
      }
    `,
  },
  "where Prisma Client emulates relations, nothing is checked": {
    good: `
      datasource db {
        provider     = "postgresql"
        relationMode = "prisma"
      }

      model A {
        id  Int @id
        b   B   @relation("ab", fields: [bId], references: [id])
        bId Int
        bs  B[] @relation("ba")
      }

      model B {
        id  Int @id
        a   A   @relation("ba", fields: [aId], references: [id])
        aId Int
        as  A[] @relation("ab")
      }
    `,
  },
  "a view needs no rows": {
    good: `
      model A {
        id  Int @id
        b   B   @relation("ab", fields: [bId], references: [id])
        bId Int
        bs  B[] @relation("ba")
      }

      view B {
        id  Int @unique
        a   A   @relation("ba", fields: [aId], references: [id])
        aId Int
        as  A[] @relation("ab")
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(cyclicRequiredRelations, example),
);

test("the way round is told from its first model back to it", () => {
  const schema = read(`
    model Team {
      owner   User   @relation("owner", fields: [ownerId], references: [id])
      ownerId Int    @id
      members User[] @relation("members")
    }
    model User {
      id     Int    @id
      team   Team   @relation("members", fields: [teamId], references: [ownerId])
      teamId Int
      owned  Team[] @relation("owner")
    }
  `);
  const messages = [...cyclicRequiredRelations.check(schema)].map(({ message }) => message);
  expect(messages).toEqual([
    "No first row can be inserted: each needs the next in Team → User → Team",
  ]);
});
