/** Edges of names-collide-in-database that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { namesCollideInDatabase } from "../../src/core/rules/schema/names-collide-in-database.ts";
import { checkExample, read } from "../support/examples.ts";

const many = (name: string) => `
  model A {
    id Int @id
    bs B[] @relation("${name}")
  }

  model B {
    id Int @id
    as A[] @relation("${name}")
  }
`;

const cases: Record<string, Example> = {
  "an enum is called like a table": {
    bad: `
      enum State {
        open

        @@map("state")
      //^^^^^^^^^^^^^^
      }

      model Place {
        id Int @id

        @@map("state")
      }
    `,
  },
  "an enum without a stated name is called like a table": {
    bad: `
      enum State {
        // ^^^^^
        open
      }

      model Place {
        id Int @id

        @@map("State")
      }
    `,
  },
  "an index may be called like an enum": {
    good: `
      enum State {
        open
      }

      model Place {
        id Int @id

        @@index([id], map: "State")
      }
    `,
  },
  "a table is called like the hidden table of a relation": {
    bad: `
      model A {
        id Int @id
        bs B[]
      //^^
      }

      model B {
        id Int @id
        as A[]
      }

      model C {
        id Int @id

        @@map("_AToB")
      }
    `,
  },
  "an enum is called like a hidden table": {
    bad: `
      model A {
        id Int @id
        bs B[]
      }

      model B {
        id Int @id
        as A[]
      }

      enum State {
        open

        @@map("_AToB")
      //^^^^^^^^^^^^^^
      }
    `,
  },
  "two relations of one name have one hidden table": {
    bad: `
      model A {
        id Int @id
        bs B[] @relation("links")
        cs C[] @relation("links")
        //     ^^^^^^^^^^^^^^^^^^
      }

      model B {
        id Int @id
        as A[] @relation("links")
      }

      model C {
        id Int @id
        as A[] @relation("links")
      }
    `,
  },
  "an index is called like the index of a hidden table": {
    bad: `
      model A {
        id Int @id
        bs B[] @relation("links")
        //     ^^^^^^^^^^^^^^^^^^

        @@index([id], map: "_links_B_index")
      }

      model B {
        id Int @id
        as A[] @relation("links")
      }
    `,
  },
  "the key and the index of a hidden table are cut before what tells them apart": {
    good: many("r2345678901234567890123456789012345678901234567890123456789_1"),
  },
  "the keys and indexes of two hidden tables are cut to one name": {
    bad: `
      model A {
        id Int @id
        bs B[] @relation("r23456789012345678901234567890123456789012345678901234567_1")
        cs B[] @relation("r23456789012345678901234567890123456789012345678901234567_2")
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }

      model B {
        id Int @id
        as A[] @relation("r23456789012345678901234567890123456789012345678901234567_1")
        ac A[] @relation("r23456789012345678901234567890123456789012345678901234567_2")
      }
    `,
  },
  "two tables are cut to one name": {
    bad: `
      model A {
        id Int @id(map: "a")

        @@map("people_with_a_very_long_name_that_nobody_would_choose_by_hand_now_and_then")
      }

      model B {
        id Int @id(map: "b")

        @@map("people_with_a_very_long_name_that_nobody_would_choose_by_hand_now_or_never")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
  },
  "equal tables, enums and indexes are refused by Prisma": {
    good: `
      model A {
        id Int @id(map: "key")

        @@index([id], map: "key")
        @@map("a")
      }

      model B {
        id Int @id(map: "key")

        @@map("a")
      }

      enum C {
        open

        @@map("c")
      }

      enum D {
        open

        @@map("c")
      }
    `,
  },
  "each database schema has names of its own": {
    good: `
      datasource db {
        provider = "postgresql"
        schemas  = ["a", "b"]
      }

      model A {
        id Int @id

        @@map("x")
        @@schema("a")
      }

      model B {
        id Int @id

        @@index([id], map: "x")
        @@schema("b")
      }
    `,
  },
  "elsewhere indexes belong to their table": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model A {
        id Int @id
        b  Int

        @@index([b], map: "B")
      }

      model B {
        id Int @id
      }
    `,
  },
  "a view is not made by Prisma": {
    good: `
      enum Sum {
        open
      }

      view Total {
        id Int @unique

        @@map("Sum")
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(namesCollideInDatabase, example),
);

test("the message says what both are", () => {
  const schema = read(`
    ${many("links")}

    model C {
      id   Int @id
      b    Int

      @@unique([b, id], map: "A")
      @@map("_links_AB_pkey")
    }

    enum D {
      open

      @@map("_links")
    }
  `);
  expect([...namesCollideInDatabase.check(schema)].map(({ message }) => message)).toEqual([
    "PostgreSQL knows the table of A and the index C.(b, id) both as A",
    "PostgreSQL knows the table of C and the key of the hidden table behind A.bs both as _links_AB_pkey",
    "PostgreSQL knows the hidden table behind A.bs and the enum D both as _links",
  ]);
});
