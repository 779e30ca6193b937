/** The page of the diagram panel in a real browser, under its own policy: what it shows and says. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Diagram } from "../../src/core/diagram/diagram.ts";
import { diffDiagrams } from "../../src/core/diagram/diff.ts";
import { mermaidOf } from "../../src/core/diagram/mermaid.ts";
import { type LayoutEngine, startLayout } from "../../src/engines/layout.ts";
import type { DiagramFinding, DiagramSnapshot } from "../../src/protocol/diagram.ts";
import { entity, enumBox, relation, row } from "../diagram/sample.ts";
import { bundle } from "../support/bundle.ts";
import {
  openPanelBrowser,
  type Panel,
  type PanelBrowser,
  type PanelWish,
} from "../support/panel-page.ts";
import { checkedDiagram, exampleFiles, type Seen, snapshotOf } from "../support/snapshot.ts";

const shots = join(import.meta.dirname, "../host/shots");
const minute = 60_000;

let folder: string;
let engine: LayoutEngine;
let browser: PanelBrowser | undefined;
let shop: Diagram;
const open: Panel[] = [];

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), "prisma-architect-panel-test-"));
  engine = startLayout(await bundle("layout-worker", folder), () => undefined);
  browser = await openPanelBrowser();
  shop = checkedDiagram(exampleFiles());
}, 2 * minute);

afterAll(async () => {
  await browser?.close();
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(async () => {
  for (const panel of open.splice(0)) {
    const trouble = await panel.trouble();
    await panel.page.close();
    expect(trouble).toEqual([]);
  }
});

async function opened(wish: PanelWish = {}): Promise<Panel> {
  if (browser === undefined) throw new Error("The browser did not start");
  const panel = await browser.open(wish);
  open.push(panel);
  return panel;
}

/** A panel that shows it, with what was said until then forgotten. */
async function showing(snapshot: DiagramSnapshot, wish: PanelWish = {}): Promise<Panel> {
  const panel = await opened(wish);
  await panel.send({ kind: "snapshot", snapshot });
  await drawn(panel);
  await panel.heard();
  return panel;
}

async function drawn({ page }: Panel): Promise<void> {
  await page.waitForSelector(".picture:not(.is-waiting) .box", { state: "attached" });
  await until(page, "!document.querySelector('.progress.is-active')");
}

/** The policy of the page forbids what Playwright itself would do to wait. */
async function until(page: Page, expression: string): Promise<void> {
  await expect.poll(() => page.evaluate(expression), { timeout: minute }).toBe(true);
}

const seen = (view: Seen = {}) => snapshotOf(shop, view, engine);
const atOrder = (more: Seen = {}) =>
  seen({ mode: "focus", focus: "Order", follows: false, ...more });

/** Elements of Mermaid's picture. */
const box = (id: string) => `.erd-mermaid [data-box="${id}"]`;
const rowOf = (id: string, name: string) => `${box(id)} [data-row="${name}"]`;

async function clickOn({ page }: Panel, selector: string, times = 1): Promise<void> {
  const place = await page.locator(selector).first().boundingBox();
  if (place === null) throw new Error(`nothing at ${selector}`);
  const [x, y] = [place.x + place.width / 2, place.y + Math.min(place.height / 2, 8)];
  if (times === 2) await page.mouse.dblclick(x, y);
  else await page.mouse.click(x, y);
}

test("says that it is ready, and what it wants to see", async () => {
  const fresh = await opened();
  expect(await fresh.heard()).toEqual([{ kind: "ready" }]);
  const view = { ...(await seen()).view, mode: "focus", focus: "Order", detail: "keys" };
  const restored = await opened({ state: { view, uri: "file:///a.prisma" } });
  expect(await restored.heard()).toEqual([{ kind: "ready", view, uri: "file:///a.prisma" }]);
});

