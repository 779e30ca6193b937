/** The page of the plan panel in a real browser, under its own policy: what it shows and says. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { PlanPage } from "../../src/protocol/plans.ts";
import {
  openPlanBrowser,
  type PlanBrowser,
  type PlanPanel,
  type PlanWish,
} from "../support/plan-page.ts";
import {
  comparedPage,
  development,
  embedded,
  findings,
  manyNodes,
  plainPage,
  planJson,
  planPage,
  production,
  result,
  sql,
} from "../support/plan-panel-pages.ts";

const shots = join(import.meta.dirname, "../host/shots");
const minute = 60_000;
const wide = { width: 1100, height: 900 };
const narrow = { width: 320, height: 800 };

let browser: PlanBrowser | undefined;
const open: PlanPanel[] = [];

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  browser = await openPlanBrowser();
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

async function begun(wish: PlanWish = {}): Promise<PlanPanel> {
  if (browser === undefined) throw new Error("The browser did not start");
  const panel = await browser.open({ size: wide, ...wish });
  open.push(panel);
  expect(await panel.heard()).toEqual([{ kind: "ready" }]);
  return panel;
}

async function showing(page: PlanPage, wish: PlanWish = {}): Promise<PlanPanel> {
  const panel = await begun(wish);
  await panel.send({ kind: "show", page });
  await expect.poll(() => panel.page.locator("#place").count()).toBe(1);
  return panel;
}

const texts = (panel: PlanPanel, selector: string) =>
  panel.page.locator(selector).allTextContents();

describe("what it shows", () => {
  test("where the query is, where it was run, and how it went", async () => {
    const panel = await showing(planPage());
    expect(await texts(panel, "#place")).toEqual(["src/reports/failed-orders.ts:42"]);
    expect(await texts(panel, ".where")).toEqual([`${development.title}developmentencrypted`]);
    expect(await texts(panel, ".figures > div")).toEqual([
      "Execution355 ms",
      "Planning0.215 ms",
      "Rows50",
      "Cost68,111.69",
      "Found in memory98.1 MB",
      "Read from disk0 kB",
      "Temporary files43.3 MB",
      "Sent3 kB",
    ]);
    expect(await texts(panel, ".settings")).toEqual([
      "Settings that differ from PostgreSQL's: work_mem = 1MB, min_parallel_table_scan_size = 0",
    ]);
    expect(await panel.page.locator(".tree .row[data-node]").count()).toBe(15);
  });

  test("findings, the worst first, with what to do", async () => {
    const panel = await showing(planPage());
    expect(await texts(panel, ".findings .link")).toEqual(findings.map(({ message }) => message));
    expect(await texts(panel, ".findings .advice")).toEqual(
      findings.map(({ advice }) => advice).filter((advice) => advice !== ""),
    );
    expect(await texts(panel, ".findings .under button:not(.rule)")).toEqual([
      "Add @@index([status]) to Order",
    ]);
  });

  test("that nothing was found", async () => {
    const panel = await showing(planPage({ result: result({ findings: [] }) }));
    expect(await texts(panel, ".nothing")).toEqual(["Nothing stands out in this plan"]);
  });

  test("what a plan that was not run can be believed", async () => {
    const panel = await showing(plainPage());
    expect(await texts(panel, ".notes li")).toEqual([
      "Calls now(), which gives something else each time",
      "Planned for any values: with values given above, the plan may be another one",
    ]);
    expect(await texts(panel, ".chip")).toEqual([
      "Order 300,000",
      "OrderItem 100,000 assumed",
      "Customer 100,000 assumed",
    ]);
    expect(await texts(panel, ".figures dt")).toEqual(["Cost", "Rows expected", "Width"]);
    expect(await texts(panel, ".tree .heads")).toEqual(["NodeOwn costRowsCost"]);
  });

  test("percentiles of many runs, and of few what they are", async () => {
    const times = Array.from({ length: 20 }, (_, at) => 81 + at);
    const panel = await showing(planPage({ result: result({ executionTimes: times }) }));
    expect(await texts(panel, ".figures + .figures > div")).toEqual([
      "Runs20 81 ms to 100 ms",
      "p5090 ms",
      "p9599 ms",
      "p99100 ms the slowest of 20",
    ]);
    await panel.send({
      kind: "show",
      page: planPage({ result: result({ executionTimes: [80, 130, 91] }) }),
    });
    await expect
      .poll(() => texts(panel, ".figures + .figures > div"))
      .toEqual([
        "Runs3 80 ms to 130 ms",
        "p5091 ms",
        "p95130 ms the slowest of 3",
        "p99130 ms the slowest of 3",
      ]);
    expect(await panel.page.locator(".figures + .figures .good").count()).toBe(1);
  });

  test("nodes that were never run, without a time", async () => {
    const panel = await showing(
      planPage({ result: result({ json: planJson("never"), findings: [] }) }),
    );
    const never = panel.page.locator(".row.is-never");
    expect(await never.count()).toBe(2);
    expect(await never.first().textContent()).toContain("never run");
    expect(await never.first().locator(".bar").count()).toBe(0);
  });

  test("a production database loudly, and why nothing is run there", async () => {
    const reason = "Queries are never run on a production database";
    const panel = await showing(
      planPage({ target: production, canRun: { isAllowed: false, reason } }),
    );
    expect(await texts(panel, ".label.production")).toEqual(["production"]);
    for (const id of ["#run", "#run-many"]) {
      const button = panel.page.locator(id);
      expect(await button.getAttribute("aria-disabled")).toBe("true");
      expect(await button.getAttribute("title")).toBe(reason);
      await button.click({ force: true });
    }
    await panel.page.locator("#explain").focus();
    await panel.page.keyboard.press("Tab");
    // Whoever uses the keyboard gets to the reason as well.
    expect(await panel.page.evaluate("document.activeElement.id")).toBe("run");
    expect(await panel.heard()).toEqual([]);
  });

  test("a failure with what to do next, and no plan", async () => {
    const panel = await showing(
      plainPage({
        result: undefined,
        failure: {
          reason: 'relation "orders" does not exist',
          hint: "Open the schema",
          range: undefined,
        },
      }),
    );
    expect(await texts(panel, ".banner p")).toEqual([
      'relation "orders" does not exist',
      "Open the schema",
      "Connect a Database…",
    ]);
    expect(await panel.page.locator(".workbench, .totals, #copy").count()).toBe(0);
    await panel.page.click("#failure-connect");
    expect(await panel.heard()).toEqual([{ kind: "connect" }]);
  });

  test("JSON that is no plan, as a failure", async () => {
    const panel = await showing(planPage({ result: result({ json: '[{"Query": 1}]' }) }));
    expect(await panel.page.locator(".banner.error").count()).toBe(1);
    expect(await panel.page.locator(".workbench").count()).toBe(0);
  });
});

describe("what it says", () => {
  test("each wish once, with the values that were given", async () => {
    const panel = await showing(plainPage());
    const values = ["FAILED", false, false];
    for (const id of ["#place", "#explain", "#run", "#run-many", "#add-0", "#rule-0"]) {
      await panel.page.click(id);
    }
    expect(await panel.heard()).toEqual([
      { kind: "reveal" },
      { kind: "explain", mode: "plan", target: "embedded", values, times: 1 },
      { kind: "explain", mode: "run", target: "embedded", values, times: 1 },
      { kind: "explain", mode: "run", target: "embedded", values, times: 20 },
      { kind: "add", model: "Order", attribute: "@@index([status])" },
      { kind: "rule", rule: "filtered-sequential-scan" },
    ]);
  });

  test("another target from its menu, with arrow keys", async () => {
    const panel = await showing(planPage());
    await panel.page.click("#target");
    expect(await texts(panel, ".menu button")).toEqual([
      embedded.title,
      `${development.title} (development)`,
      "Connect a Database…",
    ]);
    await panel.page.keyboard.press("ArrowUp");
    await panel.page.keyboard.press("Enter");
    const values = ["FAILED", "{DE,FR}", "500"];
    expect(await panel.heard()).toEqual([
      { kind: "explain", mode: "plan", target: "embedded", values, times: 1 },
    ]);
  });

  test("values that are typed, NULL and any", async () => {
    const panel = await showing(planPage());
    await panel.page.fill("#value-1", "it's <b>");
    await panel.page.click("#null-2");
    await panel.page.click("#any-3");
    await panel.page.press("#value-1", "Enter");
    await panel.page.fill("#value-2", "{US}");
    await panel.page.fill("#value-1", "");
    await panel.page.press("#value-2", "Enter");
    const asked = { kind: "explain", mode: "plan", target: "database", times: 1 };
    expect(await panel.heard()).toEqual([
      { ...asked, values: ["it's <b>", null, false] },
      // An empty text is a value, an empty number is none.
      { ...asked, values: ["", "{US}", false] },
    ]);
    expect(await panel.page.getAttribute("#null-2", "aria-pressed")).toBe("false");
  });

  test("how many rows a table has", async () => {
    const panel = await showing(plainPage());
    await panel.page.click("[id='rows-public.order_items']");
    await panel.page.keyboard.type("lots");
    await panel.page.keyboard.press("Enter");
    const input = panel.page.locator(".assumption input");
    expect(await input.getAttribute("aria-invalid")).toBe("true");
    await input.fill("2.5m");
    await input.press("Enter");
    expect(await panel.heard()).toEqual([
      { kind: "assume", table: "public.order_items", rows: 2_500_000 },
    ]);
    await panel.page.click("[id='rows-public.orders']");
    await panel.page.keyboard.press("Escape");
    expect(await panel.page.evaluate("document.activeElement.id")).toBe("rows-public.orders");
    await panel.page.keyboard.press("Enter");
    await panel.page.keyboard.press("Enter");
    // The same number as before is no news.
    expect(await panel.heard()).toEqual([]);
  });

  test("the plan in the forms that it is copied in", async () => {
    const panel = await showing(planPage());
    const copied: Record<string, string> = {};
    for (const at of [0, 1, 2, 3, 4]) {
      await panel.page.click("#copy");
      await panel.page.locator(".menu button").nth(at).click();
      for (const message of await panel.heard()) {
        if (message.kind === "copy") copied[message.what] = message.text;
      }
    }
    expect(Object.keys(copied)).toEqual([
      "The plan as text",
      "The plan as Markdown",
      "The plan as JSON",
      "The query",
      "The statement",
    ]);
    expect(copied["The plan as text"]).toContain("HashAggregate");
    expect(copied["The plan as Markdown"]).toContain(findings[0]?.message);
    expect(JSON.parse(copied["The plan as JSON"] ?? "")).toEqual(JSON.parse(planJson("run")));
    expect(copied["The query"]).toBe(sql);
    expect(copied["The statement"]).toBe(`${result().options}\n${sql}`);
  });
});

describe("the plan", () => {
  test("is walked through with the keys of a tree, and tells of the node one stands on", async () => {
    const panel = await showing(planPage());
    const { page } = panel;
    await page.locator("#node-0").focus();
    const at = () => page.evaluate("document.activeElement.id");
    const keys = [
      "ArrowDown",
      "ArrowLeft",
      "ArrowDown",
      "ArrowRight",
      "ArrowRight",
      "ArrowLeft",
      "ArrowLeft",
      "End",
      "Home",
    ];
    const walked: unknown[] = [];
    for (const key of keys) {
      await page.keyboard.press(key);
      walked.push(await at());
    }
    // Down to the InitPlan, which is closed, past what it hides; in twice, closed, out; to both ends.
    expect(walked).toEqual([
      "node-1",
      "node-1",
      "node-5",
      "node-6",
      "node-7",
      "node-7",
      "node-6",
      "node-14",
      "node-0",
    ]);
    expect(await page.locator(".row[data-node]:visible").count()).toBe(15 - 3 - 1);
    expect(await page.locator("#details h2").textContent()).toBe("Limit");
    expect(await panel.state()).toMatchObject({ collapsed: [1, 7], node: 0 });
  });

  test("opens what hides the node of a finding", async () => {
    const panel = await showing(planPage());
    const { page } = panel;
    for (const node of [6, 5]) await page.locator(`#node-${node} .twisty`).click();
    expect(await page.locator("#node-14").isVisible()).toBe(false);
    await page.click("#tab-json");
    await page.click("#finding-1");
    expect(await page.getAttribute("#tab-plan", "aria-selected")).toBe("true");
    expect(await page.getAttribute("#node-14", "aria-selected")).toBe("true");
    expect(await page.locator("#node-14").isVisible()).toBe(true);
    const details = (await page.locator("#details").textContent()) ?? "";
    expect(details).toContain("All 300,000 rows of Order are read to find 1,547");
    expect(details).toContain("(o.status = 'FAILED'::text)");
    expect(details).toContain("Rows removed by filter99,484 a loop");
    await page.keyboard.press("Escape");
    await page.locator("#node-14").press("Escape");
    expect(await page.locator("#details").isVisible()).toBe(false);
  });

  test("is sorted by what the nodes took", async () => {
    const panel = await showing(planPage());
    const { page } = panel;
    await page.click("#tab-table");
    await page.click("#sort-time");
    const first = () => page.locator(".nodes tbody tr").first().textContent();
    expect(await first()).toContain("HashAggregate");
    expect(await page.getAttribute("th.time", "aria-sort")).toBe("descending");
    await page.click("#sort-time");
    expect(await page.getAttribute("th.time", "aria-sort")).toBe("ascending");
    const own = await page.locator(".nodes tbody tr").last().textContent();
    expect(own).toContain("HashAggregate");
    await page.click("#sort-node");
    expect(await first()).toContain("Finalize Aggregate");
    await page.locator(".nodes tbody tr").first().click();
    expect(await page.locator("#details h2").textContent()).toBe("Finalize Aggregate");
  });

  test("is compared with an earlier one", async () => {
    const panel = await showing(comparedPage());
    const { page } = panel;
    await page.click("#tab-compare");
    expect(await page.locator("#earlier option").count()).toBe(2);
    expect(await page.locator(".verdict").textContent()).toMatch(/355 ms.*370 ms/);
    const rows = await texts(panel, ".pairs tbody tr");
    expect(
      rows.some((row) =>
        /^changed.*Seq Scan on order_items became Index Scan on order_items using order_items_order_id_idx/.test(
          row,
        ),
      ),
    ).toBe(true);
    expect(rows.some((row) => row.startsWith("removed"))).toBe(true);
    await page.selectOption("#earlier", "1");
    await expect.poll(() => page.locator(".verdict").textContent()).toMatch(/cheaper|cost/i);
    expect(await panel.state()).toMatchObject({ earlier: 1 });
    await page.locator(".pairs .link").first().click();
    expect(await page.getAttribute("#tab-plan", "aria-selected")).toBe("true");
  });

  test("is there as JSON too, and its tabs are walked with arrows", async () => {
    const panel = await showing(planPage());
    const { page } = panel;
    await page.locator("#tab-plan").press("ArrowLeft");
    expect(await page.getAttribute("#tab-json", "aria-selected")).toBe("true");
    expect(
      JSON.parse((await page.locator(".json").textContent())?.replaceAll("}{", "}\n{") ?? ""),
    ).toEqual(JSON.parse(planJson("run")));
    // Without an earlier plan there is nothing to compare with.
    expect(await page.locator("#tab-compare").count()).toBe(0);
  });
});

describe("while time goes by", () => {
  test("the old plan stands, marked as old, until the new one comes or it is cancelled", async () => {
    const panel = await showing(planPage());
    const { page } = panel;
    await panel.send({ kind: "running", message: "Running the query, 3 of 20", sql: "" });
    await page.locator(".running").waitFor({ state: "visible" });
    expect(await page.getAttribute("#stage", "aria-busy")).toBe("true");
    await expect.poll(() => page.locator(".elapsed").textContent()).toMatch(/^0\.[2-9] s$/);
    await page.screenshot({ path: join(shots, "plan-running.png") });
    await page.click("#cancel");
    expect(await panel.heard()).toEqual([{ kind: "cancel" }]);
    expect(await page.locator("#cancel").isDisabled()).toBe(true);
    await panel.send({ kind: "idle" });
    await page.locator(".running").waitFor({ state: "hidden" });
    expect(await page.getAttribute("#stage", "aria-busy")).toBe("false");
    expect(await page.locator("#place").isVisible()).toBe(true);
  });

  test("another query does not stand under the plan of the last one", async () => {
    const panel = await showing(planPage());
    await panel.send({ kind: "running", message: "Planning", sql: "SELECT 1" });
    await panel.page.locator("#stage").waitFor({ state: "hidden" });
    expect(await texts(panel, ".running pre")).toEqual(["SELECT 1"]);
    await panel.send({ kind: "idle" });
    await panel.page.locator("#place").waitFor({ state: "visible" });
  });

  test("what is refused is told, with a way back", async () => {
    const panel = await showing(planPage());
    await panel.send({ kind: "refused", reason: "CREATE TABLE is not explained" });
    await expect.poll(() => texts(panel, ".reason")).toEqual(["CREATE TABLE is not explained"]);
    expect(await panel.page.locator("#place").count()).toBe(0);
    await panel.page.click("#back");
    expect(await panel.page.locator("#place").count()).toBe(1);
  });

  test("before the first query, it tells how to begin", async () => {
    const panel = await begun();
    expect(await texts(panel, "h1")).toEqual(["No query is explained yet"]);
    await panel.page.click("#connect");
    expect(await panel.heard()).toEqual([{ kind: "connect" }]);
    await panel.send({ kind: "refused", reason: "No" });
    await expect.poll(() => panel.page.locator("#back").count()).toBe(0);
  });

  test("a page that comes anew leaves focus, scroll and what is typed", async () => {
    const panel = await showing(plainPage(), { size: { width: 1100, height: 500 } });
    const { page } = panel;
    await page.fill("#value-3", "12");
    await page.click("#finding-0");
    await page.evaluate("scrollTo(0, 300)");
    await page.evaluate(
      `(input => { input.focus({ preventScroll: true }); input.setSelectionRange(2, 4); })(document.querySelector("#value-1"))`,
    );
    await panel.send({ kind: "show", page: plainPage({ seen: ["Something else"] }) });
    await expect.poll(() => texts(panel, ".notes li")).toContain("Something else");
    const kept = await page.evaluate(
      "[document.activeElement.id, document.activeElement.selectionStart, document.activeElement.selectionEnd, document.scrollingElement.scrollTop]",
    );
    expect(kept).toEqual(["value-1", 2, 4, 300]);
    expect(await page.inputValue("#value-3")).toBe("12");
    expect(await page.getAttribute("#node-14", "aria-selected")).toBe("true");
    await page.click("[id='rows-public.customers']");
    await page.keyboard.type("3m");
    await panel.send({ kind: "show", page: plainPage() });
    await expect.poll(() => texts(panel, ".notes li")).not.toContain("Something else");
    expect(await page.evaluate("document.activeElement.value")).toBe("3m");
  });

  test("another plan of the same query is not looked at where the last one was", async () => {
    const panel = await showing(planPage());
    await panel.page.click("#finding-0");
    expect(await panel.page.locator("#details").isVisible()).toBe(true);
    await panel.send({ kind: "show", page: comparedPage() });
    await expect.poll(() => panel.page.locator("#tab-compare").count()).toBe(1);
    expect(await panel.page.locator("#details").isVisible()).toBe(false);
  });

  test("it begins again where it was left, and says nothing of the query to anybody", async () => {
    const before = await showing(planPage());
    await before.page.click("#tab-table");
    await before.page.click("#sort-rows");
    await before.page.locator(".nodes tbody tr").first().click();
    const state = await before.state();
    expect(JSON.stringify(state)).not.toContain("FAILED");
    expect(JSON.stringify(state)).not.toContain("SELECT");
    const again = await showing(planPage(), { state });
    expect(await again.page.getAttribute("#tab-table", "aria-selected")).toBe("true");
    expect(await again.page.getAttribute("th.rows", "aria-sort")).toBe("descending");
    expect(await again.page.locator("#details h2").textContent()).toBe("Seq Scan");
    // Of another query, only the way to look at it stays.
    await again.send({ kind: "show", page: planPage({ query: "q2" }) });
    await expect.poll(() => again.page.locator("#details").isVisible()).toBe(false);
    expect(await again.page.getAttribute("#tab-table", "aria-selected")).toBe("true");
  });
});

const states: readonly (readonly [string, PlanPage])[] = [
  ["run", planPage()],
  ["plain", plainPage()],
  ["compared", comparedPage()],
  ["never", planPage({ result: result({ json: planJson("never"), findings: [] }) })],
  [
    "production",
    planPage({
      target: production,
      canRun: { isAllowed: false, reason: "Never run on production" },
    }),
  ],
  [
    "failed",
    planPage({
      result: undefined,
      failure: {
        reason: 'column "statu" does not exist',
        hint: 'Perhaps you meant "o.status"',
        range: { start: { line: 1, character: 1 }, end: { line: 1, character: 2 } },
      },
    }),
  ],
];

describe.each(states)("looks: %s", (name, shown) => {
  test.each(["dark", "light", "high-contrast", "high-contrast-light"] as const)(
    "%s",
    async (theme) => {
      const panel = await showing(shown, { theme });
      if (name === "compared") await panel.page.click("#tab-compare");
      await panel.page.screenshot({ path: join(shots, `plan-${name}-${theme}.png`) });
      expect(await overflow(panel)).toBe(false);
    },
  );

  test.each(["plan", "table", "compare", "json"])("fits into 320 pixels: %s", async (tab) => {
    const panel = await showing(shown, { size: narrow, state: { tab } });
    if (tab === "plan")
      await panel.page.screenshot({ path: join(shots, `plan-${name}-narrow.png`), fullPage: true });
    expect(await overflow(panel)).toBe(false);
  });
});

function overflow({ page }: PlanPanel): Promise<boolean> {
  return page.evaluate("document.documentElement.scrollWidth > innerWidth");
}

test(
  "a thousand nodes are shown soon and scrolled smoothly",
  async () => {
    const panel = await begun();
    const page = planPage({ result: result({ json: manyNodes(1000), findings: [] }) });
    const shown: number = await panel.page.evaluate(
      `new Promise((resolve) => {
      const begun = performance.now();
      addEventListener("message", () =>
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun))));
      postMessage({ kind: "show", page: ${JSON.stringify(page)} }, "*");
    })`,
    );
    expect(await panel.page.locator(".tree .row[data-node]").count()).toBe(1000);
    const frames: readonly number[] = await panel.page.evaluate(scrolling);
    const sorted = [...frames].sort((one, other) => one - other);
    const told = `shown in ${Math.round(shown)} ms, frames of ${sorted.at(sorted.length >> 1)} ms, the longest ${sorted.at(-1)} ms`;
    // Alone on a machine it is a tenth of this: a test among others is no place for tight limits.
    expect(shown, told).toBeLessThan(1500);
    expect(sorted.at(Math.floor(sorted.length * 0.9)), told).toBeLessThan(150);
    if (process.env.PLAN_TIMES) process.stdout.write(`${told}\n`);
  },
  minute,
);

/** From the top to the end in sixty steps, one a frame: how long each took, in milliseconds. */
const scrolling = `new Promise((resolve) => {
  const frames = [];
  const step = document.documentElement.scrollHeight / 60;
  let last = performance.now();
  const next = () => {
    const now = performance.now();
    frames.push(Math.round(now - last));
    last = now;
    if (frames.length === 60) return resolve(frames.slice(1));
    scrollBy(0, step);
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})`;
