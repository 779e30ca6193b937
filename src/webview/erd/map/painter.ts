/**
 * Keeps the elements of what can be seen, and only of that: at the level of detail that the zoom can
 * show, added in slices so that no frame is lost. Knows nothing of pointers and keys.
 */
import { boxDrawing, type Level } from "../../../core/diagram/drawing.ts";
import { edgePath } from "../../../core/diagram/drawing-edge.ts";
import type { Point, Rectangle } from "../../../core/diagram/route.ts";
import { boxLabel } from "./describe.ts";
import { edgeElement } from "./edge-element.ts";
import { type Emphasis, noEmphasis } from "./emphasis.ts";
import { farElements } from "./far-picture.ts";
import { KeyedElements } from "./keyed-elements.ts";
import { levelOf, type MapLevel } from "./level.ts";
import type { Scene, SceneBox, SceneEdge } from "./scene.ts";
import { contains, grown } from "./spatial-grid.ts";
import { placeAt, primitiveElement, svgElement } from "./svg-element.ts";

export type View = { readonly area: Rectangle; readonly zoom: number };

/** Milliseconds of work per frame. */
const slice = 7;

export class Painter {
  readonly world = svgElement("g", { class: "world" });
  readonly #frames = svgElement("g", { class: "frames", "aria-hidden": "true" });
  readonly #far = svgElement("g", { class: "far", "aria-hidden": "true" });
  readonly #edges = svgElement("g", { class: "edges", "aria-hidden": "true" });
  readonly #lit = svgElement("g", { class: "lit", "aria-hidden": "true" });
  readonly #boxes = svgElement("g", { class: "boxes", role: "listbox" });
  #scene: Scene | undefined;
  #level: MapLevel = "rows";
  #covered: Rectangle | undefined;
  #emphasis: Emphasis = noEmphasis;
  readonly #drawnBoxes = new KeyedElements(this.#boxes);
  readonly #drawnEdges = new KeyedElements(this.#edges);
  #queue: (() => void)[] = [];
  #frame: number | undefined;

