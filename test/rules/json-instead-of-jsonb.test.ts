/** Edges of json-instead-of-jsonb that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { jsonInsteadOfJsonb } from "../../src/core/rules/schema/json-instead-of-jsonb.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "it is found on lists and beside other attributes": {
    bad: `
      model Webhook {
        id      Int    @id
        parts   Json[] @db.Json
        //             ^^^^^^^^
        payload Json?  @default("{}") @db.Json @map("p") // raw
        //                            ^^^^^^^^
      }
    `,
    fixed: `
      model Webhook {
        id      Int    @id
        parts   Json[] @db.JsonB
        payload Json?  @default("{}") @db.JsonB @map("p") // raw
      }
    `,
  },
  "the fix carries the name of the datasource": {
    bad: `
      datasource client {
        provider = "postgresql"
      }


      model Webhook {
        id      Int  @id
        payload Json @client.Json
        //           ^^^^^^^^^^^^
      }
    `,
    fixed: `
      datasource client {
        provider = "postgresql"
      }


      model Webhook {
        id      Int  @id
        payload Json @client.JsonB
      }
    `,
  },
  "jsonb is fine, and is what Prisma chooses": {
    good: `
      model Webhook {
        id      Int  @id
        payload Json
        headers Json @db.JsonB
      }
    `,
  },
  "MySQL's json is parsed when it is written": {
    good: `
      datasource db {
        provider = "mysql"
      }


      model Webhook {
        id      Int  @id
        payload Json @db.Json
      }
    `,
  },
  "a view is left alone": {
    good: `
      view Webhooks {
        id      Int  @unique
        payload Json @db.Json
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(jsonInsteadOfJsonb, example));

test("the message and the fix name what they are about", () => {
  const [model] = read(`
    model Webhook {
      payload Json @db.Json
    }
  `).models;
  const [found] = model ? jsonInsteadOfJsonb.check(model) : [];
  expect(found?.message).toBe(
    "Webhook.payload is json, which is parsed on every read and cannot be indexed",
  );
  expect(found?.fix?.title).toBe("Change to @db.JsonB");
});
