/** Edges of status-kept-as-string that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { statusKeptAsString } from "../../src/core/rules/schema/status-kept-as-string.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "every name of a choice is found, optional or not": {
    bad: `
      model Job {
        id           Int     @id
        reviewStatus String? @default("open")
        //           ^^^^^^
        state        String  @default("OPEN")
        //           ^^^^^^
        type         String  @default("v1")
        //           ^^^^^^
        user_role    String  @default("read only")
        //           ^^^^^^
        kind         String  @default("v1-traces-filter")
        //           ^^^^^^
        visibility   String  @default("not_yet")
        //           ^^^^^^
        priority     String  @default("low")
        //           ^^^^^^
        stage        String  @default("beta")
        //           ^^^^^^
        phase        String  @default("one")
        //           ^^^^^^
        tier         String  @default("free")
        //           ^^^^^^
        severity     String  @default("minor")
        //           ^^^^^^
        mode         String  @default("dark") @db.VarChar(10)
        //           ^^^^^^
      }
    `,
  },
  "without a default, or with another kind of text, it may be anything": {
    good: `
      model Job {
        id     Int      @id
        status String
        state  String   @default("")
        type   String   @default("1.0")
        kind   String   @default("text/plain")
        mode   String   @default("what you see is what you get")
        role   String   @default(cuid())
        stages String[] @default(["one"])
        tier   String[] @default(["one"])
      }
    `,
  },
  "a word elsewhere in the name is another matter": {
    good: `
      model Job {
        id         Int    @id
        statusText String @default("none")
        estate     String @default("none")
        locale     String @default("en")
      }
    `,
  },
  "lists that somebody else keeps are left open": {
    good: `
      model Upload {
        id          Int    @id
        mimeType    String @default("png")
        contentType String @default("png")
        mediaType   String @default("png")
        fileType    String @default("png")
      }
    `,
  },
  "other types are checked by the database": {
    good: `
      model Job {
        id     Int  @id
        status Kind @default(A)
        state  Int  @default(1)
        type   Json @default("text")
      }

      enum Kind {
        A
        B
      }
    `,
  },
  "SQL Server has no enums": {
    good: `
      datasource db {
        provider = "sqlserver"
      }

      model Job {
        id     Int    @id
        status String @default("open")
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Total {
        id     Int    @unique
        status String @default("open")
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(statusKeptAsString, example));

test("the message names the field and its default", () => {
  const [model] = read('model Job {\n  status String @default("open")\n}').models;
  const [found] = model ? statusKeptAsString.check(model) : [];
  expect(found?.message).toBe('Job.status is a choice like "open", and String takes any text');
});
