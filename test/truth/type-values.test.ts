/**
 * Where a change of type is called safe, PostgreSQL agrees: the largest, longest and finest values
 * of the old type all pass, and come back as they were.
 */
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyStatements, emptyCatalog } from "../../src/core/sql/apply.ts";
import type { Effects } from "../../src/core/sql/effect.ts";
import { effectsOf } from "../../src/core/sql/effects.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import type { ParseStatement } from "../../src/core/sql/statement.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";

let parse: ParseStatement;
let db: PGlite;
beforeAll(async () => {
  parse = await loadPgParser();
  db = await PGlite.create();
  await db.exec(`SET TimeZone = 'UTC'; ${enums}`);
}, 60_000);
afterAll(() => db.close());

const enums = `CREATE TYPE mood AS ENUM ('low', 'high'); CREATE TYPE mood_more AS ENUM ('high', 'low', 'mid'); CREATE TYPE mood_less AS ENUM ('low');`;

const samples: Readonly<Record<string, readonly string[]>> = {
  int2: ["'-32768'", "'32767'"],
  int4: ["'-2147483648'", "'2147483647'", "'16777217'"],
  int8: ["'-9223372036854775808'", "'9223372036854775807'", "'9007199254740993'"],
  "numeric(10,4)": ["'999999.9999'", "'-0.0001'"],
  "numeric(5,0)": ["'99999'"],
  numeric: ["'12345678901234567890.123456789'", "'NaN'"],
  float4: ["'3.4e38'", "'0.1'", "'Infinity'"],
  float8: ["'1e300'", "'0.1'", "'NaN'"],
  text: ["repeat('x', 300)", "'12'", "''", "'é'"],
  "varchar(10)": ["'abcdefghij'", "'12'"],
  varchar: ["repeat('y', 300)"],
  "char(5)": ["'abcde'", "'1'"],
  bool: ["'true'", "'false'"],
  uuid: ["'ffffffff-ffff-ffff-ffff-ffffffffffff'"],
  date: ["'2024-02-29'", "'9999-12-31'"],
  "timestamp(3)": ["'2024-02-29 23:59:59.999'"],
  timestamp: ["'2024-02-29 23:59:59.999999'"],
  "timestamptz(3)": ["'2024-02-29 23:59:59.999+00'"],
  timestamptz: ["'2024-02-29 23:59:59.999999+05'"],
  "time(3)": ["'23:59:59.999'"],
  time: ["'23:59:59.999999'"],
  interval: ["'178956970 years'", "'1 day 00:00:00.123456'"],
  json: [`'{"a":1, "a":2}'`, `'{"b":"\\u0000"}'`],
  jsonb: [`'{"a":1}'`],
  inet: ["'10.1.2.3/8'", "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127'"],
  cidr: ["'10.0.0.0/8'"],
  "bit(5)": ["'10101'"],
  "varbit(5)": ["'101'", "'10101'"],
  oid: ["'4294967295'"],
  bytea: ["'\\xff00'"],
  mood: ["'low'", "'high'"],
  "text[]": ["'{a,NULL}'"],
  "int4[]": ["'{1,2147483647}'"],
};

const targets = [
  ...Object.keys(samples),
  ...["varchar(3)", "varchar(36)", "varchar(64)", "char(10)", "numeric(12,4)", "numeric(10,2)"],
  ...["numeric(8,4)", "numeric(65,30)", "numeric(19,0)", "numeric(10,0)", "timestamp(0)"],
  ...["timestamptz(6)", "timetz", "interval(3)", "varbit(3)", "varbit(10)", "mood_more"],
  ...["mood_less", "varchar(3)[]", "int8[]"],
];

test("what is called safe is safe", async () => {
  const wrong: string[] = [];
  let safe = 0;
  for (const { from, values, alter } of changes()) {
    const told = predict(`CREATE TABLE t (c ${from}, o ${from})`, alter);
    const mayFail = told.risks.some(({ kind }) => kind === "uncastable");
    const mayLose = told.losses.length > 0;
    if (mayFail && mayLose) continue;
    const happened = await tryIt(from, values, alter);
    if (happened === "no cast") continue;
    safe++;
    const isWrong = (happened === "fails" && !mayFail) || (happened === "loses" && !mayLose);
    if (isWrong) wrong.push(`${from}: ${alter} ${happened}`);
  }
  expect(wrong).toEqual([]);
  expect(safe).toBeGreaterThan(300);
}, 60_000);

function changes() {
  return Object.entries(samples).flatMap(([from, values]) =>
    targets.flatMap((to) => {
      const plain = `ALTER TABLE t ALTER COLUMN c TYPE ${to}`;
      const written = [plain, `${plain} USING c::${to}`];
      if (throughText.has(from)) written.push(`${plain} USING (c::text::${to})`);
      return written.map((alter) => ({ from, values, alter }));
    }),
  );
}

const throughText: ReadonlySet<string> = new Set(["mood", "int4", "varchar(10)", "bool", "bit(5)"]);

function predict(create: string, alter: string): Effects {
  const statements = readSql(`${enums} ${create}; ${alter}`, parse).statements;
  const last = statements.at(-1);
  if (last === undefined) throw new Error(alter);
  const before = applyStatements(emptyCatalog, statements.slice(0, -1));
  return effectsOf(last, before, { postgres: 18, timeZone: "UTC" });
}

/** `no cast`: PostgreSQL refuses the change for an empty table as well. */
async function tryIt(
  from: string,
  values: readonly string[],
  alter: string,
): Promise<"no cast" | "fails" | "loses" | "passes"> {
  await db.exec(`BEGIN; CREATE TABLE t (c ${from}, o ${from})`);
  try {
    await db.exec("SAVEPOINT empty");
    if (!(await passes(alter))) return "no cast";
    await db.exec("ROLLBACK TO empty");
    for (const value of values) {
      await db.exec(`INSERT INTO t SELECT v, v FROM (SELECT ${value}::${from} AS v) one`);
    }
    if (!(await passes(alter))) return "fails";
    const base = from.replace("char(5)", "bpchar");
    const back = `SELECT FROM t WHERE c::text::${base}::text IS DISTINCT FROM o::text`;
    const changed = await db
      .query(direct.has(from) ? back.replace("::text::", "::") : back)
      .catch(() => undefined);
    return changed === undefined || changed.rows.length > 0 ? "loses" : "passes";
  } finally {
    await db.exec("ROLLBACK");
  }
}

/** Values whose text under the new type is written in another way, though nothing is lost. */
const direct: ReadonlySet<string> = new Set(
  [
    "int2",
    "int4",
    "int8",
    "numeric(10,4)",
    "numeric(5,0)",
    "numeric",
    "date",
    "bool",
    "oid",
  ].concat(
    ["timestamp(3)", "timestamp", "timestamptz(3)", "timestamptz", "time(3)", "time"],
    ["float4", "float8", "cidr", "inet"],
  ),
);

async function passes(sql: string): Promise<boolean> {
  return db.exec(sql).then(
    () => true,
    () => false,
  );
}
