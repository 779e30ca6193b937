/** Edges of table-not-mapped-to-snake-case that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { tableNotMappedToSnakeCase } from "../../src/core/rules/schema/table-not-mapped-to-snake-case.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "it comes before what Prisma's formatter has behind it": {
    bad: `
      model OAuth2Token {
        //  ^^^^^^^^^^^
        id Int @id

        @@index([id])
        @@ignore
      }
    `,
    fixed: `
      model OAuth2Token {
        id Int @id

        @@index([id])
        @@map("oauth2_token")
        @@ignore
      }
    `,
  },
  "a reserved word gets the plural": {
    bad: `
      model User {
        //  ^^^^
        id Int @id
      }
    `,
    fixed: `
      model User {
        id Int @id

        @@map("users")
      }
    `,
  },
  "a stated name has been chosen": {
    good: `
      model User {
        id Int @id

        @@map("Users")
      }
    `,
  },
  "small letters need no quotes": {
    good: `
      model audit_log {
        id Int @id
      }
    `,
  },
  "MySQL does not mind": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model User {
        id Int @id
      }
    `,
  },
  "a view is not made by Prisma": {
    good: `
      view User {
        id Int @unique
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(tableNotMappedToSnakeCase, example),
);

test("the title says that this is a rename", () => {
  const [log] = read("model AuditLog {\n  id Int @id\n}\n").models;
  const [found] = log ? [...tableNotMappedToSnakeCase.check(log, { allow: [] })] : [];
  expect(found).toMatchObject({
    message: "The table AuditLog needs quotes in SQL",
    fix: { title: 'Add @@map("audit_log"); this renames the table' },
  });
});
