/**
 * The drawing as one SVG text that stands alone: colours as attributes, which every program reads,
 * no scripts, no styles, nothing fetched. Made of the same primitives as the live map.
 */
import type { Change, Diagram, DiagramRelation } from "./diagram.ts";
import { boxDrawing } from "./drawing.ts";
import { edgePath, isDrawn, signPlace } from "./drawing-edge.ts";
import { changeGlyphs, placedGlyph } from "./glyphs.ts";
import { contentsOf } from "./layout-request.ts";
import { boundsOf, type Layout, type PlacedGroup } from "./layout-result.ts";
import type { Look, Primitive } from "./primitive.ts";
import { type Point, short } from "./route.ts";
import type { Palette } from "./svg-palette.ts";

const margin = 32;
const fontFamily = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

export function svgOf(diagram: Diagram, layout: Layout, palette: Palette, title: string): string {
  const contents = contentsOf(diagram, layout.view);
  const subjects = new Map([...diagram.entities, ...diagram.enums].map((one) => [one.id, one]));
  const relations = new Map(diagram.relations.map((relation) => [relation.id, relation]));
  const body: string[] = [];
  for (const group of layout.groups) if (group.isNamed) body.push(groupSvg(group, palette));
  for (const { id, points, isFar } of layout.edges) {
    const relation = relations.get(id);
    if (isDrawn(isFar, relation)) body.push(edgeSvg(points, relation, isFar, palette));
  }
  for (const { id, x, y } of layout.boxes) {
    const [subject, content] = [subjects.get(id), contents.get(id)];
    if (subject === undefined || content === undefined) continue;
    const kind = "kind" in subject ? subject.kind : "enum";
    const paint = (look: Look) => boxPaint(look, kind, subject.change, palette);
    const inner = boxDrawing(subject, content, "rows", layout.view.advance);
    const opacity = subject.isStale ? ' opacity="0.6"' : "";
    body.push(
      `<g transform="translate(${short(x)} ${short(y)})"${opacity}><title>${escaped(id)}</title>${inner
        .map((primitive) => primitiveSvg(primitive, paint))
        .join("")}</g>`,
    );
  }
  const { x, y, width, height } = boundsOf(layout);
  const box = [x - margin, y - margin, width + 2 * margin, height + 2 * margin].map(short);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${box[2]}" height="${box[3]}" viewBox="${box.join(" ")}" role="img" font-family="${fontFamily}" stroke-linecap="round" stroke-linejoin="round">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" fill="${palette.background}"/>`,
    ...body,
    "</svg>",
    "",
  ].join("\n");
}

function groupSvg({ x, y, width, height, title }: PlacedGroup, palette: Palette): string {
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" rx="12" fill="${palette.group}" stroke="${palette.line}"/><text x="${short(x + 28)}" y="${short(y + 35)}" font-size="18" font-weight="600" fill="${palette.dim}">${escaped(title)}</text>`;
}

function edgeSvg(
  points: readonly Point[],
  relation: DiagramRelation | undefined,
  isFar: boolean,
  palette: Palette,
): string {
  const change = relation?.change;
  const color = change === undefined ? palette.edge : palette[change];
  const dash = relation === undefined ? ' stroke-dasharray="1 5"' : "";
  const opacity = isFar && change === undefined ? ' opacity="0.45"' : "";
  const path = `<path d="${edgePath(points, relation)}" fill="none" stroke="${color}" stroke-width="1.25"${dash}${opacity}/>`;
  if (change === undefined) return path;
  const { x, y } = signPlace(points);
  return `${path}<circle cx="${short(x)}" cy="${short(y)}" r="8" fill="${palette.background}" stroke="${color}"/><path d="${placedGlyph(changeGlyphs[change], x - 4, y - 4, 8)}" fill="none" stroke="${color}" stroke-width="1.5"/>`;
}

function primitiveSvg(primitive: Primitive, paint: (look: Look) => string): string {
  const attributes = paint(primitive.look);
  switch (primitive.shape) {
    case "rect": {
      const { x, y, width, height, radius } = primitive;
      return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" rx="${radius}" ${attributes}/>`;
    }
    case "path":
      return `<path d="${primitive.d}" ${attributes}/>`;
    case "text": {
      const { x, y, text, anchor, size } = primitive;
      const aligned = anchor === "start" ? "" : ` text-anchor="${anchor}"`;
      return `<text x="${short(x)}" y="${short(y)}" font-size="${size}"${aligned} ${attributes}>${escaped(text)}</text>`;
    }
  }
}

type Kind = "model" | "view" | "type" | "enum";

function boxPaint(look: Look, kind: Kind, change: Change | undefined, palette: Palette): string {
  switch (look) {
    case "body":
      return bodyPaint(kind, change, palette);
    case "header":
      return `fill="${kind === "enum" || kind === "type" ? palette.headerOther : palette.header}"`;
    default:
      return paints[look](palette);
  }
}

function bodyPaint(kind: Kind, change: Change | undefined, palette: Palette): string {
  const isDashed = kind === "view" || change === "removed";
  const dash = isDashed ? ' stroke-dasharray="5 4"' : "";
  const [color, width] = change === undefined ? [palette.line, 1] : [palette[change], 1.5];
  return `fill="${palette.box}" stroke="${color}" stroke-width="${width}"${dash}`;
}

type Paint = (palette: Palette) => string;

const filled =
  (color: keyof Palette, more = ""): Paint =>
  (palette) =>
    `fill="${palette[color]}"${more}`;

const stroked =
  (color: keyof Palette, width: number): Paint =>
  (palette) =>
    `fill="none" stroke="${palette[color]}" stroke-width="${width}"`;

const bold = ' font-weight="600"';
const tinted = ' fill-opacity="0.12"';

const paints: Readonly<Record<Exclude<Look, "body" | "header">, Paint>> = {
  shadow: filled("shadow", ' fill-opacity="0.07"'),
  rule: stroked("line", 1),
  hatch: stroked("line", 1),
  bar: stroked("line", 6),
  title: filled("text", bold),
  "far-name": filled("text", bold),
  "name-key": filled("text", bold),
  name: filled("text"),
  value: filled("text"),
  "name-gone": filled("dim", ' text-decoration="line-through"'),
  type: filled("dim"),
  tag: filled("dim"),
  count: filled("dim"),
  "key-primary": stroked("primary", 1.3),
  "key-foreign": stroked("foreign", 1.3),
  "key-unique": stroked("unique", 1.3),
  "tint-added": filled("added", tinted),
  "tint-removed": filled("removed", tinted),
  "tint-changed": filled("changed", tinted),
  "sign-added": stroked("added", 1.7),
  "sign-removed": stroked("removed", 1.7),
  "sign-changed": stroked("changed", 1.7),
  "mark-error": filled("error"),
  "mark-warning": filled("warning"),
  "mark-info": filled("info"),
  "mark-hint": filled("hint"),
  "mark-error-in": stroked("box", 1.4),
  "mark-warning-in": stroked("box", 1.4),
  "mark-info-in": stroked("box", 1.4),
  "mark-hint-in": stroked("box", 1.4),
};

/** XML also forbids most control characters, and lone halves of surrogate pairs. */
function escaped(text: string): string {
  return (
    text
      .replace(/\p{Surrogate}/gu, "\ufffd")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
  );
}
