/** Edges of all-columns-nullable that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { allColumnsNullable } from "../../src/core/rules/schema/all-columns-nullable.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "times that are filled by themselves say nothing about the row": {
    bad: `
      model Customer {
      //    ^^^^^^^^
        id        Int      @id
        name      String?
        city      String?
        kind      Kind?
        createdAt DateTime @default(now())
        updatedAt DateTime @updatedAt
      }

      enum Kind {
        A
        B
      }
    `,
  },
  "a time that somebody has to set does, and so does any other default": {
    good: `
      model A {
        id   Int      @id
        name String?
        city String?
        kind String?
        at   DateTime
      }

      model B {
        id   Int      @id
        name String?
        city String?
        kind String?
        at   DateTime @default("2020-01-01T00:00:00.000Z")
      }

      model C {
        id   Int      @id
        name String?
        city String?
        kind String?
        code String   @default(uuid())
      }
    `,
  },
  "a required foreign key says whose row it is": {
    good: `
      model Profile {
        id     Int     @id
        user   User    @relation(fields: [userId], references: [id])
        userId Int     @unique
        name   String?
        city   String?
        bio    String?
      }

      model User {
        id      Int      @id
        profile Profile?
      }
    `,
  },
  "relations are no columns": {
    bad: `
      model Note {
      //    ^^^^
        id     Int     @id
        user   User?   @relation(fields: [userId], references: [id])
        userId Int?
        text   String?
        kind   String?
      }

      model User {
        id    Int    @id
        notes Note[]
      }
    `,
  },
  "a key that points at another row says something, and so does one of several columns": {
    good: `
      model Theme {
        user   User    @relation(fields: [userId], references: [id])
        userId Int     @id
        front  String?
        back   String?
        links  String?
      }

      model User {
        id    Int    @id
        theme Theme?
      }

      model Price {
        country String
        product Int
        net     Int?
        gross   Int?
        rate    Int?

        @@id([country, product])
      }

      /// A view over all builds
      model Total {
        id    Int  @id
        day   Int?
        week  Int?
        month Int?
      }

      model BuildLog {
        id    Int     @id
        host  String?
        text  String?
        error String?
      }
    `,
  },
  "a member with nothing more to say is one": {
    good: `
      model Member {
        user   User    @relation(fields: [userId], references: [id])
        userId Int
        team   Int
        role   String?
        note   String?
        badge  String?

        @@id([userId, team])
      }

      model User {
        id    Int      @id
        teams Member[]
      }
    `,
  },
  "two columns are too few to tell, and a list is no gap": {
    good: `
      model A {
        id   Int     @id
        name String?
        city String?
      }

      model B {
        id   Int      @id
        name String?
        city String?
        note String?
        tags String[]
      }
    `,
  },
  "MongoDB saves what is there": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Customer {
        id   String  @id @map("_id")
        name String?
        city String?
        note String?
      }
    `,
  },
  "what the client ignores, and views, are left alone": {
    good: `
      model Old {
        id   Int     @id
        name String?
        city String?
        note String?

        @@ignore
      }

      view Total {
        name String?
        city String?
        note String?
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(allColumnsNullable, example));

test("the message names the model", () => {
  const [model] = read("model A {\n  a Int?\n  b Int?\n  c Int?\n}").models;
  const [found] = model ? allColumnsNullable.check(model) : [];
  expect(found?.message).toBe("Every column of A but its key may be null");
});
