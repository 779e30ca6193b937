/** Edges of enum-name-not-pascal-case that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { enumNameNotPascalCase } from "../../src/core/rules/schema/enum-name-not-pascal-case.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "the first letter is small": {
    bad: `
      enum orderStatus {
      //   ^^^^^^^^^^^
        open
      }
    `,
  },
  "an acronym is fine": {
    good: `
      enum MFA {
        sms
      }

      enum OAuth2Flow {
        code
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(enumNameNotPascalCase, example),
);

test("the message has the name as it could be", () => {
  const [shouted] = read("enum ORDER_STATUS {\n  open\n}\n").enums;
  const found = shouted ? [...enumNameNotPascalCase.check(shouted, { allow: [] })] : [];
  expect(found.map(({ message }) => message)).toEqual([
    "The enum ORDER_STATUS is not named in PascalCase: OrderStatus",
  ]);
});
