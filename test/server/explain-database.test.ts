/** Queries explained on a connected database through the language server; its password is said nowhere. */
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { CancellationTokenSource } from "vscode-languageserver/node";
import {
  type DatabaseCandidateLine,
  databaseCandidates,
  databasesChanged,
} from "../../src/protocol/databases.ts";
import type { ExplainRequest, PlanPage } from "../../src/protocol/plans.ts";
import { authority, password } from "../support/database-server.ts";
import { type Between, blackHole } from "../support/proxies.ts";
import { temporaryFolders } from "../support/temp-folder.ts";
import { openShop, type Shop, textFrom } from "./connected-editor.ts";

const folder = temporaryFolders();
const kept = 1_500;
const printed = [
  ...(["log", "info", "warn", "error", "debug"] as const).map((name) => vi.spyOn(console, name)),
  vi.spyOn(process.stdout, "write"),
  vi.spyOn(process.stderr, "write"),
];
let shop: Shop;

beforeAll(async () => {
  shop = await openShop(folder, { connect: 1_500, statement: 2_000, run: 2_500 }, kept);
}, 60_000);
afterAll(() => shop.stop(), 20_000);

const ofCustomer = "SELECT id, total FROM orders WHERE customer_id = $1";
const endless = "SELECT count(*) FROM generate_series(1, 2000000000)";
const run = { mode: "run", agreed: ["run-reads"] } as const;
const write = { mode: "run", agreed: ["run-writes"] } as const;

async function failureOf(text: string, more?: Partial<ExplainRequest>) {
  const page = await shop.page(text, more);
  expect(page.result).toBeUndefined();
  return page.failure;
}

/** What is there, and what a rolled back write would leave behind. */
async function state() {
  const answer = await shop.admin.query(
    `SELECT (SELECT sum(total) FROM orders), (SELECT count(*) FROM orders), (SELECT last_value FROM orders_id_seq)`,
  );
  return answer.ok ? answer.rows[0] : answer;
}

function planOf({ result }: PlanPage): Record<string, unknown> {
  const [{ Plan: plan }] = JSON.parse(result?.json ?? "[{}]");
  return plan;
}

const running = async () => (await shop.ours()).filter((one) => !one.startsWith("idle:")).length;

