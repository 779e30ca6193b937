/** The result: what was measured, for us and for a peer, and whether a goal was met. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "./places.ts";

export type Row = {
  readonly what: string;
  readonly unit: "ms" | "MB" | "";
  readonly ours: number | undefined;
  readonly peer?: number;
  readonly goal?: {
    /** In the unit of the row. */
    readonly atMost?: number;
    /** How many times less than the peer, at least. */
    readonly times?: number;
  };
};

/** How many times more the peer needs. */
export function ratioOf({ ours, peer }: Row): number | undefined {
  return ours === undefined || peer === undefined ? undefined : peer / ours;
}

export function isMissed(row: Row): boolean {
  return isMet(row) === false;
}

/** Undefined where there is no goal. */
function isMet(row: Row): boolean | undefined {
  const { ours, goal } = row;
  if (goal === undefined) return undefined;
  const { atMost = Number.POSITIVE_INFINITY, times = 0 } = goal;
  if (ours === undefined || ours > atMost) return false;
  return times === 0 || (ratioOf(row) ?? 0) >= times;
}

export function printTable(rows: readonly Row[]): void {
  const cells = rows.map((row) => {
    const met = isMet(row);
    return [
      row.what,
      amount(row.ours, row.unit),
      amount(row.peer, row.unit),
      ratioText(ratioOf(row)),
      goalText(row),
      met === undefined ? "" : met ? "yes" : "NO",
    ];
  });
  const table = [["what", "ours", "peer", "ratio", "goal", "met"], ...cells];
  const widths = table[0]?.map((_, at) => Math.max(...table.map((line) => line[at]?.length ?? 0)));
  for (const line of table) {
    const padded = line.map((cell, at) => {
      const width = widths?.[at] ?? 0;
      return at === 0 || at >= 4 ? cell.padEnd(width) : cell.padStart(width);
    });
    console.log(padded.join("  ").trimEnd());
  }
}

function amount(value: number | undefined, unit: Row["unit"]): string {
  if (value === undefined) return "–";
  return `${value.toFixed(unit === "ms" && value < 100 ? 1 : 0)} ${unit}`.trim();
}

function ratioText(ratio: number | undefined): string {
  return ratio === undefined ? "" : `${ratio.toFixed(1)}×`;
}

function goalText({ goal, unit }: Row): string {
  const parts = [
    goal?.atMost === undefined ? "" : `≤ ${goal.atMost} ${unit}`.trim(),
    goal?.times === undefined ? "" : `≥ ${goal.times}×`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

export function writeJson(rows: readonly Row[]): void {
  const folder = join(project, ".host");
  mkdirSync(folder, { recursive: true });
  const told = rows.map((row) => ({ ...row, ratio: ratioOf(row), met: isMet(row) }));
  const content = { node: process.versions.node, platform: process.platform, rows: told };
  writeFileSync(join(folder, "bench.json"), `${JSON.stringify(content, null, 2)}\n`);
}
