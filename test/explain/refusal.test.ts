/** What servers say against explaining, in words that help; and placeholders, found as the gate finds them. */
import { describe, expect, test } from "vitest";
import { gate } from "../../src/core/sql/gate.ts";
import { unreadablePlans } from "../../src/database/explain-servers.ts";
import {
  explainOptions,
  isAskable,
  isControl,
  startHere,
} from "../../src/database/explain-texts.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import {
  placesIn,
  safeType,
  typedValue,
  withWritten,
} from "../../src/explain/explain-parameters.ts";
import { explainRefusal } from "../../src/explain/explain-refusal.ts";
import { hostileInputs } from "../support/hostile-sql.ts";

const parse = await loadPgParser();

test.each<[string, string, RegExp, RegExp]>([
  ["42P01", 'relation "x" does not exist', /^relation "x" does not exist$/, /right database/],
  ["42703", 'column "x" does not exist', /^column "x"/, /migration/],
  ["42883", "operator does not exist: text = integer", /^operator/, /needs a cast/],
  ["42P18", "could not determine data type of parameter $3", /the type of \$3$/, /\$1::integer/],
  ["42501", "permission denied for table x", /may not do that: permission denied/, /privileges/],
  ["25006", "cannot execute INSERT in a read-only transaction", /held to reading$/, /disposable/],
  ["55P03", "canceling statement due to lock timeout", /holds a lock/, /try again/],
  ["40P01", "deadlock detected", /waited for each other$/, /Try again/],
  ["53200", "out of memory", /run out of memory$/, /without running/],
  ["54001", "stack depth limit exceeded", /nested too deeply/, /max_stack_depth/],
  ["57P01", "terminating connection due to administrator command", /went down/, /anew/],
  ["57P02", "crash", /went down/, /anew/],
  ["stopped", "The connection has ended", /^The connection has ended$/, /anew/],
  ["22P02", 'invalid input syntax for type integer: "x"', /does not fit: invalid/, /parameters/],
])("%s is told in words", (code, message, words, hint) => {
  const told = explainRefusal({ ok: false, code, message, offset: 3 });
  expect(told).toMatchObject({ ok: false, code, offset: 3 });
  expect(told.message).toMatch(words);
  expect(told.message).not.toMatch(/\.$/);
  expect(told.hint).toMatch(hint);
  // What the server said is still there.
  expect(`${told.message} ${told.detail}`).toContain(message);
});

test("what needs no other words stays as it is, and hints of the server stay in front", () => {
  const plain = { ok: false, code: "57014", message: "Cancelled" } as const;
  expect(explainRefusal(plain)).toBe(plain);
  const hinted = { ok: false, code: "42703", message: "no", hint: "Perhaps you meant y." } as const;
  expect(explainRefusal(hinted).hint).toMatch(/^Perhaps you meant y\. Is this/);
});

test.each([
  ["PostgreSQL 12.1", 12, false, undefined],
  [
    "PostgreSQL 11.4",
    11,
    false,
    /^PostgreSQL 11\.4 is too old: plans are read from PostgreSQL 12 on$/,
  ],
  ["CockroachDB", 13, true, /^CockroachDB has its own EXPLAIN: /],
  ["Redshift", 8, true, /^Redshift has its own EXPLAIN: /],
  ["RisingWave", 13, true, /has its own EXPLAIN/],
  ["-YB-", 15, true, undefined],
  ["Greenplum", 9, true, /^Greenplum \(PostgreSQL 9\) is too old/],
])("%s %i", (name, postgres, isOther, words) => {
  const refusal = unreadablePlans({ name, postgres, isOther });
  if (words === undefined) expect(refusal).toBeUndefined();
  else expect(refusal?.message).toMatch(words);
});

describe("placeholders", () => {
  test("are found where the gate finds them", () => {
    let found = 0;
    const more = [
      "SELECT '$1', $2, \"$3\", $$ $4 $$, $a$ $5 $a$, E'\\'$6', $7 -- $8",
      "SELECT $1[1], ($2).a, $3::int, a$4, U&'$5', N'$6', $7e FROM t",
      "SELECT '\ud83d\ude00', $1, '\ud83d\ude00$2' || $3",
    ].map((sql) => ({ sql }));
    for (const { sql } of [...hostileInputs("/tmp"), ...more]) {
      const passed = gate(sql, parse);
      if (!passed.ok) continue;
      const { start } = passed;
      const own = placesIn(passed.text);
      found += own.length;
      expect(own, sql.slice(0, 200)).toEqual(
        passed.parameters.map(({ number, at }) => ({
          number,
          start: at.start - start,
          end: at.end - start,
        })),
      );
    }
    expect(found).toBeGreaterThan(100);
  });

  test("give way to values, which stay values", () => {
    const sql = "SELECT $1, '$1', $2 || $1";
    const written = withWritten(sql, placesIn(sql), (number) =>
      number === 1 ? typedValue("a'b\\", "text") : undefined,
    );
    expect(written).toBe("SELECT ('a''b\\'::text), '$1', $2 || ('a''b\\'::text)");
    expect(gate(written, parse)).toMatchObject({ ok: true, parameters: [{ number: 2 }] });
  });
});

test.each<[string, boolean]>([
  ["int4", true],
  ["character varying(20)", true],
  ["timestamp(3) with time zone", true],
  ["double precision[]", true],
  ['app."My ""Type"""[][]', true],
  ["int4; DROP TABLE x", false],
  ["int4) AS SELECT 1 --", false],
  ["text/**/", false],
  ['"open', false],
  ["", false],
])("the type %s may stand in SQL: %s", (type, expected) => {
  expect(safeType(type)).toBe(expected ? type : undefined);
});

describe("texts that a session lets through", () => {
  const json = explainOptions(["VERBOSE"]);
  test.each<[string, "plan" | "run", boolean]>([
    [`${json} SELECT 1`, "plan", true],
    [`${explainOptions(["ANALYZE"])} SELECT 1`, "plan", false],
    [`${explainOptions(["ANALYZE"])} SELECT 1`, "run", true],
    ["EXPLAIN (FORMAT JSON, VERBOSE ) SELECT 1", "plan", false],
    ["EXPLAIN (FORMAT JSON, analyze) SELECT 1", "plan", false],
    ["EXPLAIN ANALYZE SELECT 1", "run", false],
    ["explain analyze SELECT 1", "run", false],
    ["(explain analyze SELECT 1)", "run", false],
    ["-- \nexplain analyze SELECT 1", "run", false],
    ["PREPARE architect_query AS SELECT 1", "plan", true],
    ["PREPARE architect_query2 AS SELECT 1", "plan", false],
    ["EXECUTE architect_query", "run", false],
    ["SELECT 1", "plan", true],
    ["COMMIT", "run", false],
    ["SET ROLE x", "run", false],
  ])("%s for a %s: %s", (text, mode, expected) => {
    expect(isAskable(text, mode)).toBe(expected);
  });

  test.each<[string, boolean]>([
    [startHere("auto"), true],
    [`${explainOptions(["VERBOSE", "GENERIC_PLAN"])} SELECT $1`, true],
    [`${explainOptions(["GENERIC_PLAN", "ANALYZE"])} SELECT $1`, false],
    [`${json} SELECT 1`, false],
    ["ROLLBACK", false],
    [`${startHere("auto")}; COMMIT`, false],
    ["SELECT 1", false],
  ])("%s as a script: %s", (text, expected) => {
    expect(isControl(text)).toBe(expected);
  });
});
