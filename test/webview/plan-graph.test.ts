/** The graph of the plan panel in a real browser: loaded late, and with nothing of a plan as HTML. */
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
import { manyNodes, planPage, result } from "../support/plan-panel-pages.ts";

const shots = join(import.meta.dirname, "../host/shots");
const minute = 60_000;

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

async function showing(page: PlanPage, wish: PlanWish = {}): Promise<PlanPanel> {
  if (browser === undefined) throw new Error("The browser did not start");
  const panel = await browser.open({ size: { width: 1100, height: 900 }, ...wish });
  open.push(panel);
  await panel.send({ kind: "show", page });
  await panel.page.locator("#tab-graph").waitFor();
  return panel;
}

async function drawn(page: PlanPage, wish: PlanWish = {}): Promise<PlanPanel> {
  const panel = await showing(page, wish);
  await panel.page.click("#tab-graph");
  await panel.page.locator(".plan-node").first().waitFor({ timeout: minute });
  return panel;
}

test("is loaded when it is first opened, once", async () => {
  const panel = await showing(planPage());
  const late: string[] = [];
  panel.page.on("request", (request) => late.push(new URL(request.url()).pathname));
  expect(await panel.page.locator("script[src*=graph], link[href*=graph]").count()).toBe(0);
  await panel.page.click("#tab-graph");
  await panel.page.locator(".plan-node").first().waitFor({ timeout: minute });
  expect(late.toSorted()).toEqual(["/plan-graph.css", "/plan-graph.js"]);
  await panel.page.click("#tab-plan");
  expect(await panel.page.locator(".plan-node").count()).toBe(0);
  await panel.page.click("#tab-graph");
  await panel.page.locator(".plan-node").first().waitFor();
  expect(late).toHaveLength(2);
});

test.each(["dark", "light", "high-contrast", "high-contrast-light"] as const)(
  "looks like the editor: %s",
  async (theme) => {
    const panel = await drawn(planPage(), { theme });
    expect(await panel.page.locator(".plan-node").count()).toBe(15);
    const kind = theme.endsWith("light") ? "light" : "dark";
    expect(await panel.page.getAttribute(".pev", "data-bs-theme")).toBe(kind);
    const colors: unknown = await panel.page.evaluate(
      "[getComputedStyle(document.querySelector('.plan-node')).color, getComputedStyle(document.body).color]",
    );
    expect(new Set(colors as string[]).size).toBe(1);
    await panel.page.locator(".graph").scrollIntoViewIfNeeded();
    await panel.page.screenshot({ path: join(shots, `plan-graph-${theme}.png`) });
  },
);

test("follows the theme, and leaves the rest of the page as it is", async () => {
  const panel = await showing(planPage());
  const styles = () =>
    panel.page.evaluate<string[]>(
      `[...document.querySelectorAll("h1, h1 button, .findings p, .findings ul, .row, .tab, .figures dt, label, input")]
        .map((one) => { const { margin, font, padding, color, display, lineHeight } = getComputedStyle(one);
          return [one.className, margin, font, padding, color, display, lineHeight].join(" "); })`,
    );
  const before = await styles();
  await panel.page.click("#tab-graph");
  await panel.page.locator(".plan-node").first().waitFor({ timeout: minute });
  await panel.page.evaluate('document.body.className = "vscode-light"');
  await expect.poll(() => panel.page.getAttribute(".pev", "data-bs-theme")).toBe("light");
  await panel.page.evaluate('document.body.className = "vscode-dark"');
  await panel.page.click("#tab-plan");
  await panel.page.locator("#place").hover();
  expect(await styles()).toEqual(before);
});

