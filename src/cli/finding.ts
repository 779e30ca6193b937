/** A finding as reports show it: border control from offsets to lines and columns. */
import path from "node:path";
import { type Change, lineStartsOf, positionAt } from "../core/base/text.ts";
import type { Severity, Verdict } from "../core/lint/rule.ts";
import type { SchemaCheck } from "../core/rules/check-schema.ts";
import { type Placer, placeEdits, placer } from "../core/schema/place.ts";
import type { BadConfig } from "./load.ts";

/** One-based line and column (UTF-16 units), zero-based offset. */
export type Position = { readonly line: number; readonly column: number; readonly offset: number };

export type ReportedFinding = {
  readonly rule: string;
  readonly severity: Severity;
  /** Relative to the working folder, with forward slashes. */
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
  readonly message: string;
  readonly fix: ReportedFix | undefined;
  readonly related: readonly ReportedPlace[];
};

/** A place elsewhere that has to do with a finding. */
export type ReportedPlace = {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
  readonly message: string;
};

export type ReportedFix = {
  readonly title: string;
  /** `--fix` leaves it to the user, because of the migration that follows. */
  readonly alone: boolean;
  readonly files: readonly { readonly file: string; readonly changes: readonly Change[] }[];
};

/** The rule under which a broken configuration file is reported. It cannot be configured. */
export const invalidConfiguration = "invalid-configuration";

export function relative(file: string): string {
  return path.relative(process.cwd(), file).split(path.sep).join("/") || ".";
}

export function reportedFindings(
  check: SchemaCheck,
  wanted: ReadonlySet<string>,
): ReportedFinding[] {
  const place = placer(check.files.map(({ file }) => file));
  return check.files.flatMap(({ file, verdicts }) => {
    if (!wanted.has(file.path)) return [];
    const at = positioner(file.text);
    const fresh = verdicts.filter(({ known }) => !known);
    const found = fresh.flatMap((verdict) => reported(verdict, place, at) ?? []);
    return found.sort((a, b) => a.start.offset - b.start.offset);
  });
}

function reported(
  { rule, severity, at, message, fix, related = [] }: Verdict,
  place: Placer,
  position: (offset: number) => Position,
): ReportedFinding | undefined {
  const found = place(at);
  if (!found) return undefined;
  const changes = fix && placeEdits(fix.edits, place);
  return {
    rule,
    severity,
    file: relative(found.file.path),
    start: position(found.start),
    end: position(found.end),
    message,
    fix: fix && {
      title: fix.title,
      alone: fix.alone === true,
      files: [...(changes ?? [])].map(([file, list]) => ({
        file: relative(file.path),
        changes: list,
      })),
    },
    related: related.map(({ place: { path: file, start, end }, message }) => ({
      file: relative(file),
      start: fromOne(start),
      end: fromOne(end),
      message,
    })),
  };
}

export function badConfigFinding({ file, text, problem }: BadConfig): ReportedFinding {
  const at = positioner(text);
  return {
    rule: invalidConfiguration,
    severity: "error",
    file: relative(file),
    start: at(problem.start),
    end: at(problem.end),
    message: problem.message,
    fix: undefined,
    related: [],
  };
}

export function positioner(text: string): (offset: number) => Position {
  const starts = lineStartsOf(text);
  return (offset) => {
    return fromOne({ offset, ...positionAt(starts, offset) });
  };
}

export function fromOne({ line, column, offset }: Position): Position {
  return { line: line + 1, column: column + 1, offset };
}
