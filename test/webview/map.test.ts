/** The map in a real browser, under the policy of a webview: what is drawn, and what it tells. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Diagram } from "../../src/core/diagram/diagram.ts";
import { layoutRequest } from "../../src/core/diagram/layout-request.ts";
import { type Layout, layoutResult } from "../../src/core/diagram/layout-result.ts";
import { svgOf } from "../../src/core/diagram/svg.ts";
import { lightPalette } from "../../src/core/diagram/svg-palette.ts";
import { type LayoutEngine, startLayout } from "../../src/engines/layout.ts";
import { entity, manyEntities, relation, row, shop, usualView } from "../diagram/sample.ts";
import { bundle } from "../support/bundle.ts";
import { type MapBrowser, openMapBrowser } from "../support/map-page.ts";
import type { Theme } from "../support/themes.ts";

const shots = join(import.meta.dirname, "../host/shots");
const minutes = 60_000;

let folder: string;
let engine: LayoutEngine;
let browser: MapBrowser;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), "prisma-architect-map-test-"));
  engine = startLayout(await bundle("layout-worker", folder), (message) => errors.push(message));
  browser = await openMapBrowser();
}, 10 * minutes);

afterAll(async () => {
  await browser?.close();
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await opened("dark");
});

afterEach(async () => {
  expect(await page.evaluate("map.violations")).toEqual([]);
  expect(errors.splice(0)).toEqual([]);
  await page.close();
});

async function opened(theme: Theme): Promise<Page> {
  const fresh = await browser.open(theme);
  fresh.on("pageerror", ({ message }) => errors.push(message));
  return fresh;
}

async function laidOut(diagram: Diagram, before?: Layout): Promise<Layout> {
  const layout = await engine.layout(layoutRequest(diagram, usualView), { before });
  if (layout === undefined) throw new Error("cancelled");
  return layout;
}

async function show(diagram: Diagram, layout?: Layout): Promise<Layout> {
  const shown = layout ?? (await laidOut(diagram));
  await page.evaluate(`map.view.setScene(${JSON.stringify(diagram)}, ${JSON.stringify(shown)})`);
  await settled();
  return shown;
}

/** Until the queue is empty and no animation moves anything any more. */
async function settled(): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    let last = "";
    let still = 0;
    const look = () => {
      const now = document.querySelector(".world").outerHTML.length + JSON.stringify(map.view.viewport);
      still = now === last && !map.view.drawn.isBusy ? still + 1 : 0;
      last = now;
      if (still > 3) resolve(); else requestAnimationFrame(look);
    };
    look();
  })`);
}

type Told = {
  readonly kind: string;
  readonly id?: string;
  readonly x?: number;
  readonly y?: number;
};

/** All but the many about the view. */
async function told(): Promise<Told[]> {
  const events: Told[] = await page.evaluate("map.events.splice(0)");
  return events.filter(({ kind }) => kind !== "viewport");
}

type Drawn = { readonly level: string; readonly boxes: number; readonly edges: number };
const drawn = (): Promise<Drawn> => page.evaluate("map.view.drawn");
const focused = (): Promise<string> =>
  page.evaluate("document.activeElement?.getAttribute('aria-label') ?? ''");

/** Pixels of the page where a place in a box is. */
async function pixelOf(layout: Layout, id: string, dx: number, dy: number) {
  const { x, y, zoom }: { x: number; y: number; zoom: number } =
    await page.evaluate("map.view.viewport");
  const box = layout.boxes.find((one) => one.id === id);
  if (box === undefined) throw new Error(`no ${id}`);
  return { x: (box.x + dx - x) * zoom, y: (box.y + dy - y) * zoom };
}

async function clickAt(layout: Layout, id: string, dx = 40, dy = 15): Promise<void> {
  const { x, y } = await pixelOf(layout, id, dx, dy);
  await page.mouse.click(x, y);
}

describe("what is drawn", () => {
  test("a small diagram is there as a whole", async () => {
    const diagram = shop();
    await show(diagram);
    expect(await drawn()).toMatchObject({ level: "rows", boxes: 16 });
    const texts: string[] = await page.evaluate(
      "[...document.querySelectorAll('.boxes text')].map((text) => text.textContent)",
    );
    for (const { id, rows } of diagram.entities) {
      expect(texts).toEqual(expect.arrayContaining([id, ...rows.map(({ name }) => name)]));
    }
  });

  test("of 1,000 entities only what is seen has elements", async () => {
    const layout = await show(manyEntities(1000));
    expect(await drawn()).toMatchObject({ level: "far", edges: 0 });
    const { x, y } = layout.boxes[500] ?? { x: 0, y: 0 };
    const countAt = async (zoom: number) => {
      await page.evaluate(`map.view.viewport = { x: ${x - 300}, y: ${y - 300}, zoom: ${zoom} }`);
      await settled();
      return await drawn();
    };
    const names = await countAt(0.25);
    const keys = await countAt(0.5);
    const rows = await countAt(1);
    expect([names.level, keys.level, rows.level]).toEqual(["name", "keys", "rows"]);
    expect(names.boxes).toBeLessThan(420);
    expect(keys.boxes).toBeLessThan(120);
    expect(rows.boxes).toBeLessThan(40);
    expect(rows.boxes).toBeGreaterThan(1);
    const elements: number = await page.evaluate("document.querySelectorAll('.world *').length");
    expect(elements).toBeLessThan(2500);
  });

  test("what comes into view while panning is drawn, what leaves is dropped", async () => {
    const layout = await show(manyEntities(300));
    for (const at of [0, 80, 160, 240]) {
      const { id = "", x = 0, y = 0 } = layout.boxes[at] ?? {};
      await page.evaluate(`map.view.viewport = { x: ${x - 400}, y: ${y - 300}, zoom: 1 }`);
      await settled();
      const labels: string[] = await page.evaluate(
        "[...document.querySelectorAll('.box')].map((box) => box.getAttribute('aria-label'))",
      );
      expect(labels.some((label) => label.startsWith(`${id},`))).toBe(true);
      expect(labels.length).toBeLessThan(60);
    }
  });

  test("an edit replaces one box and keeps the view", async () => {
    const diagram = shop();
    const layout = await show(diagram);
    const before = await page.evaluate("map.view.viewport");
    await page.evaluate("globalThis.nodes = new Set(document.querySelectorAll('.box'))");
    const next: Diagram = {
      ...diagram,
      entities: diagram.entities.map((one) =>
        one.id === "Tag" ? { ...one, rows: [...one.rows, row("color String?")] } : one,
      ),
    };
    await show(next, await laidOut(next, layout));
    expect(await page.evaluate("map.view.viewport")).toEqual(before);
    const made = "[...document.querySelectorAll('.box')].filter((box) => !nodes.has(box)).length";
    expect(await page.evaluate(made)).toBe(1);
    expect(await page.evaluate("document.querySelector('.world').textContent")).toContain("color");
  });

  test("lines have ends at their rows", async () => {
    await show(shop());
    const paths: string[] = await page.evaluate(
      "[...document.querySelectorAll('path.edge')].map((path) => path.getAttribute('d'))",
    );
    expect(paths.length).toBe(17);
    for (const path of paths) expect(path).toMatch(/^M[-\d.]/);
    expect(paths.join("")).not.toMatch(/NaN|undefined/);
  });
});

describe("the pointer", () => {
  test("a click selects and tells the row", async () => {
    const layout = await show(shop());
    await told();
    await clickAt(layout, "Order", 60, 34 + 3 + 22 + 11);
    expect(await told()).toEqual([{ kind: "select", id: "Order", row: "number" }]);
    await settled();
    const selected = "document.querySelector('.box.is-selected').getAttribute('aria-label')";
    expect(await page.evaluate(selected)).toMatch(/^Order,/);
    expect(await page.evaluate("document.querySelectorAll('.lit path').length")).toBe(6);
  });

  test("two clicks focus, a click beside all selects nothing", async () => {
    const layout = await show(shop());
    const { x, y } = await pixelOf(layout, "User", 60, 15);
    await page.mouse.dblclick(x, y);
    expect((await told()).at(-1)).toEqual({ kind: "focus", id: "User" });
    await page.mouse.click(5, 5);
    expect((await told()).at(-1)).toMatchObject({ kind: "select" });
    expect(await page.evaluate("document.querySelectorAll('.is-selected').length")).toBe(0);
  });

  test("a click on a badge tells it, of a box and of a row", async () => {
    const layout = await show(shop());
    const user = layout.boxes.find(({ id }) => id === "User");
    await clickAt(layout, "User", (user?.width ?? 0) - 20, 17);
    expect((await told()).filter(({ kind }) => kind === "badge")).toMatchObject([{ id: "User" }]);
    await clickAt(layout, "User", 32 + 5 * 7.23 + 13, 34 + 3 + 2 * 22 + 11);
    expect((await told()).filter(({ kind }) => kind === "badge")).toMatchObject([
      { id: "User", row: "email" },
    ]);
  });

  test("a drag moves a box with its lines, and tells where it was dropped", async () => {
    const layout = await show(shop());
    const before = layout.boxes.find(({ id }) => id === "Payment");
    const zoom: number = await page.evaluate("map.view.viewport.zoom");
    const { x, y } = await pixelOf(layout, "Payment", 50, 15);
    const line = "document.querySelector('.edges').innerHTML";
    const lines: string = await page.evaluate(line);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 20, y + 10, { steps: 3 });
    await page.mouse.move(x + 60, y + 90, { steps: 5 });
    await page.mouse.up();
    const [drop] = (await told()).filter(({ kind }) => kind === "drag");
    expect(drop?.id).toBe("Payment");
    expect(Math.abs((drop?.x ?? 0) - (before?.x ?? 0) - 60 / zoom)).toBeLessThan(2);
    expect(Math.abs((drop?.y ?? 0) - (before?.y ?? 0) - 90 / zoom)).toBeLessThan(2);
    expect(await page.evaluate(line)).not.toBe(lines);
  });

  test("empty ground pans, the wheel pans, the wheel with Ctrl zooms where the pointer is", async () => {
    await show(shop());
    type Viewport = { x: number; y: number; zoom: number };
    const viewport = (): Promise<Viewport> => page.evaluate("({ ...map.view.viewport })");
    const start = await viewport();
    await page.mouse.move(20, 780);
    await page.mouse.down();
    await page.mouse.move(120, 730, { steps: 4 });
    await page.mouse.up();
    const panned = await viewport();
    expect((start.x - panned.x) * start.zoom).toBeCloseTo(100, 0);
    expect((panned.y - start.y) * start.zoom).toBeCloseTo(50, 0);
    await page.mouse.wheel(30, 40);
    await settled();
    const rolled = await viewport();
    expect((rolled.x - panned.x) * start.zoom).toBeCloseTo(30, 0);
    await page.mouse.move(400, 300);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -50);
    await page.keyboard.up("Control");
    await settled();
    const zoomed = await viewport();
    expect(zoomed.zoom).toBeGreaterThan(rolled.zoom * 1.3);
    expect(zoomed.x + 400 / zoomed.zoom).toBeCloseTo(rolled.x + 400 / rolled.zoom, 1);
    expect(zoomed.y + 300 / zoomed.zoom).toBeCloseTo(rolled.y + 300 / rolled.zoom, 1);
  });

  test("pointing at a line tells its relation, and lights it", async () => {
    const layout = await show(shop());
    const edge = layout.edges.find(({ id }) => id === "Shipment.orderId > Order.id");
    const [end, before] = [edge?.points.at(-1), edge?.points.at(-2)];
    const { x, y, zoom }: { x: number; y: number; zoom: number } =
      await page.evaluate("map.view.viewport");
    await told();
    await page.mouse.move(
      (((end?.x ?? 0) + (before?.x ?? 0)) / 2 - x) * zoom,
      ((end?.y ?? 0) - y) * zoom,
    );
    await settled();
    expect(await told()).toMatchObject([{ kind: "hover-relation", id: edge?.id }]);
    expect(await page.evaluate("document.querySelectorAll('.lit path').length")).toBe(1);
  });

  test("the minimap is there when not all can be seen, and leads", async () => {
    await show(manyEntities(100));
    const hidden = "document.querySelector('.minimap').classList.contains('is-hidden')";
    expect(await page.evaluate(hidden)).toBe(true);
    await page.evaluate("map.view.viewport = { x: 0, y: 0, zoom: 1 }");
    expect(await page.evaluate(hidden)).toBe(false);
    await page.mouse.click(1280 - 60, 800 - 60);
    const { x, y }: { x: number; y: number } = await page.evaluate("map.view.viewport");
    expect(x + y).toBeGreaterThan(1000);
    expect(await told()).toEqual([]);
  });
});

describe("the keyboard", () => {
  test("one box has the focus; arrows go to the next one that way", async () => {
    const layout = await show(shop());
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.querySelectorAll('.box[tabindex=\"0\"]').length")).toBe(1);
    const x = async () => {
      const label = await focused();
      return layout.boxes.find(({ id }) => label.startsWith(`${id},`))?.x ?? Number.NaN;
    };
    const start = await x();
    await page.keyboard.press("ArrowRight");
    const right = await x();
    expect(right).toBeGreaterThan(start);
    await page.keyboard.press("ArrowLeft");
    expect(await x()).toBeLessThan(right);
    expect(await page.evaluate("document.querySelector('.live').textContent")).toMatch(/fields?/);
  });

  test("with Shift, arrows follow relations", async () => {
    await show(shop());
    await page.evaluate("map.view.select('Order'), map.view.focus()");
    await page.keyboard.press("Shift+ArrowRight");
    expect(await focused()).toMatch(/^(OrderItem|Payment|Shipment|OrderStatus),/);
    await page.keyboard.press("Shift+ArrowLeft");
    expect(await focused()).toMatch(/^(Order|Product),/);
  });

  test("Enter opens, F focuses, B shows findings, Escape lets go", async () => {
    await show(shop());
    await page.evaluate("map.view.select('User'), map.view.focus()");
    await told();
    for (const key of ["Enter", "f", "b", "Escape"]) await page.keyboard.press(key);
    expect((await told()).map(({ kind, id }) => [kind, id])).toEqual([
      ["open", "User"],
      ["focus", "User"],
      ["badge", "User"],
      ["select", undefined],
    ]);
  });

  test("plus, minus and zero zoom and fit", async () => {
    await show(shop());
    const zoom = (): Promise<number> => page.evaluate("map.view.viewport.zoom");
    await page.keyboard.press("Tab");
    const start = await zoom();
    await page.keyboard.press("+");
    await settled();
    expect(await zoom()).toBeCloseTo(start * 1.25, 3);
    await page.keyboard.press("-");
    await settled();
    expect(await zoom()).toBeCloseTo(start, 3);
    await page.keyboard.press("+");
    await page.keyboard.press("0");
    await settled();
    expect(await zoom()).toBeCloseTo(start, 3);
  });

  test("the whole of 1,000 entities can be walked, also where nothing is drawn yet", async () => {
    await show(manyEntities(1000));
    await page.keyboard.press("Tab");
    const seen = new Set<string>();
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press(step % 3 === 2 ? "ArrowDown" : "ArrowRight");
      seen.add(await focused());
    }
    expect(seen.size).toBeGreaterThan(5);
    expect(seen.has("")).toBe(false);
  });
});

describe("for those who cannot see it", () => {
  test("boxes are options of a listbox and say what they are", async () => {
    await show(shop());
    expect(await page.evaluate("document.querySelector('.boxes').getAttribute('role')")).toBe(
      "listbox",
    );
    const labels: string[] = await page.evaluate(
      "[...document.querySelectorAll('[role=option]')].map((box) => box.getAttribute('aria-label'))",
    );
    expect(labels).toContain("User, model, 8 fields, 2 warnings, 1 note, 5 relations");
    expect(labels).toContain("OrderStatus, enum, 5 values");
    expect(labels).toContain("Session, model, 4 fields, 1 relation, removed");
  });
});

test("hostile names run nothing and fetch nothing", async () => {
  const bad = [
    '<img src=x onerror="globalThis.hacked=1">',
    "</text><script>hacked=1</script>",
    "url(https://x.example)",
  ];
  const diagram: Diagram = {
    entities: bad.map((name) => entity(name, ["id Int pk", { ...row("x"), name, type: name }])),
    enums: [],
    relations: [
      relation("a > b", {
        id: bad[0] ?? "",
        from: { entity: bad[0] ?? "", field: "x", rows: ["id"], cardinality: "many" },
        to: { entity: bad[1] ?? "", field: "y", rows: ["id"], cardinality: "one" },
      }),
    ],
  };
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await show(diagram);
  expect(await page.evaluate("globalThis.hacked")).toBeUndefined();
  expect(asked).toEqual([]);
  expect(await page.evaluate("document.querySelectorAll('img, script:not([src])').length")).toBe(0);
});

test("the exported picture has the very same shapes", async () => {
  const diagram = shop();
  const layout = layoutResult(layoutRequest(diagram, usualView), new Map(), undefined, new Map());
  await show(diagram, layout);
  const svg = svgOf(diagram, layout, lightPalette, "Shop");
  const exported: string[] = await page.evaluate(
    `[...new DOMParser().parseFromString(${JSON.stringify(svg)}, "image/svg+xml").querySelectorAll("g > *:not(title)")]
       .map((one) => one.tagName + (one.getAttribute("d") ?? one.textContent)).sort()`,
  );
  const live: string[] = await page.evaluate(
    "[...document.querySelectorAll('.boxes g > *')].map((one) => one.tagName + (one.getAttribute('d') ?? one.textContent)).sort()",
  );
  expect(live).toEqual(exported);
});

describe.each(["dark", "light", "high-contrast", "high-contrast-light"] as const)("%s", (theme) => {
  test("pictures to look at", async () => {
    await page.close();
    page = await opened(theme);
    const shot = async (name: string) => {
      await settled();
      await page.screenshot({ path: join(shots, `map-${name}-${theme}.png`) });
    };
    await show(shop());
    await shot("shop");
    await page.evaluate("map.view.select('Order', false)");
    await shot("selected");
    await page.evaluate("map.view.select(undefined)");
    await show(manyEntities(300));
    await page.evaluate("map.view.fit()");
    await shot("far");
    await page.evaluate("map.view.viewport = { x: 100, y: 100, zoom: 0.3 }");
    await shot("names");
    await page.evaluate("map.view.viewport = { x: 100, y: 100, zoom: 0.5 }");
    await shot("keys");
  });
});
