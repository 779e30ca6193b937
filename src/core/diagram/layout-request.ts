/**
 * What is to be laid out: groups, their connected parts, boxes with their sizes, and the places where
 * lines meet them. Plain data; a part's key says whether it was laid out before.
 */
import type { Diagram, DiagramRelation, Entity, EnumBox } from "./diagram.ts";
import { groupedBy } from "./grouped.ts";
import { type Grouping, groupsOf } from "./layout-groups.ts";
import {
  type BoxContent,
  type Detail,
  entityContent,
  enumContent,
  headerHeight,
  rowMiddle,
} from "./measure.ts";

/** How a diagram is looked at. */
export type LayoutView = {
  readonly detail: Detail;
  /** Where the referring side goes: foreign keys are right of, or below what they refer to. */
  readonly direction: "right" | "down";
  readonly grouping: Grouping;
  readonly showsEnums: boolean;
  /** Width of one character, see `usualAdvance`. */
  readonly advance: number;
};

export type LayoutRequest = {
  readonly view: LayoutView;
  readonly groups: readonly GroupRequest[];
  /** Lines between groups, which bend around nothing. */
  readonly far: readonly EdgeRequest[];
};

export type GroupRequest = {
  readonly id: string;
  readonly title: string;
  /** The schema names it; else it is only what hangs together. */
  readonly isNamed: boolean;
  readonly parts: readonly PartRequest[];
};

export type PartRequest = {
  /** The same for the same boxes and lines. */
  readonly key: string;
  readonly nodes: readonly NodeRequest[];
  /** None where the boxes have nothing to do with each other. */
  readonly edges: readonly EdgeRequest[];
};

export type NodeRequest = { readonly id: string; readonly width: number; readonly height: number };

export type EdgeRequest = {
  /** That of the relation, or of the use of an enum. */
  readonly id: string;
  readonly source: Port;
  readonly target: Port;
};

export type Side = "east" | "west" | "north" | "south";

export type Port = {
  readonly node: string;
  readonly side: Side;
  /** Along the side, from its upper or left end. */
  readonly offset: number;
};

/** An enum that more entities than this use would pull all of them together. */
const mostUsers = 4;

/** `before` says which group each box was in, so that found groups do not fall apart by an edit. */
export function layoutRequest(
  diagram: Diagram,
  view: LayoutView,
  before?: ReadonlyMap<string, string>,
): LayoutRequest {
  const contents = contentsOf(diagram, view);
  const edges = edgesOf(diagram, contents, view);
  const boxes: (Entity | EnumBox)[] = [...diagram.entities];
  if (view.showsEnums) boxes.push(...diagram.enums);
  const groups = groupsOf(boxes, edges, view.grouping, before);
  const groupOf = new Map(groups.flatMap(({ id, members }) => members.map((one) => [one, id])));
  const isNear = (edge: EdgeRequest) =>
    groupOf.get(edge.source.node) === groupOf.get(edge.target.node);
  const near = groupedBy(edges.filter(isNear), ({ source }) => groupOf.get(source.node));
  return {
    view,
    groups: groups.map(({ id, title, isNamed, members }) => {
      const nodes = members.flatMap((member) => {
        const known = contents.get(member);
        return known ? [{ id: member, width: known.width, height: known.height }] : [];
      });
      return { id, title, isNamed, parts: partsOf(nodes, near.get(id) ?? [], view) };
    }),
    far: edges.filter((edge) => !isNear(edge)),
  };
}

/** What each box shows, by id. */
export function contentsOf(
  diagram: Diagram,
  { detail, advance, showsEnums }: LayoutView,
): Map<string, BoxContent> {
  const contents = new Map<string, BoxContent>();
  for (const entity of diagram.entities)
    contents.set(entity.id, entityContent(entity, detail, advance));
  if (showsEnums)
    for (const box of diagram.enums) contents.set(box.id, enumContent(box, detail, advance));
  return contents;
}

/** The id of the line from a row to the enum or type that it names. */
export function useId(entity: string, row: string): string {
  return `use ${entity}.${row}`;
}

