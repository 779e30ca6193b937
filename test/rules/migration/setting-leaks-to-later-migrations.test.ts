/** Edges of setting-leaks-to-later-migrations. */
import { expect, test } from "vitest";
import { settingLeaksToLaterMigrations } from "../../../src/core/rules/migration/setting-leaks-to-later-migrations.ts";
import { findingsOf } from "../../support/migration-examples.ts";

const found = (text: string) => findingsOf(settingLeaksToLaterMigrations.name, "", text);
const messages = (text: string) => found(text).map(({ message }) => message);

test("a search_path leads everything elsewhere", () => {
  expect(messages("SET search_path TO billing; CREATE TABLE a ();")).toEqual([
    "search_path keeps this value for all migrations that Prisma applies after this one: they make their tables elsewhere, and Prisma may not find _prisma_migrations",
  ]);
});

test("as dumps write it: there SET LOCAL is not the cure", () => {
  const [finding] = found(
    "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE public.a ();",
  );
  expect(finding?.message).toMatch(/^search_path keeps this value/);
  expect(finding?.fix).toBeUndefined();
  expect(found("SELECT set_config('search_path', '', true); CREATE TABLE public.a ();")).toEqual(
    [],
  );
});

test("the fix is offered where the transaction goes on to the end", () => {
  const title = (text: string) => found(text)[0]?.fix?.title;
  expect(title("SET SESSION lock_timeout = '5s'; SELECT 1;")).toBe("Make it SET LOCAL");
  expect(title("SET lock_timeout = '5s';")).toBeUndefined();
  expect(title("SELECT 1; SET lock_timeout = '5s';")).toBeUndefined();
  expect(title("SET lock_timeout = '5s'; SELECT 1; COMMIT; SELECT 2;")).toBeUndefined();
});

test("what is taken back, local or the transaction's own stays here", () => {
  expect(messages("SET lock_timeout = '5s'; SELECT 1; RESET lock_timeout;")).toEqual([]);
  expect(messages("SET lock_timeout = '5s'; SELECT 1; SET lock_timeout TO DEFAULT;")).toEqual([]);
  expect(messages("SET lock_timeout = '5s'; SELECT 1; RESET ALL;")).toEqual([]);
  expect(messages("SET lock_timeout = '5s'; SELECT 1; DISCARD ALL;")).toEqual([]);
  expect(messages("SET LOCAL lock_timeout = '5s'; SELECT 1;")).toEqual([]);
  expect(messages("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SELECT 1;")).toEqual([]);
});

test("resetting another setting, or earlier, takes nothing back", () => {
  expect(messages("SET lock_timeout = '5s'; SELECT 1; RESET work_mem;")).toHaveLength(1);
  expect(messages("RESET lock_timeout; SET lock_timeout = '5s'; SELECT 1;")).toHaveLength(1);
});
