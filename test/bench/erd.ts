/**
 * The map of a large schema in a real Chromium: how soon it is there, whether it ever stops the page,
 * how smoothly it moves, what an edit and what its memory costs. Layout runs in its worker as always.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CDPSession, Page } from "playwright-core";
import type { Diagram } from "../../src/core/diagram/diagram.ts";
import { diagramOf } from "../../src/core/diagram/graph.ts";
import { type LayoutView, layoutRequest } from "../../src/core/diagram/layout-request.ts";
import type { Layout } from "../../src/core/diagram/layout-result.ts";
import { usualAdvance } from "../../src/core/diagram/measure.ts";
import { mermaidOf } from "../../src/core/diagram/mermaid.ts";
import { select } from "../../src/core/diagram/select.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve } from "../../src/core/schema/resolve.ts";
import { startLayout } from "../../src/engines/layout.ts";
import { type MapBrowser, openMapBrowser } from "../support/map-page.ts";
import type { Inputs, Project } from "./inputs.ts";
import { dist } from "./places.ts";
import { median, quantile } from "./statistics.ts";
import type { Row } from "./table.ts";

const view: LayoutView = {
  detail: "all",
  direction: "right",
  grouping: "auto",
  showsEnums: true,
  advance: usualAdvance,
};

export async function erdRows({ real, synthetic }: Inputs, runs: number): Promise<Row[]> {
  const browser = await openMapBrowser();
  try {
    const rows: Row[] = [];
    for (const project of real ? [real, synthetic] : [synthetic]) {
      rows.push(...(await measured(browser, project, runs)));
    }
    rows.push(
      await besideMermaid(browser, synthetic, runs),
      ...(await focused(browser, synthetic)),
    );
    return rows;
  } finally {
    await browser.close();
  }
}

async function measured(browser: MapBrowser, project: Project, runs: number): Promise<Row[]> {
  console.log(`The map of ${project.name}, ${runs} runs …`);
  const diagram = read(project);
  const firsts: Awaited<ReturnType<typeof firstPicture>>[] = [];
  for (let run = 0; run < runs; run++) firsts.push(await firstPicture(browser, diagram));
  const last = firsts.at(-1);
  if (last === undefined) return [];
  const { page, layout } = last;
  const devtools = await page.context().newCDPSession(page);
  const moves = await movement(page, devtools, layout);
  const edits = await edited(page, devtools, diagram, layout);
  const heap = await heapOf(devtools);
  const blocks: number[] = await page.evaluate("globalThis.blocks");
  for (const { page: opened } of firsts) await opened.close();
  const row = (what: string, unit: Row["unit"], ours: number, atMost?: number): Row => ({
    what: `map, ${project.name}: ${what}`,
    unit,
    ours,
    ...(atMost === undefined ? {} : { goal: { atMost } }),
  });
  return [
    row("first picture, worker warm", "ms", median(firsts.map(({ total }) => total)), 1000),
    row("of that, layout", "ms", median(firsts.map(({ laying }) => laying))),
    row("of that, page until painted", "ms", median(firsts.map(({ painting }) => painting))),
    row("longest task while it is built", "ms", median(firsts.map(({ longest }) => longest)), 50),
    row("longest task of all that follows", "ms", Math.max(0, ...blocks), 50),
    ...moves.flatMap(({ what, frame, cpu }) => [
      row(`${what}, one frame, mean`, "ms", frame, 20),
      row(`${what}, main thread per frame`, "ms", cpu),
    ]),
    row("one-field edit, script", "ms", edits.script, 30),
    row("one-field edit, main thread in all", "ms", edits.cpu, 30),
    row("heap", "MB", heap, 50),
  ];
}

function read(project: Project): Diagram {
  const texts = project.files.map((path) => [path, readFileSync(path, "utf8")] as const);
  return diagramOf(resolve(texts.map(([path, text]) => parseFile(path, text))));
}

/** How many models the map and Mermaid draw of the same graph. */
const compared = 250;

