/**
 * The map: a diagram of any size as SVG in a host element. Shows what it is given and tells what the
 * user wishes; decides nothing and remembers no more than the view.
 */
import type { Diagram } from "../../../core/diagram/diagram.ts";
import type { Layout } from "../../../core/diagram/layout-result.ts";
import type { Point, Rectangle } from "../../../core/diagram/route.ts";
import { Camera, type Viewport } from "./camera.ts";
import { boxLabel, edgeLabel } from "./describe.ts";
import { emphasisOf, type Hovered } from "./emphasis.ts";
import { listenToGestures } from "./gestures.ts";
import { listenToKeys } from "./keys.ts";
import type { MapLevel } from "./level.ts";
import { Minimap } from "./minimap.ts";
import { Painter } from "./painter.ts";
import { type Hit, Scene, type SceneBox } from "./scene.ts";
import { Settling } from "./settling.ts";
import { svgElement } from "./svg-element.ts";
import { type Direction, nextBox, nextRelated } from "./walk.ts";

export type MapEvent =
  | { readonly kind: "select"; readonly id: string | undefined; readonly row: string | undefined }
  | { readonly kind: "open"; readonly id: string; readonly row: string | undefined }
  | { readonly kind: "focus"; readonly id: string }
  /** Where to show what is known of the relation, in pixels of the host. */
  | ({ readonly kind: "hover-relation"; readonly id: string | undefined } & Point)
  | ({ readonly kind: "badge"; readonly id: string; readonly row: string | undefined } & Point)
  /** Dropped with its corner there, in units of the drawing. */
  | ({ readonly kind: "drag"; readonly id: string } & Point)
  | ({ readonly kind: "viewport" } & Viewport);

/** From here on rows are drawn. */
const readable = 0.8;

export class MapView {
  readonly #host: HTMLElement;
  readonly #svg = svgElement("svg", { class: "map", width: "100%", height: "100%" });
  readonly #live = document.createElement("div");
  readonly #camera = new Camera(() => this.#moved());
  readonly #painter = new Painter();
  readonly #settling = new Settling(this.#painter);
  readonly #minimap = new Minimap((middle) => this.#centre(middle));
  readonly #listeners = new Set<(event: MapEvent) => void>();
  readonly #off: (() => void)[] = [];
  #scene: Scene | undefined;
  #selected: string | undefined;
  #current: string | undefined;
  #hovered: Hovered | undefined;
  #found: ReadonlySet<string> | undefined;
  #dragged: { readonly box: SceneBox; at: Point } | undefined;
  #isFitted = false;
  #minimapWish: "auto" | boolean = "auto";

