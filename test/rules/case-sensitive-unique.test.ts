/** Edges of case-sensitive-unique that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { caseSensitiveUnique } from "../../src/core/rules/schema/case-sensitive-unique.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a unique of several columns": {
    bad: `
      model Member {
        id        Int    @id
        teamId    Int
        userEmail String @db.VarChar(255)

        @@unique([teamId, userEmail])
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
  },
  "a field with two uniques is told once": {
    bad: `
      model Member {
        id     Int     @id
        teamId Int
        login  String? @unique
        //             ^^^^^^^

        @@unique([teamId, login])
      }
    `,
  },
  "a user name of somebody else, or beside others, is no login": {
    good: `
      model Member {
        id             Int     @id
        githubUsername String? @unique
        job            String
        username       String

        @@unique([job, username])
      }
    `,
  },
  "two fields are told each": {
    bad: `
      model Member {
        id         Int    @id
        user_name  String @unique
        //                ^^^^^^^
        e_mail     String @unique @db.Text
        //                ^^^^^^^
      }
    `,
  },
  "another column holds the value as it is compared": {
    good: `
      model User {
        id              Int    @id
        email           String @unique
        emailNormalized String @unique
      }
    `,
  },
  "an index keeps nothing out": {
    good: `
      model User {
        id    Int    @id
        email String

        @@index([email])
      }
    `,
  },
  "a key is chosen by the program": {
    good: `
      model User {
        email String @id
      }
    `,
  },
  "names that only begin like it": {
    good: `
      model User {
        id         Int    @id
        emailToken String @unique
        loginId    String @unique
        slug       String @unique
      }
    `,
  },
  "no text": {
    good: `
      model User {
        id       Int      @id
        email    String   @unique @db.Uuid
        login    DateTime @unique
        username String[] @unique
      }
    `,
  },
  "MySQL compares without case": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model User {
        id    Int    @id
        email String @unique
      }
    `,
  },
  "a view keeps nothing out": {
    good: `
      view User {
        email String @unique
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(caseSensitiveUnique, example));

test("the message has the name of the field", () => {
  const [user] = read("model User {\n  email String @unique\n}\n").models;
  const found = user ? [...caseSensitiveUnique.check(user)] : [];
  expect(found.map(({ message }) => message)).toEqual([
    "User.email is unique only to the letter: Ann and ann can both be taken",
  ]);
});
