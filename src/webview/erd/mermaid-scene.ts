/**
 * Mermaid's picture, found out about: which element stands for which entity, row and relation, and
 * where it is. Elements get their class and data here; what they look like is in style.css.
 */
import type { Diagram, DiagramRelation, Entity, EnumBox } from "../../core/diagram/diagram.ts";
import type { Mermaid, MermaidEdge, MermaidNode } from "../../core/diagram/mermaid.ts";
import type { Rectangle } from "../../core/diagram/route.ts";

export type MermaidBox = Rectangle & {
  readonly id: string;
  readonly subject: Entity | EnumBox;
  readonly element: SVGGraphicsElement;
  /** From the upper corner of the box, in its own units: Mermaid draws it around its middle. */
  readonly corner: { readonly x: number; readonly y: number };
  readonly rows: readonly MermaidRow[];
};

export type MermaidRow = {
  readonly name: string;
  readonly element: SVGGraphicsElement;
  /** Of its upper edge and its middle, as `corner`. */
  readonly top: number;
  readonly y: number;
};

export type MermaidLine = {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** Undefined for the use of an enum. */
  readonly relation: DiagramRelation | undefined;
  /** Lines and labels. */
  readonly elements: readonly SVGElement[];
};

export class MermaidScene {
  readonly boxes = new Map<string, MermaidBox>();
  readonly lines = new Map<string, MermaidLine>();
  readonly bounds: Rectangle;
  readonly #linesOf = new Map<string, MermaidLine[]>();

  /** `svg` is in the page, so that it can be measured. */
  constructor(svg: SVGSVGElement, { nodes, edges }: Mermaid, diagram: Diagram) {
    const { width, height } = svg.viewBox.baseVal;
    this.bounds = { x: 0, y: 0, width, height };
    const byId = elementsById(svg);
    const subjects = new Map<string, Entity | EnumBox>();
    for (const one of diagram.enums) subjects.set(`enum ${one.id}`, one);
    for (const one of diagram.entities) subjects.set(`entity ${one.id}`, one);
    for (const node of nodes) {
      const element = byId.get(node.svgId);
      const subject = subjects.get(`${node.kind} ${node.id}`);
      if (!(element instanceof SVGGraphicsElement) || subject === undefined) continue;
      const box = boxFrom(node, element, subject);
      if (!this.boxes.has(box.id)) this.boxes.set(box.id, box);
    }
    const relations = new Map(diagram.relations.map((one) => [one.id, one]));
    const parts = lineParts(svg, edges);
    for (const edge of edges) {
      const relation = edge.kind === "relation" ? relations.get(edge.id) : undefined;
      this.#addLine(edge, relation, parts.get(edge.svgId) ?? []);
    }
  }

  edgesOf(id: string): readonly MermaidLine[] {
    return this.#linesOf.get(id) ?? [];
  }

  #addLine(
    edge: MermaidEdge,
    relation: DiagramRelation | undefined,
    elements: readonly SVGElement[],
  ): void {
    const line = lineFrom(edge, relation, elements, this.boxes);
    if (line === undefined) return;
    this.lines.set(line.id, line);
    for (const end of new Set([line.source, line.target])) {
      const known = this.#linesOf.get(end);
      if (known === undefined) this.#linesOf.set(end, [line]);
      else known.push(line);
    }
  }
}

function elementsById(svg: SVGSVGElement): Map<string, Element> {
  const prefix = `${svg.id}-`;
  const found = new Map<string, Element>();
  for (const element of svg.querySelectorAll("g[id]")) {
    const id = element.id.startsWith(prefix) ? element.id.slice(prefix.length) : element.id;
    found.set(id, element);
  }
  return found;
}

function boxFrom(
  { id, rows }: MermaidNode,
  element: SVGGraphicsElement,
  subject: Entity | EnumBox,
): MermaidBox {
  const outer = element.querySelector<SVGGraphicsElement>(".outer-path, rect, path") ?? element;
  const inner = outer.getBBox();
  const matrix = element.getCTM() ?? new DOMMatrix();
  const corner = new DOMPoint(inner.x, inner.y).matrixTransform(matrix);
  const shown = [...element.querySelectorAll<SVGGraphicsElement>("[class^='row-rect']")];
  return {
    id,
    subject,
    element,
    x: corner.x / matrix.a,
    y: corner.y / matrix.d,
    width: inner.width,
    height: inner.height,
    corner: { x: inner.x, y: inner.y },
    rows: rows.flatMap((name, at) => {
      const row = shown[at];
      if (row === undefined) return [];
      const { y, height } = row.getBBox();
      return [{ name, element: row, top: y, y: y + height / 2 }];
    }),
  };
}

/** Paths and labels by the id of their edge. One that comes back to its box is drawn in parts. */
function lineParts(svg: SVGSVGElement, edges: readonly MermaidEdge[]): Map<string, SVGElement[]> {
  const prefix = `${svg.id}-`;
  const wanted = new Set(edges.map(({ svgId }) => svgId));
  const parts = new Map<string, SVGElement[]>();
  for (const element of svg.querySelectorAll<SVGElement>("path[id], g.label[data-id]")) {
    const written = element.dataset.id ?? element.id;
    const id = written.startsWith(prefix) ? written.slice(prefix.length) : written;
    const name = wanted.has(id) ? id : loopName(id, wanted);
    if (name === undefined) continue;
    const known = parts.get(name);
    if (known === undefined) parts.set(name, [element]);
    else known.push(element);
  }
  return parts;
}

function loopName(id: string, wanted: ReadonlySet<string>): string | undefined {
  const whole = id.replace(/-cyclic-special-(?:1|mid|2)$/, "");
  return wanted.has(whole) ? whole : undefined;
}

function lineFrom(
  edge: MermaidEdge,
  relation: DiagramRelation | undefined,
  elements: readonly SVGElement[],
  boxes: ReadonlyMap<string, MermaidBox>,
): MermaidLine | undefined {
  if (edge.kind === "relation") {
    if (relation === undefined) return undefined;
    const [source, target] = [relation.to.entity, relation.from.entity];
    return { id: edge.id, source, target, relation, elements };
  }
  const subject = boxes.get(edge.entity)?.subject;
  const row =
    subject && "rows" in subject ? subject.rows.find(({ name }) => name === edge.row) : undefined;
  const source = row?.refersTo;
  if (source === undefined) return undefined;
  const id = `use ${edge.entity}.${edge.row}`;
  return { id, source, target: edge.entity, relation: undefined, elements };
}
