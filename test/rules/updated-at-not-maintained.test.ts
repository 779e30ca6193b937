/** Edges of updated-at-not-maintained that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { updatedAtNotMaintained } from "../../src/core/rules/schema/updated-at-not-maintained.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "every usual name of the last change is found": {
    bad: `
      model A {
        id         Int      @id
        updated_at DateTime @default(now())
      //^^^^^^^^^^
      }

      model B {
        id            Int       @id
        lastUpdatedAt DateTime?
      //^^^^^^^^^^^^^
      }

      model C {
        id           Int      @id
        dateModified DateTime @default(now())
      //^^^^^^^^^^^^
      }

      model D {
        id           Int      @id
        lastModified DateTime @default(now())
      //^^^^^^^^^^^^
      }

      model E {
        id        Int      @id
        updatedat DateTime @default(now())
      //^^^^^^^^^
      }

      model F {
        id         Int      @id
        modifiedat DateTime @default(now())
      //^^^^^^^^^^
      }
    `,
    fixed: `
      model A {
        id         Int      @id
        updated_at DateTime @default(now()) @updatedAt
      }

      model B {
        id            Int       @id
        lastUpdatedAt DateTime? @updatedAt
      }

      model C {
        id           Int      @id
        dateModified DateTime @default(now()) @updatedAt
      }

      model D {
        id           Int      @id
        lastModified DateTime @default(now()) @updatedAt
      }

      model E {
        id        Int      @id
        updatedat DateTime @default(now()) @updatedAt
      }

      model F {
        id         Int      @id
        modifiedat DateTime @default(now()) @updatedAt
      }
    `,
  },
  "the attribute stands in line, before the native type": {
    bad: `
      model Post {
        id        Int      @id
        updatedAt DateTime @default(now()) @db.Timestamptz(6) // last edit
      //^^^^^^^^^
        createdAt DateTime @default(now())
      }
    `,
    fixed: `
      model Post {
        id        Int      @id
        updatedAt DateTime @default(now()) @updatedAt @db.Timestamptz(6) // last edit
        createdAt DateTime @default(now())
      }
    `,
  },
  "a change of something else is another matter": {
    good: `
      model Post {
        id              Int      @id
        remoteUpdatedAt DateTime
        titleUpdatedAt  DateTime
        changedAt       DateTime
      }
    `,
  },
  "only a time can be maintained": {
    good: `
      model Post {
        id        Int        @id
        updatedAt BigInt
        modified  Boolean
        updated   DateTime[]
      }
    `,
  },
  "beside a field that is maintained, another means something else": {
    good: `
      model Post {
        id        Int      @id
        updatedAt DateTime
        savedAt   DateTime @updatedAt
      }
    `,
  },
  "in a key it tells versions apart": {
    good: `
      model Version {
        postId    Int
        updatedAt DateTime

        @@id([postId, updatedAt])
      }
    `,
  },
  "in another index it does not": {
    bad: `
      model Post {
        id        Int      @id
        updatedAt DateTime @default(now())
      //^^^^^^^^^

        @@index([updatedAt])
      }
    `,
    fixed: `
      model Post {
        id        Int      @id
        updatedAt DateTime @default(now()) @updatedAt

        @@index([updatedAt])
      }
    `,
  },
  "MySQL can maintain it by itself": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model Post {
        id        Int      @id
        updatedAt DateTime @default(dbgenerated("CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)"))
      }
    `,
  },
  "a time that every row has to bring comes from a clock of its own": {
    good: `
      model Job {
        id        Int      @id
        updatedAt DateTime
      }
    `,
  },
  "records, what is gone and what comes from elsewhere tell of another time": {
    good: `
      model PostMetric {
        id        Int      @id
        updatedAt DateTime @default(now())
      }

      model DeletedPost {
        id        Int       @id
        updatedAt DateTime?
      }

      model Subscription {
        id        String    @id
        updatedAt DateTime?
      }
    `,
  },
  "what the client ignores it cannot maintain": {
    good: `
      model A {
        id        Int       @id
        updatedAt DateTime? @ignore
      }

      model B {
        id        Int      @id
        updatedAt DateTime

        @@ignore
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Total {
        id        Int      @unique
        updatedAt DateTime
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(updatedAtNotMaintained, example),
);

test("the message names the field, and the fix what it adds", () => {
  const [model] = read("model Post {\n  updatedAt DateTime?\n}").models;
  const [found] = model ? updatedAtNotMaintained.check(model) : [];
  expect(found?.message).toBe("Nothing in the schema keeps Post.updatedAt up to date");
  expect(found?.fix?.title).toBe("Add @updatedAt");
});
