/** Small buttons at entities whose neighbours are not all shown. They move with the drawing. */
import type { More } from "../../core/diagram/select.ts";
import { element } from "./element.ts";
import type { Viewport } from "./map/camera.ts";
import type { Picture } from "./picture.ts";

/** Below this zoom they could not be read, and would hide what is behind them. */
const least = 0.45;

export class Chips {
  readonly element = element("div", { class: "chips" });
  readonly #focus: (id: string) => void;

  constructor(focus: (id: string) => void) {
    this.#focus = focus;
  }

  show(more: readonly More[], picture: Picture | undefined): void {
    const made = more.flatMap(({ entity, count }) => {
      const box = picture?.boxOf(entity);
      if (box === undefined) return [];
      const title = `${count} more related to ${entity}: focus on it`;
      const chip = element(
        "button",
        { type: "button", class: "chip", title, "aria-label": title, tabindex: "-1" },
        `+${count} more`,
      );
      chip.style.left = `${box.x + box.width / 2}px`;
      chip.style.top = `${box.y + box.height}px`;
      chip.addEventListener("click", () => this.#focus(entity));
      return [chip];
    });
    this.element.replaceChildren(...made);
  }

  move({ x, y, zoom }: Viewport): void {
    this.element.style.transform = `scale(${zoom}) translate(${-x}px, ${-y}px)`;
    this.element.classList.toggle("is-hidden", zoom < least);
  }
}
