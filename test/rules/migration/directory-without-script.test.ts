/** Edges of directory-without-script. */
import { expect, test } from "vitest";
import { directoryWithoutScript } from "../../../src/core/rules/migration/directory-without-script.ts";
import { findingsOf, messagesOf } from "../../support/migration-examples.ts";

const messages = (hasScript: boolean, otherFiles: readonly string[] = []) =>
  messagesOf(directoryWithoutScript, "SELECT 1;", "", {
    disk: { directories: [{ name: "20240303000000_left", hasScript, otherFiles }] },
  });

test("empty, or with something else in it", () => {
  expect(messages(false)).toEqual(["The directory 20240303000000_left has no migration.sql"]);
  expect(messages(false, ["a.sql", "b.sql", "c.sql", "d.sql"])).toEqual([
    "The directory 20240303000000_left has no migration.sql, only a.sql, b.sql, c.sql",
  ]);
});

test("other files beside a script are fine", () => {
  expect(messages(true, ["down.sql"])).toEqual([]);
});

test("it is said beside the nearest script", () => {
  const said = (name: string) =>
    findingsOf(directoryWithoutScript.name, "SELECT 1;", "SELECT 2;", {
      disk: { directories: [{ name, hasScript: false, otherFiles: [] }] },
    });
  expect(said("20240303000000_after_both")).toHaveLength(1);
  // These stand beside the first of the two files, which is not the one looked at here.
  expect(said("20240115000000_between")).toEqual([]);
  expect(said("20230101000000_before_both")).toEqual([]);
});
