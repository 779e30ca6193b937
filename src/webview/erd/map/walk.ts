/** Where the arrow keys lead: to the next box in that direction, or along a relation. */
import type { Rectangle } from "../../../core/diagram/route.ts";

export type Direction = "left" | "right" | "up" | "down";

export type Box = Rectangle & { readonly id: string };

/** Boxes and what joins them, however they are drawn. */
export type Walkable<Place extends Box> = {
  readonly boxes: ReadonlyMap<string, Place>;
  readonly edgesOf: (id: string) => readonly { readonly source: string; readonly target: string }[];
};

export function nextBox<Place extends Box>(
  scene: Walkable<Place>,
  from: Place,
  direction: Direction,
): Place | undefined {
  return nearest(from, scene.boxes.values(), direction);
}

/** Only boxes that a line joins to this one. */
export function nextRelated<Place extends Box>(
  scene: Walkable<Place>,
  from: Place,
  direction: Direction,
): Place | undefined {
  const related = scene.edgesOf(from.id).flatMap(({ source, target }) => {
    const other = scene.boxes.get(source === from.id ? target : source);
    return other && other.id !== from.id ? [other] : [];
  });
  return nearest(from, related, direction);
}

/** The nearest in a quarter of the plane; what lies straight ahead counts as nearer. */
function nearest<Place extends Box>(
  from: Place,
  others: Iterable<Place>,
  direction: Direction,
): Place | undefined {
  let best: { readonly box: Place; readonly cost: number } | undefined;
  for (const box of others) {
    if (box.id === from.id) continue;
    const cost = costOf(from, box, direction);
    if (cost !== undefined && (best === undefined || cost < best.cost)) best = { box, cost };
  }
  return best?.box;
}

function costOf(from: Rectangle, to: Rectangle, direction: Direction): number | undefined {
  const dx = to.x + to.width / 2 - (from.x + from.width / 2);
  const dy = to.y + Math.min(to.height, 60) / 2 - (from.y + Math.min(from.height, 60) / 2);
  const isUpright = direction === "up" || direction === "down";
  const ahead = (isUpright ? dy : dx) * (direction === "left" || direction === "up" ? -1 : 1);
  const aside = Math.abs(isUpright ? dx : dy);
  if (ahead <= 1) return undefined;
  // Far aside only when nothing lies ahead.
  return ahead + aside * 2 + (aside > ahead * 1.5 ? 4000 : 0);
}
