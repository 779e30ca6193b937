/** The diagram as a tree of sentences, instead of a picture. Opened branches stay open. */
import type { Diagram } from "../../core/diagram/diagram.ts";
import { type TreeNode, textTreeOf } from "../../core/diagram/text-tree.ts";
import { element } from "./element.ts";

export type ListTarget = {
  /** An entity, or with a row one of its rows; a relation by its id. */
  readonly open: (id: string) => void;
  readonly focus: (id: string) => void;
};

export class TextList {
  readonly element = element("div", {
    class: "text-list",
    role: "tree",
    "aria-label": "Models and their fields",
  });
  readonly #target: ListTarget;
  readonly #opened = new Set<string>();
  #nodes: readonly TreeNode[] = [];
  #current: string | undefined;

  constructor(target: ListTarget) {
    this.#target = target;
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("click", ({ target: clicked }) => {
      const item = clicked instanceof Element ? clicked.closest<HTMLElement>(".tree-item") : null;
      if (item === null) return;
      this.#current = item.dataset.node;
      if (item.hasAttribute("aria-expanded")) this.#toggle(item.dataset.node ?? "");
      else this.#target.open(item.dataset.node ?? "");
      this.#mark(true);
    });
  }

  show(diagram: Diagram): void {
    this.#nodes = textTreeOf(diagram);
    this.#draw();
  }

  select(id: string | undefined): void {
    this.#current = id;
    this.#mark(false);
  }

  focus(): void {
    this.#mark(true);
  }

  #draw(): void {
    const hadFocus = this.element.contains(document.activeElement);
    this.element.replaceChildren(...this.#nodes.map((node) => this.#item(node, 1)));
    this.#mark(hadFocus);
  }

  #item({ id, label, children }: TreeNode, level: number): HTMLElement {
    const isOpen = this.#opened.has(id);
    const item = element(
      "div",
      {
        class: "tree-item",
        role: "treeitem",
        tabindex: "-1",
        "aria-level": String(level),
        "aria-expanded": children.length > 0 ? String(isOpen) : undefined,
        "data-node": id,
      },
      label,
    );
    if (!isOpen) return item;
    const group = element("div", { class: "tree-group", role: "group" });
    group.append(...children.map((child) => this.#item(child, level + 1)));
    return element("div", { role: "presentation" }, item, group);
  }

  #toggle(id: string, wish = !this.#opened.has(id)): void {
    if (wish) this.#opened.add(id);
    else this.#opened.delete(id);
    this.#draw();
  }

  #items(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>(".tree-item")];
  }

  #mark(takesFocus: boolean): void {
    const items = this.#items();
    const current = items.find(({ dataset }) => dataset.node === this.#current) ?? items[0];
    for (const item of items) {
      item.setAttribute("tabindex", item === current ? "0" : "-1");
      item.setAttribute("aria-selected", String(item === current && this.#current !== undefined));
    }
    if (takesFocus) current?.focus();
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const items = this.#items();
    const at = items.findIndex((item) => item.matches(":focus"));
    const item = items[at];
    if (item === undefined || !this.#act(event.key, items, at, item)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #act(key: string, items: readonly HTMLElement[], at: number, item: HTMLElement): boolean {
    const id = item.dataset.node ?? "";
    const expanded = item.getAttribute("aria-expanded");
    const goTo = (next: HTMLElement | undefined) => {
      if (next !== undefined) this.#current = next.dataset.node;
      this.#mark(true);
      return true;
    };
    switch (key) {
      case "ArrowDown":
        return goTo(items[at + 1]);
      case "ArrowUp":
        return goTo(items[at - 1]);
      case "Home":
        return goTo(items[0]);
      case "End":
        return goTo(items.at(-1));
      case "ArrowRight":
        if (expanded === "false") this.#toggle(id, true);
        else if (expanded === "true") goTo(items[at + 1]);
        return true;
      case "ArrowLeft":
        if (expanded === "true") this.#toggle(id, false);
        else goTo(items.slice(0, at).findLast((one) => levelOf(one) < levelOf(item)));
        return true;
      case "Enter":
        this.#target.open(id);
        return true;
      case "f":
      case "F":
        this.#target.focus(id);
        return true;
    }
    return false;
  }
}

function levelOf(item: HTMLElement): number {
  return Number(item.getAttribute("aria-level"));
}
