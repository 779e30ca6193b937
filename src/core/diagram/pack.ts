/**
 * Puts rectangles beside each other without overlaps: as a block of a wished shape, or as close as
 * possible to where they were. Knows nothing of what is in them.
 */
import type { Point, Rectangle } from "./route.ts";

export type Size = { readonly width: number; readonly height: number };

/** Width to height of what a block is to become. */
export const usualAspect = 1.6;

/** In order, in columns like those of a newspaper: each goes where the skyline is lowest. */
export function packed(sizes: readonly Size[], gap: number, aspect = usualAspect): Point[] {
  const area = sizes.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  const widest = Math.max(0, ...sizes.map(({ width }) => width));
  let best: { readonly points: Point[]; readonly cost: number } | undefined;
  // What fits best depends on the sizes: try some widths, and take what a screen shows largest.
  for (let factor = 0.8; factor < 1.7; factor += 0.06) {
    const limit = Math.max(widest, Math.sqrt(area * aspect) * factor);
    const { points, width, height } = skyline(sizes, gap, limit);
    const cost = Math.max(width, height * aspect);
    if (best === undefined || cost < best.cost) best = { points, cost };
  }
  return best?.points ?? [];
}

type Step = { readonly x: number; readonly width: number; readonly y: number };

function skyline(sizes: readonly Size[], gap: number, limit: number) {
  // Tall ones first fill better; equal ones keep their order.
  const order = sizes.map((_, at) => at);
  order.sort((a, b) => (sizes[b]?.height ?? 0) - (sizes[a]?.height ?? 0) || a - b);
  const points: Point[] = sizes.map(() => ({ x: 0, y: 0 }));
  let steps: Step[] = [{ x: 0, width: limit + gap, y: 0 }];
  let [width, height] = [0, 0];
  for (const at of order) {
    const size = sizes[at];
    if (size === undefined) continue;
    const place = lowest(steps, size.width + gap, limit + gap);
    points[at] = place;
    steps = raised(steps, place.x, size.width + gap, place.y + size.height + gap);
    width = Math.max(width, place.x + size.width);
    height = Math.max(height, place.y + size.height);
  }
  return { points, width, height };
}

/** The lowest place that is wide enough, the leftmost of equals. */
function lowest(steps: readonly Step[], width: number, limit: number): Point {
  let best: Point = { x: 0, y: Number.POSITIVE_INFINITY };
  for (const { x } of steps) {
    if (x > 0 && x + width > limit + 0.01) continue;
    let y = 0;
    for (const step of steps) {
      if (step.x < x + width && step.x + step.width > x) y = Math.max(y, step.y);
    }
    if (y < best.y - 0.01) best = { x, y };
  }
  return best;
}

function raised(steps: readonly Step[], x: number, width: number, y: number): Step[] {
  const next: Step[] = [];
  for (const step of steps) {
    const end = step.x + step.width;
    if (end <= x || step.x >= x + width) {
      next.push(step);
      continue;
    }
    if (step.x < x) next.push({ ...step, width: x - step.x });
    if (end > x + width) next.push({ x: x + width, width: end - x - width, y: step.y });
  }
  next.push({ x, width, y });
  return next.sort((a, b) => a.x - b.x);
}

/**
 * Each stays where it wishes to be unless another is there already, then it moves right or down by as
 * little as it can. Those without a wish are put below and beside the others, near their middle.
 */
export function separated(
  boxes: readonly (Size & { readonly wish: Point | undefined })[],
  gap: number,
): Point[] {
  if (boxes.every(({ wish }) => wish === undefined)) return packed(boxes, gap);
  const order = boxes.map((_, at) => at);
  const rank = (at: number) => {
    const wish = boxes[at]?.wish;
    return wish === undefined ? Number.POSITIVE_INFINITY : wish.x + wish.y;
  };
  order.sort((a, b) => compare(rank(a), rank(b)) || a - b);
  const placed: Rectangle[] = [];
  const points: Point[] = boxes.map(() => ({ x: 0, y: 0 }));
  for (const at of order) {
    const box = boxes[at];
    if (box === undefined) continue;
    const point = box.wish ? nearestFree(box.wish, box, placed, gap) : besideAll(box, placed, gap);
    points[at] = point;
    placed.push({ ...point, width: box.width, height: box.height });
  }
  return points;
}

/** Subtraction makes no number of two infinities. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function nearestFree(wish: Point, size: Size, placed: readonly Rectangle[], gap: number): Point {
  if (isFree(wish, size, placed, gap)) return wish;
  const xs = [wish.x, ...placed.map(({ x, width }) => x + width + gap).filter((x) => x > wish.x)];
  const ys = [wish.y, ...placed.map(({ y, height }) => y + height + gap).filter((y) => y > wish.y)];
  const straight = [
    ...xs.map((x) => ({ x, y: wish.y })),
    ...ys.map((y) => ({ x: wish.x, y })),
  ].sort((a, b) => a.x + a.y - (b.x + b.y));
  // Below everything is always free.
  return straight.find((point) => isFree(point, size, placed, gap)) ?? wish;
}

function besideAll(size: Size, placed: readonly Rectangle[], gap: number): Point {
  const left = Math.min(...placed.map(({ x }) => x));
  const top = Math.min(...placed.map(({ y }) => y));
  const right = Math.max(...placed.map(({ x, width }) => x + width));
  const bottom = Math.max(...placed.map(({ y, height }) => y + height));
  if (placed.length === 0) return { x: 0, y: 0 };
  // In a hole, or where the whole stays nearest to the wished shape.
  const corners = placed.flatMap(({ x, y, width, height }) => [
    { x: x + width + gap, y },
    { x, y: y + height + gap },
  ]);
  let best: { readonly point: Point; readonly cost: number } | undefined;
  for (const point of corners) {
    if (point.x < left || point.y < top || !isFree(point, size, placed, gap)) continue;
    const width = Math.max(right, point.x + size.width) - left;
    const height = Math.max(bottom, point.y + size.height) - top;
    const cost = Math.max(width, height * usualAspect);
    if (best === undefined || cost < best.cost) best = { point, cost };
  }
  return best?.point ?? { x: left, y: bottom + gap };
}

function isFree(
  { x, y }: Point,
  { width, height }: Size,
  placed: readonly Rectangle[],
  gap: number,
): boolean {
  const room = gap - 0.01;
  return !placed.some(
    (other) =>
      x < other.x + other.width + room &&
      other.x < x + width + room &&
      y < other.y + other.height + room &&
      other.y < y + height + room,
  );
}
