/** Mermaid's picture as an element: made from its text, or as it was before anything was put onto it. */

/** Mermaid has cleaned it; scripts would not run from a parsed document in any case. */
export function svgFrom(text: string): SVGSVGElement | undefined {
  const holder = document.createElement("template");
  holder.innerHTML = text;
  const svg = holder.content.querySelector("svg");
  if (svg === null) return undefined;
  for (const gone of svg.querySelectorAll(superfluous)) gone.remove();
  for (const label of svg.querySelectorAll(".label")) {
    if (label.textContent === "") label.remove();
  }
  return svg;
}

/** Lines between columns, outlines that are drawn twice, backgrounds of nothing: a third of it all. */
const superfluous =
  ".divider, [class^='row-rect'] path + path, .outer-path path + path, .node .background, .clusters, filter, linearGradient";

/** Without what was put onto it. */
export function unmarked(svg: SVGSVGElement): SVGSVGElement {
  for (const mark of svg.querySelectorAll(
    ".badge, .mark, .sign, .reach, .border, .rule, .far-name",
  ))
    mark.remove();
  for (const marked of svg.querySelectorAll(".box, .field-row, .line")) {
    marked.classList.remove("is-added", "is-removed", "is-changed", "is-stale", "is-lit");
  }
  return svg;
}
