/** Edges of nullable-boolean that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { nullableBoolean } from "../../src/core/rules/schema/nullable-boolean.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "each flag is found, with or without a default": {
    bad: `
      model User {
        id     Int      @id
        active Boolean?
        //     ^^^^^^^^
        banned Boolean? @default(false)
        //     ^^^^^^^^
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

test("the message names the three states", () => {
  const [model] = read("model User {\n  active Boolean?\n}").models;
  const [found] = model ? nullableBoolean.check(model) : [];
  expect(found?.message).toBe("User.active can be true, false or null");
});