  constructor(host: HTMLElement) {
    this.#host = host;
    host.classList.add("erd-map");
    this.#live.className = "live";
    this.#live.setAttribute("aria-live", "polite");
    this.#svg.append(this.#painter.world);
    host.append(this.#svg, this.#minimap.element, this.#live);
    const resizes = new ResizeObserver(() => this.#resize());
    resizes.observe(host);
    this.#off.push(
      () => resizes.disconnect(),
      listenToGestures(host, {
        pan: (x, y) => this.#camera.panBy(x, y),
        zoom: (factor, at) => this.#camera.zoomBy(factor, at),
        hover: (at) => this.#hover(at),
        click: (at, times) => this.#click(at, times),
        dragStart: (at) => this.#dragStart(at),
        drag: (x, y) => this.#drag(x, y),
        dragEnd: () => this.#dragEnd(),
      }),
      listenToKeys(host, {
        go: (direction, alongRelations) => this.#go(direction, alongRelations),
        act: (kind) => this.#actOnCurrent(kind),
        zoom: (factor) => this.#camera.glideZoom(factor),
        fit: () => this.fit(),
        escape: () => this.#choose(undefined, undefined),
      }),
    );
    this.#resize();
  }

  /** Answers with what takes the listener away. */
  on(listener: (event: MapEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The view stays where it is; the first scene is fitted, unless a viewport was set before. */
  setScene(diagram: Diagram, layout: Layout): void {
    const before = this.#scene;
    const scene = new Scene(diagram, layout);
    this.#scene = scene;
    if (this.#selected !== undefined && !scene.boxes.has(this.#selected))
      this.#selected = undefined;
    if (this.#current === undefined || !scene.boxes.has(this.#current)) {
      this.#current = this.#selected ?? scene.boxes.keys().next().value;
    }
    this.#hovered = undefined;
    this.#dragged = undefined;
    if (!this.#isFitted && scene.boxes.size > 0) {
      this.#isFitted = true;
      this.#camera.set(this.#camera.fitted(scene.bounds));
    }
    this.#painter.setScene(scene, this.#view());
    this.#minimap.setScene(scene);
    this.#showMinimap();
    this.#emphasise();
    if (before) this.#settling.start(before, scene, this.#camera.area);
  }

  /** Shows where the cursor of the editor is, for example. Tells nobody. */
  select(id: string | undefined, reveal = true): void {
    this.#selected = id;
    if (id !== undefined && this.#scene?.boxes.has(id)) this.#current = id;
    this.#emphasise();
    if (id !== undefined && reveal) this.reveal(id);
  }

  reveal(id: string): void {
    const box = this.#scene?.boxes.get(id);
    if (box) this.#camera.glideTo(this.#camera.revealing(box, readable));
  }

  /** What a search has found; the rest steps back. */
  find(ids: ReadonlySet<string> | undefined): void {
    this.#found = ids;
    this.#emphasise();
  }

  fit(ids?: readonly string[]): void {
    const scene = this.#scene;
    if (scene === undefined) return;
    const boxes = ids?.flatMap((id) => scene.boxes.get(id) ?? []) ?? [];
    this.#camera.glideTo(this.#camera.fitted(boxes.length === 0 ? scene.bounds : union(boxes)));
  }

  zoomBy(factor: number): void {
    this.#camera.glideZoom(factor);
  }

  get viewport(): Viewport {
    return this.#camera.viewport;
  }

  set viewport(viewport: Viewport) {
    this.#isFitted = true;
    this.#camera.set(viewport);
  }

  showMinimap(wish: "auto" | boolean): void {
    this.#minimapWish = wish;
    this.#showMinimap();
  }

  /** What is drawn at the moment, for those that measure. */
  get drawn(): {
    readonly level: MapLevel;
    readonly boxes: number;
    readonly edges: number;
    readonly isBusy: boolean;
  } {
    return { level: this.#painter.level, ...this.#painter.counts, isBusy: this.#painter.isBusy };
  }

  focus(): void {
    const node = this.#current === undefined ? undefined : this.#painter.boxElement(this.#current);
    node?.focus({ preventScroll: true });
  }

  dispose(): void {
    for (const off of this.#off) off();
    this.#settling.stop();
    this.#camera.dispose();
    this.#painter.dispose();
    this.#host.replaceChildren();
  }

  #tell(event: MapEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #view() {
    return { area: this.#camera.area, zoom: this.#camera.viewport.zoom };
  }

  #resize(): void {
    this.#camera.resize(this.#host.clientWidth, this.#host.clientHeight);
  }

  #moved(): void {
    const { x, y, zoom } = this.#camera.viewport;
    const transform = `scale(${zoom}) translate(${-x} ${-y})`;
    this.#painter.world.setAttribute("transform", transform);
    this.#painter.update(this.#view());
    this.#minimap.show(this.#camera.area);
    this.#showMinimap();
    this.#tell({ kind: "viewport", x, y, zoom });
  }

  #centre({ x, y }: Point): void {
    const { width, height } = this.#camera.area;
    const { zoom } = this.#camera.viewport;
    this.#camera.set({ x: x - width / 2, y: y - height / 2, zoom });
  }

  /** Of no use where all can be seen anyway. */
  #showMinimap(): void {
    const { width = 0, height = 0 } = this.#scene?.bounds ?? {};
    const seen = this.#camera.area;
    const isLarge = width > seen.width * 1.25 || height > seen.height * 1.25;
    const isShown = this.#minimapWish === "auto" ? isLarge : this.#minimapWish;
    this.#minimap.element.classList.toggle("is-hidden", !isShown);
  }

  #emphasise(): void {
    const scene = this.#scene;
    if (scene === undefined) return;
    const [selected, current] = [this.#selected, this.#current];
    const state = { selected, current, hovered: this.#hovered, found: this.#found };
    this.#painter.emphasise(emphasisOf(scene, state));
  }

  #hitAt(at: Point): Hit | undefined {
    return this.#scene?.hitAt(this.#camera.toDrawing(at));
  }

  #hover(at: Point | undefined): void {
    const hit = at && this.#hitAt(at);
    const { zoom } = this.#camera.viewport;
    const edge =
      at === undefined || hit !== undefined || this.#painter.level === "far"
        ? undefined
        : this.#scene?.edgeAt(this.#camera.toDrawing(at), 6 / zoom);
    this.#host.classList.toggle("is-over", hit !== undefined || edge !== undefined);
    const next = hit || edge ? { box: hit?.box.id, edge: edge?.id } : undefined;
    const before = this.#hovered;
    if (next?.box === before?.box && next?.edge === before?.edge) return;
    this.#hovered = next;
    this.#emphasise();
    if (next?.edge !== before?.edge) {
      this.#tell({ kind: "hover-relation", id: edge?.relation?.id, x: at?.x ?? 0, y: at?.y ?? 0 });
      if (edge) this.#say(edgeLabel(edge));
    }
  }

  #click(at: Point, times: number): void {
    const hit = this.#hitAt(at);
    const row = hit?.row?.row?.name;
    if (times === 2) {
      if (hit) this.#tell({ kind: "focus", id: hit.box.id });
      return;
    }
    if (hit?.isBadge) this.#tell({ kind: "badge", id: hit.box.id, row, ...at });
    else this.#choose(hit?.box.id, row);
    this.focus();
  }

  #choose(id: string | undefined, row: string | undefined): void {
    this.#selected = id;
    this.#current = id ?? this.#current;
    this.#emphasise();
    this.#tell({ kind: "select", id, row });
  }

