/** What is pointed at, selected, found or has the keyboard in Mermaid's picture: classes, no more. */
import type { MermaidBox, MermaidLine, MermaidScene } from "./mermaid-scene.ts";

type Pointed = {
  readonly box?: string | undefined;
  readonly line?: string | undefined;
  readonly row?: string | undefined;
};

export class MermaidEmphasis {
  readonly #stage: HTMLElement;
  #hovered: Pointed = {};
  #selected: string | undefined;
  #selectedRow: string | undefined;
  #current: string | undefined;
  #line: string | undefined;
  #found: ReadonlySet<string> | undefined;

  constructor(stage: HTMLElement) {
    this.#stage = stage;
  }

  get selected(): string | undefined {
    return this.#selected;
  }

  get row(): string | undefined {
    return this.#selectedRow;
  }

  /** The relation that the keyboard is at. */
  get line(): string | undefined {
    return this.#line;
  }

  /** Where the keyboard is. */
  current(scene: MermaidScene | undefined): MermaidBox | undefined {
    return this.#current === undefined ? undefined : scene?.boxes.get(this.#current);
  }

  moveTo(id: string): void {
    this.#current = id;
  }

  renew(scene: MermaidScene): void {
    this.#hovered = {};
    this.#line = undefined;
    if (this.#selected !== undefined && !scene.boxes.has(this.#selected)) {
      this.#selected = undefined;
      this.#selectedRow = undefined;
    }
    if (this.#current === undefined || !scene.boxes.has(this.#current)) {
      this.#current = this.#selected ?? scene.boxes.keys().next().value;
    }
    this.#apply(scene);
  }

  select(scene: MermaidScene | undefined, id: string | undefined, row: string | undefined): void {
    this.#selected = id;
    this.#selectedRow = row;
    this.#line = undefined;
    this.#current = id ?? this.#current;
    this.#apply(scene);
  }

  find(scene: MermaidScene | undefined, ids: ReadonlySet<string> | undefined): void {
    this.#found = ids;
    this.#apply(scene);
  }

  /** Says whether another relation is pointed at now. */
  hover(scene: MermaidScene | undefined, pointed: Pointed): { readonly line: boolean } {
    const before = this.#hovered;
    const line = pointed.line !== before.line;
    if (!line && pointed.box === before.box && pointed.row === before.row) return { line };
    this.#hovered = pointed;
    this.#apply(scene);
    return { line };
  }

  stepRow(scene: MermaidScene | undefined, step: 1 | -1): void {
    const box = this.current(scene);
    if (box === undefined || box.rows.length === 0) return;
    const at = box.rows.findIndex(({ name }) => name === this.#selectedRow);
    const next = at < 0 ? (step > 0 ? 0 : box.rows.length - 1) : at + step;
    const row = box.rows[Math.max(0, Math.min(box.rows.length - 1, next))];
    this.#selected = box.id;
    this.#selectedRow = row?.name;
    this.#line = undefined;
    this.#apply(scene);
    row?.element.focus({ preventScroll: true });
  }

  stepLine(scene: MermaidScene | undefined, step: 1 | -1): MermaidLine | undefined {
    const box = this.current(scene);
    if (scene === undefined || box === undefined) return undefined;
    const lines = scene.edgesOf(box.id).filter(({ relation }) => relation !== undefined);
    const at = lines.findIndex(({ id }) => id === this.#line);
    const next = lines[(at + step + lines.length) % Math.max(1, lines.length)];
    this.#line = next?.id;
    this.#apply(scene);
    const path = next?.elements.find((one) => one.hasAttribute("tabindex"));
    path?.focus({ preventScroll: true });
    return next;
  }

  /** What is pointed at counts more than what is selected, and that more than a search. */
  #apply(scene: MermaidScene | undefined): void {
    if (scene === undefined) return;
    const lines = this.#litLines(scene);
    const boxes = this.#litBoxes(lines);
    this.#stage.classList.toggle("is-dimming", boxes !== undefined);
    this.#stage.classList.toggle("is-searching", this.#found !== undefined);
    for (const { id, element, rows } of scene.boxes.values()) {
      element.classList.toggle("is-lit", boxes?.has(id) ?? false);
      element.classList.toggle("is-selected", id === this.#selected);
      element.setAttribute("tabindex", id === this.#current ? "0" : "-1");
      for (const row of rows) {
        const isSelected = id === this.#selected && row.name === this.#selectedRow;
        row.element.classList.toggle("is-selected", isSelected);
      }
    }
    for (const line of scene.lines.values()) {
      for (const element of line.elements) element.classList.toggle("is-lit", lines.has(line));
    }
  }

  #litLines(scene: MermaidScene): ReadonlySet<MermaidLine> {
    const pointed = this.#hovered.line ?? this.#line;
    const line = pointed === undefined ? undefined : scene.lines.get(pointed);
    if (line !== undefined) return new Set([line]);
    const box = this.#hovered.box ?? (this.#found === undefined ? this.#selected : undefined);
    return new Set(box === undefined ? [] : scene.edgesOf(box));
  }

  /** Undefined where nothing steps back. */
  #litBoxes(lines: ReadonlySet<MermaidLine>): ReadonlySet<string> | undefined {
    const box = this.#hovered.box ?? (this.#found === undefined ? this.#selected : undefined);
    if (box === undefined && lines.size === 0) return this.#found;
    const ends = [...lines].flatMap(({ source, target }) => [source, target]);
    return new Set(box === undefined ? ends : [box, ...ends]);
  }
}
