/**
 * The bar above the diagram. Shows what the view is and tells what is wished instead; what has no
 * room at this width is found in the menu at its end.
 */
import type { DiagramSnapshot, DiagramView, ExportFormat } from "../../protocol/diagram.ts";
import { element, setAttribute } from "./element.ts";
import { type IconName, icon } from "./icons.ts";
import { type MenuItem, toggleMenu } from "./menu.ts";
import { bases, depths, details, formats, groupings, modes, renderers } from "./toolbar-words.ts";

export type ToolbarWish =
  | { readonly kind: "view"; readonly change: ViewChange }
  | { readonly kind: "schema"; readonly uri: string }
  | { readonly kind: "zoom"; readonly factor: number }
  | { readonly kind: "fit" | "tidy" | "search" | "list" }
  | { readonly kind: "export"; readonly format: ExportFormat };

/** Undefined takes away what was chosen. */
export type ViewChange = {
  readonly [Key in keyof DiagramView]?: DiagramView[Key] | undefined;
};

/** What the bar shows. */
export type ToolbarState = {
  /** As wished; its mode is what is shown where that was left open. */
  readonly view: DiagramView;
  readonly snapshot: DiagramSnapshot | undefined;
  readonly showsList: boolean;
};

/** How often the bar can be made smaller, see style.css. */
const steps = 7;

export class Toolbar {
  readonly element = element("div", {
    class: "toolbar",
    role: "toolbar",
    "aria-label": "Diagram",
  });
  readonly #tell: (wish: ToolbarWish) => void;
  readonly #modes = new Map<DiagramView["mode"], HTMLButtonElement>();
  readonly #parts;
  #state: ToolbarState;

