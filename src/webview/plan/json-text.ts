/** EXPLAIN's own JSON. In pieces, of which those that are not seen are not laid out (style.css). */
import { element } from "../erd/element.ts";

const linesInPiece = 200;

export function jsonText(json: string): HTMLElement {
  const lines = pretty(json).split("\n");
  const pieces: HTMLElement[] = [];
  for (let at = 0; at < lines.length; at += linesInPiece) {
    const piece = lines.slice(at, at + linesInPiece);
    const made = element("span", { class: "piece" }, piece.join("\n"));
    made.style.setProperty("--lines", String(piece.length));
    pieces.push(made);
  }
  return element("pre", { class: "code json", tabindex: "0", "aria-label": "JSON" }, ...pieces);
}

/** What is no JSON is shown as it came. */
export function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), undefined, 2);
  } catch {
    return json;
  }
}
