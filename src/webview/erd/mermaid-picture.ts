/**
 * Mermaid's picture in the page: drawn when there is something new, pannable, and with the same
 * clicks, keys and emphasis as the map. The old picture stays until the new one is there.
 */
import type { DiagramSnapshot } from "../../protocol/diagram.ts";
import { element } from "./element.ts";
import { Camera, type Viewport } from "./map/camera.ts";
import { listenToGestures } from "./map/gestures.ts";
import { listenToKeys } from "./map/keys.ts";
import { nextBox, nextRelated } from "./map/walk.ts";
import { MermaidEmphasis } from "./mermaid-emphasis.ts";
import { MermaidQueue } from "./mermaid-engine.ts";
import { markPicture } from "./mermaid-marks.ts";
import { type MermaidBox, MermaidScene } from "./mermaid-scene.ts";
import { svgFrom, unmarked } from "./mermaid-svg.ts";
import { mermaidConfig } from "./mermaid-theme.ts";
import type { Picture, Tell } from "./picture.ts";
import { listenToRowKeys } from "./row-keys.ts";

/** Below this, rows are tiring to read. */
const readable = 0.8;
/** Below this they cannot be read, and names take their place. */
const far = 0.42;

export class MermaidPicture implements Picture {
  readonly element = element("div", { class: "picture erd-map erd-mermaid" });
  readonly #stage = element("div", { class: "stage" });
  readonly #measuring = element("div", { class: "measuring", "aria-hidden": "true" });
  readonly #queue = new MermaidQueue(this.#measuring);
  readonly #camera = new Camera(() => this.#moved());
  readonly #emphasis = new MermaidEmphasis(this.#stage);
  readonly #tell: Tell;
  readonly #off: (() => void)[] = [];
  #scene: MermaidScene | undefined;
  /** Counts what was to be shown, and which of it is. */
  #asked = 0;
  #placed = 0;
  #text = "";
  #font = "";
  #wantsFit = true;
  #focusOn: string | undefined;
  #restTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(parent: HTMLElement, tell: Tell) {
    this.#tell = tell;
    this.element.append(this.#stage, this.#measuring);
    parent.append(this.element);
    const resizes = new ResizeObserver(() => this.#resize());
    resizes.observe(this.element);
    // Screen readers move the focus by themselves.
    this.element.addEventListener("focusin", ({ target }) => {
      const box = target instanceof Element ? target.closest<SVGElement>("[data-box]") : null;
      if (box?.dataset.box !== undefined) this.#emphasis.moveTo(box.dataset.box);
    });
    this.#off.push(
      () => resizes.disconnect(),
      listenToGestures(this.element, {
        pan: (x, y) => this.#camera.panBy(x, y),
        zoom: (factor, at) => this.#camera.zoomBy(factor, at),
        hover: (at) => this.#hover(at),
        click: (at, times) => this.#click(at, times),
        dragStart: () => false,
        drag: () => undefined,
        dragEnd: () => undefined,
      }),
      listenToKeys(this.element, {
        go: (direction, alongRelations) => {
          const from = this.#emphasis.current(this.#scene);
          if (from === undefined || this.#scene === undefined) return;
          const next = (alongRelations ? nextRelated : nextBox)(this.#scene, from, direction);
          if (next !== undefined) this.#goTo(next);
        },
        act: (kind) => this.#act(kind),
        zoom: (factor) => this.zoomBy(factor),
        fit: () => this.fit(),
        escape: () => this.#choose(undefined, undefined),
      }),
      listenToRowKeys(this.element, {
        row: (step) => this.#emphasis.stepRow(this.#scene, step),
        relation: (step) => this.#stepRelation(step),
      }),
    );
    this.#resize();
  }

  show(snapshot: DiagramSnapshot, isOther: boolean): void {
    const { mermaid, diagram, view } = snapshot;
    if (mermaid === undefined) return;
    this.#wantsFit ||= isOther;
    this.#focusOn = view.mode === "focus" ? view.focus : undefined;
    const version = ++this.#asked;
    const config = mermaidConfig(this.element);
    const font = JSON.stringify([config.fontFamily, config.fontSize]);
    const shown = this.#stage.querySelector("svg");
    if (this.#text === mermaid.text && this.#font === font && shown !== null) {
      // The same picture; what is put onto it may have changed.
      this.#placed = version;
      this.#place(unmarked(shown), snapshot, mermaid);
      return;
    }
    void this.#queue.draw(mermaid.text, config).then((drawn) => {
      if (drawn.kind === "failed") this.#tell({ kind: "failed", reason: drawn.reason });
      // An undo is shown at once, and not overtaken by what it took back.
      if (drawn.kind !== "drawn" || version < this.#placed) return;
      const svg = svgFrom(drawn.svg);
      if (svg === undefined) return;
      this.#placed = version;
      this.#text = mermaid.text;
      this.#font = font;
      this.#place(svg, { ...snapshot, diagram }, mermaid);
    });
  }

  select(id: string | undefined, row: string | undefined, reveals: boolean): void {
    this.#emphasis.select(this.#scene, id, row);
    const box = id === undefined ? undefined : this.#scene?.boxes.get(id);
    if (box !== undefined && reveals) this.#camera.glideTo(this.#camera.revealing(box, readable));
  }

  find(ids: ReadonlySet<string> | undefined): void {
    this.#emphasis.find(this.#scene, ids);
  }

  fit(): void {
    if (this.#scene !== undefined) this.#camera.glideTo(this.#camera.fitted(this.#scene.bounds));
  }

  zoomBy(factor: number): void {
    this.#camera.glideZoom(factor);
  }

  viewport(): Viewport {
    return this.#camera.viewport;
  }

  setViewport(viewport: Viewport): void {
    this.#wantsFit = false;
    this.#camera.set(viewport);
  }

  boxOf(id: string): MermaidBox | undefined {
    return this.#scene?.boxes.get(id);
  }

  focus(): void {
    this.#emphasis.current(this.#scene)?.element.focus({ preventScroll: true });
  }

  dispose(): void {
    for (const off of this.#off) off();
    clearTimeout(this.#restTimer);
    this.#camera.dispose();
    this.element.remove();
  }

  /** How many pictures were begun, for the tests. */
  get drawings(): number {
    return this.#queue.count;
  }

  #place(
    svg: SVGSVGElement,
    { diagram }: DiagramSnapshot,
    mermaid: NonNullable<DiagramSnapshot["mermaid"]>,
  ): void {
    const before = this.#scene;
    const hadFocus = this.element.contains(document.activeElement);
    const { width, height } = svg.viewBox.baseVal;
    svg.setAttribute("width", String(width));
    svg.setAttribute("height", String(height));
    svg.style.maxWidth = "";
    this.#stage.replaceChildren(svg);
    // Measured as it is drawn by itself, whatever the camera does.
    const { transform } = this.#stage.style;
    this.#stage.style.transform = "";
    const scene = new MermaidScene(svg, mermaid, diagram);
    this.#stage.style.transform = transform;
    markPicture(svg, scene, diagram);
    this.#scene = scene;
    this.#emphasis.renew(scene);
    if (this.#wantsFit) {
      this.#wantsFit = false;
      this.#camera.set(this.#fitted(scene));
      this.#rest();
    } else if (before !== undefined) this.#camera.set(this.#kept(before, scene));
    if (hadFocus) this.focus();
    this.#tell({ kind: "drawn" });
  }

  /** All of it; or, where that could not be read, the entity in the middle of the neighbourhood. */
  #fitted(scene: MermaidScene): Viewport {
    const all = this.#camera.fitted(scene.bounds);
    const middle = this.#focusOn === undefined ? undefined : scene.boxes.get(this.#focusOn);
    if (middle === undefined || all.zoom >= readable) return all;
    const { width, height } = this.#camera.size;
    return {
      x: middle.x + middle.width / 2 - width / 2 / readable,
      y: middle.y + middle.height / 2 - height / 2 / readable,
      zoom: readable,
    };
  }

  /** What the user looks at stays where it is, although the picture around it has moved. */
  #kept(before: MermaidScene, scene: MermaidScene): Viewport {
    const { x, y, zoom } = this.#camera.viewport;
    const area = this.#camera.area;
    const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
    const away = (box: MermaidBox) =>
      Math.hypot(box.x + box.width / 2 - middle.x, box.y + box.height / 2 - middle.y);
    const selected = this.#emphasis.selected;
    const anchor = [...before.boxes.values()]
      .filter(({ id }) => scene.boxes.has(id))
      .sort(
        (a, b) => Number(b.id === selected) - Number(a.id === selected) || away(a) - away(b),
      )[0];
    const now = anchor && scene.boxes.get(anchor.id);
    if (anchor === undefined || now === undefined) return this.#fitted(scene);
    return { x: x + now.x - anchor.x, y: y + now.y - anchor.y, zoom };
  }

  #resize(): void {
    this.#camera.resize(this.element.clientWidth, this.element.clientHeight);
  }

