/** Edges of required-field-missing that users need not read, one per branch of the rule. */
import { describe, expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { requiredFieldMissing } from "../../src/core/rules/schema/required-field-missing.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "nothing is wanted unless it is configured": {
    good: `
      model Invoice {
        id Int @id
      }
    `,
  },
  "only in models of some names": {
    options: { fields: [{ name: "tenantId", models: ["Invoice*", "Order"] }] },
    bad: `
      model InvoiceLine {
        //  ^^^^^^^^^^^
        id Int @id
      }

      model Order {
        //  ^^^^^
        id Int @id
      }

      model OrderLine {
        id Int @id
      }
    `,
  },
  "a dot in a pattern is a dot": {
    options: { fields: [{ name: "tenantId", models: ["Invoic."] }] },
    good: `
      model Invoice {
        id Int @id
      }
    `,
  },
  "views, and what is ignored, are left alone": {
    options: { fields: [{ name: "version" }] },
    good: `
      view Recent {
        id Int @unique
      }

      model Legacy {
        id Int @id

        @@ignore
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(requiredFieldMissing, example));

function findingsFor(...fields: readonly object[]) {
  const options = requiredFieldMissing.options?.parse({ fields });
  const [model] = read("model A {\n  id Int @id\n}").models;
  if (!model || !options) throw new Error("the case is broken");
  return [...requiredFieldMissing.check(model, options)];
}

test("several fields are told one by one", () => {
  const found = findingsFor({ name: "tags" }, { name: "id" }, { name: "version" });
  expect(found.map(({ message }) => message)).toEqual([
    "A has no field tags",
    "A has no field version",
  ]);
});

describe("a fix", () => {
  const fixOf = (type?: string) => findingsFor({ name: "x", ...(type && { type }) })[0]?.fix;

  test("is there when there is a type", () => {
    expect(fixOf()).toBeUndefined();
    expect(fixOf("String?")?.title).toBe("Add x String?");
  });

  test.each([
    ["String", true],
    ["String?", undefined],
    ["String[]", undefined],
    ["Int @default(0)", undefined],
    ['Int @map("y")', true],
  ])("of type %s fails on rows that are there: %s", (type, alone) => {
    expect(fixOf(type)?.alone).toBe(alone);
  });

  test("is one line", () => {
    const fields = [{ name: "x", type: "Int\n  y Int" }];
    expect(requiredFieldMissing.options?.safeParse({ fields }).success).toBe(false);
  });
});
