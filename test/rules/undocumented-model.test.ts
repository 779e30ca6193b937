/** Edges of undocumented-model that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { undocumentedModel } from "../../src/core/rules/schema/undocumented-model.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "one line among other comments is enough": {
    good: `
      // Baskets are orders too.
      /// What was paid for.
      // Baskets are orders too.
      model Order {
        id Int @id
      }
    `,
  },
  "an empty line says nothing, and one further up belongs to nobody": {
    bad: `
      /// What was paid for.

      ///
      model Order {
      //    ^^^^^
        id Int @id
      }
    `,
  },
  "the documentation of a field is not that of the model": {
    bad: `
      model Order {
      //    ^^^^^
        /// The number on the bill.
        id Int @id
      }
    `,
  },
  "views, enums and composite types are not asked for": {
    good: `
      view Total {
        id   Int  @unique
        kind Kind
      }

      enum Kind {
        A
        B
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(undocumentedModel, example));

test("the message names the model", () => {
  const [model] = read("model Order {\n  id Int @id\n}").models;
  const [found] = model ? undocumentedModel.check(model) : [];
  expect(found?.message).toBe("Order has no documentation");
});