  constructor(state: ToolbarState, tell: (wish: ToolbarWish) => void) {
    this.#state = state;
    this.#tell = tell;
    const choose = (title: string, name: string, items: () => readonly MenuItem[]) => {
      const button = dropdown(title, name);
      button.addEventListener("click", () => toggleMenu(button, items()));
      return button;
    };
    const does = (name: IconName, title: string, extra: string, run: () => void) => {
      const button = iconButton(name, title, extra);
      button.addEventListener("click", run);
      return button;
    };
    for (const [mode, label, title] of modes) {
      const button = element("button", { type: "button", class: "segment", title }, label);
      button.addEventListener("click", () => this.#wish(modeChange(mode)));
      this.#modes.set(mode, button);
    }
    const segments = element("div", {
      class: "segments",
      role: "group",
      "aria-label": "What is shown",
    });
    segments.append(...this.#modes.values());
    this.#parts = {
      schema: choose("Which schema is shown", "schema", () => this.#schemaItems()),
      mode: choose("What is shown", "mode-short", () => this.#modeItems()),
      depth: choose("How far neighbours reach", "depth", () => this.#depthItems()),
      base: choose("What it is compared with", "base", () => this.#baseItems()),
      grouping: choose("What makes a group", "grouping", () => this.#groupingItems()),
      detail: choose("How much of each model is shown", "detail", () => this.#detailItems()),
      direction: does("right", "", "direction wide", () =>
        this.#wish({ direction: this.#state.view.direction === "right" ? "down" : "right" }),
      ),
      enums: does("enums", "Enums", "enums wide", () =>
        this.#wish({ enums: !this.#state.view.enums }),
      ),
      follow: does("follow", "", "follow wide", () => this.#wish(this.#followChange())),
      tidy: does("tidy", "Tidy: lay everything out anew", "tidy wider", () =>
        this.#tell({ kind: "tidy" }),
      ),
      zoomOut: does("minus", "Zoom out (−)", "zoom-out", () => this.#zoom(1 / 1.25)),
      zoomIn: does("plus", "Zoom in (+)", "zoom-in", () => this.#zoom(1.25)),
      export: choose("Export", "export wider", () => exportItems(this.#tell)),
    };
    this.#parts.export.replaceChildren(icon("export"));
    this.element.append(
      does("search", "Search (Ctrl+F or /)", "search", () => this.#tell({ kind: "search" })),
      this.#parts.schema,
      segments,
      this.#parts.mode,
      this.#parts.depth,
      this.#parts.base,
      this.#parts.grouping,
      element("span", { class: "separator wide" }),
      this.#parts.detail,
      this.#parts.direction,
      this.#parts.enums,
      element("span", { class: "space" }),
      this.#parts.follow,
      this.#parts.tidy,
      this.#parts.export,
      element("span", { class: "separator" }),
      this.#parts.zoomOut,
      this.#parts.zoomIn,
      does("fit", "Fit into the window (0)", "fit", () => this.#tell({ kind: "fit" })),
      choose("More", "more", () => this.#moreItems()),
    );
    const more = this.element.lastElementChild;
    more?.replaceChildren(icon("more"));
    new ResizeObserver(() => this.#fit()).observe(this.element);
    this.show(state);
  }

  show(state: ToolbarState): void {
    this.#state = state;
    const { view, snapshot } = state;
    const { schema, mode, depth, base, grouping, detail, direction, enums, follow, tidy } =
      this.#parts;
    for (const [one, button] of this.#modes) {
      setAttribute(button, "aria-pressed", String(one === view.mode));
    }
    setLabel(mode, labelIn(modes, view.mode) ?? "All");
    setLabel(depth, labelIn(depths, view.depth) ?? "");
    setLabel(base, labelIn(bases, view.base) ?? "");
    setLabel(detail, labelIn(details, view.detail) ?? "");
    setLabel(grouping, labelIn(groupings, view.grouping) ?? "");
    setLabel(schema, snapshot?.schema.title ?? "");
    schema.hidden = (snapshot?.schemas.length ?? 0) < 2;
    depth.hidden = view.mode !== "focus";
    base.hidden = view.mode !== "diff";
    grouping.hidden = view.mode !== "groups";
    const isRight = view.direction === "right";
    direction.replaceChildren(icon(isRight ? "right" : "down"));
    setTitle(
      direction,
      isRight ? "Drawn to the right: draw downwards" : "Drawn downwards: draw to the right",
    );
    setAttribute(enums, "aria-pressed", String(view.enums));
    setTitle(enums, view.enums ? "Hide enums" : "Show enums");
    setAttribute(follow, "aria-pressed", String(view.follows));
    setTitle(
      follow,
      view.follows ? "Follows the cursor of the editor" : "Follow the cursor of the editor",
    );
    tidy.hidden = snapshot?.renderer !== "map";
    this.#fit();
  }

  /** Takes away as little as is needed; the menu at the end has it. */
  #fit(): void {
    const { dataset } = this.element;
    for (let step = 0; step <= steps; step++) {
      dataset.without = Array.from({ length: step }, (_, at) => at + 1).join(" ");
      if (this.element.scrollWidth <= this.element.clientWidth) return;
    }
  }

  #wish(change: ViewChange): void {
    this.#tell({ kind: "view", change });
  }

  #zoom(factor: number): void {
    this.#tell({ kind: "zoom", factor });
  }

  #followChange(): ViewChange {
    // What follows the cursor is at nothing that was chosen by hand.
    return this.#state.view.follows ? { follows: false } : { follows: true, focus: undefined };
  }

  #choices<Value extends string | number>(
    list: readonly (readonly [Value, string, ...unknown[]])[],
    now: unknown,
    change: (value: Value) => ViewChange,
  ): MenuItem[] {
    return list.map(([value, label]) => ({
      kind: "choice",
      label,
      isChosen: value === now,
      run: () => this.#wish(change(value)),
    }));
  }

  #schemaItems(): MenuItem[] {
    const { snapshot } = this.#state;
    return (snapshot?.schemas ?? []).map(({ uri, title }) => ({
      kind: "choice",
      label: title,
      isChosen: uri === snapshot?.schema.uri,
      run: () => this.#tell({ kind: "schema", uri }),
    }));
  }

  #modeItems = () => this.#choices(modes, this.#state.view.mode, modeChange);
  #depthItems = () => this.#choices(depths, this.#state.view.depth, (depth) => ({ depth }));
  #baseItems = () => this.#choices(bases, this.#state.view.base, (base) => ({ base }));
  #detailItems = () => this.#choices(details, this.#state.view.detail, (detail) => ({ detail }));
  #groupingItems = () =>
    this.#choices(groupings, this.#state.view.grouping, (grouping) => ({
      grouping,
      group: undefined,
    }));

  /** Everything that has no room, and what is seldom wanted. */
  #moreItems(): MenuItem[] {
    const { view, snapshot, showsList } = this.#state;
    const parts = this.#parts;
    const hidden = (part: HTMLElement, items: () => MenuItem[], heading?: string): MenuItem[] => {
      if (part.hidden || part.offsetParent !== null) return [];
      return [
        ...(heading === undefined ? [] : [{ kind: "heading" as const, label: heading }]),
        ...items(),
      ];
    };
    const whether = (label: string, isChosen: boolean, change: ViewChange): MenuItem[] => [
      { kind: "switch", label, isChosen, run: () => this.#wish(change) },
    ];
    const first = [
      ...hidden(parts.schema, () => this.#schemaItems(), "Schema"),
      ...hidden(parts.depth, this.#depthItems, "Neighbours"),
      ...hidden(parts.base, this.#baseItems, "Compare"),
      ...hidden(parts.detail, this.#detailItems, "Detail"),
    ];
    const second = [
      ...hidden(parts.direction, () =>
        whether("Draw downwards", view.direction === "down", {
          direction: view.direction === "down" ? "right" : "down",
        }),
      ),
      ...hidden(parts.enums, () => whether("Show enums", view.enums, { enums: !view.enums })),
      ...hidden(parts.follow, () =>
        whether("Follow the cursor", view.follows, this.#followChange()),
      ),
    ];
    const isGrouped =
      view.mode === "groups" ? parts.grouping.offsetParent === null : snapshot?.renderer === "map";
    const sections: MenuItem[][] = [
      first,
      second,
      isGrouped ? [{ kind: "heading", label: "Groups" }, ...this.#groupingItems()] : [],
      [
        { kind: "heading", label: "Drawn by" },
        ...this.#choices(renderers, view.renderer, (renderer) => ({ renderer })),
      ],
      [
        {
          kind: "switch",
          label: "Show as list",
          isChosen: showsList,
          run: () => this.#tell({ kind: "list" }),
        },
        ...hidden(parts.tidy, () => [
          { kind: "command", label: "Tidy", run: () => this.#tell({ kind: "tidy" }) },
        ]),
      ],
      hidden(parts.zoomIn, () => [
        { kind: "command", label: "Zoom in", run: () => this.#zoom(1.25) },
        { kind: "command", label: "Zoom out", run: () => this.#zoom(1 / 1.25) },
      ]),
      hidden(parts.export, () => exportItems(this.#tell), "Export"),
    ];
    return sections
      .filter((section) => section.length > 0)
      .flatMap((section, at): MenuItem[] => (at === 0 ? section : [{ kind: "line" }, ...section]));
  }
}

/** To another mode: a group that was opened is left. */
function modeChange(mode: DiagramView["mode"]): ViewChange {
  return { mode, group: undefined };
}

function exportItems(tell: (wish: ToolbarWish) => void): MenuItem[] {
  return formats.map(([format, label]) => ({
    kind: "command",
    label,
    run: () => tell({ kind: "export", format }),
  }));
}

function labelIn(
  list: readonly (readonly [string | number, string, ...unknown[]])[],
  value: string | number,
): string | undefined {
  return list.find(([one]) => one === value)?.[1];
}

function iconButton(name: IconName, title: string, extra: string): HTMLButtonElement {
  return element(
    "button",
    { type: "button", class: `icon-button ${extra}`, title, "aria-label": title },
    icon(name),
  );
}

function dropdown(title: string, extra: string): HTMLButtonElement {
  return element(
    "button",
    {
      type: "button",
      class: `dropdown ${extra}`,
      title,
      "aria-label": title,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    },
    element("span", { class: "dropdown-label" }),
    icon("chevron"),
  );
}

function setLabel(button: HTMLElement, label: string): void {
  const shown = button.querySelector(".dropdown-label");
  if (shown !== null) shown.textContent = label;
  button.setAttribute("aria-label", `${button.title}: ${label}`);
}

function setTitle(button: HTMLElement, title: string): void {
  button.title = title;
  button.setAttribute("aria-label", title);
}
