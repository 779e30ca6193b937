/** What a drawing is made of, and the small things that are drawn in several places. */
import type { Change } from "./diagram.ts";
import {
  changeGlyphs,
  type keyGlyphs,
  placedGlyph,
  type Severity,
  severityGlyphs,
} from "./glyphs.ts";
import { short } from "./route.ts";

export type Look =
  | "shadow"
  | "body"
  | "header"
  | "rule"
  | "title"
  | "tag"
  | "far-name"
  | "name"
  | "name-key"
  | "name-gone"
  | "value"
  | "type"
  | "bar"
  | "hatch"
  | "tint-removed"
  | "tint-added"
  | "tint-changed"
  | `key-${keyof typeof keyGlyphs}`
  | `sign-${Change}`
  | `mark-${Severity}`
  | `mark-${Severity}-in`
  | "count";

export type Primitive =
  | {
      readonly shape: "rect";
      readonly look: Look;
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly radius: number;
    }
  | { readonly shape: "path"; readonly look: Look; readonly d: string }
  | {
      readonly shape: "text";
      readonly look: Look;
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly anchor: "start" | "middle" | "end";
      readonly size: number;
    };

export function mark(severity: Severity, x: number, y: number, size: number): Primitive[] {
  const { body, mark: inner } = severityGlyphs[severity];
  return [
    { shape: "path", look: `mark-${severity}`, d: placedGlyph(body, x, y, size) },
    { shape: "path", look: `mark-${severity}-in`, d: placedGlyph(inner, x, y, size) },
  ];
}

export function sign(change: Change, x: number, y: number, size: number): Primitive {
  const d = placedGlyph(changeGlyphs[change], x, y, size);
  return { shape: "path", look: `sign-${change}`, d };
}

export function text(
  look: Look,
  x: number,
  y: number,
  content: string,
  size: number,
  anchor: "start" | "middle" | "end" = "start",
): Primitive {
  return { shape: "text", look, x: Number(short(x)), y, text: content, anchor, size };
}
