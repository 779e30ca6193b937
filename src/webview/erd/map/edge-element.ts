/** A line as an element; a sign in its middle where it differs from the version compared with. */
import { edgePath, signPlace } from "../../../core/diagram/drawing-edge.ts";
import { changeGlyphs, placedGlyph } from "../../../core/diagram/glyphs.ts";
import { short } from "../../../core/diagram/route.ts";
import type { SceneEdge } from "./scene.ts";
import { svgElement } from "./svg-element.ts";

export function edgeElement({ points, relation, isFar }: SceneEdge): SVGElement {
  const change = relation?.change;
  const kind = relation?.kind ?? "use";
  const words = ["edge", kind, isFar ? "is-far" : "", change === undefined ? "" : `is-${change}`];
  const path = svgElement("path", {
    class: words.filter(Boolean).join(" "),
    d: edgePath(points, relation),
  });
  if (change === undefined) return path;
  const { x, y } = signPlace(points);
  const group = svgElement("g", { class: `changed-edge is-${change}` });
  group.append(
    path,
    svgElement("circle", { class: "edge-sign", cx: short(x), cy: short(y), r: "8" }),
    svgElement("path", {
      class: `sign-${change}`,
      d: placedGlyph(changeGlyphs[change], x - 4, y - 4, 8),
    }),
  );
  return group;
}
