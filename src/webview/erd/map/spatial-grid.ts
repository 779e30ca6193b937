/** Finds what lies in a rectangle without looking at everything. */
import type { Rectangle } from "../../../core/diagram/route.ts";

const cell = 480;

export class SpatialGrid<Member> {
  readonly #cells = new Map<number, Member[]>();

  /** One member may be put under several rectangles. */
  add(member: Member, at: Rectangle): void {
    for (const key of keysOf(at)) {
      const members = this.#cells.get(key);
      if (members === undefined) this.#cells.set(key, [member]);
      else if (members.at(-1) !== member) members.push(member);
    }
  }

  /** Some of them may lie a little outside. */
  near(at: Rectangle): Set<Member> {
    const found = new Set<Member>();
    for (const key of keysOf(at)) {
      for (const member of this.#cells.get(key) ?? []) found.add(member);
    }
    return found;
  }
}

function* keysOf({ x, y, width, height }: Rectangle): Iterable<number> {
  const [left, right] = [Math.floor(x / cell), Math.floor((x + width) / cell)];
  const [top, bottom] = [Math.floor(y / cell), Math.floor((y + height) / cell)];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) yield row * 65_536 + column;
  }
}

export function overlaps(a: Rectangle, b: Rectangle): boolean {
  return (
    a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height
  );
}

export function contains(outer: Rectangle, inner: Rectangle): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

export function grown({ x, y, width, height }: Rectangle, by: number): Rectangle {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}
