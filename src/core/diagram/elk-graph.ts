/**
 * One part as ELK takes it, and its answer as we take it. Names stay here: ELK sees numbers only.
 * With positions from before, ELK keeps their order instead of looking for a better one.
 */
import { groupedBy } from "./grouped.ts";
import type { EdgeRequest, NodeRequest, PartRequest, Port } from "./layout-request.ts";
import type { Point } from "./route.ts";

type Options = Readonly<Record<string, string>>;

export type ElkGraph = {
  readonly id: string;
  readonly layoutOptions: Options;
  readonly children: readonly {
    readonly id: string;
    readonly x?: number;
    readonly y?: number;
    readonly width: number;
    readonly height: number;
    readonly ports: readonly ElkPort[];
    readonly layoutOptions: Options;
  }[];
  readonly edges: readonly {
    readonly id: string;
    readonly sources: readonly string[];
    readonly targets: readonly string[];
  }[];
};

type ElkPort = {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly layoutOptions: Options;
};

/** Boxes in the order of the graph, lines in that of its edges. */
export type ElkAnswer = {
  readonly nodes: readonly Point[];
  /** The corners of each line, its ends included; empty where ELK found none. */
  readonly edges: readonly (readonly Point[])[];
};

const options: Options = {
  "elk.algorithm": "layered",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
  "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
  "elk.layered.spacing.nodeNodeBetweenLayers": "84",
  "elk.spacing.nodeNode": "32",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "12",
  "elk.layered.spacing.edgeNodeBetweenLayers": "30",
  "elk.spacing.edgeNode": "20",
  "elk.spacing.edgeEdge": "12",
  "elk.spacing.nodeSelfLoop": "24",
  "elk.padding": "[top=0,left=0,bottom=0,right=0]",
  "elk.separateConnectedComponents": "false",
};

const keepingOrder: Options = {
  "elk.layered.cycleBreaking.strategy": "INTERACTIVE",
  "elk.layered.layering.strategy": "INTERACTIVE",
  "elk.layered.crossingMinimization.semiInteractive": "true",
  "elk.layered.crossingMinimization.strategy": "INTERACTIVE",
  "elk.layered.nodePlacement.strategy": "INTERACTIVE",
};

export function elkGraph(
  part: PartRequest,
  direction: "right" | "down",
  before: ReadonlyMap<string, Point>,
): ElkGraph {
  const known = part.nodes.filter(({ id }) => before.has(id)).length;
  // A few old boxes among new ones say little about where the new ones belong.
  const isKnown = known > 0 && known >= part.nodes.length * 0.6;
  const places = isKnown ? withGuesses(part, direction, before) : new Map<string, Point>();
  const number = new Map(part.nodes.map(({ id }, at) => [id, at]));
  const ports = new Map<string, Map<string, ElkPort>>();
  const portId = (port: Port): string => {
    const id = `${number.get(port.node)} ${port.side} ${port.offset}`;
    const node = part.nodes[number.get(port.node) ?? -1];
    const own = ports.get(port.node) ?? new Map<string, ElkPort>();
    ports.set(port.node, own);
    if (node !== undefined && !own.has(id)) own.set(id, elkPort(id, port, node));
    return id;
  };
  const edges = part.edges.map(({ source, target }, at) => ({
    id: `e${at}`,
    sources: [portId(source)],
    targets: [portId(target)],
  }));
  return {
    id: "part",
    layoutOptions: {
      ...options,
      "elk.direction": direction === "right" ? "RIGHT" : "DOWN",
      ...(isKnown ? keepingOrder : shapely(part, direction)),
    },
    children: part.nodes.map(({ id, width, height }, at) => ({
      id: `n${at}`,
      width,
      height,
      ...places.get(id),
      ports: [...(ports.get(id)?.values() ?? [])],
      layoutOptions: { "elk.portConstraints": "FIXED_POS" },
    })),
    edges,
  };
}

/**
 * All that hangs on a hub would stand in one column of many screens: where that is to be expected,
 * ELK is told how many boxes a column may have, so that the whole becomes a little wider than high.
 */
