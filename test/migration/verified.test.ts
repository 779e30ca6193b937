/** Which findings a proof confirms, and which it says nothing about. */
import { expect, test } from "vitest";
import type { Proof } from "../../src/core/migration/proof.ts";
import { verifiedOn } from "../../src/core/migration/verified.ts";

const proof: Proof = {
  server: "PostgreSQL 18.6",
  verdict: "refuted",
  headline: "",
  steps: [
    { title: "Applies to empty tables", outcome: "passed", detail: "" },
    {
      title: "Applies to tables with rows",
      outcome: "failed",
      detail: 'column "age" contains null values (SQLSTATE 23502)',
      statement: 1,
    },
  ],
  statements: [
    {
      index: 0,
      locks: [
        { table: "User", mode: "ACCESS EXCLUSIVE" },
        { table: "auth.Post", mode: "SHARE ROW EXCLUSIVE" },
      ],
      rewrites: [],
      scans: [],
      asPredicted: true,
      isUnseen: false,
      differences: [],
    },
  ],
};

test.each([
  ["ADD holds ACCESS EXCLUSIVE on User, which blocks", 0, true],
  ["it takes ACCESS EXCLUSIVE on public.User and SHARE ROW EXCLUSIVE on auth.Post.", 0, true],
  ["it takes SHARE ROW EXCLUSIVE on auth.Post", 0, true],
  ["it takes EXCLUSIVE on auth.Post", 0, false],
  ["it takes ACCESS EXCLUSIVE on User and SHARE on Other", 0, false],
  ["ADD holds ACCESS EXCLUSIVE on User", 1, false],
  ["ADD holds ACCESS EXCLUSIVE on User", undefined, false],
  ["age is required: the migration fails as soon as User holds a row", 1, true],
  ["age is required: the migration fails as soon as User holds a row", 0, false],
  ["Fails with 23502: there are NULLs", 1, true],
  ["Fails with 25001: it runs in a transaction", 1, false],
  ["a Prisma Client of before fails on the first row", 1, false],
  ["name your constraints", 0, false],
])("%s of statement %s: %s", (message, statement, is) => {
  expect(verifiedOn({ message, statement }, proof)).toBe(
    is ? "verified on PostgreSQL 18" : undefined,
  );
});
