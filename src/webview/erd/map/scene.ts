/**
 * A diagram with its positions, ready to be asked: what is in this rectangle, what is under the
 * pointer, what is joined to what. Knows no DOM and never changes, except for a box being dragged.
 */
import type { Diagram, DiagramRelation, Entity, EnumBox } from "../../../core/diagram/diagram.ts";
import { badgeZone, rowMarkStart } from "../../../core/diagram/drawing.ts";
import { isDrawn } from "../../../core/diagram/drawing-edge.ts";
import { boundsOf, type Layout, type PlacedGroup } from "../../../core/diagram/layout-result.ts";
import {
  type BoxContent,
  entityContent,
  enumContent,
  rowHeight,
  rowMiddle,
  type ShownRow,
} from "../../../core/diagram/measure.ts";
import { type Point, type Rectangle, simpleRoute } from "../../../core/diagram/route.ts";
import { overlaps, SpatialGrid } from "./spatial-grid.ts";

export type SceneBox = Rectangle & {
  readonly id: string;
  readonly subject: Entity | EnumBox;
  readonly kind: Entity["kind"] | "enum";
};

export type SceneEdge = {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly points: readonly Point[];
  /** Undefined for the use of an enum. */
  readonly relation: DiagramRelation | undefined;
  readonly isFar: boolean;
};

/** What lies under a point. */
export type Hit = {
  readonly box: SceneBox;
  readonly row: ShownRow | undefined;
  readonly isBadge: boolean;
};

export class Scene {
  readonly boxes = new Map<string, SceneBox>();
  readonly edges = new Map<string, SceneEdge>();
  readonly groups: readonly PlacedGroup[];
  readonly bounds: Rectangle;
  readonly advance: number;
  readonly #layout: Layout;
  readonly #edgesOf = new Map<string, SceneEdge[]>();
  readonly #boxGrid = new SpatialGrid<string>();
  readonly #edgeGrid = new SpatialGrid<string>();
  readonly #contents = new Map<string, BoxContent>();
  readonly #stamps = new Map<string, string>();

  constructor(diagram: Diagram, layout: Layout) {
    this.#layout = layout;
    this.groups = layout.groups;
    this.bounds = boundsOf(layout);
    this.advance = layout.view.advance;
    const entities = new Map(diagram.entities.map((one) => [one.id, one]));
    const enums = new Map(diagram.enums.map((one) => [one.id, one]));
    const relations = new Map(diagram.relations.map((one) => [one.id, one]));
    for (const { id, x, y, width, height } of layout.boxes) {
      const entity = entities.get(id);
      const subject = entity ?? enums.get(id);
      if (subject === undefined) continue;
      const box = { id, x, y, width, height, subject, kind: entity?.kind ?? ("enum" as const) };
      this.boxes.set(id, box);
      this.#boxGrid.add(id, box);
    }
    for (const { id, source, target, points, isFar } of layout.edges) {
      if (!this.boxes.has(source) || !this.boxes.has(target)) continue;
      this.#addEdge({ id, source, target, points, relation: relations.get(id), isFar });
    }
  }

  contentOf({ id, subject }: SceneBox): BoxContent {
    const known = this.#contents.get(id);
    if (known !== undefined) return known;
    const { detail } = this.#layout.view;
    const content =
      "rows" in subject
        ? entityContent(subject, detail, this.advance)
        : enumContent(subject, detail, this.advance);
    this.#contents.set(id, content);
    return content;
  }

  /** Equal for boxes that look the same. */
  stampOf({ id, subject, width, height }: SceneBox): string {
    const known = this.#stamps.get(id);
    if (known !== undefined) return known;
    // A place in the text moves with every line above it and is not seen.
    const stamp = JSON.stringify([width, height, subject], (key, value) =>
      key === "at" || key === "doc" ? undefined : value,
    );
    this.#stamps.set(id, stamp);
    return stamp;
  }

  edgesOf(id: string): readonly SceneEdge[] {
    return this.#edgesOf.get(id) ?? [];
  }

