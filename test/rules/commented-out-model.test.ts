/** Edges of commented-out-model that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { commentedOutModel } from "../../src/core/rules/schema/commented-out-model.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "every kind of block is found, one finding each": {
    bad: `
      // view Total {
      // ^^^^^^^^^^
      //   id Int @unique
      // }

      // type Line {
      // ^^^^^^^^^
      //   id Int
      // }
      // enum Kind {
      // ^^^^^^^^^
      //   A
      // }
      //model User{
      //^^^^^^^^^^
      //
      //  id Int @id
      //}
    `,
  },
  "right above a block it becomes the documentation of that": {
    bad: `
      model A {
        id Int @id
      }

      /// model B {
      ///^^^^^^^^
      ///   id Int @id
      /// }
      model C {
        id Int @id
      }
    `.replace("///^^^^^^^^", "//  ^^^^^^^"),
  },
  "in a block comment it is found as well": {
    bad: `
      /* model A {
      // ^^^^^^^
        id Int @id
      }
      */

      /*
       * model B {
      // ^^^^^^^
       *   id Int @id
       * }
       */
    `,
  },
  "a sentence about a model is none": {
    good: `
      // model User is what others call a person
      // The model Team { comes later }
      // remodel A {
      // }
      model User {
        id Int @id
      }
    `,
  },
  "without its closing brace it is a remark": {
    good: `
      // model A {

      // }

      // model B {
      model C {
        id Int @id
      }

      // model D {
      // no more
    `,
  },
  "one that begins anew is found where it is whole": {
    bad: `
      // model A {
      // model B {
      // ^^^^^^^
      //   id Int @id
      // }
    `,
  },
  "inside a block there are fields, not models": {
    good: `
      model A {
        id Int @id
        // model B {
        // }
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(commentedOutModel, example));

test("Windows line ends are one line end each", () => {
  const [found] = commentedOutModel.check(read("// model A {\r\n//   id Int\r\n// }\r\n"));
  expect(found?.message).toBe("A is commented out");
});