function edgesOf(
  diagram: Diagram,
  contents: ReadonlyMap<string, BoxContent>,
  view: LayoutView,
): EdgeRequest[] {
  const edges = diagram.relations.flatMap((relation) => relationEdge(relation, contents, view));
  if (!view.showsEnums) return edges;
  const enums = new Set(diagram.enums.map(({ id }) => id));
  const uses = diagram.entities.flatMap((entity) =>
    entity.rows.flatMap(({ name, refersTo }) =>
      refersTo !== undefined && enums.has(refersTo) ? [{ entity, name, refersTo }] : [],
    ),
  );
  for (const users of groupedBy(uses, ({ refersTo }) => refersTo).values()) {
    if (new Set(users.map(({ entity }) => entity.id)).size > mostUsers) continue;
    for (const { entity, name, refersTo } of users) {
      const [from, to] = [contents.get(entity.id), contents.get(refersTo)];
      if (from === undefined || to === undefined) continue;
      edges.push({
        id: useId(entity.id, name),
        source: port(entity.id, from, name, "out", view),
        target: port(refersTo, to, undefined, "in", view),
      });
    }
  }
  return edges;
}

function relationEdge(
  { id, from, to }: DiagramRelation,
  contents: ReadonlyMap<string, BoxContent>,
  view: LayoutView,
): EdgeRequest[] {
  const [child, parent] = [contents.get(from.entity), contents.get(to.entity)];
  if (child === undefined || parent === undefined) return [];
  const source = port(to.entity, parent, to.rows[0], "out", view);
  // A line that comes back to its own box need not go around it.
  const isLoop = from.entity === to.entity;
  const target = port(from.entity, child, from.rows[0], isLoop ? "loop" : "in", view);
  return [{ id, source: isLoop ? loopStart(source, target) : source, target }];
}

function port(
  node: string,
  content: BoxContent,
  row: string | undefined,
  way: "in" | "out" | "loop",
  { direction }: LayoutView,
): Port {
  if (direction === "down" && way !== "loop") {
    const side = way === "in" ? "north" : "south";
    return { node, side, offset: content.width / 2 };
  }
  return { node, side: way === "in" ? "west" : "east", offset: rowMiddle(content, row) };
}

/** Both ends of a loop are on the right and apart, also where no rows are shown. */
function loopStart(source: Port, target: Port): Port {
  const isApart = source.side === "east" && Math.abs(source.offset - target.offset) >= 10;
  const offset = isApart ? source.offset : target.offset === headerHeight / 2 ? 7 : 12;
  return { node: source.node, side: "east", offset };
}

/** What hangs together is a part; all boxes without a line are one more. */
function partsOf(
  nodes: readonly NodeRequest[],
  edges: readonly EdgeRequest[],
  { direction }: LayoutView,
): PartRequest[] {
  const leader = new Map<string, string>();
  const find = (id: string): string => {
    let at = id;
    for (let up = leader.get(at); up !== undefined; up = leader.get(at)) at = up;
    return at;
  };
  for (const { source, target } of edges) {
    const [a, b] = [find(source.node), find(target.node)];
    if (a !== b) leader.set(b, a);
  }
  const lined = new Set(edges.flatMap(({ source, target }) => [source.node, target.node]));
  const nodesOf = groupedBy(nodes, ({ id }) => (lined.has(id) ? find(id) : undefined));
  const edgesBy = groupedBy(edges, ({ source }) => find(source.node));
  return [...nodesOf].map(([key, members]) => {
    const own = key === undefined ? [] : (edgesBy.get(key) ?? []);
    return { key: hash(JSON.stringify([direction, members, own])), nodes: members, edges: own };
  });
}

/** Two FNV-1a hashes of 32 bits: parts are few, and equal keys only mix up two pictures. */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x1234567;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x01000193) ^ (b >>> 13);
  }
  return `${(a >>> 0).toString(36)}-${(b >>> 0).toString(36)}`;
}
