/** What may be explained and what is seen in it, as one short line per statement. */
import { describe, expect, test } from "vitest";
import { type Gate, gate, type Passed } from "../../src/core/sql/gate.ts";
import type { Name } from "../../src/core/sql/step.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";

const parse = await loadPgParser();

function told(text: string): string {
  const answer = gate(text, parse);
  return answer.ok ? seen(text, answer) : `no: ${answer.reason}`;
}

function seen(text: string, passed: Passed): string {
  const written = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  const list = (word: string, items: readonly string[]) =>
    items.length > 0 ? [`${word} ${items.join(", ")}`] : [];
  const marks = passed.parameters.map(({ number, at }) => {
    expect(written(at)).toBe(`$${number}`);
    return `${number}`;
  });
  expect(text.startsWith(passed.text, passed.start)).toBe(true);
  return [
    passed.command,
    ...list(
      "writes",
      passed.writes.map(({ command, table }) => `${command} ${dotted(table)}`),
    ),
    ...list("locks", passed.rowLocks),
    ...list("calls", passed.functions.map(dotted)),
    ...list("of", passed.relations.map(dotted)),
    ...list("params", marks),
    ...list(
      "but",
      passed.effects.map(({ function: name, does, at }) => `${name} ${does} [${written(at)}]`),
    ),
  ].join("; ");
}

function dotted({ schema, name }: Name): string {
  return schema === undefined ? name : `${schema}.${name}`;
}

function refusal(text: string): Extract<Gate, { ok: false }> {
  const answer = gate(text, parse);
  if (answer.ok) throw new Error(`let through: ${text}`);
  return answer;
}

describe("what passes", () => {
  test.each([
    ["select 1", "select"],
    ["-- a comment\nselect 1 ; -- and one behind\n/* ; */", "select"],
    ["values ($1), ($2)", "select; params 1, 2"],
    ["table orders", "select; of orders"],
    ["(select 1) union (select 2)", "select"],
    ["select ';' || $$;drop$$ || E'\\';' from a", "select; of a"],
    ["select '$1', $2 /* $3 */ from \"Ä\" where é = $10", "select; of Ä; params 2, 10"],
    ["select '😀', $1::uuid", "select; params 1"],
    ['select "Total"(x), LOWER(y), shop.Price(1)', "select; calls Total, lower, shop.price"],
    [
      "select extract(year from at), at at time zone $1, now(), current_date",
      "select; calls now; params 1",
    ],
    ["select f(x), f(y) from a, a b, public.a", "select; calls f; of a, public.a"],
    ["insert into t select * from s returning f(1)", "insert; writes insert t; calls f; of t, s"],
    [
      "insert into t values (1) on conflict (id) do update set a = (select 1 from u)",
      "insert; writes insert t; of t, u",
    ],
    [
      "update shop.t set a = 1 from u where t.id = u.id",
      "update; writes update shop.t; of shop.t, u",
    ],
    ["delete from t using u", "delete; writes delete t; of t, u"],
    ["merge into t using s on true when matched then delete", "merge; writes merge t; of t, s"],
    [
      "select * from a, b for no key update of a nowait for share skip locked",
      "select; locks FOR NO KEY UPDATE OF a NOWAIT, FOR SHARE SKIP LOCKED; of a, b",
    ],
    [
      "with gone as (delete from a returning *) select * from gone",
      "select; writes delete a; of a",
    ],
    [
      "select * from (with x as (select 1 from b for update) select * from x) y",
      "select; locks FOR UPDATE; of b",
    ],
    ["explain select 1", "select"],
    [
      "EXPLAIN (analyze, format json) -- x\n delete from t where id = $1",
      "delete; writes delete t; of t; params 1",
    ],
    ["explain analyze verbose values (1)", "select"],
    ["explain (select $1) union (select 2)", "select; params 1"],
    ["explain (select 1)", "select"],
  ])("%s", (text, expected) => {
    expect(told(text)).toBe(expected);
  });

  test("of an EXPLAIN the statement behind it is handed on", () => {
    const text = "/* ä */ explain (costs off) select $1 ;";
    expect(gate(text, parse)).toMatchObject({ text: "select $1", start: 28 });
  });
});

describe("the names of WITH hide tables where they can be seen, and only there", () => {
  test.each([
    ["with a as (select * from b) select * from a, c", "b, c"],
    ["with a as (select * from a) select * from a", "a"],
    ["with recursive a as (select * from a) select * from a", ""],
    ["with a as (select * from b), b as (select * from a) select * from b", "b"],
    ["with recursive a as (select * from b), b as (select 1) select * from a", ""],
    ["select * from (with a as (select 1) select * from a) x, a", "a"],
    ["with a as (select 1) select * from public.a", "public.a"],
    ["with a as (select 1) select 1 union select 2 from a", ""],
    ["with a as (select 1) select (select 1 from a where exists (table a))", ""],
    ["with a as (select 1) insert into a select * from a", "a"],
    ["with a as (with b as (select 1) select * from b) select * from b", "b"],
    ["with a as (select 1) select * from (with b as (table a) select * from b, a) x", ""],
    ["select * from t a for update of a", "t"],
  ])("%s", (text, expected) => {
    const answer = gate(text, parse);
    expect(answer.ok && answer.relations.map(dotted).join(", ")).toBe(expected);
  });
});

