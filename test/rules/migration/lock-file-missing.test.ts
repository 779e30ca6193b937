/** Edges of lock-file-missing. */
import { expect, test } from "vitest";
import { lockFileMissing } from "../../../src/core/rules/migration/lock-file-missing.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (lockFile: string | undefined) =>
  messagesOf(lockFileMissing, "SELECT 1;", "", { disk: { lockFile } });

test("missing, or there", () => {
  expect(messages(undefined)).toEqual([
    "There is no migration_lock.toml beside the migrations to say for which database they are",
  ]);
  expect(messages('provider = "postgresql"')).toEqual([]);
});