/** Processor time of the page's main thread, from the graph to the painted picture. */
async function besideMermaid(browser: MapBrowser, project: Project, runs: number): Promise<Row> {
  console.log(`The map and Mermaid, ${compared} models of the same graph …`);
  const whole = read(project);
  const on = whole.entities.slice(0, compared).map(({ id }) => id);
  const { diagram } = select(whole, {
    show: { kind: "focus", on, depth: 0, most: compared },
    detail: "all",
    enums: false,
  });
  const ours: number[] = [];
  for (let run = 0; run < runs; run++) {
    const engine = startLayout(join(dist, "layout-worker.cjs"), (message) => console.log(message));
    const layout = await engine.layout(layoutRequest(diagram, view), {});
    await engine.stop();
    const page = await browser.open("dark");
    await page.evaluate(watchBlocks);
    await page.evaluate(`globalThis.message = ${JSON.stringify({ diagram, layout })}; 0`);
    const devtools = await page.context().newCDPSession(page);
    ours.push(await spent(devtools, () => page.evaluate(paintMessage)));
    await page.close();
  }
  const opened = await browser.open("dark");
  const page = await opened.context().newPage();
  await page.addScriptTag({ path: join(dist, "erd-mermaid.js") });
  const devtools = await page.context().newCDPSession(page);
  const config = { startOnLoad: false, layout: "elk", maxTextSize: 1e7, theme: "base" };
  await page.evaluate(`erdMermaid.initialize(${JSON.stringify(config)})`);
  const text = JSON.stringify(mermaidOf(diagram).text);
  const peer = await spent(devtools, () =>
    page.evaluate(`(async () => {
      const { svg } = await erdMermaid.render("peer", ${text});
      document.body.innerHTML = svg;
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    })()`),
  );
  await page.close();
  await opened.close();
  return {
    what: `map and Mermaid, ${compared} models: main thread until painted`,
    unit: "ms",
    ours: median(ours),
    peer,
    goal: { times: 20 },
  };
}

/** The neighbourhood of one model after the other: selected, laid out in the warm thread, painted. */
async function focused(browser: MapBrowser, project: Project): Promise<Row[]> {
  const whole = read(project);
  const engine = startLayout(join(dist, "layout-worker.cjs"), (message) => console.log(message));
  await engine.warmUp();
  const page = await browser.open("dark");
  await page.evaluate(watchBlocks);
  const all: number[] = [];
  const own: number[] = [];
  for (let at = 0; at < 40; at++) {
    const { id } = whole.entities[(at * 23) % whole.entities.length] ?? { id: "" };
    const start = performance.now();
    const { diagram } = select(whole, {
      show: { kind: "focus", on: [id], depth: 1 },
      detail: "all",
      enums: true,
    });
    mermaidOf(diagram);
    own.push(performance.now() - start);
    const layout = await engine.layout(layoutRequest(diagram, { ...view, grouping: "none" }), {});
    const prepared = performance.now() - start;
    await page.evaluate(`globalThis.message = ${JSON.stringify({ diagram, layout })}; 0`);
    all.push(prepared + ((await page.evaluate(paintMessage)) as number));
  }
  await page.close();
  await engine.stop();
  // The first few run code that is not optimised yet.
  const warm = all.slice(5);
  return [
    {
      what: "focus in 1,000 models: graph and text for Mermaid, p95",
      unit: "ms",
      ours: quantile(own.slice(5), 0.95),
      goal: { atMost: 50 },
    },
    { what: "focus in 1,000 models, in the map, p50", unit: "ms", ours: quantile(warm, 0.5) },
    {
      what: "focus in 1,000 models, in the map, p95",
      unit: "ms",
      ours: quantile(warm, 0.95),
      goal: { atMost: 100 },
    },
  ];
}

/** Milliseconds of the page's main thread that some work costs. */
async function spent(devtools: CDPSession, work: () => Promise<unknown>): Promise<number> {
  const before = await metric(devtools, "TaskDuration");
  await work();
  return ((await metric(devtools, "TaskDuration")) - before) * 1000;
}

/** Takes the message in as a webview does, and answers with the milliseconds until it is painted. */
const paintMessage = `(async () => {
  const start = performance.now();
  const { diagram, layout } = structuredClone(message);
  await new Promise((resolve) => setTimeout(resolve));
  map.view.setScene(diagram, layout);
  do { await painted(); } while (map.view.drawn.isBusy);
  return performance.now() - start;
})()`;

/** A thread that practised but knows nothing of this diagram, and a page that is open. */
async function firstPicture(browser: MapBrowser, diagram: Diagram) {
  const engine = startLayout(join(dist, "layout-worker.cjs"), (message) => console.log(message));
  await engine.warmUp();
  const page = await browser.open("dark");
  await page.evaluate(watchBlocks);
  const start = performance.now();
  const layout = await engine.layout(layoutRequest(diagram, view), {});
  const laying = performance.now() - start;
  await engine.stop();
  if (layout === undefined) throw new Error("The layout was cancelled");
  // The page takes it in as a message, as a webview does.
  await page.evaluate(`globalThis.message = ${JSON.stringify({ diagram, layout })}; 0`);
  await page.evaluate("globalThis.blocks.length = 0");
  const painting = (await page.evaluate(paintMessage)) as number;
  const longest: number = await page.evaluate("Math.max(0, ...blocks.splice(0))");
  return { page, layout, laying, painting, total: laying + painting, longest };
}

