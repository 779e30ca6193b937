/** Edges of plural-model-name that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { pluralModelName } from "../../src/core/rules/schema/plural-model-name.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a view has rows as well": {
    bad: `
      view active_users {
        // ^^^^^^^^^^^^
        id Int @unique
      }
    `,
  },
  "a table may be named in the plural": {
    good: `
      model User {
        id Int @id

        @@map("users")
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(pluralModelName, example));

test.each([
  ["Users", "User"],
  ["audit_logs", "audit_log"],
  ["USERS", "USER"],
  ["Companies", "Company"],
  ["Movies", "Movie"],
  ["Boxes", "Box"],
  ["Matches", "Match"],
  ["Classes", "Class"],
  ["Databases", "Database"],
  ["Statuses", "Status"],
  ["TeamPeople", "TeamPerson"],
  ["PEOPLE", "PERSON"],
  ["children", "child"],
  ["Keys", "Key"],
])("%s is a plural of %s", (name, singular) =>
  expect(messages(name)).toEqual([`${name} is a plural, and each row is one ${singular}`]),
);

test.each([
  "News",
  "OrderStatus",
  "Address",
  "Analytics",
  "Data",
  "Series",
  "OAuth2s",
  "UserSettings",
  "Bus",
  "Analysis",
  "AWS",
  "QueueSMS",
  "Redis",
  "Gas",
  "Topics2",
  "CategoriesOnPosts",
  "tags_on_posts",
])("%s is none", (name) => expect(messages(name)).toEqual([]));

function messages(name: string): string[] {
  const { models } = read(`model ${name} {\n  id Int @id\n}\n`);
  return models
    .flatMap((model) => [...pluralModelName.check(model, { allow: [] })])
    .map((f) => f.message);
}
