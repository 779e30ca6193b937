/**
 * Laid-out parts put together into one picture: parts into groups, groups beside each other, what
 * the user dragged where it was dropped. What was there before moves as little as it can.
 */
import type { ElkAnswer } from "./elk-graph.ts";
import type {
  EdgeRequest,
  GroupRequest,
  LayoutRequest,
  LayoutView,
  NodeRequest,
  PartRequest,
  Port,
} from "./layout-request.ts";
import { headerHeight } from "./measure.ts";
import { packed, separated } from "./pack.ts";
import { type LineEnd, type Point, type Rectangle, simpleRoute } from "./route.ts";

export type Layout = {
  readonly view: LayoutView;
  readonly boxes: readonly PlacedBox[];
  readonly edges: readonly PlacedEdge[];
  readonly groups: readonly PlacedGroup[];
};

export type PlacedBox = Rectangle & {
  readonly id: string;
  readonly group: string;
  /** Where it would stand had nobody dragged it. */
  readonly slot: Point | undefined;
};

export type PlacedEdge = {
  readonly id: string;
  /** Boxes, the one that is referred to first. */
  readonly source: string;
  readonly target: string;
  readonly points: readonly Point[];
  /** Leads to another group. */
  readonly isFar: boolean;
};

export type PlacedGroup = Rectangle & {
  readonly id: string;
  readonly title: string;
  readonly isNamed: boolean;
};

/** From its own corner, lines included. */
export type PartLayout = {
  readonly width: number;
  readonly height: number;
  /** In the order of the request. */
  readonly nodes: readonly Point[];
  readonly edges: readonly (readonly Point[])[];
};

const looseGap = 28;
const partGap = 48;
const groupGap = 72;
const frame = { top: 56, side: 28 };

