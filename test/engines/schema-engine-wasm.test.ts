/**
 * What Prisma's schema engine is asked and answers in its own thread's terms: schemas of every
 * version of Prisma, and refusals in plain lines.
 */
import { describe, expect, test } from "vitest";
import { outcomeOf } from "../support/schema-engine.ts";

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
const user = "model User {\n  id Int @id\n}\n";

function one(...blocks: string[]): (readonly [string, string])[] {
  return [["schema.prisma", blocks.join("\n")]];
}

describe("the SQL", () => {
  test("ends with the line break of its last statement", async () => {
    expect(
      await outcomeOf(one(datasource, user), one(datasource, user.replace("}", "  age Int?\n}"))),
    ).toEqual({
      ok: true,
      sql: '-- AlterTable\nALTER TABLE "User" ADD COLUMN     "age" INTEGER;\n',
    });
  });

  test("of no difference is the comment that says so", async () => {
    expect(await outcomeOf(one(datasource, user), one(datasource, user))).toEqual({
      ok: true,
      sql: "-- This is an empty migration.\n",
    });
  });

  test("of a schema of Prisma 5 is the same, addresses and old preview features aside", async () => {
    const old = `generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["metrics", "tracing", "views", "interactiveTransactions"]
}

datasource db {
  provider          = "postgresql"
  url               = env("DATABASE_URL") // where it is
  directUrl         = env("DIRECT_URL")
  shadowDatabaseUrl = env("SHADOW_URL")
}
`;
    expect(await outcomeOf([], one(old, user))).toEqual(await outcomeOf([], one(datasource, user)));
  });

  test("of several files is that of one", async () => {
    expect(
      await outcomeOf(
        [],
        [
          ["b.prisma", user],
          ["a.prisma", datasource],
        ],
      ),
    ).toEqual(await outcomeOf([], one(user, datasource)));
  });
});

describe("a refusal", () => {
  test("of an invalid schema names each mistake and its place", async () => {
    const broken = "model Post {\n  id   Int @id\n  size Foo\n  tag  Bar\n}\n";
    expect(await outcomeOf([], one(datasource, user, broken))).toEqual({
      ok: false,
      why: "invalid",
      reason: [
        'Type "Foo" is neither a built-in type, nor refers to another model, composite type, or enum. (schema.prisma:11)',
        'Type "Bar" is neither a built-in type, nor refers to another model, composite type, or enum. (schema.prisma:12)',
      ].join("\n"),
    });
  });

  test("of options names their lines too", async () => {
    expect(await outcomeOf([], one(user, datasource.replace("}", "  colour = 1\n}")))).toEqual({
      ok: false,
      why: "invalid",
      reason: 'Property not known: "colour". (schema.prisma:7)',
    });
  });

  test("comes without the engine's own functions", async () => {
    const outcome = await outcomeOf(one(user), one(user));
    expect(outcome).toEqual({ ok: false, why: "failed", reason: expect.stringMatching(/\w/) });
    expect(JSON.stringify(outcome)).not.toMatch(/::|error:|-->/);
  });
});
