/**
 * What Mermaid cannot draw, put onto its picture: classes and data for clicks, labels for screen
 * readers, signs of findings and of a comparison, and wide invisible lines that a pointer can meet.
 */
import type { Change, Diagram, FindingCounts } from "../../core/diagram/diagram.ts";
import { changeGlyphs, severityGlyphs, totalOf, worstOf } from "../../core/diagram/glyphs.ts";
import { cellsOf } from "../../core/diagram/measure.ts";
import { short } from "../../core/diagram/route.ts";
import { type TreeNode, textTreeOf } from "../../core/diagram/text-tree.ts";
import { svgElement } from "./map/svg-element.ts";
import type { MermaidBox, MermaidLine, MermaidRow, MermaidScene } from "./mermaid-scene.ts";

export function markPicture(svg: SVGSVGElement, scene: MermaidScene, diagram: Diagram): void {
  const labels = labelsOf(textTreeOf(diagram));
  svg.setAttribute("role", "list");
  svg.setAttribute("aria-label", `Diagram of ${scene.boxes.size} boxes`);
  svg.removeAttribute("aria-roledescription");
  for (const marker of svg.querySelectorAll("marker")) shrink(marker);
  for (const box of scene.boxes.values()) markBox(box, labels);
  for (const line of scene.lines.values()) markLine(line, labels);
}

function labelsOf(nodes: readonly TreeNode[]): Map<string, string> {
  const labels = new Map<string, string>();
  for (const { id, label, children } of nodes) {
    labels.set(id, label);
    for (const child of children) labels.set(child.id, child.label);
  }
  return labels;
}

function markBox(box: MermaidBox, labels: ReadonlyMap<string, string>): void {
  const { id, subject, element, corner, width, rows } = box;
  const kind = "kind" in subject ? subject.kind : "enum";
  const { change, isStale, counts } = subject;
  element.classList.add("box", kind, ...changeClasses(change));
  element.classList.toggle("is-stale", isStale);
  element.dataset.box = id;
  element.setAttribute("role", "listitem");
  element.setAttribute("tabindex", "-1");
  element.setAttribute("aria-label", labels.get(id) ?? id);
  if (kind === "enum") leaveTypesOut(element);
  element.append(...frameOf(box), farName(box));
  for (const row of rows) markRow(box, row, labels);
  if (change !== undefined) element.append(changeSign(change, corner.x, corner.y));
  const badge = badgeOf(counts, corner.x + width, corner.y);
  if (badge !== undefined) element.append(badge);
}

/** Mermaid's feet of crows are as large as rows are high, and grow with the line. */
function shrink(marker: SVGMarkerElement): void {
  if (marker.hasAttribute("viewBox")) return;
  const width = Number(marker.getAttribute("markerWidth"));
  const height = Number(marker.getAttribute("markerHeight"));
  marker.setAttribute("viewBox", `0 0 ${width} ${height}`);
  marker.setAttribute("markerUnits", "userSpaceOnUse");
  marker.setAttribute("markerWidth", short(width * footSize));
  marker.setAttribute("markerHeight", short(height * footSize));
}

const footSize = 0.62;

/** Every row of an enum has the type `value`, because Mermaid wants one. */
function leaveTypesOut(element: SVGElement): void {
  const types = element.querySelectorAll(".attribute-type");
  const names = element.querySelectorAll(".attribute-name");
  for (const [at, type] of types.entries()) {
    const place = type.getAttribute("transform");
    if (place !== null) names[at]?.setAttribute("transform", place);
    type.remove();
  }
}

/** Rows hide the border of the box that they are drawn upon. */
function frameOf({ corner, width, height, rows }: MermaidBox): SVGElement[] {
  const [x, y] = [short(corner.x), short(corner.y)];
  const [w, h] = [short(width), short(height)];
  const border = svgElement("rect", { class: "border", x, y, width: w, height: h });
  const [first] = rows;
  if (first === undefined) return [border];
  const top = short(first.top);
  return [border, svgElement("path", { class: "rule", d: `M${x} ${top}h${w}` })];
}

/** What is read when rows cannot be: on two lines where that makes it larger. */
function farName({ id, corner, width, height }: MermaidBox): SVGElement {
  const [whole, split] = [[id], splitName(id)];
  const sizeOf = (lines: readonly string[]) => {
    const cells = Math.max(...lines.map(cellsOf));
    return Math.min(40, (width * 0.92) / (cells * 0.62), (height * 0.86) / (lines.length * 1.15));
  };
  const lines = sizeOf(split) > sizeOf(whole) * 1.15 ? split : whole;
  const size = Math.max(lines === whole ? 15 : 12, sizeOf(lines));
  const [x, middle] = [short(corner.x + width / 2), corner.y + height / 2];
  const text = svgElement("text", {
    class: "far-name",
    "font-size": short(size),
    "text-anchor": "middle",
    "aria-hidden": "true",
  });
  for (const [at, line] of lines.entries()) {
    const y = middle + size * (0.34 + (at - (lines.length - 1) / 2) * 1.15);
    const part = svgElement("tspan", { x, y: short(y) });
    part.textContent = line;
    text.append(part);
  }
  return text;
}

