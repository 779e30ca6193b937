/** Edges of lock-file-of-other-provider. */
import { expect, test } from "vitest";
import { lockFileOfOtherProvider } from "../../../src/core/rules/migration/lock-file-of-other-provider.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (lockFile: string) =>
  messagesOf(lockFileOfOtherProvider, "SELECT 1;", "", { disk: { lockFile } });

test("another database", () => {
  expect(messages('# Do not edit\nprovider = "sqlite"\n')).toEqual([
    "migration_lock.toml says that these migrations are for sqlite",
  ]);
});

test("PostgreSQL and what speaks its language, or nothing that can be read", () => {
  for (const provider of ["postgresql", "postgres", "cockroachdb"]) {
    expect(messages(`provider = "${provider}"`)).toEqual([]);
  }
  expect(messages("")).toEqual([]);
});
