/** Edges of list-without-default that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { listWithoutDefault } from "../../src/core/rules/schema/list-without-default.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "every kind of list counts, the first is told, and the default comes where Prisma's formatter has it":
    {
      bad: `
      model Post {
        id     Int      @id
        tags   String[] @map("t") @db.VarChar(20) // words
        //     ^^^^^^
        colors Color[]
        notes  Json[]
      }

      enum Color {
        RED
      }
    `,
      fixed: `
      model Post {
        id     Int      @id
        tags   String[] @default([]) @map("t") @db.VarChar(20) // words
        colors Color[]  @default([])
        notes  Json[]   @default([])
      }

      enum Color {
        RED
      }
    `,
    },
  "any default will do": {
    good: `
      model Post {
        id   Int      @id
        tags String[] @default(["new"])
        raw  String[] @default(dbgenerated("'{}'"))
      }
    `,
  },
  "relations, unknown and unsupported types, and single values cannot have it": {
    good: `
      model Post {
        id    Int                      @id
        links Link[]
        ghost Ghost[]
        boxes Unsupported("box")[]
        name  String?
      }

      model Link {
        id     Int  @id
        post   Post @relation(fields: [postId], references: [id])
        postId Int
      }
    `,
  },
  "CockroachDB has lists too": {
    bad: `
      datasource db {
        provider = "cockroachdb"
      }


      model Post {
        id   BigInt   @id
        tags String[]
        //   ^^^^^^
      }
    `,
    fixed: `
      datasource db {
        provider = "cockroachdb"
      }


      model Post {
        id   BigInt   @id
        tags String[] @default([])
      }
    `,
  },
  "in MongoDB a missing list is an empty one to Prisma": {
    good: `
      datasource db {
        provider = "mongodb"
      }


      model Post {
        id   String   @id @map("_id")
        tags String[]
      }
    `,
  },
  "a view is left alone": {
    good: `
      view Posts {
        id   Int      @unique
        tags String[]
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(listWithoutDefault, example));

test("the message and the fix name what they are about", () => {
  const [model] = read(`
    model Post {
      tags String[]
    }
  `).models;
  const [found] = model ? listWithoutDefault.check(model) : [];
  expect(found?.message).toBe("Post.tags is NULL, not empty, in rows created without it");
  expect(found?.fix?.title).toBe("Add @default([])");
  const [other] = read("model Post {\n  tags String[]\n  ranks Int[]\n}").models;
  const [all] = other ? listWithoutDefault.check(other) : [];
  expect(all?.message).toBe(
    "Post.tags is NULL, not empty, in rows created without it, like 1 more of Post",
  );
  expect(all?.fix?.title).toBe("Add @default([]) to 2 fields");
});
