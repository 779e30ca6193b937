/** Edges of created-at-without-default that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { createdAtWithoutDefault } from "../../src/core/rules/schema/created-at-without-default.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "every usual name of the creation is found": {
    bad: `
      model Post {
        id          Int      @id
        created_at  DateTime
      //^^^^^^^^^^
        dateCreated DateTime
      //^^^^^^^^^^^
        created     DateTime
      //^^^^^^^
        createdat   DateTime
      //^^^^^^^^^
        insertedAt  DateTime
      //^^^^^^^^^^
        insertedat  DateTime
      //^^^^^^^^^^
      }
    `,
    fixed: `
      model Post {
        id          Int      @id
        created_at  DateTime @default(now())
        dateCreated DateTime @default(now())
        created     DateTime @default(now())
        createdat   DateTime @default(now())
        insertedAt  DateTime @default(now())
        insertedat  DateTime @default(now())
      }
    `,
  },
  "the default stands in line, before map and native type": {
    bad: `
      model Post {
        id        Int      @id
        createdAt DateTime @map("created_at") @db.Timestamptz(6) // birth
      //^^^^^^^^^
      }
    `,
    fixed: `
      model Post {
        id        Int      @id
        createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(6) // birth
      }
    `,
  },
  "in MongoDB the client fills it": {
    bad: `
      datasource db {
        provider = "mongodb"
      }

      model Post {
        id        String   @id @default(auto()) @map("_id") @db.ObjectId
        createdAt DateTime
      //^^^^^^^^^
      }
    `,
    fixed: `
      datasource db {
        provider = "mongodb"
      }

      model Post {
        id        String   @id @default(auto()) @map("_id") @db.ObjectId
        createdAt DateTime @default(now())
      }
    `,
  },
  "a row from elsewhere brings its time along": {
    good: `
      model Invoice {
        id        String   @id
        createdAt DateTime
      }

      model Product {
        id        Int      @id
        created   DateTime
        createdAt DateTime @default(now())
      }

      model DeletedTeam {
        id        Int      @id
        createdAt DateTime
      }
    `,
  },
  "an application with a clock of its own states both times": {
    good: `
      model Job {
        id        Int      @id
        createdAt DateTime
        updatedAt DateTime
      }
    `,
  },
  "the key of a parent does not come from elsewhere": {
    bad: `
      model Profile {
        userId    String   @id
        user      User     @relation(fields: [userId], references: [id])
        createdAt DateTime
      //^^^^^^^^^
      }

      model User {
        id      String   @id @default(uuid())
        profile Profile?
      }
    `,
    fixed: `
      model Profile {
        userId    String   @id
        user      User     @relation(fields: [userId], references: [id])
        createdAt DateTime @default(now())
      }

      model User {
        id      String   @id @default(uuid())
        profile Profile?
      }
    `,
  },
  "any default will do, and so will @updatedAt": {
    good: `
      model A {
        id        Int      @id
        createdAt DateTime @default(dbgenerated("clock_timestamp()"))
      }

      model B {
        id        Int      @id
        createdAt DateTime @updatedAt
      }
    `,
  },
  "what may be empty was not forgotten": {
    good: `
      model Post {
        id        Int        @id
        createdAt DateTime?
        created   DateTime[]
      }
    `,
  },
  "the creation of something else is another matter": {
    good: `
      model Post {
        id              Int      @id
        remoteCreatedAt DateTime
        creationOf      DateTime
      }
    `,
  },
  "only a time has a clock": {
    good: `
      model Post {
        id        Int    @id
        createdAt BigInt
      }
    `,
  },
  "what the client ignores it does not write": {
    good: `
      model A {
        id        Int      @id
        createdAt DateTime @ignore
      }

      model B {
        id        Int      @id
        createdAt DateTime

        @@ignore
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Total {
        id        Int      @unique
        createdAt DateTime
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(createdAtWithoutDefault, example),
);

test("the message names the field, and the fix what it adds", () => {
  const [model] = read("model Post {\n  createdAt DateTime\n}").models;
  const [found] = model ? createdAtWithoutDefault.check(model) : [];
  expect(found?.message).toBe("Post.createdAt has no default, so every writer has to set it");
  expect(found?.fix?.title).toBe("Add @default(now())");
});