/** Remembers tasks of more than 50 ms, which is what a browser calls long; and tells when a frame is done. */
const watchBlocks = `
  globalThis.blocks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) blocks.push(duration);
  }).observe({ entryTypes: ["longtask"] });
  globalThis.painted = () => new Promise((resolve) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(0);
  }));
  0`;

async function movement(page: Page, devtools: CDPSession, layout: Layout) {
  const middle = layout.boxes[layout.boxes.length >> 1] ?? { x: 0, y: 0 };
  const start = (zoom: number) =>
    `map.view.viewport = { x: ${middle.x} - 600 / ${zoom}, y: ${middle.y} - 400 / ${zoom}, zoom: ${zoom} }`;
  const pan = "map.view.viewport = { ...now, x: now.x + 14 / now.zoom, y: now.y + 5 / now.zoom }";
  const zoom = "map.view.viewport = { ...now, zoom: now.zoom * (at % 60 < 30 ? 1.05 : 1 / 1.05) }";
  const ways = [
    { what: "pan, all seen", from: "map.view.fit()", step: pan },
    { what: "pan, names", from: start(0.25), step: pan },
    { what: "pan, rows", from: start(0.9), step: pan },
    { what: "zoom", from: start(0.35), step: zoom },
  ];
  const results: { readonly what: string; readonly frame: number; readonly cpu: number }[] = [];
  for (const { what, from, step } of ways) {
    await page.evaluate(`${from}; new Promise((resolve) => setTimeout(resolve, 500))`);
    const before = await metric(devtools, "TaskDuration");
    const gaps: number[] = await page.evaluate(`new Promise((resolve) => {
      const gaps = [];
      let last;
      const frame = (time) => {
        if (last !== undefined) gaps.push(time - last);
        last = time;
        if (gaps.length === 120) return resolve(gaps);
        const now = map.view.viewport;
        const at = gaps.length;
        ${step};
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    })`);
    const cpu = ((await metric(devtools, "TaskDuration")) - before) * 1000;
    const frame = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    results.push({ what, frame, cpu: cpu / gaps.length });
  }
  return results;
}

/** The edit is in view, as it is when it was made at the cursor. */
async function edited(page: Page, devtools: CDPSession, diagram: Diagram, layout: Layout) {
  const target = diagram.entities[diagram.entities.length >> 1];
  const box = layout.boxes.find(({ id }) => id === target?.id);
  if (target === undefined || box === undefined) throw new Error("nothing to edit");
  await page.evaluate(
    `map.view.viewport = { x: ${box.x - 300}, y: ${box.y - 200}, zoom: 1 };
     new Promise((resolve) => setTimeout(resolve, 300))`,
  );
  const scripts: number[] = [];
  const cpus: number[] = [];
  for (let round = 0; round < 12; round++) {
    // New objects throughout, as they come out of a message.
    await page.evaluate(
      `globalThis.next = structuredClone(message);
       next.diagram.entities.find(({ id }) => id === ${JSON.stringify(target.id)}).rows[1].name = "edited${round}";
       painted().then(painted)`,
    );
    const before = await metric(devtools, "TaskDuration");
    scripts.push(
      await page.evaluate(`(async () => {
        const start = performance.now();
        map.view.setScene(next.diagram, next.layout);
        const time = performance.now() - start;
        await painted();
        await painted();
        return time;
      })()`),
    );
    cpus.push(((await metric(devtools, "TaskDuration")) - before) * 1000);
  }
  return { script: median(scripts), cpu: median(cpus) };
}

async function heapOf(devtools: CDPSession): Promise<number> {
  // The copies that the measuring keeps are not the map's.
  await devtools.send("Runtime.evaluate", {
    expression: "globalThis.message = globalThis.next = undefined; map.events.length = 0",
  });
  await devtools.send("HeapProfiler.enable");
  await devtools.send("HeapProfiler.collectGarbage");
  return (await metric(devtools, "JSHeapUsedSize")) / 2 ** 20;
}

async function metric(devtools: CDPSession, wanted: string): Promise<number> {
  await devtools.send("Performance.enable");
  const { metrics } = await devtools.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
}