describe("Mermaid's picture", () => {
  test("has every entity, enum, row and relation", async () => {
    const snapshot = await atOrder();
    const { page } = await showing(snapshot);
    const { entities, enums, relations } = snapshot.diagram;
    expect(await page.locator(".erd-mermaid .box").count()).toBe(entities.length + enums.length);
    const rows = [...entities.map((one) => one.rows), ...enums.map((one) => one.values)].flat();
    expect(await page.locator(".erd-mermaid .field-row").count()).toBe(rows.length);
    const lines: string[] = await page.evaluate(
      "[...document.querySelectorAll('path.line:not(.use)')].map((line) => line.dataset.line)",
    );
    expect([...new Set(lines)].sort()).toEqual(relations.map(({ id }) => id).sort());
  });

  test("leads to the source of an entity, a row and a relation", async () => {
    const snapshot = await atOrder();
    const panel = await showing(snapshot);
    const order = snapshot.diagram.entities.find(({ id }) => id === "Order");
    const number = order?.rows.find(({ name }) => name === "number");
    const customer = snapshot.diagram.relations.find(({ from }) => from.rows[0] === "couponId");
    await clickOn(panel, box("Order"));
    await clickOn(panel, rowOf("Order", "number"));
    const label = `.edgeLabel [data-line="${customer?.id}"]`;
    await clickOn(panel, label);
    expect(await panel.heard()).toEqual([
      { kind: "open", place: order?.at, takesFocus: false },
      { kind: "open", place: number?.at, takesFocus: false },
      { kind: "open", place: customer?.at, takesFocus: false },
    ]);
    expect(number?.at.file).toBe("orders.prisma");
  });

  test("is focused by a double click and by F, and opened by Enter", async () => {
    const panel = await showing(await atOrder());
    await clickOn(panel, box("Order"), 2);
    const focus = (await panel.heard()).filter(({ kind }) => kind === "view");
    expect(focus).toMatchObject([{ view: { mode: "focus", focus: "Order", follows: false } }]);
    await panel.page.keyboard.press("ArrowRight");
    const current = await panel.page.evaluate("document.activeElement.dataset.box");
    expect(current).not.toBe("Order");
    await panel.heard();
    await panel.page.keyboard.press("Enter");
    await panel.page.keyboard.press("f");
    expect(await panel.heard()).toMatchObject([
      { kind: "open", takesFocus: true },
      { kind: "view", view: { mode: "focus", focus: current } },
    ]);
  });

  test("has rows and relations for the keyboard", async () => {
    const snapshot = await atOrder();
    const panel = await showing(snapshot);
    await clickOn(panel, box("Order"));
    await panel.page.keyboard.press("Alt+ArrowDown");
    await panel.page.keyboard.press("Alt+ArrowDown");
    await panel.heard();
    await panel.page.keyboard.press("Enter");
    const rows = snapshot.diagram.entities.find(({ id }) => id === "Order")?.rows;
    expect(await panel.heard()).toEqual([{ kind: "open", place: rows?.[1]?.at, takesFocus: true }]);
    await panel.page.keyboard.press("r");
    const label = await panel.page.evaluate("document.activeElement.getAttribute('aria-label')");
    expect(label).toMatch(/ has /);
    await panel.page.waitForSelector(".popover");
    await panel.page.keyboard.press("Enter");
    expect(await panel.heard()).toMatchObject([{ kind: "open", takesFocus: true }]);
  });

  test("draws the newest of many snapshots and no more than two", async () => {
    const snapshot = await atOrder();
    const versions = Array.from({ length: 10 }, (_, at): DiagramSnapshot => {
      const entities = [...snapshot.diagram.entities, entity(`New${at}`, ["id Int pk"])];
      const diagram = { ...snapshot.diagram, entities };
      return { ...snapshot, diagram, mermaid: mermaidOf(diagram) };
    });
    const panel = await opened();
    await panel.send(...versions.map((one) => ({ kind: "snapshot", snapshot: one }) as const));
    await panel.page.waitForSelector(box("New9"), { state: "attached" });
    expect(await panel.page.evaluate("document.querySelector('.stage > svg').id")).toBe("erd2");
  });

  test("stays where it is while something is typed", async () => {
    const snapshot = await atOrder();
    const panel = await showing(snapshot);
    const before = await panel.page.locator(box("Order")).boundingBox();
    const entities = snapshot.diagram.entities.map((one) =>
      one.id === "Customer" ? { ...one, rows: [...one.rows, row("added String")] } : one,
    );
    const diagram = { ...snapshot.diagram, entities };
    await panel.send({
      kind: "snapshot",
      snapshot: { ...snapshot, diagram, mermaid: mermaidOf(diagram) },
    });
    await panel.page.waitForSelector(rowOf("Customer", "added"), { state: "attached" });
    const after = await panel.page.locator(box("Order")).boundingBox();
    expect(Math.abs((after?.x ?? 0) - (before?.x ?? 0))).toBeLessThan(2);
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2);
  });
});

