/** Edges of overlapping-foreign-keys that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { overlappingForeignKeys } from "../../src/core/rules/schema/overlapping-foreign-keys.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "keys that share only the tenant are sound": {
    good: `
      model Task {
        id       Int  @id
        tenant   Team @relation("t", fields: [teamId], references: [id])
        owner    User @relation("o", fields: [teamId, ownerId], references: [teamId, id])
        reader   User @relation("r", fields: [teamId, readerId], references: [teamId, id])
        teamId   Int
        ownerId  Int
        readerId Int
      }

      model Team {
        id    Int    @id
        tasks Task[] @relation("t")
      }

      model User {
        teamId Int
        id     Int
        o      Task[] @relation("o")
        r      Task[] @relation("r")

        @@id([teamId, id])
      }
    `,
  },
  "the order of the columns does not matter": {
    bad: `
      model Like {
        id     Int    @id
        member Member @relation(fields: [teamId, userId], references: [teamId, userId])
        guest  Guest  @relation(fields: [userId, teamId], references: [userId, teamId])
      //^^^^^
        teamId Int
        userId Int
      }

      model Member {
        teamId Int
        userId Int
        likes  Like[]

        @@id([teamId, userId])
      }

      model Guest {
        teamId Int
        userId Int
        likes  Like[]

        @@id([userId, teamId])
      }
    `,
  },
  "each further relation is told, and the side without the key is not": {
    bad: `
      model Post {
        id       Int     @id
        a        User    @relation("a", fields: [userId], references: [id], map: "a")
        b        User    @relation("b", fields: [userId], references: [id], map: "b")
      //^
        c        User    @relation("c", fields: [userId], references: [id], map: "c")
      //^
        userId   Int
        comments Reply[]
      }

      model Reply {
        id     Int  @id
        post   Post @relation(fields: [postId], references: [id])
        postId Int
      }

      model User {
        id Int    @id
        a  Post[] @relation("a")
        b  Post[] @relation("b")
        c  Post[] @relation("c")
      }
    `,
  },
  "a view holds no keys": {
    good: `
      view Recent {
        id     Int  @unique
        a      User @relation("a", fields: [userId], references: [id])
        b      User @relation("b", fields: [userId], references: [id])
        userId Int
      }

      model User {
        id Int      @id
        a  Recent[] @relation("a")
        b  Recent[] @relation("b")
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(overlappingForeignKeys, example),
);

test.each([
  ["User", "b and a both lead by key to User"],
  ["Team", "key holds the key of User and of Team: a row needs both"],
])("a second relation to %s is told for what it does", (target, message) => {
  const [model] = read(`
    model Post {
      a   User @relation("a", fields: [key], references: [id])
      b   ${target} @relation("b", fields: [key], references: [id])
      key Int  @id
    }
    model User {
      id Int @id
    }
    model Team {
      id Int @id
    }
  `).models;
  const found = model ? [...overlappingForeignKeys.check(model)] : [];
  expect(found.map((finding) => finding.message)).toEqual([message]);
});