describe("a connected database", () => {
  test("is what queries are explained on, unless another one is chosen", async () => {
    const uri = shop.file("prisma/schema.prisma");
    const [candidate] = await shop.editor.ask<DatabaseCandidateLine[]>(databaseCandidates, { uri });
    expect(candidate?.name).toBe("SHOP_DATABASE");
    expect(await shop.connect({ kind: "candidate", id: candidate?.id })).toMatchObject({
      ok: true,
      state: { label: "staging", database: "app" },
    });
    await shop.editor.until(() => shop.editor.told(databasesChanged) > 0);

    const generic = await shop.page(ofCustomer);
    expect(generic.failure).toBeUndefined();
    const title = expect.stringMatching(/^app on PostgreSQL 18/);
    const line = { kind: "database", title, detail: "not encrypted", label: "staging" };
    expect(generic.target).toEqual(line);
    expect(generic.targets.at(-1)).toEqual(line);
    expect(generic).toMatchObject({
      parameters: [{ number: 1, name: "$1", type: "integer", value: false }],
      assumed: [],
      history: [],
      canRun: { isAllowed: true },
      schemaUri: uri,
      result: { isGeneric: true, mode: "plan", executionTimes: [] },
    });
    expect(generic.result?.options).toContain("GENERIC_PLAN");
    expect(generic.result?.findings.map(({ rule }) => rule)).toContain(
      "foreign-key-lookup-without-index",
    );

    const valued = await shop.page(ofCustomer, { values: ["7"] });
    expect(valued.result).toMatchObject({ isGeneric: false, mode: "plan" });
    expect(valued.result?.json).toContain("customer_id = 7");
    expect(valued.history).toHaveLength(1);

    const unsaved = await shop.page(ofCustomer, { uri: "untitled:Untitled-1", values: [null] });
    expect(unsaved.target).toEqual(line);
    expect(unsaved.parameters[0]?.value).toBeNull();
    expect(unsaved.failure).toBeUndefined();

    const embedded = await shop.page(ofCustomer, { target: "embedded" });
    expect(embedded.target.kind).toBe("embedded");
    // Estimated by the database that is connected.
    expect(embedded.assumed).toMatchObject([{ table: "public.orders", rows: 50_000 }]);
  }, 20_000);

  test("runs queries that read after one question", async () => {
    const wish = { mode: "run", values: ["7"], times: 5 } as const;
    const question = await shop.ask(ofCustomer, wish);
    expect(question).toMatchObject({
      kind: "question",
      key: "run-reads",
      isLasting: true,
      question: expect.stringContaining("(staging)"),
      schemaUri: shop.file("prisma/schema.prisma"),
    });
    const measured = await shop.page(ofCustomer, { ...wish, ...run });
    expect(measured.failure).toBeUndefined();
    expect(measured.result).toMatchObject({ mode: "run", isGeneric: false });
    expect(measured.result?.executionTimes).toHaveLength(5);
    expect(planOf(measured)["Actual Rows"]).toBe(100);
    expect((await failureOf(ofCustomer, run))?.reason).toBe("To run it, $1 needs a value");
  });

  test("runs nothing when it is called production, and then something again", async () => {
    await shop.relabel("production");
    const planned = await shop.page(ofCustomer);
    expect(planned.result?.isGeneric).toBe(true);
    expect(planned.target.label).toBe("production");
    expect(planned.canRun).toEqual({
      isAllowed: false,
      reason: expect.stringMatching(/^Nothing is run on a database labelled production/),
    });
    const agreed = ["run-reads", "run-writes"];
    for (const sql of ["SELECT 1", "UPDATE orders SET total = 1", endless]) {
      expect((await failureOf(sql, { mode: "run", agreed }))?.reason).toBe(planned.canRun.reason);
    }
    await shop.relabel("staging");
    expect((await shop.page("SELECT 1", run)).result?.mode).toBe("run");
  });

  test("plans writes and row locks, and runs them only where all may be thrown away", async () => {
    const before = await state();
    const update = "UPDATE orders SET total = total + 1 WHERE id = $1 RETURNING total";
    const insert = "INSERT INTO orders (customer_id, total) VALUES (1, 2)";
    const lock = "SELECT id FROM orders WHERE id = 3 FOR UPDATE";
    for (const sql of [update, insert, lock]) {
      const planned = await shop.page(sql);
      expect(planned.failure).toBeUndefined();
      expect(planned.result?.mode).toBe("plan");
      expect(planned.canRun.isAllowed).toBe(false);
      const agreed = ["run-reads", "run-writes"];
      expect((await failureOf(sql, { mode: "run", values: ["3"], agreed }))?.reason).toMatch(
        /^Running it here (writes to orders|locks rows).*: that is done in the embedded database only, or in one labelled disposable$/,
      );
    }

    await shop.relabel("disposable");
    expect((await shop.page(update)).canRun.isAllowed).toBe(true);
    const moved = "Sequences move and are not moved back: public.orders_id_seq";
    for (const [sql, sequence] of [
      [update, "No sequence moves"],
      [insert, moved],
    ] as const) {
      // Agreeing to reads says nothing about writes.
      const question = await shop.ask(sql, { mode: "run", values: ["3"], agreed: ["run-reads"] });
      expect(question).toMatchObject({
        kind: "question",
        key: "run-writes",
        isLasting: false,
        question: "Running it writes to orders. Run it and roll it back?",
      });
      const detail = question.kind === "question" ? question.detail : "";
      expect(detail).toContain("note_order on public.orders (public.noted)");
      expect(detail).toContain(sequence);
    }
    expect(await state()).toEqual(before);
    const updated = await shop.page(update, { ...write, values: ["3"], times: 2 });
    expect(updated.result).toMatchObject({
      mode: "run",
      executionTimes: [expect.any(Number), expect.any(Number)],
    });
    expect(planOf(updated)).toMatchObject({ Operation: "Update", "Actual Rows": 1 });
    expect(updated.result?.json).toContain('"Trigger Name": "note_order"');
    expect(await state()).toEqual(before);

    expect((await shop.page(insert, write)).result?.mode).toBe("run");
    expect(await state()).toEqual([before?.[0 as never], before?.[1 as never], "50001"]);
    expect(planOf(await shop.page(lock, write))).toMatchObject({ "Node Type": "LockRows" });
    await shop.relabel("staging");
  });

  test.each([
    ["SELECT settle()", /calls public\.settle\(\), which may do anything/],
    ["SELECT * FROM settled", /calls public\.settle\(\) through the view public\.settled/],
    ["SELECT nextval('orders_id_seq')", /nextval.*which rolling back does not undo/],
    ["SELECT pg_advisory_lock(1)", /pg_advisory_lock.*which rolling back does not undo/],
  ])("plans %s, and does not run it", async (sql, reason) => {
    const before = await state();
    expect((await shop.page(sql)).failure).toBeUndefined();
    expect((await failureOf(sql, run))?.reason).toMatch(reason);
    expect(await state()).toEqual(before);
  });

  test("is not asked from a workspace that is not trusted", async () => {
    await expect.poll(shop.ours, { timeout: 10_000 }).toEqual([]);
    for (const mode of ["plan", "run"] as const) {
      const failure = await failureOf(ofCustomer, { ...run, mode, isTrusted: false });
      expect(failure?.reason).toMatch(/workspace that is not trusted$/);
      expect(failure?.hint).not.toBe("");
    }
    expect(await shop.ours()).toEqual([]);
    const embedded = await shop.page(ofCustomer, { target: "embedded", isTrusted: false });
    expect(embedded.failure).toBeUndefined();
  });
});