test("lists findings at a badge, fixes one and explains one", async () => {
  const panel = await showing(await atOrder());
  await clickOn(panel, `${box("Order")} .badge`);
  expect(await panel.heard()).toEqual([{ kind: "findings", entity: "Order" }]);
  await panel.send({ kind: "findings", entity: "Order", findings });
  await panel.page.waitForSelector(".popover[role=dialog]");
  expect(await panel.page.locator(".finding").count()).toBe(2);
  await panel.page.getByRole("button", { name: "Why" }).first().click();
  await panel.page.getByRole("button", { name: "Fix: Add @@index([couponId])" }).click();
  expect(await panel.heard()).toEqual([
    { kind: "explain", rule: "unindexed-foreign-key" },
    { kind: "fix", finding: findings[0] },
  ]);
  expect(await panel.page.locator(".popover").count()).toBe(0);
});

const range = { start: { line: 3, character: 2 }, end: { line: 3, character: 9 } };
const findings: readonly DiagramFinding[] = [
  {
    rule: "unindexed-foreign-key",
    severity: "warning",
    message: "No index starts with couponId, the foreign key of coupon",
    range,
    uri: "file:///shop/orders.prisma",
    fix: "Add @@index([couponId])",
  },
  {
    rule: "currency-as-text",
    severity: "info",
    message: "currency takes any text",
    range,
    uri: "file:///shop/orders.prisma",
    fix: undefined,
  },
];

test("searches by name of model and field, and goes there", async () => {
  const panel = await showing(await atOrder());
  await panel.page.keyboard.press("/");
  await panel.page.keyboard.type("orderli");
  const [first] = await panel.page.locator(".search-name").allTextContents();
  expect(first).toBe("OrderLine");
  await panel.page.keyboard.press("Enter");
  expect(await panel.page.locator(`${box("OrderLine")}.is-selected`).count()).toBe(1);
  await panel.page.locator(".search-input").fill("ticket.sub");
  await panel.page.keyboard.press("Enter");
  await panel.page.keyboard.press("Control+f");
  await panel.page.locator(".search-input").fill("warehouse");
  await panel.page.keyboard.press("Enter");
  expect((await panel.heard()).at(-1)).toMatchObject({
    kind: "view",
    view: { mode: "focus", focus: "Warehouse", follows: false },
  });
  await panel.page.keyboard.press("Escape");
  expect(await panel.page.locator(".search-box").isVisible()).toBe(false);
});

test("walks back and forward through what was in the middle", async () => {
  const panel = await showing(await atOrder());
  await panel.send({
    kind: "snapshot",
    snapshot: await seen({ mode: "focus", focus: "Payment", follows: false }),
  });
  await panel.page.waitForSelector(`${box("Payment")}`);
  await drawn(panel);
  expect(await panel.page.locator(".crumb").allTextContents()).toEqual(["Order", "Payment"]);
  await panel.page.keyboard.press("Alt+ArrowLeft");
  expect(await panel.heard()).toMatchObject([{ kind: "view", view: { focus: "Order" } }]);
});

test("shows what has more neighbours, and goes there", async () => {
  const panel = await showing(await atOrder());
  const chip = panel.page.locator(".chip").first();
  const name = /related to (\w+):/.exec((await chip.getAttribute("title")) ?? "")?.[1];
  await chip.evaluate((button) => button.dispatchEvent(new Event("click")));
  expect(await panel.heard()).toMatchObject([{ kind: "view", view: { focus: name } }]);
});

