/**
 * Lines between boxes: a simple way for those that nobody laid out, and rounded corners for all.
 * Knows rectangles and points only.
 */

export type Point = { readonly x: number; readonly y: number };

export type Rectangle = Point & { readonly width: number; readonly height: number };

/** A box and the height at which the line leaves it, from the box's upper edge. */
export type LineEnd = { readonly box: Rectangle; readonly offset: number };

const stub = 26;

/**
 * From side to side with right angles, whatever lies between. Leaves each box on the side that is
 * nearer to the other.
 */
export function simpleRoute(source: LineEnd, target: LineEnd): Point[] {
  const [a, b] = [source.box, target.box];
  const [y0, y1] = [a.y + source.offset, b.y + target.offset];
  const [right, left] = [a.x + a.width, b.x + b.width];
  if (b.x - right >= 2 * stub) return bend(right, y0, b.x, y1, (right + b.x) / 2);
  if (a.x - left >= 2 * stub) return bend(a.x, y0, left, y1, (a.x + left) / 2);
  // One above the other: around the side where less is in the way.
  const outRight = Math.max(right, left) + stub;
  const outLeft = Math.min(a.x, b.x) - stub;
  const goesRight = Math.abs(right - left) <= Math.abs(a.x - b.x);
  return goesRight ? bend(right, y0, left, y1, outRight) : bend(a.x, y0, b.x, y1, outLeft);
}

function bend(x0: number, y0: number, x1: number, y1: number, middle: number): Point[] {
  const start = { x: x0, y: y0 };
  const end = { x: x1, y: y1 };
  if (Math.abs(y0 - y1) < 0.5) return [start, end];
  return [start, { x: middle, y: y0 }, { x: middle, y: y1 }, end];
}

/** Path data through the points; corners are rounded as far as the lines beside them allow. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const [first] = points;
  if (first === undefined) return "";
  let path = `M${short(first.x)} ${short(first.y)}`;
  for (let at = 1; at < points.length; at++) {
    const [before, corner, after] = [points[at - 1], points[at], points[at + 1]];
    if (before === undefined || corner === undefined) continue;
    if (after === undefined) {
      path += `L${short(corner.x)} ${short(corner.y)}`;
      continue;
    }
    const room = Math.min(distance(before, corner), distance(corner, after)) / 2;
    const size = Math.min(radius, room);
    const enter = towards(corner, before, size);
    const leave = towards(corner, after, size);
    path += `L${short(enter.x)} ${short(enter.y)}Q${short(corner.x)} ${short(corner.y)} ${short(leave.x)} ${short(leave.y)}`;
  }
  return path;
}

export function straightPath(points: readonly Point[]): string {
  return points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${short(x)} ${short(y)}`).join("");
}

/** The point `by` units from one point on the way to another. */
export function towards(from: Point, to: Point, by: number): Point {
  const whole = distance(from, to);
  if (whole === 0) return from;
  return { x: from.x + ((to.x - from.x) * by) / whole, y: from.y + ((to.y - from.y) * by) / whole };
}

export function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y) < 1e-9 ? 0 : Math.hypot(a.x - b.x, a.y - b.y);
}

/** One decimal is finer than any screen shows. */
export function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