test("a label stays with the database that it was put on", async () => {
  await shop.server.admin.exec("CREATE DATABASE precious OWNER owner");
  await shop.relabel("disposable");
  expect((await shop.page("SELECT 1", run)).result?.mode).toBe("run");
  writeFileSync(shop.env, `SHOP_DATABASE="${shop.server.urlOf().replace("/app", "/precious")}"\n`);
  const planned = await shop.page("SELECT 1");
  expect(planned.target).toMatchObject({ title: expect.stringMatching(/^precious on/) });
  expect(planned.target.label).toBeUndefined();
  expect(planned.canRun).toEqual({
    isAllowed: false,
    reason: expect.stringMatching(/^The URL leads to another database than when the label was/),
  });
  const hidden = "WITH t AS (DELETE FROM pg_class RETURNING 1) SELECT * FROM t";
  for (const sql of ["SELECT 1", hidden]) {
    const agreed = ["run-reads", "run-writes"];
    expect((await failureOf(sql, { mode: "run", agreed }))?.reason).toBe(planned.canRun.reason);
  }
  // Who asks there, and how, does not matter.
  writeFileSync(shop.env, `SHOP_DATABASE="${shop.server.urlOf("?connect_timeout=3")}"\n`);
  expect((await shop.page("SELECT 1", run)).target.label).toBe("disposable");
  await shop.relabel("staging");
});

