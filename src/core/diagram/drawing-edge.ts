/**
 * A line between two boxes as one path: rounded corners, and at each end how many rows meet there
 * (crow's foot: many; circle: perhaps none; bar: one).
 */
import type { Cardinality, DiagramRelation } from "./diagram.ts";
import { distance, type Point, roundedPath, short, straightPath, towards } from "./route.ts";

const cornerRadius = 8;
const footLength = 11;
const footWidth = 5.5;
const circleRadius = 3;
const endLength = footLength + 2 * circleRadius;
/** A line shorter than this has no room for two ends. */
const shortest = 44;

/** `points` begin at the box that is referred to. */
export function edgePath(
  points: readonly Point[],
  relation: Pick<DiagramRelation, "from" | "to" | "kind"> | undefined,
): string {
  const [first, second] = points;
  const [last, beforeLast] = [points.at(-1), points.at(-2)];
  if (!first || !second || !last || !beforeLast) return "";
  if (relation === undefined || relation.kind === "composite" || lengthOf(points) < shortest) {
    return roundedPath(points, cornerRadius);
  }
  const start = ending(first, second, relation.to.cardinality);
  const end = ending(last, beforeLast, relation.from.cardinality);
  const cut = [start.line, ...points.slice(1, -1), end.line];
  return start.path + roundedPath(cut, cornerRadius) + end.path;
}

/**
 * Whether a line is there without being asked for: one from a row to an enum in another group costs,
 * dotted across the whole diagram, more than it tells.
 */
export function isDrawn(isFar: boolean, relation: DiagramRelation | undefined): boolean {
  return !isFar || relation !== undefined;
}

/** For seeing from afar, where corners and ends are smaller than a pixel. */
export function farEdgePath(points: readonly Point[]): string {
  return straightPath(points);
}

/**
 * Where a sign is in nobody's way: on the last stretch, which no other line shares, or on the longest
 * where that one has no room.
 */
export function signPlace(points: readonly Point[]): Point {
  const [last, beforeLast] = [points.at(-1), points.at(-2)];
  if (!last || !beforeLast) return { x: 0, y: 0 };
  const room = distance(last, beforeLast) - endLength;
  if (room >= 36) return towards(last, beforeLast, endLength + room / 2);
  let best = { at: last, length: -1 };
  for (let at = 1; at < points.length; at++) {
    const [a, b] = [points[at - 1], points[at]];
    if (!a || !b) continue;
    const length = distance(a, b);
    if (length > best.length) best = { at: towards(a, b, length / 2), length };
  }
  return best.at;
}

/** What is drawn at the box, and where the line itself ends. */
function ending(at: Point, next: Point, cardinality: Cardinality) {
  const along = (by: number) => towards(at, next, by);
  const [x, y] = [Math.sign(next.y - at.y), Math.sign(next.x - at.x)];
  const across = (by: number, side: number): Point => {
    const point = along(by);
    return { x: point.x + x * side, y: point.y + y * side };
  };
  const bar = (by: number) => straightPath([across(by, -footWidth), across(by, footWidth)]);
  switch (cardinality) {
    case "many": {
      const tip = along(footLength);
      const foot = straightPath([across(0, -footWidth), tip, across(0, footWidth)]);
      const stem = straightPath([at, tip]);
      const circle = circlePath(along(footLength + circleRadius));
      return { path: foot + stem + circle, line: along(endLength) };
    }
    case "zero-or-one": {
      const circle = circlePath(along(9 + circleRadius));
      const stem = straightPath([at, along(9)]);
      return { path: stem + bar(5) + circle, line: along(9 + 2 * circleRadius) };
    }
    case "one":
      return { path: bar(5) + bar(9), line: at };
  }
}

function circlePath({ x, y }: Point): string {
  const r = circleRadius;
  return `M${short(x - r)} ${short(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
}

function lengthOf(points: readonly Point[]): number {
  let length = 0;
  for (let at = 1; at < points.length; at++) {
    const [a, b] = [points[at - 1], points[at]];
    if (a && b) length += distance(a, b);
  }
  return length;
}
