/** Edges of several-json-catch-alls that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { severalJsonCatchAlls } from "../../src/core/rules/schema/several-json-catch-alls.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "required, optional and list columns count": {
    bad: `
      model Project {
      //    ^^^^^^^
        id     Int    @id
        meta   Json
        data   Json?
        events Json[]
      }
    `,
  },
  "two are a choice": {
    good: `
      model Project {
        id   Int    @id
        meta Json
        data Json
        text String
      }
    `,
  },
  "in MongoDB everything is a document": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Project {
        id String @id @map("_id")
        a  Json
        b  Json
        c  Json
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Total {
        id Int  @unique
        a  Json
        b  Json
        c  Json
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(severalJsonCatchAlls, example));

test("the message names the columns", () => {
  const [model] = read("model A {\n  a Json\n  b Json\n  c Json\n}").models;
  const [found] = model ? severalJsonCatchAlls.check(model) : [];
  expect(found?.message).toBe("A has 3 Json columns: a, b and c");
});