  constructor() {
    this.world.append(this.#frames, this.#far, this.#edges, this.#lit, this.#boxes);
  }

  get level(): MapLevel {
    return this.#level;
  }

  get counts(): { readonly boxes: number; readonly edges: number } {
    return { boxes: this.#drawnBoxes.size, edges: this.#drawnEdges.size };
  }

  get isBusy(): boolean {
    return this.#queue.length > 0;
  }

  setScene(scene: Scene, view: View): void {
    this.#scene = scene;
    this.#covered = undefined;
    this.#boxes.setAttribute("aria-label", `Diagram of ${scene.boxes.size} boxes`);
    const { frames, merged } = farElements(scene);
    this.#frames.replaceChildren(...frames);
    this.#far.replaceChildren(...merged);
    this.update(view);
  }

  /** Cheap while what is seen lies in what was drawn with its margin. */
  update({ area, zoom }: View): void {
    const level = levelOf(zoom, this.#level);
    const covered = level === this.#level ? this.#covered : undefined;
    // What is left of a wider view would be painted with every frame.
    const isEnough = covered && contains(covered, area) && covered.width < area.width * 2.4;
    if (isEnough) return;
    this.#level = level;
    this.#covered = grown(area, 0.3 * Math.max(area.width, area.height));
    this.#showState();
    this.#refresh();
  }

  emphasise(emphasis: Emphasis): void {
    const before = this.#emphasis;
    this.#emphasis = emphasis;
    const touched = new Set([
      ...before.boxes,
      ...emphasis.boxes,
      before.selected ?? "",
      emphasis.selected ?? "",
      before.current ?? "",
      emphasis.current ?? "",
    ]);
    const isFar = this.#level === "far";
    if (isFar || (emphasis.current && !this.#drawnBoxes.has(emphasis.current))) this.#refresh();
    for (const id of touched) this.#markBox(id, this.#drawnBoxes.get(id));
    this.#showState();
    this.#drawLit();
  }

  boxElement(id: string): SVGElement | undefined {
    return this.#drawnBoxes.get(id);
  }

  /** Moves one box and its lines, as long as it is being dragged. */
  moveBox(id: string, at: Point): void {
    const node = this.#drawnBoxes.get(id);
    if (node) placeAt(node, at.x, at.y);
    for (const edge of this.#scene?.edgesOf(id) ?? []) {
      this.#drawnEdges.replace(edge.id, () => edgeElement(edge));
    }
    this.#drawLit();
  }

  /** Boxes on their way from where they were; lines wait at their ends. */
  shift(offsets: ReadonlyMap<string, Point>, share: number): void {
    for (const [id, offset] of offsets) {
      const [node, box] = [this.#drawnBoxes.get(id), this.#scene?.boxes.get(id)];
      if (!node || !box) continue;
      placeAt(node, box.x + offset.x * (1 - share), box.y + offset.y * (1 - share));
    }
    this.world.classList.toggle("is-settling", share < 1);
  }

  dispose(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }

  #showState(): void {
    const { classList } = this.world;
    for (const level of ["far", "name", "keys", "rows"]) {
      classList.toggle(`level-${level}`, level === this.#level);
    }
    classList.toggle("is-dimming", this.#emphasis.isDimming);
  }

  #refresh(): void {
    const [scene, covered] = [this.#scene, this.#covered];
    if (scene === undefined || covered === undefined) return;
    const isFar = this.#level === "far";
    const kept = [this.#emphasis.current, this.#emphasis.selected, ...this.#emphasis.boxes];
    const seen = isFar ? [] : scene.boxesIn(covered);
    const boxes = new Map(seen.map((box) => [box.id, box]));
    for (const id of isFar ? kept.slice(0, 80) : kept.slice(0, 2)) {
      const box = id === undefined ? undefined : scene.boxes.get(id);
      if (box) boxes.set(box.id, box);
    }
    const middle = { x: covered.x + covered.width / 2, y: covered.y + covered.height / 2 };
    const nearFirst = [...boxes.values()].sort((a, b) => away(a, middle) - away(b, middle));
    const level = this.#level === "far" ? "name" : this.#level;
    this.#queue = [
      ...this.#drawnBoxes.sync(
        nearFirst.map((box) => ({
          id: box.id,
          stamp: `${level} ${scene.stampOf(box)}`,
          make: () => this.#makeBox(scene, box, level),
        })),
      ),
      ...this.#drawnEdges.sync(
        (isFar ? [] : scene.edgesIn(covered)).map((edge) => ({
          id: edge.id,
          stamp: edgeStamp(edge),
          make: () => edgeElement(edge),
        })),
      ),
    ];
    for (const { id, x, y } of nearFirst) {
      const node = this.#drawnBoxes.get(id);
      if (node) placeAt(node, x, y);
    }
    this.#work();
  }

  #work(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    const end = performance.now() + slice;
    let done = 0;
    for (const job of this.#queue) {
      job();
      done++;
      if (performance.now() > end) break;
    }
    this.#queue = this.#queue.slice(done);
    if (this.#queue.length > 0) this.#frame = requestAnimationFrame(() => this.#work());
  }

  #makeBox(scene: Scene, box: SceneBox, level: Level): SVGElement {
    const { subject, kind } = box;
    const marks = [subject.change && `is-${subject.change}`, subject.isStale && "is-stale"];
    const node = svgElement("g", {
      class: ["box", kind, ...marks].filter(Boolean).join(" "),
      role: "option",
      "aria-label": boxLabel(scene, box),
    });
    placeAt(node, box.x, box.y);
    const drawing = boxDrawing(subject, scene.contentOf(box), level, scene.advance);
    node.append(...drawing.map(primitiveElement));
    this.#markBox(box.id, node);
    return node;
  }

  #markBox(id: string, node: SVGElement | undefined): void {
    if (node === undefined) return;
    const { selected, current, boxes } = this.#emphasis;
    node.classList.toggle("is-selected", id === selected);
    node.classList.toggle("is-lit", boxes.has(id));
    node.setAttribute("aria-selected", String(id === selected));
    node.setAttribute("tabindex", id === current ? "0" : "-1");
  }

  #drawLit(): void {
    const paths = [...this.#emphasis.edges].slice(0, 400).flatMap((id) => {
      const edge = this.#scene?.edges.get(id);
      if (edge === undefined) return [];
      return [svgElement("path", { d: edgePath(edge.points, edge.relation) })];
    });
    this.#lit.replaceChildren(...paths);
  }
}

function away({ x, y, width, height }: Rectangle, to: Point): number {
  return Math.abs(x + width / 2 - to.x) + Math.abs(y + height / 2 - to.y);
}

function edgeStamp({ points, relation }: SceneEdge): string {
  const ends = relation && `${relation.from.cardinality} ${relation.to.cardinality}`;
  const way = points.map(({ x, y }) => `${x} ${y}`).join(" ");
  return `${way} ${ends} ${relation?.change}`;
}