  boxesIn(area: Rectangle): SceneBox[] {
    return [...this.#boxGrid.near(area)].flatMap((id) => {
      const box = this.boxes.get(id);
      return box && overlaps(box, area) ? [box] : [];
    });
  }

  /** Those that are drawn without being asked for. */
  edgesIn(area: Rectangle): SceneEdge[] {
    return [...this.#edgeGrid.near(area)].flatMap((id) => {
      const edge = this.edges.get(id);
      return edge && isDrawn(edge.isFar, edge.relation) ? [edge] : [];
    });
  }

  hitAt(point: Point): Hit | undefined {
    const box = this.boxesIn({ ...point, width: 0, height: 0 }).at(-1);
    if (box === undefined) return undefined;
    const content = this.contentOf(box);
    const [x, y] = [point.x - box.x, point.y - box.y];
    const row = content.rows.find((shown) => y >= shown.y && y < shown.y + rowHeight);
    if (row === undefined) {
      const zone = badgeZone(box.subject.counts, content);
      return { box, row, isBadge: zone !== undefined && inside(zone, x, y) };
    }
    const start = rowMarkStart(row, this.advance) - 3;
    const hasMark =
      row.row !== undefined && Object.values(row.row.counts).some((count) => count > 0);
    return { box, row, isBadge: hasMark && x >= start && x < start + 18 };
  }

  /** The line nearest to a point, not further away than `reach`. */
  edgeAt({ x, y }: Point, reach: number): SceneEdge | undefined {
    const area = { x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach };
    let best: { readonly edge: SceneEdge; readonly away: number } | undefined;
    for (const edge of this.edgesIn(area)) {
      for (let at = 1; at < edge.points.length; at++) {
        const [a, b] = [edge.points[at - 1], edge.points[at]];
        if (a === undefined || b === undefined) continue;
        const away = awayFrom({ x, y }, a, b);
        if (away <= reach && (best === undefined || away < best.away)) best = { edge, away };
      }
    }
    return best?.edge;
  }

  /** Where a line of a dragged box runs. */
  rerouted(edge: SceneEdge, moved: SceneBox): readonly Point[] {
    const end = (id: string, rows: readonly string[] | undefined) => {
      const box = id === moved.id ? moved : this.boxes.get(id);
      return box && { box, offset: rowMiddle(this.contentOf(box), rows?.[0]) };
    };
    const source = end(edge.source, edge.relation?.to.rows);
    const target = end(edge.target, edge.relation?.from.rows);
    return source && target ? simpleRoute(source, target) : edge.points;
  }

  /** Until the next layout comes: the box stands here, its lines run the simple way. */
  move(id: string, { x, y }: Point): void {
    const old = this.boxes.get(id);
    if (old === undefined) return;
    const box = { ...old, x, y };
    this.boxes.set(id, box);
    this.#boxGrid.add(id, box);
    for (const edge of this.edgesOf(id)) {
      const points = this.rerouted(edge, box);
      const moved = { ...edge, points };
      this.#replaceEdge(edge, moved);
    }
  }

  #replaceEdge(old: SceneEdge, next: SceneEdge): void {
    for (const id of new Set([old.source, old.target])) {
      const edges = this.#edgesOf.get(id) ?? [];
      this.#edgesOf.set(
        id,
        edges.filter((edge) => edge !== old),
      );
    }
    this.#addEdge(next);
  }

  #addEdge(edge: SceneEdge): void {
    this.edges.set(edge.id, edge);
    for (const id of new Set([edge.source, edge.target])) {
      const edges = this.#edgesOf.get(id);
      if (edges === undefined) this.#edgesOf.set(id, [edge]);
      else edges.push(edge);
    }
    for (let at = 1; at < edge.points.length; at++) {
      const [a, b] = [edge.points[at - 1], edge.points[at]];
      if (a && b) this.#edgeGrid.add(edge.id, between(a, b));
    }
  }
}

function between(a: Point, b: Point): Rectangle {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

function inside(zone: Rectangle, x: number, y: number): boolean {
  return x >= zone.x && x < zone.x + zone.width && y >= zone.y && y < zone.y + zone.height;
}

/** From a stretch that runs across or up and down. */
function awayFrom({ x, y }: Point, a: Point, b: Point): number {
  const across = Math.max(Math.min(a.x, b.x) - x, 0, x - Math.max(a.x, b.x));
  const up = Math.max(Math.min(a.y, b.y) - y, 0, y - Math.max(a.y, b.y));
  return Math.hypot(across, up);
}
