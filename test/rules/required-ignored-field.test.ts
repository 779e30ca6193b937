/** Edges of required-ignored-field that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { requiredIgnoredField } from "../../src/core/rules/schema/required-ignored-field.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "enums count, and so does every field of its own": {
    bad: `
      model A {
        id   Int    @id
        kind Kind   @ignore
        //          ^^^^^^^
        code String @ignore
        //          ^^^^^^^
      }

      enum Kind {
        X
      }
    `,
  },
  "what the database or the client fills may be ignored": {
    good: `
      model A {
        id   Int      @id
        a    String   @default("x") @ignore
        b    DateTime @default(now()) @ignore
        c    DateTime @updatedAt @ignore
        d    String   @default(dbgenerated()) @ignore
      }
    `,
  },
  "null and lists need nothing": {
    good: `
      model A {
        id   Int      @id
        a    String?  @ignore
        b    String[] @ignore
      }
    `,
  },
  "a key is filled through its relation": {
    good: `
      model A {
        id  Int @id
        bId Int @ignore
        b   B   @relation(fields: [bId], references: [id])
      }

      model B {
        id Int @id
        as A[]
      }
    `,
  },
  "unless that is ignored as well; a relation is no column": {
    bad: `
      model A {
        id  Int @id
        bId Int @ignore
        //      ^^^^^^^
        b   B   @relation(fields: [bId], references: [id]) @ignore
      }

      model B {
        id Int @id
        as A[] @ignore
      }
    `,
  },
  "models without a client of their own, views and types are left alone": {
    good: `
      model A {
        id Int    @id
        a  String @ignore

        @@ignore
      }

      view B {
        id Int    @unique
        a  String @ignore
      }
    `,
  },
  "documents may lack a field": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model A {
        id String @id @map("_id")
        a  String @ignore
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(requiredIgnoredField, example));

test("the message names the field", () => {
  const found = read(`model A {\n  id Int @id\n  b String @ignore\n}`).models.flatMap((model) => [
    ...requiredIgnoredField.check(model),
  ]);
  expect(found.map(({ message }) => message)).toEqual([
    "Prisma Client cannot fill A.b, which is required and has no default",
  ]);
});
