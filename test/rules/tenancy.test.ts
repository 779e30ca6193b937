/** Which model is the tenant: as a comment states it, or else as names and keys suggest. */
import { expect, test } from "vitest";
import { tenancyOf } from "../../src/core/rules/tenancy.ts";
import { read } from "../support/examples.ts";

function owned(by: string, ...names: string[]): string {
  const key = by.toLowerCase();
  return names
    .map(
      (name) => `
        model ${name} {
          id     Int @id
          ${key}Id Int
          ${key} ${by} @relation(fields: [${key}Id], references: [id])
        }`,
    )
    .join("\n");
}

const guessed = `
  model Team {
    id Int @id
  }
  ${owned("Team", "Project", "Task", "Invoice")}
`;

function tenantOf(text: string): string | undefined {
  return tenancyOf(read(text))?.tenant.name;
}

test("without a word about it, the model that most tables point at is the tenant", () => {
  expect(tenantOf(guessed)).toBe("Team");
});

test.each([
  ["on a line of its own", "/// @tenant"],
  ["among other words", "/// One of our customers.\n/// @tenant and more"],
  ["with a comment below", "/// @tenant\n// kept for ten years"],
])("a doc comment %s wins over names, and over how many point at it", (_, comment) => {
  const text = `${guessed}\n${comment}\nmodel Shop {\n id Int @id\n}\n${owned("Shop", "Sale")}`;
  expect(tenantOf(text)).toBe("Shop");
  expect([...(tenancyOf(read(text))?.keys ?? [])]).toEqual(["shopId"]);
});

test.each([
  ["a plain comment", "// @tenant"],
  ["another tag", "/// @tenantless"],
  ["an address", "/// ask shops@tenant.example"],
  ["a comment that a blank line sets off", "/// @tenant\n"],
])("%s states nothing", (_, comment) => {
  const text = `${guessed}\n${comment}\nmodel Shop {\n id Int @id\n}\n${owned("Shop", "Sale")}`;
  expect(tenantOf(text)).toBe("Team");
});

test("a tenant that nothing belongs to yet owns nothing", () => {
  const tenancy = tenancyOf(read("/// @tenant\nmodel Shop {\n id Int @id\n}"));
  expect(tenancy?.tenant.name).toBe("Shop");
  expect(tenancy?.owned.size).toBe(0);
});

test("a view, a type or an enum is no tenant", () => {
  expect(tenantOf("/// @tenant\nview Shop {\n id Int @unique\n}")).toBeUndefined();
  expect(tenantOf("/// @tenant\nenum Shop {\n A\n}")).toBeUndefined();
});
