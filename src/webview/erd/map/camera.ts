/** Which part of the drawing is seen, and how it moves from one to another. */
import type { Point, Rectangle } from "../../../core/diagram/route.ts";

export type Viewport = {
  /** The corner of the drawing that is in the upper left of the host. */
  readonly x: number;
  readonly y: number;
  /** Pixels per unit. */
  readonly zoom: number;
};

const least = 0.02;
const most = 2.5;
const duration = 150;
/** Around what is fitted into the host, in pixels. */
const border = 36;

export class Camera {
  #now: Viewport = { x: 0, y: 0, zoom: 1 };
  #size = { width: 1, height: 1 };
  #animation: number | undefined;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get viewport(): Viewport {
    return this.#now;
  }

  /** What is seen, in units of the drawing. */
  get area(): Rectangle {
    const { x, y, zoom } = this.#now;
    return { x, y, width: this.#size.width / zoom, height: this.#size.height / zoom };
  }

  get size(): { readonly width: number; readonly height: number } {
    return this.#size;
  }

  resize(width: number, height: number): void {
    this.#size = { width: Math.max(1, width), height: Math.max(1, height) };
    this.#changed();
  }

  set(viewport: Viewport): void {
    this.#stop();
    this.#apply(viewport);
  }

  panBy(x: number, y: number): void {
    const { zoom } = this.#now;
    this.set({ x: this.#now.x + x / zoom, y: this.#now.y + y / zoom, zoom });
  }

  /** What is under `point`, in pixels of the host, stays under it. */
  zoomBy(factor: number, point: Point): void {
    this.#stop();
    this.#apply(this.#zoomed(factor, point));
  }

  glideZoom(factor: number): void {
    const middle = { x: this.#size.width / 2, y: this.#size.height / 2 };
    this.glideTo(this.#zoomed(factor, middle));
  }

  /** Never larger than life: a small diagram stays small. */
  fitted(area: Rectangle, largest = 1): Viewport {
    const { width, height } = this.#size;
    const zoom = clamp(
      Math.min(
        (width - 2 * border) / Math.max(1, area.width),
        (height - 2 * border) / Math.max(1, area.height),
        largest,
      ),
    );
    return {
      x: area.x + area.width / 2 - width / 2 / zoom,
      y: area.y + area.height / 2 - height / 2 / zoom,
      zoom,
    };
  }

  /** The least move that shows the whole area with some room; zooms in where it could not be read. */
  revealing(area: Rectangle, readable: number): Viewport {
    const { width, height } = this.#size;
    if (this.#now.zoom < readable) {
      return {
        x: area.x + area.width / 2 - width / 2 / readable,
        y: area.y + Math.min(area.height / 2, height / 2 / readable - 60) - height / 2 / readable,
        zoom: readable,
      };
    }
    const { zoom } = this.#now;
    const room = border / zoom;
    const along = (from: number, length: number, start: number, seen: number) => {
      if (start - room < from || length + 2 * room > seen) return start - room - from;
      return Math.max(0, start + length + room - (from + seen));
    };
    const seen = this.area;
    return {
      x: seen.x + along(seen.x, area.width, area.x, seen.width),
      y: seen.y + along(seen.y, area.height, area.y, seen.height),
      zoom,
    };
  }

  glideTo(target: Viewport): void {
    this.#stop();
    if (prefersStillness()) {
      this.#apply(target);
      return;
    }
    const from = this.#now;
    const start = performance.now();
    const step = (time: number) => {
      const share = Math.min(1, Math.max(0, (time - start) / duration));
      const eased = 1 - (1 - share) ** 3;
      this.#animation = share < 1 ? requestAnimationFrame(step) : undefined;
      // Sizes are felt as ratios.
      const zoom = from.zoom * (target.zoom / from.zoom) ** eased;
      const middle = (one: Viewport, size: number, at: "x" | "y") => one[at] + size / 2 / one.zoom;
      const at = (size: number, axis: "x" | "y") => {
        const [a, b] = [middle(from, size, axis), middle(target, size, axis)];
        return a + (b - a) * eased - size / 2 / zoom;
      };
      this.#apply({ x: at(this.#size.width, "x"), y: at(this.#size.height, "y"), zoom });
    };
    this.#animation = requestAnimationFrame(step);
  }

  toDrawing({ x, y }: Point): Point {
    return { x: this.#now.x + x / this.#now.zoom, y: this.#now.y + y / this.#now.zoom };
  }

  toHost({ x, y }: Point): Point {
    return { x: (x - this.#now.x) * this.#now.zoom, y: (y - this.#now.y) * this.#now.zoom };
  }

  #zoomed(factor: number, point: Point): Viewport {
    const zoom = clamp(this.#now.zoom * factor);
    const fixed = this.toDrawing(point);
    return { x: fixed.x - point.x / zoom, y: fixed.y - point.y / zoom, zoom };
  }

  #apply(viewport: Viewport): void {
    this.#now = { ...viewport, zoom: clamp(viewport.zoom) };
    this.#changed();
  }

  #stop(): void {
    if (this.#animation !== undefined) cancelAnimationFrame(this.#animation);
    this.#animation = undefined;
  }

  dispose(): void {
    this.#stop();
  }
}

export function prefersStillness(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function clamp(zoom: number): number {
  return Math.min(most, Math.max(least, zoom));
}
