/** Edges of unused-enum that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { unusedEnum } from "../../src/core/rules/schema/unused-enum.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "each one is found, and those in use are not": {
    bad: `
      model User {
        id   Int  @id
        role Role
      }

      enum Role {
        A
        B
      }

      enum Kind {
      //   ^^^^
        A
        B
      }

      enum State {
      //   ^^^^^
        A
        B
      }
    `,
  },
  "optional fields, lists and views use it too": {
    good: `
      model User {
        id    Int    @id
        kind  Kind?
        roles Role[]
      }

      view Total {
        id    Int   @unique
        state State
      }

      enum Role {
        A
        B
      }

      enum Kind {
        A
        B
      }

      enum State {
        A
        B
      }
    `,
  },
  "a composite type uses it": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      type Line {
        kind Kind
      }

      enum Kind {
        A
        B
      }
    `,
  },
  "a schema without enums has none to spare": {
    good: `
      model User {
        id Int @id
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(unusedEnum, example));

test("the message names the enum", () => {
  const [found] = unusedEnum.check(read("enum Role {\n  USER\n}"));
  expect(found?.message).toBe("No field has the type Role");
});
