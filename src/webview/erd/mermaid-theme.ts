/**
 * How Mermaid is told to draw: ELK, the editor's font and colours. Colours that can change with the
 * theme are set again in style.css, so that a new theme needs no new picture.
 */
import type { MermaidConfig } from "mermaid";

export function mermaidConfig(host: HTMLElement): MermaidConfig {
  const color = colorReader(host);
  const fontFamily = fontOf(host);
  const [paper, box, head, line, edge, ink, dim] = [
    color("--canvas"),
    color("--box"),
    color("--head"),
    color("--line"),
    color("--edge"),
    color("--ink"),
    color("--dim"),
  ];
  return {
    startOnLoad: false,
    securityLevel: "strict",
    suppressErrorRendering: true,
    // Above its own limits Mermaid draws a flowchart about them, which this bundle has not.
    maxTextSize: 10_000_000,
    maxEdges: 100_000,
    layout: "elk",
    look: "classic",
    theme: "base",
    htmlLabels: false,
    markdownAutoWrap: false,
    fontFamily,
    fontSize: 12,
    elk: { mergeEdges: false, nodePlacementStrategy: "BRANDES_KOEPF" },
    er: {
      useMaxWidth: false,
      fontSize: 12,
      entityPadding: 6.4,
      diagramPadding: 14,
      minEntityWidth: 120,
      minEntityHeight: 34,
      nodeSpacing: 46,
      rankSpacing: 64,
    },
    themeVariables: {
      fontFamily,
      fontSize: "12px",
      background: paper,
      primaryColor: head,
      primaryTextColor: ink,
      primaryBorderColor: line,
      mainBkg: head,
      nodeBorder: line,
      lineColor: edge,
      textColor: ink,
      nodeTextColor: ink,
      titleColor: ink,
      secondaryColor: box,
      tertiaryColor: paper,
      tertiaryTextColor: dim,
      edgeLabelBackground: paper,
      rowOdd: box,
      rowEven: box,
      attributeBackgroundColorOdd: box,
      attributeBackgroundColorEven: box,
    },
    themeCSS: geometry,
  };
}

/** Only what changes how large things are; the rest is in style.css. */
const geometry = `
  .name text { font-size: 13px; font-weight: 600; }
  .label text { font-size: 12px; }
  .edgeLabel text { font-size: 11px; }
  .node, .outer-path, .outer-path path { filter: none !important; }
`;

export function fontOf(host: HTMLElement): string {
  const named = getComputedStyle(host).getPropertyValue("--vscode-editor-font-family").trim();
  return named === "" ? "ui-monospace, Menlo, Consolas, monospace" : `${named}, monospace`;
}

/** Answers in `#rrggbb`: Mermaid knows neither variables nor mixed colours. */
function colorReader(host: HTMLElement): (variable: string) => string {
  const probe = document.createElement("i");
  host.append(probe);
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const read = (variable: string) => {
    probe.style.color = `var(${variable})`;
    return context === null ? "#888888" : flat(context, getComputedStyle(probe).color);
  };
  // What comes back is asked for at once, while the probe is there.
  queueMicrotask(() => probe.remove());
  return read;
}

/** One pixel of it. */
function flat(context: CanvasRenderingContext2D, color: string): string {
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
