/**
 * The lock table against servers: every statement of `lock-cases.ts` is predicted from the catalog
 * that the world's own SQL folds into, then run, and the two have to be equal.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyStatements, emptyCatalog } from "../../src/core/sql/apply.ts";
import type { Catalog } from "../../src/core/sql/catalog.ts";
import type { Effects } from "../../src/core/sql/effect.ts";
import { effectsOf } from "../../src/core/sql/effects.ts";
import { lockTable } from "../../src/core/sql/lock-table.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import type { ParseStatement, Statement } from "../../src/core/sql/statement.ts";
import { relabelled } from "../../src/core/sql/type-change.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { differences } from "../../src/proof/compare.ts";
import { observe, observeBlocked, type Session } from "../support/observed-locks.ts";
import { blockedCases, lockCases, zoneCases } from "./lock-cases.ts";
import { realServer, type Server, servers } from "./lock-servers.ts";
import { world } from "./lock-world.ts";

let parse: ParseStatement;
let before: Catalog;
beforeAll(async () => {
  parse = await loadPgParser();
  before = applyStatements(emptyCatalog, readSql(world, parse).statements);
});

describe.each(servers())("on %s", (_, start) => {
  let server: Server;
  let session: Session;
  beforeAll(async () => {
    server = await start();
    session = await server.connect();
    await session.exec(`SET TimeZone = 'UTC'; ${world}`);
  }, 60_000);
  afterAll(() => server.stop());

  test("every statement locks, copies and reads what is predicted", async () => {
    const wrong: string[] = [];
    for (const { sql, since } of lockCases) {
      if (since !== undefined && since > server.version) continue;
      wrong.push(...(await compare(server, session, sql, "UTC")));
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  test("in another time zone, timestamps are copied", async () => {
    const wrong: string[] = [];
    for (const [timeZone, sql] of zoneCases) {
      await session.exec(`SET TimeZone = '${timeZone}'`);
      wrong.push(...(await compare(server, session, sql, timeZone)));
    }
    await session.exec("SET TimeZone = 'UTC'");
    expect(wrong).toEqual([]);
  }, 60_000);

  test("casts without a function are those of pg_cast", async () => {
    const rows = await session.query(
      `SELECT s.typname || ' ' || t.typname AS pair FROM pg_cast
       JOIN pg_type s ON s.oid = castsource JOIN pg_type t ON t.oid = casttarget
       WHERE castmethod = 'b' AND s.typname !~ '^(reg|pg_)' AND t.typname !~ '^(reg|pg_)'`,
    );
    expect(rows.map(({ pair }) => String(pair)).sort()).toEqual([...relabelled].sort());
  });
});

test("statements that run in no transaction lock what is predicted", async () => {
  const server = await realServer();
  const session = await server.connect();
  const [other, watcher] = [await server.connect(), await server.connect()];
  await session.exec(world);
  const wrong: string[] = [];
  for (const one of blockedCases) {
    const locks = await observeBlocked(session, other, watcher, one);
    const { rewrites, scans, ...rest } = predict(one.sql, { postgres: 18 });
    // Half-way through, files are not exchanged yet and rows not all read.
    const predicted = { ...rest, rewrites: [], scans: [] };
    const found = differences(predicted, { locks, rewrites: [], scans: [] });
    wrong.push(...found.map((line) => `${one.sql}: ${line}`));
  }
  await server.stop();
  expect(wrong).toEqual([]);
}, 60_000);

test("every kind of step that locks by itself is tried", () => {
  const statements = [...lockCases, ...blockedCases].map(({ sql }) => one(sql));
  const tried = new Set(statements.flatMap(({ steps }) => steps.map(({ kind }) => kind)));
  const locking = Object.entries(lockTable).filter(([, { mode }]) => mode !== undefined);
  expect(locking.map(([kind]) => kind).filter((kind) => !tried.has(kind as never))).toEqual([]);
  expect(statements.filter(({ problem }) => problem !== undefined)).toEqual([]);
  expect(lockCases.length).toBeGreaterThanOrEqual(400);
});

async function compare(
  server: Server,
  session: Session,
  sql: string,
  timeZone: string,
): Promise<string[]> {
  const observed = await observe(session, sql).catch((error: unknown) => String(error));
  if (typeof observed === "string") return [`${sql}: ${observed}`];
  const predicted = predict(sql, { postgres: server.version, timeZone });
  return differences(predicted, observed).map((line) => `${sql}: ${line}`);
}

function predict(sql: string, settings: Parameters<typeof effectsOf>[2]): Effects {
  return effectsOf(one(sql), before, settings);
}

function one(sql: string): Statement {
  const { statements } = readSql(sql, parse);
  const [statement] = statements;
  if (statement === undefined || statements.length !== 1) throw new Error(`not one: ${sql}`);
  return statement;
}
