/** The lists of functions, held against the catalog of a real PostgreSQL. */
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { volatilityOf } from "../../src/core/sql/volatility.ts";

let database: PGlite;
let functions: readonly { readonly name: string; readonly volatility: string }[];

beforeAll(async () => {
  database = await PGlite.create();
  const { rows } = await database.query<{ name: string; volatility: string }>(`
    select proname as name, max(array_position('{i,s,v}'::"char"[], provolatile))::text as volatility
    from pg_proc where pronamespace = 'pg_catalog'::regnamespace group by proname`);
  functions = rows;
}, 60_000);

afterAll(() => database.close());

const words: Readonly<Record<string, string>> = { 1: "immutable", 2: "stable", 3: "volatile" };

test("what is said of a function of PostgreSQL is what PostgreSQL says", () => {
  expect(functions.length).toBeGreaterThan(2500);
  const wrong = functions.filter(
    ({ name, volatility }) => ![undefined, words[volatility]].includes(volatilityOf(name)),
  );
  expect(wrong).toEqual([]);
});

test("of functions that can be called with plain values, all that are volatile are known", async () => {
  const { rows } = await database.query<{ name: string }>(`
    select distinct proname as name from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace and provolatile = 'v' and prokind = 'f'
      and proname !~ '^(pg_|binary_upgrade_|lo_)' and not exists (
        select from unnest(array_append(proargtypes::oid[], prorettype)) as of
        where of::regtype::text = any ('{internal,cstring,trigger,event_trigger,language_handler,
          index_am_handler,table_am_handler,tsm_handler,refcursor}'))`);
  const unknown = rows.map(({ name }) => name).filter((name) => volatilityOf(name) !== "volatile");
  expect(unknown.sort()).toEqual([
    "amvalidate",
    "currtid2",
    "gin_clean_pending_list",
    "plpgsql_validator",
  ]);
});

test("functions of extensions and keywords are known, others are not", () => {
  expect(volatilityOf("uuid_generate_v4")).toBe("volatile");
  expect(volatilityOf("current_timestamp")).toBe("stable");
  expect(volatilityOf("cuid")).toBeUndefined();
  expect(volatilityOf("")).toBeUndefined();
});