/** Everything that pev2 shows of it: each node opened, each tab of it, each tooltip. */
async function lookAtAll({ page }: PlanPanel): Promise<void> {
  for (const selector of [".node-detail-toggle", ".plan-node .nav-link"]) {
    await page.evaluate(`for (const one of document.querySelectorAll("${selector}")) one.click()`);
  }
  await page.evaluate(
    `for (const one of document.querySelectorAll(".pev *")) {
      one.dispatchEvent(new MouseEvent("mouseenter"));
      one.dispatchEvent(new FocusEvent("focus"));
    }`,
  );
  // Tooltips come a moment later.
  await page.locator("[data-tippy-root]").first().waitFor();
}

const hostile = [
  "<img src=x onerror=globalThis.hacked=1>",
  "</code></pre><script>globalThis.hacked=2</script>",
  "<svg/onload=globalThis.hacked=3>",
  "&lt;img src=x onerror=globalThis.hacked=4&gt;",
  '" onmouseover="globalThis.hacked=5" x="',
  "<iframe srcdoc='<script>parent.hacked=6</script>'>",
  "<<x-foreign>b <!-- <?php <a href='javascript:hacked=7'>x</a> {{constructor.constructor('hacked=8')()}}",
];

/** Each in every text that a plan can have. */
function hostilePlan(text: string): string {
  const node = (more: object) => ({
    "Node Type": "Seq Scan",
    "Relation Name": text,
    Schema: text,
    Alias: text,
    "Index Name": text,
    "Subplan Name": text,
    "Parent Relationship": "Outer",
    "CTE Name": text,
    "Function Name": text,
    Filter: text,
    "Index Cond": text,
    "Recheck Cond": text,
    "Hash Cond": text,
    "Join Filter": text,
    "Rows Removed by Filter": 99,
    "Rows Removed by Join Filter": 99,
    "Rows Removed by Index Recheck": 99,
    "Sort Key": [text, `${text}, ${text}`],
    "Presorted Key": [text],
    "Group Key": [text],
    "Sort Method": text,
    "Sort Space Type": text,
    "Sort Space Used": 9,
    "Heap Fetches": 5,
    "Hash Batches": 4,
    "Original Hash Batches": 1,
    Output: [text],
    [text]: text,
    Strategy: text,
    Command: text,
    "Join Type": text,
    "Startup Cost": 1,
    "Total Cost": 9,
    "Plan Rows": 1,
    "Plan Width": 4,
    "Actual Startup Time": 1,
    "Actual Total Time": 9,
    "Actual Rows": 5000,
    "Actual Loops": 1,
    "Workers Planned": 2,
    "Workers Launched": 1,
    Workers: [
      {
        "Worker Number": 0,
        "Actual Startup Time": 1,
        "Actual Total Time": 2,
        "Actual Rows": 3,
        "Actual Loops": 1,
        [text]: text,
      },
    ],
    "Shared Hit Blocks": 9,
    "Shared Read Blocks": 9,
    "Temp Written Blocks": 9,
    ...more,
  });
  return JSON.stringify([
    {
      Plan: node({
        "Parent Relationship": undefined,
        Plans: [node({ "Node Type": "Index Scan" }), node({ "Node Type": text })],
      }),
      Settings: { [text]: text },
      Triggers: [{ "Trigger Name": text, Relation: text, Time: 1, Calls: 1 }],
      JIT: { Functions: 3, Options: { [text]: true }, Timing: { Generation: 1, Total: 9 } },
      "Planning Time": 1,
      "Execution Time": 10,
    },
  ]);
}

/** What a plan's text could make if it were taken for HTML, and what none of ours is. */
const foreign = `[...document.body.querySelectorAll("img, script:not([nonce]), iframe, x-foreign, [onerror], [onload], [onmouseover], [href^=javascript], [srcdoc], [src=x]")]
  .filter((one) => !one.src?.startsWith("data:"))
  .map((one) => one.outerHTML.slice(0, 200))`;

