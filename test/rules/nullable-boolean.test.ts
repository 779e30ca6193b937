/** Edges of nullable-boolean that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { nullableBoolean } from "../../src/core/rules/schema/nullable-boolean.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a flag with a default was not meant to be open, and the first is told": {
    bad: `
      model User {
        id         Int      @id
        name       String
        newsletter Boolean? @default(false)
        //         ^^^^^^^^
        active     Boolean?
      }
    `,
  },
  "what is so now needs no default to be told": {
    bad: `
      model User {
        id        Int      @id
        isDeleted Boolean?
        //        ^^^^^^^^
      }
    `,
  },
  "an answer may be missing": {
    good: `
      model Build {
        id           Int      @id
        success      Boolean?
        hasTattoo    Boolean?
        activeInPast Boolean?
      }
    `,
  },
  "required flags, lists of flags and other types are fine": {
    good: `
      model User {
        id      Int       @id
        active  Boolean
        answers Boolean[]
        name    String?
        half
      }
    `,
  },
  "what the client ignores it does not ask": {
    good: `
      model A {
        id     Int      @id
        active Boolean? @ignore
      }

      model B {
        id     Int      @id
        active Boolean?

        @@ignore
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Total {
        id     Int      @unique
        active Boolean?
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(nullableBoolean, example));

test.each([
  ["active Boolean?", "User.active can be true, false or null"],
  [
    "active Boolean?\n  locked Boolean?\n  b Boolean? @default(true)",
    "User.active can be true, false or null, like 2 more of User",
  ],
])("%s", (fields, message) => {
  const [model] = read(`model User {\n  ${fields}\n}`).models;
  const found = model ? [...nullableBoolean.check(model)] : [];
  expect(found.map((finding) => finding.message)).toEqual([message]);
});
