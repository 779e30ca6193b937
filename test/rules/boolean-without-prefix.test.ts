/** Edges of boolean-without-prefix that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { booleanWithoutPrefix } from "../../src/core/rules/schema/boolean-without-prefix.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "told once in a model": {
    bad: `
      model User {
        id         Int     @id
        isActive   Boolean
        admin      Boolean
      //^^^^^
        newsletter Boolean
      }
    `,
  },
  "verbs, participles, adjectives and prepositions are statements": {
    good: `
      model Setting {
        id            Int     @id
        isOpen        Boolean
        hasCar        Boolean
        can_write     Boolean
        autoSync      Boolean
        archived      Boolean
        emailSent     Boolean
        readable      Boolean
        active        Boolean
        public        Boolean
        rejectCall    Boolean
        fromMe        Boolean
        onDemand      Boolean
        deletedInd    Boolean
      }
    `,
  },
  "a speed is no participle": {
    bad: `
      model Engine {
        id    Int     @id
        speed Boolean
      //^^^^^
      }
    `,
  },
  "lists, other types and names without words": {
    good: `
      model User {
        id         Int       @id
        newsletter String
        answers    Boolean[]
      }
    `,
  },
  "optional flags, views and composite types too": {
    bad: `
      view Reader {
        id         Int      @unique
        newsletter Boolean?
      //^^^^^^^^^^
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(booleanWithoutPrefix, example));

test("the message names the first and counts the others", () => {
  const found = read(
    `model A {\n  id Int @id\n  admin Boolean\n}\nmodel B {\n  id Int @id\n  admin Boolean\n  vote Boolean\n}`,
  ).models.flatMap((model) => [...booleanWithoutPrefix.check(model)]);
  expect(found.map(({ message }) => message)).toEqual([
    "The flag admin is named like a thing, not like a statement",
    "The flag admin is named like a thing, not like a statement, like 1 more of B",
  ]);
});
