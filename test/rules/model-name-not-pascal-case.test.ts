/** Edges of model-name-not-pascal-case that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { modelNameNotPascalCase } from "../../src/core/rules/schema/model-name-not-pascal-case.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a view has a type as well": {
    bad: `
      view totals {
        // ^^^^^^
        id Int @unique
      }
    `,
  },
  "a name in the database is not looked at": {
    good: `
      model User {
        id Int @id

        @@map("users_v1")
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(modelNameNotPascalCase, example),
);

test.each(["User", "URLMap", "OAuth2", "V1", "FAQ", "SKU", "ProjectV1_2", "S3Bucket"])(
  "%s is fine",
  (name) => expect(messages(name)).toEqual([]),
);

test.each([
  ["user", "User"],
  ["user_account", "UserAccount"],
  ["userAccount", "UserAccount"],
  ["AUDIT_LOG", "AuditLog"],
  ["API_KEY", "ApiKey"],
  ["USERS", "Users"],
  ["LiteLLM_BudgetTable", "LiteLLMBudgetTable"],
  ["oauth2_token", "Oauth2Token"],
  ["week_1_2", "Week1_2"],
])("%s becomes %s", (name, wanted) =>
  expect(messages(name)).toEqual([`The model ${name} is not named in PascalCase: ${wanted}`]),
);

function messages(name: string): string[] {
  const { models } = read(`model ${name} {\n  id Int @id\n}\n`);
  return models
    .flatMap((model) => [...modelNameNotPascalCase.check(model, { allow: [] })])
    .map((f) => f.message);
}