/** Before the word that is nearest to the middle. */
function splitName(name: string): string[] {
  const starts = [...name.matchAll(/(?<=[a-z0-9_])[A-Z]|(?<=_)[a-z]/g)].map(({ index }) => index);
  const best = starts.sort(
    (a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2),
  )[0];
  return best === undefined ? [name] : [name.slice(0, best), name.slice(best)];
}

function markRow(box: MermaidBox, row: MermaidRow, labels: ReadonlyMap<string, string>): void {
  const { subject, corner, width } = box;
  row.element.classList.add("field-row");
  row.element.dataset.row = row.name;
  row.element.setAttribute("role", "img");
  row.element.setAttribute("tabindex", "-1");
  row.element.setAttribute("aria-label", labels.get(`${box.id}.${row.name}`) ?? row.name);
  const field = "rows" in subject ? subject.rows.find(({ name }) => name === row.name) : undefined;
  const change = field?.change ?? valueChange(subject, row.name);
  row.element.classList.add(...changeClasses(change));
  if (change !== undefined) box.element.append(changeSign(change, corner.x, row.y));
  const worst = field && worstOf(field.counts);
  if (field === undefined || worst === undefined) return;
  const mark = svgElement("g", { class: "mark", "aria-hidden": "true" });
  mark.dataset.badge = row.name;
  const [x, y] = [corner.x + width, row.y];
  mark.append(
    svgElement("circle", { class: "mark-paper", cx: short(x), cy: short(y), r: "8" }),
    ...severityGlyph(worst, x - 5.5, y - (worst === "warning" ? 6.2 : 5.5), 11),
    titled(findingWords(field.counts)),
  );
  box.element.append(mark);
}

function valueChange(subject: MermaidBox["subject"], value: string): Change | undefined {
  if (!("values" in subject) || subject.valueChanges === undefined) return undefined;
  return Object.hasOwn(subject.valueChanges, value) ? subject.valueChanges[value] : undefined;
}

function changeClasses(change: Change | undefined): string[] {
  return change === undefined ? [] : [`is-${change}`];
}

/** A pill over the upper right corner: the worst severity, and how many there are of all. */
function badgeOf(counts: FindingCounts, right: number, top: number): SVGElement | undefined {
  const worst = worstOf(counts);
  if (worst === undefined) return undefined;
  const count = String(totalOf(counts));
  const width = 25 + count.length * 7;
  const [x, y] = [right - width + 9, top - 9];
  const badge = svgElement("g", { class: "badge", "aria-hidden": "true" });
  badge.dataset.badge = "";
  const text = svgElement("text", {
    class: "badge-count",
    x: short(x + width - 7),
    y: short(y + 13),
    "text-anchor": "end",
  });
  text.textContent = count;
  badge.append(
    svgElement("rect", {
      class: `badge-paper is-${worst}`,
      x: short(x),
      y: short(y),
      width: String(width),
      height: "18",
      rx: "9",
    }),
    ...severityGlyph(worst, x + 5.5, y + (worst === "warning" ? 3 : 3.6), 10.5),
    text,
    titled(findingWords(counts)),
  );
  return badge;
}

function severityGlyph(
  severity: keyof FindingCounts,
  x: number,
  y: number,
  size: number,
): SVGElement[] {
  const { body, mark } = severityGlyphs[severity];
  const transform = `translate(${short(x)} ${short(y)}) scale(${size / 10})`;
  return [
    svgElement("path", { class: `mark-${severity}`, d: body, transform }),
    svgElement("path", { class: `mark-${severity}-in`, d: mark, transform }),
  ];
}

function changeSign(change: Change, x: number, y: number): SVGElement {
  const sign = svgElement("g", { class: `sign is-${change}`, "aria-hidden": "true" });
  sign.append(
    svgElement("circle", { class: "sign-paper", cx: short(x), cy: short(y), r: "7.5" }),
    svgElement("path", {
      class: `sign-${change}`,
      d: changeGlyphs[change],
      transform: `translate(${short(x - 4.5)} ${short(y - 4.5)}) scale(0.9)`,
    }),
    titled(change),
  );
  return sign;
}

function titled(words: string): SVGElement {
  const title = svgElement("title");
  title.textContent = words;
  return title;
}

function findingWords({ error, warning, info, hint }: FindingCounts): string {
  const words = (count: number, what: string) =>
    count === 0 ? [] : [`${count} ${what}${count === 1 ? "" : "s"}`];
  return [
    ...words(error, "error"),
    ...words(warning, "warning"),
    ...words(info, "note"),
    ...words(hint, "hint"),
  ].join(", ");
}

function markLine(
  { id, relation, elements }: MermaidLine,
  labels: ReadonlyMap<string, string>,
): void {
  for (const element of elements) {
    element.classList.add("line", ...changeClasses(relation?.change));
    element.classList.add(relation?.kind ?? "use");
    if (!(element instanceof SVGPathElement)) {
      element.dataset.line = id;
      continue;
    }
    const reach = svgElement("path", { class: "reach", d: element.getAttribute("d") ?? "" });
    reach.dataset.line = id;
    element.after(reach);
    element.dataset.line = id;
    if (relation === undefined) continue;
    element.setAttribute("role", "img");
    element.setAttribute("tabindex", "-1");
    element.setAttribute("aria-label", labels.get(`${id} from`) ?? id);
  }
}
