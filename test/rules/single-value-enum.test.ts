/** Edges of single-value-enum that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { singleValueEnum } from "../../src/core/rules/schema/single-value-enum.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "attributes and comments are no values": {
    bad: `
      enum Role {
      //   ^^^^
        // ADMIN
        USER @map("user") // everybody

        @@map("roles")
      }
    `,
  },
  "an enum that is being written is left to Prisma": {
    good: `
      enum Role {
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(singleValueEnum, example));

test("the message names the value", () => {
  const [role] = read("enum Role {\n  USER\n}").enums;
  const [found] = role ? singleValueEnum.check(role) : [];
  expect(found?.message).toBe("Role can only be USER");
});
