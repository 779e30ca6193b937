/** The layout in its real worker thread: nothing overlaps, lines meet their rows, edits move little. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Diagram } from "../../src/core/diagram/diagram.ts";
import { contentsOf, layoutRequest } from "../../src/core/diagram/layout-request.ts";
import type { Layout } from "../../src/core/diagram/layout-result.ts";
import { rowMiddle } from "../../src/core/diagram/measure.ts";
import type { Point } from "../../src/core/diagram/route.ts";
import { type LayoutEngine, type LayoutWish, startLayout } from "../../src/engines/layout.ts";
import { bundle } from "../support/bundle.ts";
import { entity, manyEntities, relation, row, shop, usualView } from "./sample.ts";

let folder: string;
let script: string;
let engine: LayoutEngine;
const told: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "prisma-architect-layout-"));
  script = await bundle("layout-worker", folder);
  engine = startLayout(script, (message) => told.push(message));
  await engine.warmUp();
}, 60_000);

afterAll(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function laidOut(diagram: Diagram, wish: LayoutWish = {}, view = usualView): Promise<Layout> {
  const groups = new Map(wish.before?.boxes.map(({ id, group }) => [id, group]));
  const layout = await engine.layout(layoutRequest(diagram, view, groups), wish);
  if (layout === undefined) throw new Error("cancelled");
  return layout;
}

describe.each([
  ["a shop", shop()],
  ["100 entities", manyEntities(100)],
  ["300 entities", manyEntities(300)],
])("%s", (_, diagram) => {
  test("no boxes overlap", async () => {
    expect(overlaps(await laidOut(diagram))).toEqual([]);
  });

  test.each(["keys", "names"] as const)("no boxes overlap with %s only", async (detail) => {
    expect(overlaps(await laidOut(diagram, {}, { ...usualView, detail }))).toEqual([]);
  });

  test("no boxes overlap from top to bottom", async () => {
    expect(overlaps(await laidOut(diagram, {}, { ...usualView, direction: "down" }))).toEqual([]);
  });

  test("lines begin and end at their rows", async () => {
    const layout = await laidOut(diagram);
    expect(strayEnds(diagram, layout)).toEqual([]);
    expect(layout.edges.length).toBeGreaterThanOrEqual(diagram.relations.length);
  });

  test("everything is there once", async () => {
    const layout = await laidOut(diagram);
    const ids = [...diagram.entities, ...diagram.enums].map(({ id }) => id);
    expect(layout.boxes.map(({ id }) => id).sort()).toEqual(ids.sort());
  });
});

test("100 entities are about as wide as a screen", async () => {
  const { groups } = await laidOut(manyEntities(300));
  const right = Math.max(...groups.map(({ x, width }) => x + width));
  const bottom = Math.max(...groups.map(({ y, height }) => y + height));
  expect(right / bottom).toBeGreaterThan(1);
  expect(right / bottom).toBeLessThan(2.6);
});

test("a new entity moves the others by less than 50 units on average", async () => {
  const diagram = manyEntities(100);
  const before = await laidOut(diagram);
  const [from = "", to = ""] = [diagram.entities[3]?.id, diagram.entities[12]?.id];
  const added = withEntity(diagram, "Area0Added", [from, to]);
  const after = await laidOut(added, { before });
  expect(overlaps(after)).toEqual([]);
  expect(strayEnds(added, after)).toEqual([]);
  const moved = movement(before, after);
  console.log(`added entity: others moved ${moved.toFixed(1)} units on average`);
  expect(moved).toBeLessThan(50);
});

test("without groups, a new entity moves the others by less than 50 units too", async () => {
  const view = { ...usualView, grouping: "none" } as const;
  const diagram = manyEntities(100);
  const before = await laidOut(diagram, {}, view);
  const [from = "", to = ""] = [diagram.entities[3]?.id, diagram.entities[40]?.id];
  const after = await laidOut(withEntity(diagram, "Area0Added", [from, to]), { before }, view);
  expect(overlaps(after)).toEqual([]);
  const moved = movement(before, after);
  console.log(`added entity, no groups: others moved ${moved.toFixed(1)} units on average`);
  expect(moved).toBeLessThan(50);
});

test("a new row moves the others by less than 20 units on average", async () => {
  const diagram = manyEntities(100);
  const before = await laidOut(diagram);
  const after = await laidOut(withRow(diagram, 10), { before });
  expect(overlaps(after)).toEqual([]);
  const moved = movement(before, after);
  console.log(`added row: others moved ${moved.toFixed(1)} units on average`);
  expect(moved).toBeLessThan(20);
});

test("typing entity after entity never piles boxes up", async () => {
  let diagram = manyEntities(60);
  let before = await laidOut(diagram);
  for (let at = 0; at < 12; at++) {
    diagram = withEntity(diagram, `Area1New${at}`, [diagram.entities[at * 4]?.id ?? ""]);
    before = await laidOut(diagram, { before });
    expect(overlaps(before)).toEqual([]);
    expect(strayEnds(diagram, before)).toEqual([]);
  }
});

test("an edit lays out one part only", async () => {
  const diagram = manyEntities(300);
  const before = await laidOut(diagram);
  const runs = engine.runs();
  await laidOut(withRow(diagram, 110), { before });
  expect(engine.runs() - runs).toBe(1);
  await laidOut(diagram, { before });
  expect(engine.runs() - runs).toBe(1);
});

test("what was dragged stays where it was dropped, and its lines follow", async () => {
  const diagram = shop();
  const pins = new Map([["Order", { x: 3000, y: 2000 }]]);
  const first = await laidOut(diagram, { pins });
  const after = await laidOut(withRow(diagram, 0), { before: first, pins });
  for (const layout of [first, after]) {
    expect(layout.boxes.find(({ id }) => id === "Order")).toMatchObject({ x: 3000, y: 2000 });
    expect(strayEnds(diagram, layout)).toEqual([]);
  }
  const back = await laidOut(diagram, { before: after });
  expect(back.boxes.find(({ id }) => id === "Order")?.x).toBeLessThan(3000);
});

test("to tidy up gives what a first look gives", async () => {
  const diagram = manyEntities(50);
  const fresh = await laidOut(diagram);
  const grown = await laidOut(withEntity(diagram, "Area0Added", ["Area0Model3"]), {
    before: fresh,
  });
  await laidOut(diagram, { before: grown });
  expect(await laidOut(diagram)).toEqual(fresh);
});

test("names that are also properties of objects are names", async () => {
  const ids = ["constructor", "toString", "__proto__", "hasOwnProperty"];
  const diagram: Diagram = {
    entities: ids.map((id) => entity(id, ["id Int pk", "nextId Int fk"])),
    enums: [],
    relations: ids.map((id, at) => relation(`${id}.nextId > ${ids[(at + 1) % 4]}.id`)),
  };
  const layout = await laidOut(diagram);
  expect(overlaps(layout)).toEqual([]);
  expect(strayEnds(diagram, layout)).toEqual([]);
});

test("what hangs on one box needs no ELK, and has straight or bent lines", async () => {
  const diagram: Diagram = {
    entities: [
      entity("Hub", ["id Int pk", "name String"]),
      ...["A", "B", "C"].map((id) => entity(id, ["id Int pk", "note String", "hubId Int fk"])),
    ],
    enums: [],
    relations: ["A", "B", "C"].map((id) => relation(`${id}.hubId > Hub.id`)),
  };
  const runs = engine.runs();
  const layout = await laidOut(diagram);
  expect(engine.runs()).toBe(runs);
  expect(overlaps(layout)).toEqual([]);
  expect(strayEnds(diagram, layout)).toEqual([]);
  expect(layout.edges.map(({ points }) => points.length)).toEqual([4, 2, 4]);
});

test("an empty diagram is an empty layout", async () => {
  expect(await laidOut({ entities: [], enums: [], relations: [] })).toMatchObject({
    boxes: [],
    edges: [],
  });
});

describe("the thread", { timeout: 30_000 }, () => {
  test("a newer wish of the same lane ends the older one", async () => {
    const own = startLayout(script, (message) => told.push(message));
    const request = layoutRequest(manyEntities(200), { ...usualView, grouping: "none" });
    const all = [1, 2, 3, 4].map(() => own.layout(request, { lane: "panel" }));
    const results = await Promise.all(all);
    expect(results.map((result) => result === undefined)).toEqual([true, true, true, false]);
    await own.stop();
  });

  test("a cancelled layout ends before its parts are done", async () => {
    const own = startLayout(script, (message) => told.push(message));
    const request = layoutRequest(manyEntities(1000), usualView);
    const stop = new AbortController();
    const runs = own.runs();
    const pending = own.layout(request, { signal: stop.signal });
    stop.abort();
    expect(await pending).toBeUndefined();
    expect(own.runs() - runs).toBeLessThan(5);
    await own.stop();
  });

  test("a worker that dies leaves a diagram without ELK", async () => {
    const messages: string[] = [];
    const own = startLayout(join(folder, "missing.cjs"), (message) => messages.push(message));
    const layout = await own.layout(layoutRequest(shop(), usualView), {});
    expect(layout && overlaps(layout)).toEqual([]);
    expect(messages.join("\n")).toMatch(/starts again/);
    await own.stop();
  });

  test("a worker that died once is started again", async () => {
    const flaky = join(folder, "flaky.cjs");
    const mark = join(folder, "has-died");
    writeFileSync(
      flaky,
      `const { existsSync, writeFileSync } = require("node:fs");
       const mark = ${JSON.stringify(mark)};
       if (!existsSync(mark)) { writeFileSync(mark, ""); process.exit(3); }
       require("./layout-worker.cjs");`,
    );
    const messages: string[] = [];
    const own = startLayout(flaky, (message) => messages.push(message));
    const request = layoutRequest(shop(), usualView);
    expect(await own.layout(request, {})).toEqual(await engine.layout(request, {}));
    expect(messages).toEqual(["The layout stopped (exit code 3); it starts again"]);
    await own.stop();
  });

  test("nothing is said while all goes well", () => {
    expect(told).toEqual([]);
  });
});

function overlaps({ boxes }: Layout): string[] {
  const found: string[] = [];
  for (const [at, a] of boxes.entries()) {
    for (const b of boxes.slice(at + 1)) {
      const isApart =
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      if (!isApart) found.push(`${a.id} ${b.id}`);
    }
  }
  return found;
}

/** Lines whose ends are not on a side of their box at the height of their row. */
function strayEnds(diagram: Diagram, layout: Layout): string[] {
  const contents = contentsOf(diagram, layout.view);
  const boxes = new Map(layout.boxes.map((box) => [box.id, box]));
  const isAt = (id: string, rows: readonly string[], point: Point | undefined) => {
    const [box, content] = [boxes.get(id), contents.get(id)];
    if (!box || !content || !point) return false;
    const isOnSide = [box.x, box.x + box.width].some((x) => Math.abs(x - point.x) < 1);
    return isOnSide && Math.abs(box.y + rowMiddle(content, rows[0]) - point.y) < 1;
  };
  const edges = new Map(layout.edges.map((edge) => [edge.id, edge.points]));
  return diagram.relations.flatMap(({ id, from, to }) => {
    const points = edges.get(id);
    const isFine =
      isAt(to.entity, to.rows, points?.[0]) && isAt(from.entity, from.rows, points?.at(-1));
    return isFine ? [] : [id];
  });
}

function movement(before: Layout, after: Layout): number {
  const old = new Map(before.boxes.map((box) => [box.id, box]));
  const ways = after.boxes.flatMap(({ id, x, y }) => {
    const box = old.get(id);
    return box ? [Math.hypot(box.x - x, box.y - y)] : [];
  });
  return ways.reduce((sum, way) => sum + way, 0) / ways.length;
}

function withEntity(diagram: Diagram, id: string, targets: readonly string[]): Diagram {
  const rows = ["id Int pk", ...targets.map((_, at) => `link${at}Id Int fk`)];
  const prefix = /^Area\d+/.exec(id)?.[0];
  const groups = { schema: undefined, namespace: undefined, file: undefined, prefix };
  return {
    ...diagram,
    entities: [...diagram.entities, entity(id, rows, { groups })],
    relations: [
      ...diagram.relations,
      ...targets.map((target, at) => relation(`${id}.link${at}Id > ${target}.id`)),
    ],
  };
}

function withRow(diagram: Diagram, at: number): Diagram {
  const entities = diagram.entities.map((one, index) =>
    index === at ? { ...one, rows: [...one.rows, row("brandNew String")] } : one,
  );
  return { ...diagram, entities };
}
