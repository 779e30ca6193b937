/**
 * The layout of the smallest parts, a box and what alone hangs on one of its rows: there is nothing to
 * find out, and there are many of them. All others are for ELK.
 */
import type { PartRequest } from "./layout-request.ts";
import { type PartLayout, partOfAnswer } from "./layout-result.ts";
import type { Point } from "./route.ts";

const mostAround = 4;
const across = 84;
const below = 32;

/** Undefined where the part is no star. */
export function starPart(
  { key, nodes, edges }: PartRequest,
  direction: "right" | "down",
): PartLayout | undefined {
  const hub = edges[0]?.source;
  const center = nodes.find(({ id }) => id === hub?.node);
  const isStar =
    direction === "right" &&
    nodes.length === edges.length + 1 &&
    edges.length <= mostAround &&
    edges.every(
      ({ source, target }) =>
        source.node === hub?.node &&
        source.offset === hub.offset &&
        source.side === "east" &&
        target.side === "west",
    );
  if (!isStar || center === undefined || hub === undefined) return undefined;
  const targets = edges.map(({ target }) => target);
  const places = new Map<string, Point>();
  const ends: Point[] = [];
  let y = 0;
  for (const { node, offset } of targets) {
    const place = { x: center.width + across, y };
    places.set(node, place);
    ends.push({ x: place.x, y: y + offset });
    y += (nodes.find(({ id }) => id === node)?.height ?? 0) + below;
  }
  // Level with the middle one, so that this line is straight.
  const level = ends[(ends.length - 1) >> 1]?.y ?? 0;
  places.set(center.id, { x: 0, y: level - hub.offset });
  const start = { x: center.width, y: level };
  const middle = center.width + across / 2;
  return partOfAnswer(
    { key, nodes, edges },
    {
      nodes: nodes.map(({ id }) => places.get(id) ?? { x: 0, y: 0 }),
      edges: ends.map((end) =>
        end.y === level
          ? [start, end]
          : [start, { x: middle, y: level }, { x: middle, y: end.y }, end],
      ),
    },
  );
}
