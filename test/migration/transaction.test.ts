/** Which statements of a file run together, as PostgreSQL reads one message of several. */
import { describe, expect, test } from "vitest";
import { transactionsOf } from "../../src/core/migration/transaction.ts";
import { migrationOf } from "../support/migration-examples.ts";

/** `0` for the number, with `!` for alone and `b` for begun by BEGIN. */
function numbers(text: string, prisma?: readonly [number, number]): string {
  return transactionsOf(migrationOf("m", text).file.statements, prisma)
    .map(
      ({ number, isAlone, isExplicit }) => `${number}${isAlone ? "!" : ""}${isExplicit ? "b" : ""}`,
    )
    .join(" ");
}

test("one statement is alone, two are one transaction", () => {
  expect(numbers("")).toBe("");
  expect(numbers("SELECT 1;")).toBe("0!");
  expect(numbers("SELECT 1; SELECT 2; SELECT 3;")).toBe("0 0 0");
});

test("COMMIT and ROLLBACK end it, and what follows is not alone", () => {
  expect(numbers("SELECT 1; COMMIT; SELECT 2;")).toBe("0 0 1");
  expect(numbers("SELECT 1; ROLLBACK; SELECT 2; SELECT 3;")).toBe("0 0 1 1");
});

test("BEGIN takes in what stands above it", () => {
  expect(numbers("SELECT 1; BEGIN; SELECT 2; COMMIT; SELECT 3;")).toBe("0 0b 0b 0b 1");
});

test("savepoints begin and end nothing", () => {
  expect(numbers("BEGIN; SAVEPOINT a; ROLLBACK TO a; RELEASE a; COMMIT;")).toBe("0b 0b 0b 0b 0b");
});

describe("a file of nothing but concurrent index builds", () => {
  const builds = `CREATE INDEX CONCURRENTLY a ON t(a); CREATE INDEX CONCURRENTLY b ON t(b);`;

  test("is sent one by one from Prisma 7.4 on", () => {
    expect(numbers(builds, [7, 3])).toBe("0 0");
    expect(numbers(builds, [7, 4])).toBe("0! 1!");
    expect(numbers(builds, [8, 0])).toBe("0! 1!");
    expect(numbers(builds)).toBe("0 0");
  });

  test("with anything else in it, it is one transaction in every version", () => {
    expect(numbers(`SET lock_timeout = '5s'; ${builds}`, [7, 4])).toBe("0 0 0");
    expect(numbers(`${builds} CREATE INDEX c ON t(c);`, [7, 4])).toBe("0 0 0");
  });
});