describe("what the server says against a query", () => {
  test.each([
    ["SELECT * FROM nowhere", /relation "nowhere" does not exist/, "nowhere", /migration/],
    ["SELECT 'é😀' AS a,\n  totl FROM orders", /column "totl" does not exist/, "totl", /migration/],
    ["-- 😀\nSELECT 1;\n/* é */ SELECT id, totl FROM orders", /"totl"/, "totl", /migration/],
    [`${ofCustomer} AND totl = $2`, /"totl"/, "totl", /migration/],
    ["SELECT lower(total) FROM orders", /lower\(integer\) does not exist/, "lower", /cast/],
    ["SELECT $1 IS NULL", /cannot tell the type of \$1/, "", /\$1::integer/],
    [
      "SELECT id FROM payroll",
      /may not do that: permission denied for table payroll/,
      "",
      /privileges/,
    ],
    ["SELECT 1 / 0", /A value does not fit: division by zero/, "", /values/],
    ["SELECT DISTINCT id FROM orders ORDER BY total", /SELECT DISTINCT/, "total", /^$/],
  ])("%s", async (text, reason, place, hint) => {
    const start = text.lastIndexOf("SELECT");
    for (const more of [{}, { values: ["1", "2"] }, { ...run, values: ["1", "2"] }]) {
      const failure = await failureOf(text, { start, ...more });
      expect(failure?.reason).toMatch(reason);
      expect(failure?.hint).toMatch(hint);
      if (place === "") expect(failure?.range).toBeUndefined();
      else expect(textFrom(text, failure?.range).startsWith(place)).toBe(true);
    }
  });

  test("is shown where it stands in code", async () => {
    const code = { uri: shop.file("src/orders.ts"), languageId: "typescript" };
    const put = (expression: string) => `$\{${expression}}`;
    const text = [
      `const open = Prisma.sql\`AND "totl" > ${put("least")}\`; // é😀`,
      "const rows = await prisma.$queryRaw`",
      `  SELECT id FROM orders -- ${put("comment")}`,
      `  WHERE customer_id = ${put("user.id")} ${put("open")}\`;`,
      'await pool.query("SELECT id,\\n \\u0074otl FROM orders WHERE id = $1", [4]);',
    ].join("\n");
    const joined = { ...code, start: text.indexOf("SELECT id FROM") };
    for (const values of [[], ["1", "2"]]) {
      const failure = await failureOf(text, { ...joined, values });
      expect(failure?.reason).toMatch(/column "totl" does not exist/);
      expect(textFrom(text, failure?.range)).toMatch(/^"totl" > /);
    }
    const escaped = await failureOf(text, { ...code, start: text.indexOf("SELECT id,") });
    expect(escaped?.reason).toMatch(/column "totl" does not exist/);
    expect(textFrom(text, escaped?.range)).toMatch(/^\\u0074otl/);

    const broken = text.replace("SELECT id FROM", "SELECT id FORM");
    const refused = await shop.ask(broken, joined);
    expect(refused).toMatchObject({
      kind: "refused",
      reason: expect.stringMatching(/syntax error/),
    });
    const range = refused.kind === "refused" ? refused.range : undefined;
    expect(textFrom(broken, range)).toMatch(/^(FORM|orders)/);
  });
});

test("what a database itself says of the password is not passed on", async () => {
  const url = shop.server.urlOf();
  const made = await shop.admin.exec(`
    CREATE FUNCTION tell() RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$BEGIN
      RAISE NOTICE 'It is % at %', '${password}', '${url}'; RETURN 1; END$$;
    CREATE FUNCTION fail() RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$BEGIN
      RAISE EXCEPTION 'It is %', '${password}' USING DETAIL = '${url}', HINT = '${encodeURIComponent(password)}'; END$$`);
  expect(made.ok).toBe(true);
  for (const more of [{}, run]) {
    const told = await shop.page("SELECT tell()", more);
    expect(told.result?.notices).toEqual([expect.stringMatching(/^It is \*{3} at .*\*{3}/)]);
    const failure = await failureOf("SELECT fail()", more);
    expect(failure).toMatchObject({
      reason: expect.stringMatching(/^It is \*{3}\. .*\*{3}/),
      hint: "***",
    });
  }
});

