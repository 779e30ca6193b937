/** The picture that is shown as a file that stands alone: Mermaid's with its colours written into it. */
import { svgOf } from "../../core/diagram/svg.ts";
import { darkPalette, lightPalette } from "../../core/diagram/svg-palette.ts";
import type { DiagramSnapshot, ExportFormat, FromPanel } from "../../protocol/diagram.ts";
import { svgElement } from "./map/svg-element.ts";

/** Of both sides of a PNG; what browsers still draw. */
const mostPixels = 8192;
const sharpness = 2;
/** Badges stand out of the boxes. */
const margin = 16;

/** What is sent: with the picture where only the page has it, else the server draws it. */
export async function exported(
  format: ExportFormat,
  host: HTMLElement | undefined,
  snapshot: DiagramSnapshot | undefined,
): Promise<FromPanel> {
  const isDrawnHere = format === "png" || (format === "svg" && snapshot?.renderer === "mermaid");
  if (!isDrawnHere || host === undefined || snapshot === undefined)
    return { kind: "export", format };
  const svg = svgText(host, snapshot);
  const data = svg === undefined || format === "svg" ? svg : await pngData(svg);
  return { kind: "export", format, ...(data !== undefined && { data }) };
}

function svgText(host: HTMLElement, snapshot: DiagramSnapshot): string | undefined {
  if (snapshot.layout !== undefined) {
    const palette = isDark() ? darkPalette : lightPalette;
    return svgOf(snapshot.diagram, snapshot.layout, palette, snapshot.schema.title);
  }
  const svg = host.querySelector<SVGSVGElement>(".stage > svg");
  return svg === null ? undefined : aloneText(svg, host, snapshot.schema.title);
}

async function pngData(svg: string): Promise<string | undefined> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const scale = Math.min(sharpness, mostPixels / Math.max(width, height, 1));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.floor(width * scale));
  canvas.height = Math.max(1, Math.floor(height * scale));
  const context = canvas.getContext("2d");
  if (context === null) return undefined;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}

function isDark(): boolean {
  const { classList } = document.body;
  return (
    classList.contains("vscode-dark") ||
    (classList.contains("vscode-high-contrast") &&
      !classList.contains("vscode-high-contrast-light"))
  );
}

const shapeStyle = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
] as const;
const groupStyle = ["opacity"] as const;
const textStyle = [
  "fill",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "text-decoration-line",
] as const;

/** What is the same without being said. */
const usual: Readonly<Record<string, string>> = {
  "fill-opacity": "1",
  "stroke-dasharray": "none",
  opacity: "1",
  "font-weight": "400",
  "text-anchor": "start",
  "text-decoration-line": "none",
};

function aloneText(svg: SVGSVGElement, host: HTMLElement, title: string): string {
  const copy = atRest(svg, () => withColors(svg));
  const seen = svg.viewBox.baseVal;
  const [x, y] = [seen.x - margin, seen.y - margin];
  const [width, height] = [seen.width + 2 * margin, seen.height + 2 * margin];
  for (const { name } of [...copy.attributes]) {
    if (name !== "xmlns") copy.removeAttribute(name);
  }
  const font = getComputedStyle(host).getPropertyValue("--vscode-editor-font-family");
  const own = {
    viewBox: `${x} ${y} ${width} ${height}`,
    width: Math.ceil(width),
    height: Math.ceil(height),
    "font-family": `${font || "Menlo, Consolas"}, monospace`,
  };
  for (const [key, value] of Object.entries(own)) copy.setAttribute(key, String(value));
  const place = { x, y, width, height, fill: plainColor(getComputedStyle(host).backgroundColor) };
  const paper = svgElement(
    "rect",
    Object.fromEntries(Object.entries(place).map(([key, value]) => [key, String(value)])),
  );
  const name = svgElement("title");
  name.textContent = title;
  copy.prepend(name, paper);
  return new XMLSerializer().serializeToString(copy);
}

/** What is pointed at, selected or found, and how near the camera is, are no part of the picture. */
function atRest<Answer>(svg: SVGSVGElement, make: () => Answer): Answer {
  const stage = svg.parentElement;
  if (stage === null) return make();
  const { className } = stage;
  const weight = stage.style.getPropertyValue("--weight");
  const lit = [...svg.querySelectorAll(".is-lit, .is-selected")].map(
    (one) => [one, one.getAttribute("class") ?? ""] as const,
  );
  for (const [one] of lit) one.classList.remove("is-lit", "is-selected");
  stage.className = "stage is-still";
  stage.style.setProperty("--weight", "1");
  const answer = make();
  stage.className = className;
  stage.style.setProperty("--weight", weight);
  for (const [one, words] of lit) one.setAttribute("class", words);
  return answer;
}

function withColors(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return svg;
  const made = [...copy.querySelectorAll<SVGElement>("*")];
  const unseen: SVGElement[] = [];
  for (const [at, source] of svg.querySelectorAll<SVGElement>("*").entries()) {
    const target = made[at];
    if (target === undefined) continue;
    if (leftOut.test(source.tagName) || !isSeen(source)) unseen.push(target);
    else inline(source, target);
  }
  for (const one of unseen) one.remove();
  for (const one of made) {
    for (const { name } of [...one.attributes])
      if (forThePage.test(name)) one.removeAttribute(name);
  }
  return copy;
}

const leftOut = /^(?:style|filter|linearGradient)$/;
const forThePage = /^(?:class|style|tabindex|role|aria-.*|data-.*)$/;

function isSeen(source: SVGElement): boolean {
  if (source.closest("defs") !== null) return true;
  const { display, fill, stroke } = getComputedStyle(source);
  if (display === "none" || source.classList.contains("reach")) return false;
  const isShape = source instanceof SVGGeometryElement;
  return !isShape || fill !== "none" || stroke !== "none";
}

function inline(source: SVGElement, target: SVGElement): void {
  const style = getComputedStyle(source);
  const isText = source instanceof SVGTextContentElement;
  const isShape = source instanceof SVGGeometryElement;
  for (const key of isText ? textStyle : isShape ? shapeStyle : groupStyle) {
    const value = style.getPropertyValue(key);
    const attribute = key === "text-decoration-line" ? "text-decoration" : key;
    if (value === "" || value === usual[key]) target.removeAttribute(attribute);
    else target.setAttribute(attribute, plainColor(value));
  }
}

/** Mixed colours come as `color(srgb 0.2 0.2 0.2)`, which few programs know. */
function plainColor(color: string): string {
  const parts = /^color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)/.exec(color);
  if (parts === null) return color;
  const bytes = parts.slice(1, 4).map((part) => Math.round(Number(part) * 255));
  return `rgb(${bytes.join(", ")})`;
}