test("tells wishes of the toolbar", async () => {
  const panel = await showing(await atOrder());
  const { page } = panel;
  await page.getByRole("button", { name: "Compare" }).click();
  await page.getByRole("button", { name: "Hide enums" }).click();
  await page.getByRole("button", { name: /How much of each model/ }).click();
  await page.getByRole("menuitemradio", { name: "Keys only" }).click();
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: "DBML" }).click();
  const heard = await panel.heard();
  expect(heard.at(-2)).toMatchObject({
    kind: "view",
    view: { mode: "diff", enums: false, detail: "keys" },
  });
  expect(heard.at(-1)).toEqual({ kind: "export", format: "dbml" });
});

test("has everything in the menu where there is no room", async () => {
  const panel = await showing(await atOrder(), { size: { width: 320, height: 600 } });
  const { page } = panel;
  const isWide = await page.evaluate(
    "document.querySelector('.toolbar').scrollWidth > document.querySelector('.toolbar').clientWidth",
  );
  expect(isWide).toBe(false);
  await page.getByRole("button", { name: "More", exact: true }).click();
  const items = await page.locator(".menu-item").allTextContents();
  expect(items).toEqual(
    expect.arrayContaining(["Show enums", "Follow the cursor", "Show as list", "DBML (.dbml)"]),
  );
  await page.getByRole("menuitemcheckbox", { name: "Follow the cursor" }).click();
  expect(await panel.heard()).toMatchObject([{ kind: "view", view: { follows: false } }]);
});

test("looks as it did after a restart", async () => {
  const panel = await showing(await atOrder());
  await panel.page.getByRole("button", { name: "Zoom in" }).click();
  await panel.page.waitForTimeout(500);
  const state = await panel.state();
  const seenBefore = await panel.page.locator(box("Order")).boundingBox();
  const again = await showing(await atOrder(), { state: state as object });
  const seenAgain = await again.page.locator(box("Order")).boundingBox();
  expect(Math.abs((seenAgain?.x ?? 0) - (seenBefore?.x ?? -9))).toBeLessThan(0.5);
  expect(Math.abs((seenAgain?.width ?? 0) - (seenBefore?.width ?? -9))).toBeLessThan(0.5);
});

test("tells in words why there is no picture", async () => {
  const panel = await opened();
  await panel.send({ kind: "trouble", message: "The server stopped" });
  expect(await panel.page.locator(".notice").textContent()).toBe("The server stopped");
  const nothing = { entities: [], enums: [], relations: [] };
  await panel.send({ kind: "snapshot", snapshot: await snapshotOf(nothing, {}, engine) });
  await until(
    panel.page,
    "document.querySelector('.notice').textContent.includes('No models yet')",
  );
});

test("can be read as a list", async () => {
  const panel = await showing(await atOrder());
  const { page } = panel;
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitemcheckbox", { name: "Show as list" }).click();
  const first = page.getByRole("treeitem").first();
  expect(await first.textContent()).toMatch(/fields/);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await panel.heard();
  await page.keyboard.press("Enter");
  expect(await panel.heard()).toMatchObject([{ kind: "open", takesFocus: true }]);
});

