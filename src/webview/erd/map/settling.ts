/** Boxes glide from where they were to where a new layout has them, so that the eye can follow. */
import type { Point, Rectangle } from "../../../core/diagram/route.ts";
import { prefersStillness } from "./camera.ts";
import type { Painter } from "./painter.ts";
import type { Scene } from "./scene.ts";

/** More than these are simply there. */
const mostMoving = 150;
const duration = 150;

export class Settling {
  readonly #painter: Painter;
  #frame: number | undefined;

  constructor(painter: Painter) {
    this.#painter = painter;
  }

  start(before: Scene, scene: Scene, area: Rectangle): void {
    this.stop();
    const offsets = new Map<string, Point>();
    for (const box of scene.boxesIn(area)) {
      const old = before.boxes.get(box.id);
      if (old && (old.x !== box.x || old.y !== box.y)) {
        offsets.set(box.id, { x: old.x - box.x, y: old.y - box.y });
      }
    }
    if (offsets.size === 0 || offsets.size > mostMoving || prefersStillness()) return;
    const start = performance.now();
    const step = (time: number) => {
      const share = Math.min(1, Math.max(0, (time - start) / duration));
      this.#painter.shift(offsets, 1 - (1 - share) ** 3);
      this.#frame = share < 1 ? requestAnimationFrame(step) : undefined;
    };
    this.#painter.shift(offsets, 0);
    this.#frame = requestAnimationFrame(step);
  }

  stop(): void {
    if (this.#frame === undefined) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#painter.shift(new Map(), 1);
  }
}
