/** The search over the diagram: a field and the names it finds. Tells what is meant, shows nothing. */
import type { DiagramName } from "../../protocol/diagram.ts";
import { element } from "./element.ts";
import { type Found, findNames, nameOf } from "./find-names.ts";
import { icon } from "./icons.ts";

export type SearchTarget = {
  /** While somebody types; undefined when the search is over. */
  readonly find: (found: readonly Found[] | undefined) => void;
  readonly choose: (found: Found) => void;
  readonly closed: () => void;
};

export class SearchBox {
  readonly element = element("div", { class: "search-box", role: "search", hidden: true });
  readonly #target: SearchTarget;
  readonly #input = element("input", {
    type: "text",
    class: "search-input",
    placeholder: "Search models, enums and fields",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": "Search models, enums and fields",
    "aria-autocomplete": "list",
    "aria-controls": "search-results",
    "aria-expanded": "false",
  });
  readonly #count = element("span", { class: "search-count", role: "status" });
  readonly #list = element("div", {
    class: "search-results",
    id: "search-results",
    role: "listbox",
    "aria-label": "Found",
  });
  #names: readonly DiagramName[] = [];
  #found: readonly Found[] = [];
  #at = 0;

  constructor(target: SearchTarget) {
    this.#target = target;
    const end = element(
      "button",
      {
        type: "button",
        class: "icon-button",
        title: "Close (Escape)",
        "aria-label": "Close the search",
      },
      icon("close"),
    );
    end.addEventListener("click", () => this.close());
    this.element.append(
      element("div", { class: "search-field" }, this.#input, this.#count, end),
      this.#list,
    );
    this.#input.addEventListener("input", () => this.#search());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("pointerdown", (event) => {
      const { target: pressed } = event;
      const option = pressed instanceof Element ? pressed.closest<HTMLElement>("[data-at]") : null;
      if (option === null) return;
      event.preventDefault();
      this.#at = Number(option.dataset.at);
      this.#choose();
    });
  }

  set names(names: readonly DiagramName[]) {
    this.#names = names;
    if (!this.element.hidden) this.#search();
  }

  open(): void {
    this.element.hidden = false;
    this.#input.focus();
    this.#input.select();
    this.#search();
  }

  close(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.#target.find(undefined);
    this.#target.closed();
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  #search(): void {
    const typed = this.#input.value;
    this.#found = findNames(this.#names, typed);
    this.#at = 0;
    const isEmpty = typed.trim() === "";
    this.#count.textContent = isEmpty
      ? ""
      : this.#found.length === 0
        ? "No results"
        : `${this.#found.length}`;
    this.#list.replaceChildren(...this.#found.map((one, at) => optionElement(one, at)));
    this.#list.hidden = this.#found.length === 0;
    this.#input.setAttribute("aria-expanded", String(this.#found.length > 0));
    this.#mark();
    this.#target.find(isEmpty ? undefined : this.#found);
  }

  #key(event: KeyboardEvent): void {
    const count = this.#found.length;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter") this.#choose();
    else if (event.key === "ArrowDown" && count > 0) this.#at = (this.#at + 1) % count;
    else if (event.key === "ArrowUp" && count > 0) this.#at = (this.#at + count - 1) % count;
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.#mark();
  }

  #choose(): void {
    const found = this.#found[this.#at];
    if (found !== undefined) this.#target.choose(found);
    this.#mark();
  }

  #mark(): void {
    for (const [at, option] of [...this.#list.children].entries()) {
      option.setAttribute("aria-selected", String(at === this.#at));
      if (at === this.#at) option.scrollIntoView({ block: "nearest" });
    }
    const id = this.#found.length > 0 ? `search-result-${this.#at}` : "";
    this.#input.setAttribute("aria-activedescendant", id);
  }
}

function optionElement(found: Found, at: number): HTMLElement {
  const isField = found.row !== undefined;
  const kind = isField ? (found.kind === "enum" ? "value" : "field") : found.kind;
  const sign = isField ? "field" : found.kind === "enum" ? "enums" : "model";
  return element(
    "div",
    { class: "search-result", role: "option", id: `search-result-${at}`, "data-at": String(at) },
    icon(sign),
    element("span", { class: "search-name" }, nameOf(found)),
    element("span", { class: "search-kind" }, kind),
  );
}
