/** Edges of field-name-not-camel-case that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { fieldNameNotCamelCase } from "../../src/core/rules/schema/field-name-not-camel-case.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a relation is a property too": {
    bad: `
      model Post {
        id       Int  @id
        authorId Int
        Author   User @relation(fields: [authorId], references: [id])
      //^^^^^^
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
    fixed: `
      model Post {
        id       Int  @id
        authorId Int
        author   User @relation(fields: [authorId], references: [id])
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "what cannot all be renamed is left to people": {
    bad: `
      model User {
        id         Int    @id
        first_name String
      //^^^^^^^^^^
        firstName  String
      }
    `,
  },
  "a list that introspection named after its model needs a plural first": {
    good: `
      model User {
        id   Int    @id
        Post Post[]
      }

      model Post {
        id     Int  @id
        userId Int
        user   User @relation(fields: [userId], references: [id])
      }
    `,
  },
  "a name in the database is not looked at": {
    good: `
      model User {
        id   Int    @id
        name String @map("first_name")
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(fieldNameNotCamelCase, example),
);

test.each(["id", "userId", "userID", "urlMap", "oAuth2Token", "x", "line1", "line1_2", "class_"])(
  "%s is fine",
  (name) => expect(messages(name)).toEqual([]),
);

test.each([
  ["first_name", "firstName"],
  ["FirstName", "firstName"],
  ["ID", "id"],
  ["URLMap", "urlMap"],
  ["CREATED_AT", "createdAt"],
  ["user__id", "userId"],
  ["q_1", "q1"],
])("%s becomes %s", (name, wanted) =>
  expect(messages(name)).toEqual([
    `A field of User is not named in camelCase, ${name} as ${wanted}`,
  ]),
);

test("several fields of a model are told at once", () => {
  expect(messages("a Int\n  b_c Int\n  d_e Int\n  f_g")).toEqual([
    "3 fields of User are not named in camelCase, first b_c as bC",
  ]);
});

function messages(name: string): string[] {
  const { models } = read(`model User {\n  ${name} Int\n}\n`);
  return models
    .flatMap((model) => [...fieldNameNotCamelCase.check(model, { allow: [] })])
    .map((f) => f.message);
}
