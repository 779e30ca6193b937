/**
 * What of two versions of a schema goes to Prisma's engine. That it leads to the same SQL is
 * tested with the engine itself; here, that it is no more than needed, and when it is everything.
 */
import { describe, expect, test } from "vitest";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve, type Schema } from "../../src/core/schema/resolve.ts";
import { type Slice, sliceSchemas } from "../../src/core/schema/slice.ts";

const head = `datasource db {
  provider = "postgresql"
}

`;

const shop = `${head}/// Buys.
model Customer {
  id     Int     @id
  orders Order[]
  notes  Note[]
}

model Order {
  id         Int      @id
  customerId Int
  customer   Customer @relation(fields: [customerId], references: [id])
  items      Item[]
  state      State
}

enum State {
  OPEN
  DONE
}

model Item {
  id      Int   @id
  orderId Int
  order   Order @relation(fields: [orderId], references: [id])
}

// Said in between.

model Note {
  id         Int      @id
  customerId Int
  customer   Customer @relation(fields: [customerId], references: [id])
}

model Log {
  id    Int   @id
  state State
}

model Other {
  id   Int    @id
  name String @unique
}
`;

function read(text: string): Schema {
  return resolve([parseFile("schema.prisma", text)]);
}

function sliced(before: string, after: string): Slice {
  return sliceSchemas(read(before), read(after));
}

/** Without the datasource and empty lines. */
function kept(before: string, after: string): { from: string[]; to: string[] } {
  const slice = sliced(before, after);
  if (slice.kind === "whole") throw new Error(slice.reason);
  const lines = (files: typeof slice.to) =>
    files.flatMap(([, text]) =>
      text
        .slice(head.length)
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map((line) => line.trim().replace(/\s+/g, " ")),
    );
  return { from: lines(slice.from), to: lines(slice.to) };
}

describe("a slice", () => {
  test("holds what differs, and its neighbours without their other relations", () => {
    const after = shop.replace("  order   Order", "  count   Int\n  order   Order");
    expect(kept(shop, after).to).toEqual([
      "model Order {",
      "id Int @id",
      "customerId Int",
      "items Item[]",
      "state State",
      "}",
      "enum State {",
      "OPEN",
      "DONE",
      "}",
      "model Item {",
      "id Int @id",
      "orderId Int",
      "count Int",
      "order Order @relation(fields: [orderId], references: [id])",
      "}",
    ]);
  });

  test("of an enum holds all columns of it", () => {
    const { from, to } = kept(shop, shop.replace("  DONE\n", ""));
    const models = (lines: string[]) => lines.filter((line) => /^(model|enum) /.test(line));
    expect(models(to)).toEqual(["model Order {", "enum State {", "model Log {"]);
    expect(models(from)).toEqual(models(to));
    expect(to).not.toContain("items Item[]");
  });

  test("holds who has the same name in the database", () => {
    const after = shop.replace(
      "  state State\n}\n\nmodel Other",
      '  state State\n  @@unique([id], map: "Other_name_key")\n}\n\nmodel Other',
    );
    expect(after).not.toBe(shop);
    expect(kept(shop, after).to).toContain("model Other {");
  });

  test("of nothing holds no model", () => {
    expect(kept(shop, shop)).toEqual({ from: [], to: [] });
  });

  test("leaves each line of the later version where it was", () => {
    const after = shop.replace("  name String", "  size Int\n  name String");
    const slice = sliced(shop, after);
    const lines = slice.kind === "part" ? (slice.to[0]?.[1].split("\n") ?? []) : [];
    expect(lines.indexOf("  size Int")).toBe(after.split("\n").indexOf("  size Int"));
  });
});

describe("everything is compared", () => {
  const log = "model Log {";
  test.each([
    [
      "other options",
      shop.replace('"postgresql"', '"postgresql"\n  relationMode = "prisma"'),
      false,
    ],
    ["not PostgreSQL", shop.replace("postgresql", "mysql"), false],
    ["two blocks of one name", `${shop}\nenum Log {\n  A\n}\n`, true],
    ["text that is no block", `mod\n${shop}`, true],
    ["a block without an end", shop.replace(log, `model Half {\n  id Int @id\n\n${log}`), true],
    ["most is touched", shop.replaceAll("@id", "@id @default(1)"), false],
    [
      "two tables or enums of one name",
      shop
        .replace("  count", "  count")
        .replace(
          "  items      Item[]",
          '  items      Item[]\n  a Log[] @relation("x")\n  b Other[] @relation("x")',
        )
        .replace("  state State\n}", '  state State\n  orders Order[] @relation("x")\n}')
        .replace("@unique\n}", '@unique\n  orders Order[] @relation("x")\n}'),
      false,
    ],
  ])("%s", (reason, after, isBroken) => {
    expect(sliced(shop, after)).toEqual({ kind: "whole", reason, isBroken });
  });
});
