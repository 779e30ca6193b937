/** The lists of functions with effects, held against the catalogs of real servers. */
import { PGlite } from "@electric-sql/pglite";
import { Client } from "pg";
import { describe, expect, test } from "vitest";
import { effectOf, isHarmless } from "../../src/core/sql/gate-effects.ts";
import { startServer, systemBinaries } from "../support/postgres-server.ts";

type Query = (sql: string) => Promise<readonly Record<string, unknown>[]>;

const volatileFunctions = `select distinct proname as name from pg_proc
  where provolatile = 'v' and pronamespace = 'pg_catalog'::regnamespace`;

async function namesOf(query: Query, sql: string): Promise<string[]> {
  return (await query(sql)).map(({ name }) => String(name)).sort();
}

function effectOfName(name: string) {
  return effectOf({ schema: undefined, name }, 1);
}

/** Each function is in exactly one list, and nothing but functions can have an effect. */
async function compare(query: Query): Promise<void> {
  const names = await namesOf(query, volatileFunctions);
  expect(names.length).toBeGreaterThan(200);
  const inNeither = names.filter((name) => effectOfName(name) === undefined && !isHarmless(name));
  expect(inNeither).toEqual([]);
  expect(names.filter((name) => effectOfName(name) !== undefined && isHarmless(name))).toEqual([]);
  const hidden = await namesOf(
    query,
    `select oprname as name from pg_operator join pg_proc on pg_proc.oid = oprcode
       where provolatile = 'v'
     union all select castsource::regtype::text from pg_cast
       join pg_proc on pg_proc.oid = castfunc where provolatile = 'v'
     union all select typname from pg_type join pg_proc on pg_proc.oid in (typinput, typoutput)
       where provolatile = 'v'`,
  );
  expect(hidden).toEqual([]);
}

test("PostgreSQL 18: every volatile function of pg_catalog has been looked at", async () => {
  const database = await PGlite.create();
  try {
    await compare(async (sql) => (await database.query<Record<string, unknown>>(sql)).rows);
  } finally {
    await database.close();
  }
}, 60_000);

describe("the system's PostgreSQL", () => {
  const folders = systemBinaries();
  if (folders.length === 0) {
    test("is not there", () => {
      console.log("no PostgreSQL of the system: only version 18 is compared");
      expect(folders).toEqual([]);
    });
  }

  test.each(folders)(
    "%s",
    async (bin) => {
      const server = await startServer(bin);
      const client = new Client(server.config);
      try {
        await client.connect();
        await compare(async (sql) => (await client.query(sql)).rows);
      } finally {
        await client.end();
        await server.stop();
      }
    },
    60_000,
  );
});

test("a name is harmless only when it is known to be", () => {
  for (const name of ["random", "now", "lower", "gen_random_uuid", "currval", "uuid_generate_v4"]) {
    expect(isHarmless(name), name).toBe(true);
  }
  for (const name of ["nextval", "dblink", "table_to_xml", "total_of_order", "", "constructor"]) {
    expect(isHarmless(name), name).toBe(false);
  }
});

test("functions of extensions are known in any schema", () => {
  expect(effectOf({ schema: "extensions", name: "dblink_exec" }, 2)?.isRefused).toBe(true);
  expect(effectOf({ schema: "cron", name: "anything" }, 0)?.isRefused).toBe(true);
  expect(effectOf({ schema: "shop", name: "nextval" }, 1)?.isRefused).toBe(false);
  expect(effectOf({ schema: "shop", name: "total" }, 1)).toBeUndefined();
});
