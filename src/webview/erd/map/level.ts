/** How much is drawn at which zoom. */
import type { Level } from "../../../core/diagram/drawing.ts";

/** From afar, boxes are not even told apart. */
export type MapLevel = "far" | Level;

/** Not the level that the zoom shows best, but the one shown now, as long as the two are close. */
export function levelOf(zoom: number, now: MapLevel): MapLevel {
  const steps = [
    ["far", 0.13],
    ["name", 0.4],
    ["keys", 0.57],
  ] as const;
  for (const [level, end] of steps) {
    const isThere = level === now;
    if (zoom < end * (isThere ? 1.04 : 1)) return level;
  }
  return "rows";
}
