/** Edges of undocumented-field that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { undocumentedField } from "../../src/core/rules/schema/undocumented-field.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "above and behind, also among other comments": {
    good: `
      model A {
        id Int @id
        /// In grams.
        // Measured.
        a  Int
        b  Int /// In litres.
      }
    `,
  },
  "empty lines, line comments and comments behind the line above say nothing": {
    bad: `
      model A {
        id Int @id
        /// In grams.
        a  Int /// As measured.
        b  Int
      //^
        ///
        c  Int
        // In litres.
        d  Int
      }
    `,
  },
  "what stands above another attribute belongs to that": {
    bad: `
      model A {
        id Int @id
        a  Int
      //^
        /// Slow.
        @@index([a])
      }
    `,
  },
  "keys, relations and moments explain themselves": {
    good: `
      model A {
        a         Int
        b         Int
        c         C        @relation(fields: [cId], references: [id])
        cId       Int
        createdAt DateTime
        updated   DateTime @updatedAt
        deletedAt DateTime?

        @@id([a, b])
      }

      model C {
        id Int @id
        as A[]
      }
    `,
  },
  "other times, enums and uniques do not": {
    bad: `
      model A {
        id       Int      @id
        startsAt DateTime
      //^^^^^^^^
      }

      model B {
        id   Int  @id
        kind Kind
      //^^^^
      }

      model C {
        id    Int    @id
        email String @unique
      //^^^^^
      }

      enum Kind {
        X
      }
    `,
  },
  "views are what their query says": {
    good: `
      view A {
        id Int @unique
        a  Int
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(undocumentedField, example));

test("the message names one, or counts", () => {
  const found = read(
    `model A {\n  id Int @id\n  a Int\n}\nmodel B {\n  id Int @id\n  a Int\n  b Int\n}`,
  ).models.flatMap((model) => [...undocumentedField.check(model)]);
  expect(found.map(({ message }) => message)).toEqual([
    "A.a has no documentation",
    "2 fields of B have no documentation, first a",
  ]);
});
