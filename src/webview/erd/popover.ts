/** One small window over the diagram at a time: what a relation is, or what was found. */
import { element } from "./element.ts";

export class Popover {
  readonly #layer: HTMLElement;
  #open: HTMLElement | undefined;
  #before: Element | null = null;

  constructor(layer: HTMLElement) {
    this.#layer = layer;
    document.addEventListener("pointerdown", ({ target }) => {
      if (target instanceof Node && !this.#open?.contains(target)) this.close(false);
    });
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  get takesFocus(): boolean {
    return this.#open?.getAttribute("role") === "dialog";
  }

  /** `at` is in pixels of the layer. With `takesFocus` it is a dialog, else only a hint. */
  show(
    content: readonly Node[],
    at: { readonly x: number; readonly y: number },
    { label, takesFocus }: { readonly label: string; readonly takesFocus: boolean },
  ): void {
    this.close(false);
    const open = element(
      "div",
      {
        class: "popover",
        role: takesFocus ? "dialog" : "tooltip",
        "aria-label": label,
        tabindex: takesFocus ? "-1" : undefined,
      },
      ...content,
    );
    this.#layer.append(open);
    this.#open = open;
    this.#place(open, at);
    if (!takesFocus) return;
    this.#before = document.activeElement;
    open.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close(true);
    });
    (open.querySelector("button") ?? open).focus();
  }

  close(returnsFocus: boolean): void {
    const hadFocus = this.#open?.contains(document.activeElement) ?? false;
    this.#open?.remove();
    this.#open = undefined;
    const before = this.#before;
    this.#before = null;
    if ((returnsFocus || hadFocus) && before !== null && "focus" in before) {
      if (typeof before.focus === "function") before.focus({ preventScroll: true });
    }
  }

  /** Below and right of the place, or where there is room. */
  #place(open: HTMLElement, { x, y }: { readonly x: number; readonly y: number }): void {
    const [width, height] = [open.offsetWidth, open.offsetHeight];
    const { clientWidth, clientHeight } = this.#layer;
    const left = Math.max(8, Math.min(x + 10, clientWidth - width - 8));
    const below = y + 14;
    const top = below + height + 8 > clientHeight ? Math.max(8, y - height - 12) : below;
    open.style.left = `${left}px`;
    open.style.top = `${top}px`;
  }
}