/** What everything takes together. */
export function boundsOf({ boxes, edges, groups }: Layout): Rectangle {
  let [left, top, right, bottom] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  const take = (x0: number, y0: number, x1: number, y1: number) => {
    left = Math.min(left, x0);
    top = Math.min(top, y0);
    right = Math.max(right, x1);
    bottom = Math.max(bottom, y1);
  };
  for (const { x, y, width, height } of boxes) take(x, y, x + width, y + height);
  for (const { x, y, width, height } of groups) take(x, y, x + width, y + height);
  for (const { points } of edges) for (const { x, y } of points) take(x, y, x, y);
  if (left > right) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Where everything stood, by id, as if nothing had been dragged. */
export function slotsOf(layout: Layout | undefined): Map<string, Point> {
  return new Map(layout?.boxes.map(({ id, x, y, slot }) => [id, slot ?? { x, y }]));
}

export function partOfAnswer(part: PartRequest, answer: ElkAnswer): PartLayout {
  const corners = part.nodes.flatMap(({ width, height }, at) => {
    const { x, y } = answer.nodes[at] ?? { x: 0, y: 0 };
    return [
      { x, y },
      { x: x + width, y: y + height },
    ];
  });
  const all = [...corners, ...answer.edges.flat()];
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  const moved = ({ x, y }: Point) => ({ x: x - left, y: y - top });
  return {
    width: Math.max(...all.map(({ x }) => x)) - left,
    height: Math.max(...all.map(({ y }) => y)) - top,
    nodes: answer.nodes.map(moved),
    edges: answer.edges.map((points) => points.map(moved)),
  };
}

/** Boxes without lines, or those that ELK failed on: beside each other, lines the simple way. */
export function loosePart(part: PartRequest, before: ReadonlyMap<string, Point>): PartLayout {
  const boxes = part.nodes.map((node) => ({ ...node, wish: before.get(node.id) }));
  const nodes = part.edges.length === 0 ? separated(boxes, looseGap) : packed(boxes, 2 * looseGap);
  const places = new Map(part.nodes.map((node, at) => [node.id, rectangle(node, nodes[at])]));
  return partOfAnswer(part, { nodes, edges: part.edges.map((edge) => routed(edge, places)) });
}

/** `parts` by key; one that is missing leaves its boxes beside each other. */
export function layoutResult(
  request: LayoutRequest,
  parts: ReadonlyMap<string, PartLayout>,
  before: Layout | undefined,
  pins: ReadonlyMap<string, Point>,
): Layout {
  const slots = slotsOf(before);
  const groups = request.groups.map((group) => arranged(group, parts, slots));
  const corners = separated(groups, groupGap);
  const boxes: PlacedBox[] = [];
  const laid: { readonly edge: EdgeRequest; readonly points: readonly Point[] }[] = [];
  const frames: PlacedGroup[] = [];
  for (const [at, { request: asked, width, height, inner }] of groups.entries()) {
    const corner = corners[at] ?? { x: 0, y: 0 };
    const { id, title, isNamed } = asked;
    frames.push({ ...corner, width, height, id, title, isNamed });
    for (const { part, layout, x, y } of inner) {
      const shift = { x: corner.x + x, y: corner.y + y };
      for (const [index, node] of part.nodes.entries()) {
        boxes.push(placed(node, id, shifted(layout.nodes[index], shift), pins.get(node.id)));
      }
      for (const [index, edge] of part.edges.entries()) {
        const points = (layout.edges[index] ?? []).map((point) => shifted(point, shift));
        laid.push({ edge, points });
      }
    }
  }
  const places = new Map<string, PlacedBox>(boxes.map((box) => [box.id, box]));
  const isMoved = ({ source, target }: EdgeRequest) =>
    pins.has(source.node) || pins.has(target.node);
  const edges = laid.map(({ edge, points }) =>
    edgeOf(edge, points.length < 2 || isMoved(edge) ? routed(edge, places) : points, false),
  );
  edges.push(...request.far.map((edge) => edgeOf(edge, routed(edge, places), true)));
  return { view: request.view, boxes, edges, groups: frames };
}

type Inner = { readonly part: PartRequest; readonly layout: PartLayout } & Point;

/** The parts of one group, from its corner. */
function arranged(
  group: GroupRequest,
  layouts: ReadonlyMap<string, PartLayout>,
  slots: ReadonlyMap<string, Point>,
) {
  const parts = group.parts.map((part) => {
    const layout = layouts.get(part.key) ?? loosePart(part, slots);
    const { width, height } = layout;
    return { part, layout, width, height, wish: wishOf(part.nodes, layout.nodes, slots) };
  });
  const corners = separated(parts, partGap);
  const left = Math.min(...corners.map(({ x }) => x));
  const top = Math.min(...corners.map(({ y }) => y));
  const edge = group.isNamed ? frame : { top: 0, side: 0 };
  const inner = parts.map(({ part, layout }, at): Inner => {
    const { x, y } = corners[at] ?? { x: left, y: top };
    return { part, layout, x: x - left + edge.side, y: y - top + edge.top };
  });
  const isKnown = parts.some(({ wish }) => wish !== undefined);
  return {
    request: group,
    inner,
    width: Math.max(0, ...inner.map(({ x, layout }) => x + layout.width)) + edge.side,
    height: Math.max(0, ...inner.map(({ y, layout }) => y + layout.height)) + edge.side,
    wish: isKnown ? { x: left - edge.side, y: top - edge.top } : undefined,
  };
}

/** Where the part has its corner when most of its boxes stay where they were. */
function wishOf(
  nodes: readonly NodeRequest[],
  points: readonly Point[],
  slots: ReadonlyMap<string, Point>,
): Point | undefined {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const [at, { id }] of nodes.entries()) {
    const [slot, point] = [slots.get(id), points[at]];
    if (slot === undefined || point === undefined) continue;
    xs.push(slot.x - point.x);
    ys.push(slot.y - point.y);
  }
  return xs.length === 0 ? undefined : { x: median(xs), y: median(ys) };
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >> 1] ?? 0;
}

function placed(
  { id, width, height }: NodeRequest,
  group: string,
  slot: Point,
  pin: Point | undefined,
): PlacedBox {
  const { x, y } = pin ?? slot;
  return { id, group, x, y, width, height, slot: pin === undefined ? undefined : slot };
}

function shifted(point: Point | undefined, by: Point): Point {
  return { x: (point?.x ?? 0) + by.x, y: (point?.y ?? 0) + by.y };
}

function rectangle({ width, height }: NodeRequest, point: Point | undefined): Rectangle {
  return { x: point?.x ?? 0, y: point?.y ?? 0, width, height };
}

function edgeOf(
  { id, source, target }: EdgeRequest,
  points: readonly Point[],
  isFar: boolean,
): PlacedEdge {
  return { id, source: source.node, target: target.node, points, isFar };
}

function routed({ source, target }: EdgeRequest, places: ReadonlyMap<string, Rectangle>): Point[] {
  const [from, to] = [lineEnd(source, places), lineEnd(target, places)];
  return from && to ? simpleRoute(from, to) : [];
}

function lineEnd(
  { node, side, offset }: Port,
  places: ReadonlyMap<string, Rectangle>,
): LineEnd | undefined {
  const box = places.get(node);
  const isUpright = side === "east" || side === "west";
  return box && { box, offset: isUpright ? offset : headerHeight / 2 };
}