test(
  "makes pictures that stand alone",
  async () => {
    for (const renderer of ["mermaid", "map"] as const) {
      const panel = await showing(await atOrder({ renderer }));
      const { page } = panel;
      for (const format of [".svg", ".png"]) {
        await page.getByRole("button", { name: "Export" }).click();
        await page.getByRole("menuitem", { name: format }).click();
      }
      await until(page, "heard.length === 2");
      const [svg, png] = await panel.heard();
      if (svg?.kind !== "export" || png?.kind !== "export") throw new Error("no export");
      // The server draws the map again.
      if (renderer === "map") expect(svg.data).toBeUndefined();
      else {
        expect(svg.data).toMatch(/^<svg /);
        expect(svg.data).not.toMatch(/<script|<style|foreignObject|var\(|href|class=/);
        expect(svg.data).toContain("shippingAddressId");
      }
      expect(png.data).toMatch(/^data:image\/png;base64,iVBOR/);
      expect(png.data?.length).toBeGreaterThan(30_000);
    }
  },
  minute,
);

describe("the map", () => {
  test("is shown by the same page, and tells the same", async () => {
    const snapshot = await seen({ renderer: "map" });
    const panel = await showing(snapshot);
    const order = snapshot.layout?.boxes.find(({ id }) => id === "Order");
    expect(order).toBeDefined();
    await panel.page.locator('[role=option][aria-label^="Order,"]').first().focus();
    await panel.page.keyboard.press("Enter");
    expect((await panel.heard()).at(-1)).toMatchObject({ kind: "open", takesFocus: true });
  });

  test("opens a group", async () => {
    const panel = await showing(await seen({ mode: "groups" }));
    await panel.page.locator('[role=option][aria-label^="catalog,"]').first().focus();
    await panel.page.keyboard.press("Enter");
    await panel.page.keyboard.press("f");
    expect(await panel.heard()).toMatchObject([
      { kind: "view", view: { mode: "groups", group: "catalog" } },
      { kind: "view", view: { mode: "groups", group: "catalog" } },
    ]);
  });

  test("takes the place of Mermaid's picture and gives it back", async () => {
    const panel = await showing(await atOrder());
    await panel.send({ kind: "snapshot", snapshot: await atOrder({ renderer: "map" }) });
    await panel.page.waitForSelector(".picture:not(.erd-mermaid):not(.is-waiting) .box");
    expect(await panel.page.locator(".picture").count()).toBe(1);
    await panel.send({ kind: "snapshot", snapshot: await atOrder() });
    await panel.page.waitForSelector(".erd-mermaid:not(.is-waiting) .box");
    expect(await panel.page.locator(".picture").count()).toBe(1);
  });
});

describe("a hostile schema", () => {
  const attack = '"><img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>';
  const directive =
    "%%{init: {'securityLevel': 'loose', 'themeCSS': '*{background:url(https://evil.test)}'}}%%";
  const link = 'click User href "javascript:globalThis.pwned=1"';
  const hostile: Diagram = {
    entities: [
      entity(attack, ["id Int pk", row(`x ${attack.replaceAll(" ", "")}`)], { doc: attack }),
      entity(directive, [row("y Int", { doc: link }), row(`${link.replaceAll(" ", "")} String`)]),
      entity("__proto__", [
        row('z Unsupported("<svg/onload=globalThis.pwned=1>")', { doc: directive }),
      ]),
    ],
    enums: [enumBox("Bad", [attack, directive])],
    relations: [relation(`${directive}.y > __proto__.z`, { name: attack, servedBy: attack })],
  };
  const schema = `
    /// ${attack} ${directive}
    model User {
      id Int @id @map("${attack.replaceAll('"', '\\"')}")
      name String @default("<svg onload=globalThis.pwned=1>") /// ${link}
      posts Post[]
      @@map("${directive.replaceAll('"', "'")}")
    }
    model Post { id Int @id
      userId Int
      user User @relation("<b onmouseover=globalThis.pwned=1>", fields: [userId], references: [id]) }`;

  for (const isOpen of [false, true]) {
    test(
      `runs nothing and fetches nothing${isOpen ? ", even without the policy" : ""}`,
      async () => {
        for (const whole of [hostile, checkedDiagram(schema)]) {
          for (const renderer of ["mermaid", "map"] as const) {
            const shown = await snapshotOf(whole, { renderer }, engine);
            const mermaid = shown.mermaid && mermaidOf(whole, { comments: true });
            const panel = await opened({ isOpen });
            const asked: string[] = [];
            panel.page.on("request", (request) => asked.push(request.url()));
            await panel.send({
              kind: "snapshot",
              snapshot: { ...shown, ...(mermaid && { mermaid }) },
            });
            await drawn(panel);
            await panel.send({
              kind: "findings",
              entity: attack,
              findings: findings.map((one) => ({ ...one, message: attack, fix: attack })),
            });
            await panel.page.keyboard.press("/");
            await panel.page.keyboard.type("o");
            await panel.page.getByRole("button", { name: "More", exact: true }).click();
            await panel.page.getByRole("menuitemcheckbox", { name: "Show as list" }).click();
            await panel.page.waitForTimeout(100);
            expect(await panel.page.evaluate("globalThis.pwned")).toBeUndefined();
            expect(asked.filter((url) => !url.endsWith("/erd-mermaid.js"))).toEqual([]);
            expect(
              await panel.page.locator("img, #app script, iframe, foreignObject, a").count(),
            ).toBe(0);
          }
        }
      },
      minute,
    );
  }
});

describe("looks well", () => {
  const wide = { width: 900, height: 700 };
  const narrow = { width: 360, height: 700 };

  test(
    "as a picture of Mermaid and as a map, in each theme",
    async () => {
      const themes = ["dark", "light", "high-contrast", "high-contrast-light"] as const;
      for (const theme of themes) {
        await shot(`mermaid-focus-${theme}`, await atOrder(), { theme, size: wide });
      }
      for (const theme of ["dark", "light"] as const) {
        await shot(`mermaid-all-${theme}`, await seen(), { theme, size: wide });
        await shot(`map-${theme}`, await seen({ renderer: "map" }), { theme, size: wide });
      }
      await shot("mermaid-narrow-dark", await atOrder(), { size: narrow });
      await shot("map-narrow-light", await atOrder({ renderer: "map" }), {
        theme: "light",
        size: narrow,
      });
      for (const theme of ["dark", "light"] as const) {
        await shot(`groups-${theme}`, await seen({ mode: "groups" }), { theme, size: wide });
      }
      await shot("names-dark", await seen({ detail: "names" }), { size: wide });
    },
    2 * minute,
  );

  test(
    "with what is opened over it",
    async () => {
      const searching = await showing(await atOrder(), { size: wide });
      await searching.page.keyboard.press("/");
      await searching.page.keyboard.type("ord");
      await picture(searching, "search-dark");

      const found = await showing(await atOrder(), { theme: "light", size: wide });
      await clickOn(found, `${box("Order")} .badge`);
      await found.send({ kind: "findings", entity: "Order", findings });
      await picture(found, "findings-light");

      const hovered = await showing(await atOrder(), { size: wide });
      await hovered.page
        .locator(".edgeLabel [data-line]")
        .filter({ hasText: "coupon" })
        .hover({ force: true });
      await hovered.page.waitForSelector(".popover");
      await picture(hovered, "relation-dark");

      const menu = await showing(await atOrder(), { size: narrow });
      await menu.page.getByRole("button", { name: "More", exact: true }).click();
      await picture(menu, "menu-narrow-dark");

      const list = await showing(await atOrder(), {
        theme: "light",
        size: wide,
        state: { showsList: false },
      });
      await list.page.getByRole("button", { name: "More", exact: true }).click();
      await list.page.getByRole("menuitemcheckbox", { name: "Show as list" }).click();
      await list.page.keyboard.press("ArrowRight");
      await picture(list, "list-light");
    },
    2 * minute,
  );

  test(
    "in a comparison, with a note, and empty",
    async () => {
      const before: Diagram = {
        entities: shop.entities
          .filter(({ id }) => id !== "OrderEvent")
          .map((one) =>
            one.id === "Order"
              ? { ...one, rows: [...one.rows.slice(2), row("legacyCode String?")] }
              : one,
          )
          .concat(entity("OrderNote", ["id Int pk", "text String"])),
        enums: shop.enums.map((one) =>
          one.id === "OrderStatus" ? { ...one, values: one.values.slice(1) } : one,
        ),
        relations: shop.relations.filter(
          ({ from }) => from.entity !== "OrderEvent" && from.rows[0] !== "couponId",
        ),
      };
      const whole = diffDiagrams(before, shop);
      for (const theme of ["dark", "light"] as const) {
        const compared = await snapshotOf(whole, { mode: "diff" }, engine);
        await shot(`compare-${theme}`, compared, { theme, size: wide });
      }
      const many = await seen({ renderer: "map" });
      const note = "Mermaid draws up to 30 models; these are 33, so the map shows them.";
      await shot("note-dark", { ...many, note }, { size: wide });
      const empty = await opened({ theme: "light", size: wide });
      const nothing = { entities: [], enums: [], relations: [] };
      await empty.send({ kind: "snapshot", snapshot: await snapshotOf(nothing, {}, engine) });
      await picture(empty, "empty-light");
    },
    2 * minute,
  );

  async function shot(name: string, snapshot: DiagramSnapshot, wish: PanelWish): Promise<void> {
    await picture(await showing(snapshot, wish), name);
  }

  async function picture({ page }: Panel, name: string): Promise<void> {
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(shots, `panel-${name}.png`) });
  }
});
