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
  "columns for one document each have a purpose, and one for the rest is a choice": {
    good: `
      model Template {
        id           Int  @id
        voiceConfig  Json
        modelConfig  Json
        toolsConfig  Json
        metadata     Json
        rateSettings Json
      }
    `,
  },
  "two are a choice": {
    good: `
      model Project {
        id       Int    @id
        meta     Json
        data     Json
        settings String
      }
    `,
  },
  "in MongoDB everything is a document": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Project {
        id       String @id @map("_id")
        data     Json
        meta     Json
        settings Json
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Total {
        id       Int  @unique
        data     Json
        meta     Json
        settings Json
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(severalJsonCatchAlls, example));

test("the message names the columns", () => {
  const [model] = read("model A {\n  data Json\n  b Json\n  extraData Json\n}").models;
  const [found] = model ? severalJsonCatchAlls.check(model) : [];
  expect(found?.message).toBe("A has 3 Json columns: data, b and extraData");
});
