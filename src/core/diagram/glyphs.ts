/**
 * The small signs of the drawing as path data in a square of 10 by 10, so that no font has to have
 * them: keys, severities, signs of a comparison. Each differs in shape, not only in colour.
 */
import type { Change, FindingCounts } from "./diagram.ts";

export type Severity = keyof FindingCounts;

export const keyGlyphs = {
  primary: "M5 3.9a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM4.5 5.3 8.9 9.3M7.3 7.8 8.6 6.4",
  foreign: "M1 5H8.6M5.6 2 8.6 5 5.6 8",
  unique: "M5 1.5 8.5 5 5 8.5 1.5 5Z",
} as const;

/** A filled body, and what is drawn in it. */
export const severityGlyphs: Readonly<Record<Severity, { body: string; mark: string }>> = {
  error: {
    body: "M3.1 0.4H6.9L9.6 3.1V6.9L6.9 9.6H3.1L0.4 6.9V3.1Z",
    mark: "M3.4 3.4 6.6 6.6M6.6 3.4 3.4 6.6",
  },
  warning: { body: "M5 0.6 9.8 9.2H0.2Z", mark: "M5 3.7V6.2M5 7.6V7.7" },
  info: {
    body: "M9.6 5A4.6 4.6 0 1 1 0.4 5 4.6 4.6 0 0 1 9.6 5Z",
    mark: "M5 4.6V7.4M5 2.7V2.8",
  },
  hint: {
    body: "M5 0.8 9.2 5 5 9.2 0.8 5Z",
    mark: "M5 4.9V5.1",
  },
};

export const changeGlyphs: Readonly<Record<Change, string>> = {
  added: "M5 1.5V8.5M1.5 5H8.5",
  removed: "M1.5 5H8.5",
  changed: "M1 6.2C2.4 3.4 4 3.6 5 5S7.6 6.6 9 3.8",
};

const severities: readonly Severity[] = ["error", "warning", "info", "hint"];

export function worstOf(counts: FindingCounts): Severity | undefined {
  return severities.find((severity) => counts[severity] > 0);
}

export function totalOf({ error, warning, info, hint }: FindingCounts): number {
  return error + warning + info + hint;
}

/** Path data moved to a corner and scaled. Knows the commands that the glyphs above use. */
export function placedGlyph(path: string, x: number, y: number, size: number): string {
  const scale = size / 10;
  const short = (value: number) => String(Math.round(value * 100) / 100);
  return path.replace(/([A-Za-z])([^A-Za-z]*)/g, (_, command: string, rest: string) => {
    const numbers = (rest.match(/-?\d*\.?\d+/g) ?? []).map(Number);
    const moved = numbers.map((value, at) => short(moveNumber(command, value, at, x, y, scale)));
    return command + moved.join(" ");
  });
}

function moveNumber(
  command: string,
  value: number,
  at: number,
  x: number,
  y: number,
  scale: number,
): number {
  switch (command) {
    case "H":
      return x + value * scale;
    case "V":
      return y + value * scale;
    case "A":
    case "a": {
      // Radii and flags are no places.
      const part = at % 7;
      if (part < 2) return value * scale;
      if (part < 5) return value;
      if (command === "a") return value * scale;
      return (part === 5 ? x : y) + value * scale;
    }
    default:
      return (at % 2 === 0 ? x : y) + value * scale;
  }
}