describe("time", () => {
  test("that is up ends a query, and nothing else", async () => {
    const failure = await failureOf(endless, run);
    expect(failure?.reason).toBe("The server stopped after 2.5 s, which is the limit that was set");
    const planning = await failureOf("SELECT slow(60)");
    expect(planning?.reason).toBe("The server stopped after 2 s, which is the limit that was set");
    expect((await failureOf("SELECT pg_sleep(60)", run))?.reason).toMatch(/pg_sleep/);
    expect(await running()).toBe(0);
    expect((await shop.page(ofCustomer)).failure).toBeUndefined();
  }, 20_000);

  test.each([
    ["running", endless, run],
    ["planning", "SELECT slow(60)", {}],
  ])("is given back when %s is cancelled", async (_, sql, more) => {
    const cancellation = new CancellationTokenSource();
    const asked = shop.ask(sql, more, cancellation.token);
    await expect.poll(running, { interval: 20 }).toBe(1);
    await expect
      .poll(async () => (await shop.ours()).join(), { interval: 20 })
      .toContain(sql.slice(7));
    cancellation.cancel();
    expect(await asked).toEqual({ kind: "cancelled" });
    await expect.poll(running, { interval: 20 }).toBe(0);
    expect((await shop.page(ofCustomer)).failure).toBeUndefined();
    await expect.poll(shop.ours, { timeout: 5_000 }).toEqual([]);
  });

  test("is shared by two who ask at once, and one may go", async () => {
    const both = await Promise.all([
      shop.page(ofCustomer, { values: ["1"] }),
      shop.page(ofCustomer, { ...run, values: ["2"], times: 3 }),
    ]);
    expect(both.map(({ result }) => result?.mode)).toEqual(["plan", "run"]);
    const cancellation = new CancellationTokenSource();
    const first = shop.ask(endless, run, cancellation.token);
    const second = shop.page(ofCustomer);
    cancellation.cancel();
    expect(await first).toEqual({ kind: "cancelled" });
    expect((await second).failure).toBeUndefined();
    expect(await running()).toBe(0);
  });
});

