/** Rules that look at all models at once, and what becomes of their findings while one types. */
import { expect, test } from "vitest";
import { defaults } from "../../src/core/lint/config.ts";
import { type SchemaCheck, schemaChecker } from "../../src/core/rules/check-schema.ts";
import { parseFile, type SchemaFile } from "../../src/core/schema/file.ts";
import { resolve } from "../../src/core/schema/resolve.ts";

const text = `model User {
  id Int @id
  at DateTime @default(now()) @db.Timestamptz(6)
}

model user {
  id Int @id
  at DateTime @default(now()) @db.Timestamptz(6)
}

model Other {
  id Int @id
  at DateTime @default(now()) @db.Timestamptz(6)
}
`;

const check = schemaChecker(defaults);

function type(before: SchemaFile, from: string, to: string): SchemaFile {
  return parseFile(before.path, before.text.replace(from, to), before);
}

function told({ files }: SchemaCheck): string[] {
  return files.flatMap(({ verdicts }) =>
    verdicts
      .filter(({ rule }) => rule === "names-differ-in-case-only")
      .map(({ at }) => at.source.text),
  );
}

test("they stand while another model is typed into, and are not asked again", () => {
  const file = parseFile("schema.prisma", text);
  const first = check(resolve([file]));
  expect(told(first)).toHaveLength(1);
  const typed = type(file, "model Other {", "model Other {\n  x Int");
  const quick = check(resolve([typed]), first);
  expect(told(quick)).toEqual(told(first));
  expect(quick.wide[0]).toBe(first.wide[0]);
});

test("one goes with the block it stands in, and comes back with the next full check", () => {
  const file = parseFile("schema.prisma", text);
  const first = check(resolve([file]));
  const typed = type(file, "model user {", "model user {\n  x Int");
  const quick = check(resolve([typed]), first);
  expect(told(quick)).toHaveLength(0);
  expect(told(check(resolve([typed])))).toHaveLength(1);
});

test("what a new model brings is told by the next full check", () => {
  const file = parseFile("schema.prisma", text.replace("model user", "model Account"));
  const first = check(resolve([file]));
  expect(told(first)).toHaveLength(0);
  const typed = type(file, "model Account", "model USER");
  expect(told(check(resolve([typed]), first))).toHaveLength(0);
  expect(told(check(resolve([typed])))).toHaveLength(1);
});
