/** Edges of required-unsupported-field that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { requiredUnsupportedField } from "../../src/core/rules/schema/required-unsupported-field.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "told once in a model": {
    bad: `
      model Range {
        id   Int                      @id
        from Unsupported("ipaddress")
        //   ^^^^^^^^^^^^^^^^^^^^^^^^
        to   Unsupported("ipaddress")
      }
    `,
  },
  "null, lists and defaults can be created": {
    good: `
      model A {
        id Int                      @id
        a  Unsupported("tsvector")?
        b  Unsupported("tsvector")[]
        c  Unsupported("tsvector")  @default(dbgenerated())
      }
    `,
  },
  "a view is not written, an ignored model not read": {
    good: `
      view A {
        id Int                     @unique
        a  Unsupported("tsvector")
      }

      model B {
        id Int                     @id
        a  Unsupported("tsvector")

        @@ignore
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(requiredUnsupportedField, example),
);

test("the message names all columns", () => {
  const found = read(
    `model A {\n  id Int @id\n  b Unsupported("x")\n  c Unsupported("y")\n}`,
  ).models.flatMap((model) => [...requiredUnsupportedField.check(model)]);
  expect(found.map(({ message }) => message)).toEqual([
    "Prisma Client cannot create rows of A: it cannot write b, c",
  ]);
});