  #moved(): void {
    const { x, y, zoom } = this.#camera.viewport;
    this.#stage.style.transform = `scale(${zoom}) translate(${-x}px, ${-y}px)`;
    this.#stage.classList.toggle("is-far", zoom < far);
    // While it moves it is a layer of its own; at rest it is drawn sharp.
    this.#stage.classList.add("is-moving");
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => this.#rest(), 160);
    this.#tell({ kind: "viewport", x, y, zoom });
  }

  /** Lines of less than a pixel would fade away. Not while it moves: all of it is styled anew. */
  #rest(): void {
    const { classList, style } = this.#stage;
    classList.remove("is-moving");
    const weight = Math.max(1, Math.round(2.4 / this.#camera.viewport.zoom) / 4);
    if (style.getPropertyValue("--weight") === String(weight)) return;
    style.setProperty("--weight", String(weight));
    style.setProperty("--sign", String(Math.min(2.2, weight)));
  }

  #under({ x, y }: { readonly x: number; readonly y: number }) {
    const { left, top } = this.element.getBoundingClientRect();
    const hit = document.elementFromPoint(left + x, top + y);
    if (hit === null || !this.#stage.contains(hit)) return {};
    const data = (name: string) => hit.closest<SVGElement>(`[data-${name}]`)?.dataset[name];
    return { box: data("box"), row: data("row"), badge: data("badge"), line: data("line") };
  }

  #hover(at: { readonly x: number; readonly y: number } | undefined): void {
    const { box, line, badge, row } = at === undefined ? {} : this.#under(at);
    this.element.classList.toggle("is-over", (box ?? line ?? badge) !== undefined);
    const changed = this.#emphasis.hover(this.#scene, { box, line, row });
    if (!changed.line) return;
    const id = line === undefined ? undefined : this.#scene?.lines.get(line)?.relation?.id;
    this.#tell({ kind: "hover-relation", id, x: at?.x ?? 0, y: at?.y ?? 0 });
  }

  #click(at: { readonly x: number; readonly y: number }, times: number): void {
    const { box, row, badge, line } = this.#under(at);
    if (times === 2) {
      if (box !== undefined) this.#tell({ kind: "focus", id: box });
      return;
    }
    if (badge !== undefined && box !== undefined) {
      const named = badge === "" ? undefined : badge;
      this.#tell({ kind: "badge", id: box, row: named, ...at });
    } else if (box === undefined && line !== undefined) {
      this.#tell({ kind: "relation", id: line, takesFocus: false });
    } else this.#choose(box, row);
    this.focus();
  }

  #choose(id: string | undefined, row: string | undefined): void {
    this.#emphasis.select(this.#scene, id, row);
    this.#tell({ kind: "select", id, row });
  }

  #goTo(box: MermaidBox): void {
    this.#choose(box.id, undefined);
    this.#camera.glideTo(this.#camera.revealing(box, this.#camera.viewport.zoom));
    this.focus();
  }

  #act(kind: "open" | "focus" | "badge"): void {
    const line = this.#emphasis.line;
    if (kind === "open" && line !== undefined) {
      this.#tell({ kind: "relation", id: line, takesFocus: true });
      return;
    }
    const box = this.#emphasis.current(this.#scene);
    if (box === undefined) return;
    const { id } = box;
    const row = this.#emphasis.row;
    if (kind === "open") this.#tell({ kind, id, row });
    else if (kind === "focus") this.#tell({ kind, id });
    else this.#tell({ kind, id, row, ...this.#camera.toHost({ x: box.x + box.width, y: box.y }) });
  }

  #stepRelation(step: 1 | -1): void {
    const line = this.#emphasis.stepLine(this.#scene, step);
    const box = this.#emphasis.current(this.#scene);
    if (line?.relation === undefined || box === undefined) return;
    const at = this.#camera.toHost({ x: box.x + box.width / 2, y: box.y + 30 });
    this.#tell({ kind: "hover-relation", id: line.relation.id, ...at });
  }
}