  #dragStart(at: Point): boolean {
    const hit = this.#painter.level === "far" ? undefined : this.#hitAt(at);
    if (hit === undefined) return false;
    this.#dragged = { box: hit.box, at: hit.box };
    return true;
  }

  #drag(x: number, y: number): void {
    if (this.#dragged === undefined) return;
    const { box } = this.#dragged;
    const { zoom } = this.#camera.viewport;
    this.#dragged.at = { x: Math.round(box.x + x / zoom), y: Math.round(box.y + y / zoom) };
    this.#scene?.move(box.id, this.#dragged.at);
    this.#painter.moveBox(box.id, this.#dragged.at);
  }

  #dragEnd(): void {
    const dragged = this.#dragged;
    this.#dragged = undefined;
    if (dragged === undefined) return;
    this.#tell({ kind: "drag", id: dragged.box.id, x: dragged.at.x, y: dragged.at.y });
  }

  #go(direction: Direction, alongRelations: boolean): void {
    const scene = this.#scene;
    const from = this.#current === undefined ? undefined : scene?.boxes.get(this.#current);
    if (!scene || !from) return;
    const next = (alongRelations ? nextRelated : nextBox)(scene, from, direction);
    if (next === undefined) {
      this.#say(alongRelations ? "No relation leads there" : "Nothing further");
      return;
    }
    this.#current = next.id;
    this.#choose(next.id, undefined);
    this.#camera.glideTo(this.#camera.revealing(next, this.#camera.viewport.zoom));
    this.focus();
    this.#say(boxLabel(scene, next));
  }

  #actOnCurrent(kind: "open" | "focus" | "badge"): void {
    const id = this.#current;
    const box = id === undefined ? undefined : this.#scene?.boxes.get(id);
    if (id === undefined || box === undefined) return;
    if (kind === "open") this.#tell({ kind, id, row: undefined });
    else if (kind === "focus") this.#tell({ kind, id });
    else this.#tell({ kind, id, row: undefined, ...this.#camera.toHost(box) });
  }

  /** Said by a screen reader when it has nothing else to say. */
  #say(words: string): void {
    this.#live.textContent = words;
  }
}

function union(boxes: readonly Rectangle[]): Rectangle {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}