describe("effects beyond a rollback", () => {
  test.each([
    ["select nextval('s')", "calls nextval; but nextval moves a sequence [nextval]"],
    [
      "select pg_catalog . \"nextval\" ('s')",
      'calls pg_catalog.nextval; but nextval moves a sequence [pg_catalog . "nextval"]',
    ],
    [
      "select U&\"\\006eextval\"('s')",
      'calls nextval; but nextval moves a sequence [U&"\\006eextval"]',
    ],
    ["select x.nextval from cast('s' as regclass) x", "but nextval moves a sequence [x.nextval]"],
    [
      "select ('s'::regclass).nextval",
      "but nextval moves a sequence [select ('s'::regclass).nextval]",
    ],
    ["select /* é */ PG_SLEEP(1)", "calls pg_sleep; but pg_sleep waits [PG_SLEEP]"],
    [
      "select set_config('a.b', '1', false)",
      "calls set_config; but set_config changes settings of the session [set_config]",
    ],
    [
      "select ts_rewrite(a, b, c), random(), gen_random_uuid()",
      "calls ts_rewrite, random, gen_random_uuid",
    ],
    [
      "select lo_get(1), lo_unlink(2)",
      "calls lo_get, lo_unlink; but lo_unlink writes large objects [lo_unlink]",
    ],
  ])("%s", (text, expected) => {
    expect(told(text)).toBe(`select; ${expected}`);
  });

  test.each([
    [
      "select pg_terminate_backend(1)",
      "pg_terminate_backend acts on other sessions",
      "pg_terminate_backend",
    ],
    [
      "with a as (select public.dblink('x', 'y')) select 1",
      "dblink reaches other servers",
      "public.dblink",
    ],
    [
      "insert into t select pg_read_file('/etc/passwd')",
      "pg_read_file reads or writes files of the server",
      "pg_read_file",
    ],
    [
      "select 1 from t where a = table_to_xml('t', true, true, '')::text",
      "table_to_xml runs queries of its own",
      "table_to_xml",
    ],
    [
      "select cron.schedule('* * * * *', 'x')",
      "schedule works outside of the database",
      "cron.schedule",
    ],
    [
      "select 1 order by lo_import('/x')",
      "lo_import reads or writes files of the server",
      "lo_import",
    ],
    [
      "select binary_upgrade_set_next_pg_type_oid(1)",
      "binary_upgrade_set_next_pg_type_oid writes the catalogs",
      "binary_upgrade_set_next_pg_type_oid",
    ],
  ])("%s is refused", (text, reason, place) => {
    const answer = refusal(text);
    expect(answer.reason).toBe(`${reason}: not even planned here`);
    expect(text.slice(answer.at.start, answer.at.end)).toBe(place);
  });
});

