/**
 * The whole diagram as it looks from afar: a handful of elements, each one path for all boxes that
 * look alike, and the frames of groups with their names.
 */
import { farEdgePath, isDrawn } from "../../../core/diagram/drawing-edge.ts";
import { worstOf } from "../../../core/diagram/glyphs.ts";
import { cellsOf } from "../../../core/diagram/measure.ts";
import { short } from "../../../core/diagram/route.ts";
import type { Scene, SceneBox } from "./scene.ts";
import { svgElement } from "./svg-element.ts";

/** Smaller ones are specks at any zoom at which they are shown. */
const smallestTitle = 70;

export function farElements(scene: Scene): { frames: SVGElement[]; merged: SVGElement[] } {
  const near: string[] = [];
  const far: string[] = [];
  for (const { points, isFar, relation } of scene.edges.values()) {
    if (!isDrawn(isFar, relation)) continue;
    (isFar ? far : near).push(farEdgePath(points));
  }
  const looks = new Map<string, string[]>();
  for (const box of scene.boxes.values()) {
    const look = lookOf(box);
    const paths = looks.get(look) ?? [];
    looks.set(look, paths);
    paths.push(`M${short(box.x)} ${short(box.y)}h${box.width}v${box.height}h${-box.width}z`);
  }
  const merged = [
    svgElement("path", { class: "far-edges is-far", d: far.join("") }),
    svgElement("path", { class: "far-edges", d: near.join("") }),
    ...[...looks].map(([look, paths]) =>
      svgElement("path", { class: `far-boxes ${look}`, d: paths.join("") }),
    ),
    ...scene.groups.flatMap((group) => farTitle(scene, group)),
  ];
  const frames = scene.groups.flatMap((group) => {
    if (!group.isNamed) return [];
    const title = svgElement("text", {
      class: "frame-title",
      x: short(group.x + 28),
      y: short(group.y + 36),
      "font-size": "20",
    });
    title.textContent = group.title;
    const frame = svgElement("rect", {
      class: "frame",
      x: short(group.x),
      y: short(group.y),
      width: short(group.width),
      height: short(group.height),
      rx: "14",
    });
    return [frame, title];
  });
  return { frames, merged };
}

/** Severity and change are also told by shape once the box is near enough. */
function lookOf({ subject, kind }: SceneBox): string {
  if (subject.change !== undefined) return `is-${subject.change}`;
  const worst = worstOf(subject.counts);
  if (worst === "error" || worst === "warning") return `has-${worst}`;
  return kind === "enum" ? "enum" : "model";
}

/** As large as the group is wide: what is read when nothing else can be. */
function farTitle(
  { advance }: Scene,
  { x, y, width, height, title }: Scene["groups"][number],
): SVGElement[] {
  const cells = Math.max(1, cellsOf(title));
  const size = Math.min(220, (width * 0.74 * 12) / (cells * advance), height * 0.5);
  if (title === "" || size < smallestTitle) return [];
  const element = svgElement("text", {
    class: "far-title",
    x: short(x + width / 2),
    y: short(y + height / 2 + size * 0.34),
    "font-size": short(size),
    "text-anchor": "middle",
  });
  element.textContent = title;
  return [element];
}