describe.each(hostile)("a plan full of %s", (text) => {
  const page = planPage({
    sql: text,
    place: text,
    seen: [text],
    parameters: [{ number: 1, name: text, type: text, value: text, isList: false }],
    result: result({
      json: hostilePlan(text),
      notices: [text],
      findings: [
        {
          rule: text,
          href: "https://example.com/rules",
          severity: "error",
          node: 0,
          message: text,
          advice: text,
          addition: { model: text, attribute: text },
        },
      ],
    }),
    assumed: [{ table: text, model: text, rows: 1, isDefault: true }],
    history: [{ ...result(), id: 1, target: text }],
  });

  test(
    "is nothing but text in the graph",
    async () => {
      const panel = await drawn(page);
      await lookAtAll(panel);
      expect(await panel.page.evaluate(foreign)).toEqual([]);
      expect(await panel.page.evaluate("globalThis.hacked")).toBeUndefined();
      const shown = await panel.page.evaluate<string>("document.querySelector('.pev').textContent");
      // It is there, and reads as it was written.
      expect(shown.replaceAll("\u2060", "")).toContain(text);
    },
    minute,
  );

  test("is nothing but text everywhere else", async () => {
    const panel = await showing(page);
    for (const tab of ["plan", "table", "compare", "json"]) {
      await panel.page.click(`#tab-${tab}`);
      if (tab === "plan") await panel.page.click("#finding-0");
      expect(await panel.page.evaluate(foreign)).toEqual([]);
    }
    expect(await panel.page.evaluate("globalThis.hacked")).toBeUndefined();
  });
});

test("operators read as they are written, and are copied without what keeps them harmless", async () => {
  const filter =
    "((a < b) AND (tags && '{x}'::text[]) AND (c <> d) AND (e <@ f) AND (g->>'h' = '<i>'))";
  const json = JSON.stringify([
    {
      Plan: {
        "Node Type": "Seq Scan",
        "Relation Name": "orders",
        Filter: filter,
        "Rows Removed by Filter": 900,
        "Startup Cost": 0,
        "Total Cost": 9,
        "Plan Rows": 1,
        "Plan Width": 4,
        "Actual Startup Time": 0,
        "Actual Total Time": 1,
        "Actual Rows": 1,
        "Actual Loops": 1,
      },
      "Execution Time": 1,
    },
  ]);
  const panel = await drawn(planPage({ result: result({ json, findings: [] }) }));
  await lookAtAll(panel);
  await panel.page.locator(".graph").scrollIntoViewIfNeeded();
  await panel.page.screenshot({ path: join(shots, "plan-graph-operators.png") });
  const copied = await panel.page.evaluate<string>(`(() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector(".pev"));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    const data = new DataTransfer();
    const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector(".plan-node").dispatchEvent(event);
    return data.getData("text/plain");
  })()`);
  expect(copied).toContain(filter.slice(1, -1));
  expect(copied).not.toContain("\u2060");
});

test(
  "of many nodes it is drawn when somebody insists, of very many it is not",
  async () => {
    const many = (count: number) =>
      planPage({ result: result({ json: manyNodes(count), findings: [] }) });
    const panel = await showing(many(1000));
    const { page } = panel;
    await page.click("#tab-graph");
    expect(await page.locator(".graph").textContent()).toBe(
      "The plan has 1,000 nodes. A graph is drawn of up to 400; Plan and Table show all of them.",
    );
    await panel.send({ kind: "show", page: many(130) });
    await page.locator("#draw-graph").click();
    await page.locator(".plan-node").first().waitFor({ timeout: minute });
    expect(await page.locator(".plan-node").count()).toBe(130);
  },
  2 * minute,
);

test("a script that cannot be loaded is told of, and tried again", async () => {
  const panel = await showing(planPage());
  await panel.page.route("**/plan-graph.js", (route) => route.abort());
  await panel.page.click("#tab-graph");
  await expect
    .poll(() => panel.page.locator(".graph .empty").textContent())
    .toBe("The graph cannot be drawn: its script could not be read");
  await panel.page.unroute("**/plan-graph.js");
  await panel.page.click("#tab-plan");
  await panel.page.click("#tab-graph");
  await panel.page.locator(".plan-node").first().waitFor({ timeout: minute });
});