describe("who is not let in says why", () => {
  const proxies: Between[] = [];
  afterAll(() => Promise.all(proxies.map((proxy) => proxy.stop())));
  const env = (url: string) => writeFileSync(shop.env, `SHOP_DATABASE="${url}"\n`);

  test("when a URL is wrong", async () => {
    const { urlOf } = shop.server;
    const loose = urlOf().replace(encodeURIComponent(password), password);
    const nowhere = urlOf().replace(/localhost:\d+/, "127.0.0.1:1");
    const silence = await blackHole();
    proxies.push(silence);
    const silent = urlOf().replace(/localhost:\d+/, `127.0.0.1:${silence.port}`);
    const cases: readonly (readonly [string, RegExp])[] = [
      [urlOf("", "stranger"), /does not accept the password of the user stranger$/],
      [urlOf("", "owner", `${password}!`), /does not accept the password of the user owner$/],
      [urlOf("", "limited"), /no connection to spare/],
      [loose, /cannot be read/],
      [loose.replace("postgresql:", "mysql:"), /begins with postgresql:/],
      [`prisma+postgres://localhost:1/?api_key=${password}`, /Prisma's proxy/],
      [urlOf(`?sslmode=verify-fool&password=${password}`), /sslmode/],
      [urlOf().replace("/app", "/apps"), /has no database named apps$/],
      [nowhere, /^Nothing listens at 127\.0\.0\.1:1/],
      [
        urlOf().replace("localhost", "no-such-host.invalid"),
        /no host named|cannot be reached|in time/,
      ],
      [urlOf().replace(/localhost:\d+/, "localhost:99999"), /cannot be read|cannot be connected/],
      [urlOf("?sslmode=require"), /does not speak TLS/],
      [urlOf("?sslmode=require&sslrootcert=/nowhere.crt"), /\/nowhere\.crt/],
      [silent, /does not answer in time$/],
    ];
    await Promise.all(
      cases.map(async ([url, reason]) => {
        const answer = await shop.connect({ kind: "url", url });
        expect(answer).toEqual({ ok: false, reason: expect.stringMatching(reason) });
      }),
    );
    // What was connected stays.
    expect((await shop.page("SELECT 1")).target.label).toBe("staging");
    // The same by a place of the project whose value has changed since.
    for (const [url, reason] of cases.filter(([each]) => /^postgresql:/.test(each))) {
      env(url);
      const failure = await failureOf(ofCustomer);
      expect(failure?.reason).toMatch(reason);
    }
    env("nothing");
    expect((await failureOf(ofCustomer))?.reason).toMatch(/does not hold one any more$/);
    env(urlOf());
    expect((await shop.page("SELECT 1")).failure).toBeUndefined();
  }, 60_000);

  test("when the certificate is wrong", async () => {
    const { urlOf, useTls } = shop.server;
    const trusted = encodeURIComponent(authority);
    await useTls("expired");
    const expired = urlOf(
      `?sslmode=verify-full&sslrootcert=${trusted.replace("server.crt", "expired.crt")}`,
    );
    const late = await shop.connect({ kind: "url", url: expired });
    expect(late).toEqual({ ok: false, reason: expect.stringMatching(/has expired$/) });
    env(expired);
    expect((await failureOf(ofCustomer))?.reason).toMatch(/has expired$/);
    await useTls("server");
    const own = await shop.connect({ kind: "url", url: urlOf("?sslmode=verify-full") });
    expect(own).toEqual({ ok: false, reason: expect.stringMatching(/nobody this machine trusts/) });
    const url = urlOf(`?sslmode=verify-full&sslrootcert=${trusted}`);
    expect(await shop.connect({ kind: "url", url })).toMatchObject({
      ok: true,
      state: { isEncrypted: true, source: "the secret storage" },
    });
    expect((await shop.page(ofCustomer)).target.detail).toBe("encrypted");
    await useTls(undefined);
    await expect.poll(shop.ours, { timeout: 10_000 }).toEqual([]);
    expect((await failureOf(ofCustomer))?.reason).toMatch(/does not speak TLS/);
    expect(await shop.connect({ kind: "url", url: urlOf() })).toMatchObject({ ok: true });
  }, 30_000);
});

describe("the end", () => {
  test("of the server is told, and its return is noticed", async () => {
    expect((await shop.page(ofCustomer)).failure).toBeUndefined();
    await shop.pause.stop();
    for (const more of [{}, run]) {
      const failure = await failureOf("SELECT 1", more);
      expect(failure?.reason).toMatch(
        /^Nothing listens at localhost:\d+: is PostgreSQL started\?$/,
      );
    }
    await shop.pause.start();
    expect((await shop.page(ofCustomer)).failure).toBeUndefined();
    const asked = shop.page(endless, run);
    await expect.poll(running, { interval: 20 }).toBe(1);
    await shop.pause.stop();
    expect((await asked).failure).toMatchObject({
      reason: expect.stringMatching(/^The server went down while it was asked/),
      hint: "The next try connects anew.",
    });
    await shop.pause.start();
    expect((await shop.page("SELECT 1", run)).result?.mode).toBe("run");
  }, 30_000);

  test("of a connection leaves nobody connected", async () => {
    expect((await shop.page(ofCustomer)).target.kind).toBe("database");
    const asked = shop.page("SELECT count(*) FROM generate_series(1, 3000000)", run);
    await expect.poll(running, { interval: 20 }).toBe(1);
    await shop.disconnect();
    // Whoever asked before is answered.
    expect((await asked).result?.mode).toBe("run");
    expect(await shop.ours()).toHaveLength(1);
    await expect.poll(shop.ours, { timeout: kept * 3 }).toEqual([]);
    const page = await shop.page(ofCustomer);
    expect(page.target.kind).toBe("embedded");
    expect(page.failure).toBeUndefined();
    expect(page.targets.map(({ kind }) => kind)).toEqual(["embedded"]);
    const gone = await failureOf(ofCustomer, { target: "database" });
    expect(gone?.reason).toBe("No database is connected to this schema");
    expect(await shop.ours()).toEqual([]);
  });

  test("finds the password nowhere", async () => {
    const { editor, server } = shop;
    const wire = Buffer.concat(editor.sent).toString("utf8");
    const remembered = JSON.stringify([
      editor.log,
      editor.errors,
      editor.published,
      editor.previews,
    ]);
    const said = printed.flatMap(({ mock }) => mock.calls.flat().map(String)).join("\n");
    // All that was asked above has gone this way.
    for (const part of ["does not accept the password", "architect/explainProgress", "EXPLAIN ("]) {
      expect(wire).toContain(part);
    }
    expect(wire.match(/"jsonrpc"/g)?.length).toBeGreaterThan(150);
    expect(editor.errors).toEqual([]);
    const [start = "", end = ""] = password.split("@");
    const secrets = [
      password,
      encodeURIComponent(password),
      server.urlOf(),
      start,
      end.slice(1, 9),
    ];
    for (const text of [wire, remembered, said]) {
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  });
});
