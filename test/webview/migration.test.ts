/** The page of the migration panel in a real browser, under its own policy: what it shows and says. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { StatementSummary, Summary } from "../../src/core/migration/summary.ts";
import type {
  FromMigrationPanel,
  MigrationFindingLine,
  Preview,
  Proof,
} from "../../src/protocol/migrations.ts";
import {
  openPanelBrowser,
  type Panel,
  type PanelBrowser,
  type PanelWish,
} from "../support/panel-page.ts";

const shots = join(import.meta.dirname, "../host/shots");
const minute = 60_000;

let browser: PanelBrowser | undefined;
const open: Panel[] = [];

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  browser = await openPanelBrowser();
}, 2 * minute);

afterAll(async () => {
  await browser?.close();
});

afterEach(async () => {
  for (const panel of open.splice(0)) {
    const trouble = await panel.trouble();
    await panel.page.close();
    expect(trouble).toEqual([]);
  }
});

async function showing(page: Preview | null, wish: PanelWish = {}): Promise<Panel> {
  if (browser === undefined) throw new Error("The browser did not start");
  const panel = await browser.open({ ...wish, shows: "migration" });
  open.push(panel);
  expect(await panel.heard<FromMigrationPanel>()).toEqual([{ kind: "ready" }]);
  await panel.send({ kind: "show", page });
  await expect.poll(() => panel.page.locator("#app > *").count()).toBe(1);
  return panel;
}

const heard = (panel: Panel) => panel.heard<FromMigrationPanel>();

describe("what it shows", () => {
  test("answers the six questions, and names each table once", async () => {
    const { page } = await showing(preview());
    const figures = await page.locator(".figures > div").allTextContents();
    expect(figures).toEqual([
      "Statements4",
      "Strongest lockACCESS EXCLUSIVE",
      "Others waitlonger with more rows",
      "Data lostthe values of Coupon.worth",
      "Can fail on rows2 ways",
      "Can be taken backyes, without what is new",
    ]);
    const rows = await page
      .locator("tbody tr")
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
    expect(rows).toEqual([
      ["Coupon", "ACCESS EXCLUSIVE", "reads and writes wait", "rewritten, 1,250,000 rows"],
      ["Order", "SHARE ROW EXCLUSIVE", "writes wait", "scanned"],
      ["Customer", "ROW SHARE", "others go on", "changed in an instant"],
      ["GiftCard", "", "nobody knows it yet", "made"],
    ]);
  });

  test("says of each statement what it does, once", async () => {
    const { page } = await showing(preview());
    const statements = page.locator("ol > li");
    expect(await statements.count()).toBe(4);
    const first = (await statements.nth(0).textContent()) ?? "";
    expect(first).toContain("ACCESS EXCLUSIVE on Coupon · rewrites Coupon");
    expect(first).not.toContain("scans");
    expect(first).toContain("every row is rewritten");
    expect(first).toContain("the lock is not limited in time");
    const second = (await statements.nth(1).textContent()) ?? "";
    expect(second).toContain("SHARE ROW EXCLUSIVE on Order, Customer");
    expect(second).toContain("Fails if Order.couponId names a missing Coupon");
    expect(second).toContain("In two steps");
  });

  test("shows what a proof saw, and marks what was verified", async () => {
    const { page } = await showing(preview({ proof: proven }));
    expect(await page.locator(".proof h2").textContent()).toBe("Proven on PostgreSQL 18.0");
    expect(await page.locator(".proof li").count()).toBe(4);
    expect(await page.locator(".badge:not(.bad)").count()).toBe(2);
    expect(await page.locator(".badge.bad").textContent()).toBe("differs on PostgreSQL 18.0");
    expect(await page.locator("ol > li").nth(2).textContent()).toContain("was not predicted");
    expect(await page.locator(".hint").count()).toBe(0);
  });

  test.each([
    ["none", { state: "none" }, "Nothing to migrate"],
    ["failed", { state: "failed", text: "", note: "The engine stopped" }, "The engine stopped"],
    ["loading", { state: "loading", text: "" }, "The migrations are being read"],
    ["invalid from the start", { state: "invalid", text: "", note: "Line 3: model" }, "Line 3"],
  ] as const)("has nothing to do when it is %s", async (_, more, words) => {
    const { page } = await showing(preview({ ...more, summary: undefined, findings: [] }));
    expect(await page.locator("main").textContent()).toContain(words);
    expect(await page.locator("button").count()).toBe(0);
  });

  test("keeps the last valid version while the schema has mistakes", async () => {
    const { page } = await showing(preview({ state: "invalid", note: "Line 3: no such type" }));
    const banner = page.getByRole("status");
    expect(await banner.textContent()).toContain("this is its last valid version");
    expect(await banner.textContent()).toContain("Line 3: no such type");
    expect(await page.locator("#create").count()).toBe(0);
    expect(await page.locator("ol > li").count()).toBe(4);
  });

  test("says that there is nothing any more", async () => {
    const { page } = await showing(null);
    expect(await page.locator("#app").textContent()).toContain("no migration here any more");
  });

  test("names a script by its directory, and has nothing to create", async () => {
    const { page } = await showing(
      preview({ document: "file:///p/migrations/20240131120000_f%C3%BCr_alle/migration.sql" }),
    );
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(
      "20240131120000_für_alle",
    );
    expect(await page.locator("#create").count()).toBe(0);
  });
});

describe("what it asks for", () => {
  test("leads to a statement, to a rule, and to commands, by mouse and by keyboard", async () => {
    const panel = await showing(preview());
    await panel.page.getByRole("button", { name: "Create Migration…" }).click();
    await panel.page.locator("#statement-1").focus();
    await panel.page.keyboard.press("Enter");
    await panel.page.getByRole("button", { name: "volatile-default-rewrites-table" }).click();
    await panel.page.getByRole("button", { name: "Prove" }).focus();
    await panel.page.keyboard.press("Space");
    await panel.page.getByRole("button", { name: "Down Script" }).click();
    await panel.page.getByRole("button", { name: "Pre-Checks" }).click();
    expect(await heard(panel)).toEqual([
      { kind: "command", command: "prismaArchitect.createMigration" },
      { kind: "reveal", offset: 120 },
      { kind: "rule", rule: "volatile-default-rewrites-table" },
      { kind: "command", command: "prismaArchitect.proveMigration" },
      { kind: "command", command: "prismaArchitect.writeDownScript" },
      { kind: "command", command: "prismaArchitect.showPreChecks" },
    ]);
  });

  test("opens the light bulb of a script, and the statement that a proof refused", async () => {
    const script = preview({ document: "file:///p/migrations/1_a/migration.sql", proof: refuted });
    const panel = await showing(script);
    await panel.page.getByRole("button", { name: "In two steps" }).click();
    await panel.page.getByRole("button", { name: "1. Add column Coupon.publicId" }).click();
    expect(await heard(panel)).toEqual([
      { kind: "fix", at: { line: 1, character: 0 } },
      { kind: "reveal", offset: 0 },
    ]);
    // A preview is made anew with each keystroke: nothing in it can be changed.
    const { page } = await showing(preview());
    expect(await page.getByRole("button", { name: "In two steps" }).count()).toBe(0);
  });

  test("everything that can be pressed is reached by Tab, and has a name", async () => {
    const { page } = await showing(preview({ proof: proven }));
    const buttons = await page.locator("button").count();
    const reached = new Set<string>();
    for (let step = 0; step < buttons; step++) {
      await page.keyboard.press("Tab");
      const name = await page.evaluate(
        "document.activeElement.tagName === 'BUTTON' ? document.activeElement.textContent + step() : ''".replace(
          "step()",
          `"#${step}"`,
        ),
      );
      reached.add(String(name));
    }
    expect(reached.size).toBe(buttons);
    expect([...reached].every((name) => /^\S.*#\d+$/.test(name))).toBe(true);
    expect(await page.locator("h1").count()).toBe(1);
    expect(await page.locator("th:not([scope])").count()).toBe(0);
    expect(await page.locator(".mark:not([aria-hidden])").count()).toBe(0);
  });

  test("whoever stands on a button stays there while the page is made anew", async () => {
    const panel = await showing(many());
    await panel.page.locator("#statement-40").focus();
    const before = await panel.page.evaluate("document.scrollingElement.scrollTop");
    expect(before).toBeGreaterThan(0);
    await panel.send({ kind: "show", page: { ...many(), note: "" } });
    await expect.poll(() => panel.page.evaluate("document.activeElement.id")).toBe("statement-40");
    expect(await panel.page.evaluate("document.scrollingElement.scrollTop")).toBe(before);
  });

  test("remembers what it shows", async () => {
    const panel = await showing(preview());
    expect(await panel.state()).toEqual({ document: preview().document });
  });
});

test("texts stay texts", async () => {
  const attack = '"><img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>';
  const page = preview({ note: attack, schema: attack, from: attack, proof: proven });
  const summary = page.summary && {
    ...page.summary,
    statements: page.summary.statements.map((one) => ({
      ...one,
      title: attack,
      losses: [attack],
      risks: [attack],
    })),
    tables: page.summary.tables.map((one) => ({ ...one, table: attack })),
  };
  const findings = page.findings.map((one) => ({ ...one, message: attack, fixes: [attack] }));
  const panel = await showing({ ...page, summary, findings }, { isOpen: true });
  expect(await panel.page.evaluate("globalThis.pwned")).toBeUndefined();
  expect(await panel.page.locator("img, #app script").count()).toBe(0);
});

describe("looks well", () => {
  const wide = { width: 900, height: 900 };
  const narrow = { width: 380, height: 900 };

  test(
    "in each theme, wide and narrow",
    async () => {
      for (const theme of ["dark", "light", "high-contrast", "high-contrast-light"] as const) {
        await picture(`full-${theme}`, preview(), { theme, size: wide });
        await picture(`proven-${theme}`, preview({ proof: proven }), { theme, size: wide });
      }
      await picture("narrow-dark", preview({ proof: refuted }), { size: narrow });
      await picture("invalid-light", preview({ state: "invalid", note: "error: No such type." }), {
        theme: "light",
        size: narrow,
      });
      await picture("many-dark", many(), { size: wide });
      const nothing = { state: "none", summary: undefined, findings: [] } as const;
      await picture("none-dark", preview(nothing), { size: wide });
      await picture("none-light", preview(nothing), { size: wide, theme: "light" });
    },
    2 * minute,
  );

  test("nothing is cut off, even where names are 63 letters long", async () => {
    const name = "CustomerShippingAddressVerificationAttemptConfirmationEvents63";
    const page = preview();
    const summary = page.summary && {
      ...page.summary,
      statements: page.summary.statements.map((one) => ({
        ...one,
        title: `Add column ${name}.${name}`,
        locks: one.locks.map((lock) => ({ ...lock, table: name })),
        risks: [`fails if two rows of ${name} share ${name}`],
      })),
      tables: page.summary.tables.map((one) => ({ ...one, table: name })),
    };
    for (const size of [narrow, wide]) {
      const panel = await showing({ ...page, summary, proof: refuted }, { size });
      expect(
        await panel.page.evaluate(
          "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth",
        ),
      ).toBe(true);
      if (size === narrow)
        await panel.page.screenshot({ path: join(shots, "migration-panel-long.png") });
    }
  });

  async function picture(name: string, page: Preview, wish: PanelWish): Promise<void> {
    const panel = await showing(page, wish);
    await panel.page.screenshot({ path: join(shots, `migration-panel-${name}.png`) });
  }
});

function preview(more: Partial<Preview> = {}): Preview {
  return {
    document: "prisma-migration:/prisma/next-migration.sql?%2Fp%2Fschema.prisma",
    schema: "prisma/schema",
    base: { kind: "migrations" },
    from: "the migrations up to 20250618073925_collections_and_gift_cards",
    state: "changes",
    note: "",
    text: "ALTER TABLE …",
    summary: sample,
    reversible: "loses data",
    findings: [
      finding(0, "warning", "volatile-default-rewrites-table", {
        message:
          "The default gen_random_uuid() is computed for each row: ADD COLUMN holds ACCESS EXCLUSIVE on Coupon, which blocks reads and writes, while every row is rewritten",
        also: [
          { rule: "no-lock-timeout", severity: "hint", message: "the lock is not limited in time" },
        ],
      }),
      finding(1, "info", "foreign-key-validated-at-once", {
        message: "The foreign key reads all of Order while writes to Order and Customer wait",
        fixes: ["In two steps: NOT VALID first, then VALIDATE"],
      }),
      finding(2, "error", "column-dropped", {
        message: "The values of Coupon.worth are gone for good",
      }),
    ],
    proof: undefined,
    ...more,
  };
}

function finding(
  index: number,
  severity: MigrationFindingLine["severity"],
  rule: string,
  more: Partial<MigrationFindingLine>,
): MigrationFindingLine {
  const start = { line: index, character: 0 };
  const range = { start, end: start };
  return { rule, severity, message: "", range, statement: index, also: [], fixes: [], ...more };
}

function statement(index: number, title: string, more: Partial<StatementSummary> = {}) {
  return {
    index,
    title,
    offset: index * 120,
    locks: [],
    rewrites: [],
    scans: [],
    builds: [],
    losses: [],
    risks: [],
    duration: "instant",
    isUnknown: false,
    ...more,
  } satisfies StatementSummary;
}

const sample: Summary = {
  statements: [
    statement(0, "Add column Coupon.publicId", {
      locks: [{ table: "Coupon", mode: "ACCESS EXCLUSIVE" }],
      rewrites: ["Coupon"],
      scans: ["Coupon"],
      builds: ["Coupon"],
      duration: "by rows",
    }),
    statement(1, "Add foreign key Order_couponId_fkey to Order", {
      locks: [
        { table: "Order", mode: "SHARE ROW EXCLUSIVE" },
        { table: "Customer", mode: "SHARE ROW EXCLUSIVE" },
      ],
      scans: ["Order"],
      risks: ["fails if Order.couponId names a missing Coupon"],
      duration: "by rows",
    }),
    statement(2, "Drop column Coupon.worth", {
      locks: [{ table: "Coupon", mode: "ACCESS EXCLUSIVE" }],
      losses: ["the values of Coupon.worth"],
    }),
    statement(3, "Create table GiftCard"),
  ],
  tables: [
    table("Coupon", {
      lock: "ACCESS EXCLUSIVE",
      isRewritten: true,
      isScanned: true,
      rows: 1_250_000,
    }),
    table("Order", { lock: "SHARE ROW EXCLUSIVE", isScanned: true }),
    table("Customer", { lock: "ROW SHARE" }),
    table("GiftCard", { isNew: true }),
  ],
  strongest: "ACCESS EXCLUSIVE",
  duration: "by rows",
  losses: ["the values of Coupon.worth"],
  risks: ["fails if Order.couponId names a missing Coupon", "fails if Coupon has any row"],
};

function table(name: string, more: Partial<Summary["tables"][number]>): Summary["tables"][number] {
  return {
    table: name,
    isNew: false,
    lock: undefined,
    isRewritten: false,
    isScanned: false,
    rows: undefined,
    ...more,
  };
}

/** Sixty statements over as many tables. */
function many(): Preview {
  const numbers = Array.from({ length: 60 }, (_, at) => at);
  const statements = numbers.map((at) =>
    statement(at, `Add column Table${at}.note`, {
      locks: [{ table: `Table${at}`, mode: "ACCESS EXCLUSIVE" }],
    }),
  );
  const tables = numbers.map((at) => table(`Table${at}`, { lock: "ACCESS EXCLUSIVE" }));
  const summary: Summary = {
    ...sample,
    statements,
    tables,
    duration: "instant",
    losses: [],
    risks: [],
  };
  return preview({ summary, findings: [] });
}

const proven: Proof = {
  server: "PostgreSQL 18.0",
  verdict: "proven",
  headline: "Proven on PostgreSQL 18.0: 3 of 4 checks passed",
  steps: [
    { title: "The history was replayed", outcome: "passed", detail: "6 migrations" },
    { title: "Applied on empty tables", outcome: "passed", detail: "" },
    { title: "Applied on seeded rows", outcome: "passed", detail: "" },
    { title: "Taken back", outcome: "skipped", detail: "A dropped column cannot be brought back" },
  ],
  statements: [0, 1, 2].map((index) => ({
    index,
    locks: [],
    rewrites: [],
    scans: [],
    asPredicted: index < 2,
    isUnseen: false,
    differences: index < 2 ? [] : ["ACCESS EXCLUSIVE on Order was not predicted"],
  })),
};

const refuted: Proof = {
  ...proven,
  verdict: "refuted",
  headline: "Refuted on PostgreSQL 18.0: it fails on seeded rows",
  steps: [
    { title: "Applied on empty tables", outcome: "passed", detail: "" },
    {
      title: "Applied on seeded rows",
      outcome: "failed",
      statement: 0,
      detail: 'ERROR: column "publicId" of relation "Coupon" contains null values (23502)',
    },
  ],
};
