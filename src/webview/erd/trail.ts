/**
 * The line below the toolbar, where there is something to say: which entities were in the middle,
 * which group is open, how much differs.
 */

import type { Change } from "../../core/diagram/diagram.ts";
import { changeGlyphs } from "../../core/diagram/glyphs.ts";
import type { DiagramSnapshot } from "../../protocol/diagram.ts";
import { element, setAttribute } from "./element.ts";
import { icon } from "./icons.ts";
import { svgElement } from "./map/svg-element.ts";

const most = 20;

export type TrailTarget = {
  readonly focus: (id: string) => void;
  readonly allGroups: () => void;
};

export class Trail {
  readonly element = element("div", { class: "trail", hidden: true });
  readonly #target: TrailTarget;
  #ids: string[];
  #at: number;

  constructor(ids: readonly string[], at: number, target: TrailTarget) {
    this.#ids = [...ids];
    this.#at = at;
    this.#target = target;
  }

  get ids(): readonly string[] {
    return this.#ids;
  }

  get at(): number {
    return this.#at;
  }

  step(by: number): void {
    const id = this.#ids[this.#at + by];
    if (id === undefined) return;
    this.#at += by;
    this.#target.focus(id);
  }

  show(snapshot: DiagramSnapshot): void {
    const { mode, focus, group } = snapshot.view;
    const parts =
      mode === "focus"
        ? this.#focusParts(focus)
        : mode === "groups"
          ? this.#groupParts(group)
          : mode === "diff"
            ? [legend(snapshot)]
            : [];
    this.element.replaceChildren(...parts);
    this.element.hidden = parts.length === 0;
    this.element
      .querySelector("[aria-current]")
      ?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  #visit(id: string): void {
    if (this.#ids[this.#at] === id) return;
    this.#ids = [...this.#ids.slice(0, this.#at + 1), id].slice(-most);
    this.#at = this.#ids.length - 1;
  }

  #focusParts(focus: string | undefined): HTMLElement[] {
    if (focus !== undefined) this.#visit(focus);
    const crumbs = element("div", {
      class: "crumbs",
      role: "list",
      "aria-label": "Visited models",
    });
    for (const [at, id] of this.#ids.entries()) {
      if (at > 0) crumbs.append(icon("forward"));
      const crumb = element(
        "button",
        {
          type: "button",
          class: "crumb",
          role: "listitem",
          "aria-current": at === this.#at ? "true" : undefined,
        },
        id,
      );
      crumb.addEventListener("click", () => this.step(at - this.#at));
      crumbs.append(crumb);
    }
    return [this.#arrow(-1), this.#arrow(1), crumbs];
  }

  #arrow(by: -1 | 1): HTMLElement {
    const title = by < 0 ? "Back (Alt+Left)" : "Forward (Alt+Right)";
    const button = element(
      "button",
      { type: "button", class: "icon-button small", title, "aria-label": title },
      icon(by < 0 ? "back" : "forward"),
    );
    setAttribute(button, "disabled", this.#ids[this.#at + by] === undefined);
    button.addEventListener("click", () => this.step(by));
    return button;
  }

  #groupParts(group: string | undefined): HTMLElement[] {
    if (group === undefined) {
      return [
        element("span", { class: "hint" }, "Double-click a group, or press Enter, to open it"),
      ];
    }
    const all = element("button", { type: "button", class: "crumb" }, "All groups");
    all.addEventListener("click", () => this.#target.allGroups());
    const now = element("span", { class: "crumb", "aria-current": "true" }, group);
    return [element("div", { class: "crumbs" }, all, icon("forward"), now)];
  }
}

/** Colours with their signs, and how often each occurs. */
function legend({ diagram }: DiagramSnapshot): HTMLElement {
  const all = [...diagram.entities, ...diagram.enums, ...diagram.relations];
  const line = element("div", { class: "legend" });
  for (const change of ["added", "removed", "changed"] as const) {
    const count = all.filter((one) => one.change === change).length;
    line.append(
      element("span", { class: `legend-part is-${change}` }, glyph(change), `${count} ${change}`),
    );
  }
  return line;
}

function glyph(change: Change): SVGElement {
  const svg = svgElement("svg", {
    class: "legend-sign",
    viewBox: "0 0 10 10",
    width: "10",
    height: "10",
    "aria-hidden": "true",
  });
  svg.append(svgElement("path", { d: changeGlyphs[change] }));
  return svg;
}