describe("what is refused", () => {
  test.each([
    ["", "There is no statement here", ""],
    ["-- nothing\n;", "There is no statement here", "-- nothing\n;"],
    [
      "select 1; drop table a",
      "These are 2 statements: one at a time can be explained",
      "drop table a",
    ],
    ["select 1;\0", "A NUL character is not allowed in SQL", "\0"],
    ["select '\ud800'", "Half a character (a lone surrogate) is not allowed in SQL", "\ud800"],
    [
      "\\copy a from 'x'",
      "A command of psql is not SQL: select the query alone",
      "\\copy a from 'x'",
    ],
    [
      "select 1 \\gexec",
      "A command of psql is not SQL: select the query alone",
      "select 1 \\gexec",
    ],
    [
      "copy a from stdin;\n1\n\\.\n",
      "COPY is not explained: a query in its parentheses can be selected and explained",
      "copy a from stdin",
    ],
    [
      "copy (select 1) to program 'x'",
      "COPY is not explained: a query in its parentheses can be selected and explained",
      "copy (select 1) to program 'x'",
    ],
    [
      "do $$ begin delete from a; end $$",
      "DO runs a program: select one of the queries in it, without its variables",
      "do $$ begin delete from a; end $$",
    ],
    ["call p()", "CALL runs a procedure: explain the queries in it one by one", "call p()"],
    [
      "execute p(1)",
      "EXECUTE runs what was prepared elsewhere: explain that statement",
      "execute p(1)",
    ],
    [
      "prepare p as select 1",
      "PREPARE only keeps a statement: select the one behind AS to explain it",
      "prepare p as select 1",
    ],
    [
      "create table t as select 1",
      "CREATE … AS makes a table or view: select the query behind AS to explain it",
      "create table t as select 1",
    ],
    [
      "create materialized view t as select 1",
      "CREATE … AS makes a table or view: select the query behind AS to explain it",
      "create materialized view t as select 1",
    ],
    [
      "explain analyze create table t as select 1",
      "CREATE … AS makes a table or view: select the query behind AS to explain it",
      "create table t as select 1",
    ],
    [
      "explain execute p",
      "EXECUTE runs what was prepared elsewhere: explain that statement",
      "execute p",
    ],
    [
      "declare c cursor for select 1",
      "DECLARE makes a cursor: select the query behind FOR to explain it",
      "declare c cursor for select 1",
    ],
    [
      "select 1 into t",
      "SELECT … INTO makes a table: leave INTO out to explain the query",
      "select 1 into t",
    ],
    [
      "with x as (select 1 into t) select 1",
      "SELECT … INTO makes a table: leave INTO out to explain the query",
      "with x as (select 1 into t) select 1",
    ],
    ["set role x", "SET and RESET change settings and have no plan", "set role x"],
    ["begin", "A command of transactions has no plan: select a query between them", "begin"],
    [
      "listen x",
      "Only SELECT, INSERT, UPDATE, DELETE and MERGE can be explained, not LISTEN",
      "listen x",
    ],
    [
      "create or replace unique index a on b (c)",
      'PostgreSQL cannot read it: syntax error at or near "unique"',
      "unique",
    ],
    [
      "create unique index a on b (c)",
      "Only SELECT, INSERT, UPDATE, DELETE and MERGE can be explained, not CREATE INDEX",
      "create unique index a on b (c)",
    ],
    [
      "vacuum a",
      "Only SELECT, INSERT, UPDATE, DELETE and MERGE can be explained, not VACUUM",
      "vacuum a",
    ],
    ["select '😀' fromm a b c", 'PostgreSQL cannot read it: syntax error at or near "a"', "a"],
    [
      "select * from a $1",
      "What the code puts in place of $1 is not known, and a value cannot stand there",
      "$1",
    ],
    ["select $0", "There is no parameter $0: they count from $1 to $65535", "$0"],
    ["select $70000", "There is no parameter $70000: they count from $1 to $65535", "$70000"],
    ["explain", "PostgreSQL cannot read it: syntax error at end of input", ""],
  ])("%s", (text, reason, place) => {
    const answer = refusal(text);
    expect(answer.reason).toBe(reason);
    expect(text.slice(answer.at.start, answer.at.end)).toBe(place);
  });

  test("what is too long, with its length", () => {
    const { reason } = refusal(`select '${"x".repeat(1_000_000)}'`);
    expect(reason).toBe("The text has 1,000,009 characters: up to 1,000,000 are explained");
  });
});

describe("any text at all", () => {
  test("a list of 150,000 rows is read", () => {
    const rows = Array.from({ length: 150_000 }, () => "($1)").join(",");
    const answer = gate(`insert into t values ${rows}`, parse);
    expect(answer.ok && answer.parameters.length).toBe(150_000);
  }, 30_000);

  test("deep nesting is answered, not thrown at", () => {
    for (const depth of [100, 1000, 20_000]) {
      const text = `select ${"(".repeat(depth)}1${")".repeat(depth)}`;
      const answer = gate(text, parse);
      if (!answer.ok) expect(answer.reason).toMatch(/deep|stack|memory/);
    }
  });

  test("pieces of SQL in any order are answered, with places inside the text", async () => {
    const parts = `select|$1|;|--|/*|*/|'|"|$$|$a$|E'|\\|(|)|with a as|delete from t|nextval('s')|
      explain|into|é|😀|\ud800|U&"|,|from|values|copy|stdin|:x|::int|[|]|.|*|for update`.split("|");
    // A fixed sequence: what fails once fails again.
    let state = 12_345;
    const next = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * below);
    };
    let passed = 0;
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: 1 + next(8) }, () => parts[next(parts.length)]).join(" ");
      const answer = gate(text, parse);
      if (answer.ok) {
        passed++;
        expect(text.startsWith(answer.text, answer.start)).toBe(true);
      } else {
        expect(answer.at.start).toBeGreaterThanOrEqual(0);
        expect(answer.at.end).toBeLessThanOrEqual(text.length);
        expect(answer.at.start).toBeLessThanOrEqual(answer.at.end);
        expect(answer.reason).toMatch(/^\S.*[^.\s]$/s);
      }
    }
    expect(passed).toBeGreaterThan(20);
  });
});