function shapely({ nodes, edges }: PartRequest, direction: "right" | "down"): Options {
  if (nodes.length < 12) return {};
  const along = ({ width, height }: NodeRequest) => (direction === "right" ? width : height) + 84;
  const across = ({ width, height }: NodeRequest) => (direction === "right" ? height : width) + 32;
  const columns = columnsOf(nodes, edges);
  const sum = (members: readonly NodeRequest[], size: (node: NodeRequest) => number) =>
    members.reduce((total, node) => total + size(node), 0);
  const high = Math.max(...columns.map((column) => sum(column, across)));
  const wide = columns.length * (sum(nodes, along) / nodes.length);
  if (high < wide * 1.2) return {};
  const bound = Math.sqrt((nodes.length * sum(nodes, along)) / sum(nodes, across) / 1.3);
  return {
    "elk.layered.layering.strategy": "COFFMAN_GRAHAM",
    "elk.layered.layering.coffmanGraham.layerBound": String(Math.max(3, Math.round(bound))),
  };
}

/** Each box one column behind the last one that it refers to, as a layered drawing has them. */
function columnsOf(nodes: PartRequest["nodes"], edges: PartRequest["edges"]): NodeRequest[][] {
  const parents = groupedBy(edges, ({ target }) => target.node);
  const levels = new Map<string, number>();
  const open = new Set<string>();
  const levelOf = (id: string): number => {
    const known = levels.get(id);
    if (known !== undefined || open.has(id)) return known ?? 0;
    open.add(id);
    let level = 0;
    for (const { source } of parents.get(id) ?? []) {
      if (!open.has(source.node)) level = Math.max(level, levelOf(source.node) + 1);
    }
    open.delete(id);
    levels.set(id, level);
    return level;
  };
  return [...groupedBy(nodes, ({ id }) => levelOf(id)).values()];
}

function elkPort(id: string, { side, offset }: Port, { width, height }: NodeRequest): ElkPort {
  const isUpright = side === "east" || side === "west";
  return {
    id,
    x: isUpright ? (side === "east" ? width : 0) : offset,
    y: isUpright ? offset : side === "south" ? height : 0,
    width: 0,
    height: 0,
    layoutOptions: { "elk.port.side": side.toUpperCase() },
  };
}

/** A new box is put where the lines to the known ones say: behind what it refers to. */
function withGuesses(
  part: PartRequest,
  direction: "right" | "down",
  before: ReadonlyMap<string, Point>,
): Map<string, Point> {
  const sizes = new Map(part.nodes.map((node) => [node.id, node]));
  const places = new Map<string, Point>();
  for (const { id } of part.nodes) {
    const known = before.get(id);
    if (known !== undefined) places.set(id, known);
  }
  // Boxes at the end of a chain of new ones get theirs from the one before.
  for (let round = 0; round < 4 && places.size < part.nodes.length; round++) {
    for (const edge of part.edges) guess(edge, places, sizes, direction);
  }
  for (const { id } of part.nodes) if (!places.has(id)) places.set(id, { x: 0, y: 0 });
  return places;
}

function guess(
  { source, target }: EdgeRequest,
  places: Map<string, Point>,
  sizes: ReadonlyMap<string, NodeRequest>,
  direction: "right" | "down",
): void {
  const [from, to] = [places.get(source.node), places.get(target.node)];
  const [parent, child] = [sizes.get(source.node), sizes.get(target.node)];
  if (!parent || !child) return;
  if (from && !to) places.set(child.id, beside(from, parent, 1, direction));
  else if (to && !from) places.set(parent.id, beside(to, parent, -1, direction));
}

function beside(
  { x, y }: Point,
  { width, height }: NodeRequest,
  way: 1 | -1,
  direction: "right" | "down",
): Point {
  return direction === "right"
    ? { x: x + way * (width + 84), y: y + 1 }
    : { x: x + 1, y: y + way * (height + 84) };
}
