/** The whole diagram in a corner, with a frame around what is seen. Dragging it moves the view. */
import type { Point, Rectangle } from "../../../core/diagram/route.ts";
import { short } from "../../../core/diagram/route.ts";
import type { Scene } from "./scene.ts";
import { grown } from "./spatial-grid.ts";
import { svgElement } from "./svg-element.ts";

const width = 180;
const height = 120;

export class Minimap {
  readonly element = svgElement("svg", {
    class: "minimap",
    width: String(width),
    height: String(height),
    "aria-hidden": "true",
  });
  readonly #boxes = svgElement("path", { class: "minimap-boxes" });
  readonly #changed = svgElement("path", { class: "minimap-marked" });
  readonly #seen = svgElement("rect", { class: "minimap-seen", rx: "2" });
  /** Pixels per unit of the drawing. */
  #scale = 1;
  #corner: Point = { x: 0, y: 0 };

  constructor(moveTo: (middle: Point) => void) {
    this.element.append(this.#boxes, this.#changed, this.#seen);
    const follow = (event: PointerEvent) => {
      const { left, top } = this.element.getBoundingClientRect();
      moveTo({
        x: this.#corner.x + (event.clientX - left) / this.#scale,
        y: this.#corner.y + (event.clientY - top) / this.#scale,
      });
      event.preventDefault();
      event.stopPropagation();
    };
    this.element.addEventListener("pointerdown", (event) => {
      this.element.setPointerCapture(event.pointerId);
      follow(event);
    });
    this.element.addEventListener("pointermove", (event) => {
      if (event.buttons === 1) follow(event);
    });
  }

  setScene(scene: Scene): void {
    const area = grown(scene.bounds, 40);
    this.#scale = Math.min(width / area.width, height / area.height);
    this.#corner = {
      x: area.x + area.width / 2 - width / 2 / this.#scale,
      y: area.y + area.height / 2 - height / 2 / this.#scale,
    };
    const paths = { plain: "", marked: "" };
    for (const box of scene.boxes.values()) {
      const { change, counts } = box.subject;
      const isMarked = change !== undefined || counts.error + counts.warning > 0;
      paths[isMarked ? "marked" : "plain"] += this.#path(box);
    }
    this.#boxes.setAttribute("d", paths.plain);
    this.#changed.setAttribute("d", paths.marked);
  }

  show({ x, y, width: wide, height: high }: Rectangle): void {
    this.#seen.setAttribute("x", short((x - this.#corner.x) * this.#scale));
    this.#seen.setAttribute("y", short((y - this.#corner.y) * this.#scale));
    this.#seen.setAttribute("width", short(wide * this.#scale));
    this.#seen.setAttribute("height", short(high * this.#scale));
  }

  #path(box: Rectangle): string {
    const [x, y] = [(box.x - this.#corner.x) * this.#scale, (box.y - this.#corner.y) * this.#scale];
    const [wide, high] = [box.width * this.#scale, box.height * this.#scale];
    return `M${short(x)} ${short(y)}h${short(Math.max(1, wide))}v${short(Math.max(1, high))}h${short(-Math.max(1, wide))}z`;
  }
}
