/** The icons of the panel, as lines in a square of 16 by 16. Drawn here: no font has to be loaded. */
import { type Severity, severityGlyphs } from "../../core/diagram/glyphs.ts";
import { svgElement } from "./map/svg-element.ts";

const lines = {
  search: "M10.2 10.2 14 14M11.5 6.75a4.75 4.75 0 1 1-9.5 0 4.75 4.75 0 0 1 9.5 0Z",
  close: "M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  plus: "M8 3V13M3 8H13",
  minus: "M3 8H13",
  fit: "M2.5 6V2.5H6M10 2.5H13.5V6M13.5 10V13.5H10M6 13.5H2.5V10",
  right:
    "M2 4.5H6V11.5H2ZM10 2.5H14V6.5H10ZM10 9.5H14V13.5H10ZM6 8H8M8 4.5V11.5M8 4.5H10M8 11.5H10",
  down: "M4.5 2H11.5V6H4.5ZM2.5 10H6.5V14H2.5ZM9.5 10H13.5V14H9.5ZM8 6V8M4.5 8H11.5M4.5 8V10M11.5 8V10",
  enums: "M2.5 3H4M6.5 3.2H13.5M2.5 8H4M6.5 8H13.5M2.5 13H4M6.5 12.8H13.5",
  follow: "M8 1.5V4M8 12V14.5M1.5 8H4M12 8H14.5M11.5 8a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0Z",
  tidy: "M2.5 2.5H6.5V6.5H2.5ZM9.5 2.5H13.5V6.5H9.5ZM2.5 9.5H6.5V13.5H2.5ZM11.5 9.5V13.5M9.5 11.5H13.5",
  export: "M8 10V2.5M5 5.2 8 2.2 11 5.2M2.5 9.5V13.5H13.5V9.5",
  back: "M9.8 3.5 5.3 8 9.8 12.5",
  forward: "M6.2 3.5 10.7 8 6.2 12.5",
  chevron: "M4 6.2 8 10.2 12 6.2",
  check: "M3 8.5 6.3 12 13 4.5",
  model: "M2.5 3H13.5V13H2.5ZM2.5 6.2H13.5M6 6.2V13",
  field: "M2.5 5H13.5V11H2.5ZM5 8H9",
  warning: "M8 2 14.5 13.5H1.5ZM8 6.5V9.8M8 11.6V11.7",
  source: "M6 4 2 8 6 12M10 4 14 8 10 12",
  compare:
    "M4.5 2.5V10.5M4.5 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM11.5 13.5V5.5M11.5 2.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3ZM7 4H9.8M9 12H6.2",
  list: "M2.5 3.5H10M5.5 8H13.5M5.5 12.5H13.5M2.5 6V12.5H5.5M2.5 8H5.5",
} as const;

export type IconName = keyof typeof lines;

export function icon(name: IconName): SVGSVGElement {
  const svg = svgElement("svg", {
    class: "icon",
    viewBox: "0 0 16 16",
    width: "16",
    height: "16",
    "aria-hidden": "true",
  });
  svg.append(svgElement("path", { d: lines[name] }));
  return svg;
}

export function severityIcon(severity: Severity): SVGSVGElement {
  const { body, mark } = severityGlyphs[severity];
  const svg = svgElement("svg", {
    class: `severity is-${severity}`,
    viewBox: "0 0 10 10",
    width: "12",
    height: "12",
    role: "img",
    "aria-label": severity === "info" ? "note" : severity,
  });
  svg.append(
    svgElement("path", { class: "severity-body", d: body }),
    svgElement("path", { class: "severity-mark", d: mark }),
  );
  return svg;
}
