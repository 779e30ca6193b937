/**
 * Border control: offsets of the core become lines and columns of the LSP, and back. Lines are
 * counted once per piece of a file, so that an edit recounts one piece and not the file.
 */
import type {
  CodeDescription,
  Diagnostic,
  DiagnosticRelatedInformation,
  Position,
  Range,
} from "vscode-languageserver";
import { DiagnosticSeverity } from "vscode-languageserver";
import { lineStartsOf, type Place, positionAt, type Span } from "../core/base/text.ts";
import type { Related, Severity, Verdict } from "../core/lint/rule.ts";
import { rulePageAddress } from "../core/rules/rule-page.ts";
import { pieceAt, type SchemaFile } from "../core/schema/file.ts";
import type { Piece } from "../core/schema/syntax.ts";
import { uriOf } from "./paths.ts";

/** Where each piece of a file begins, in lines and columns. */
export type FileLines = { readonly file: SchemaFile; readonly begins: readonly Position[] };

const startsByPiece = new WeakMap<Piece, readonly number[]>();

function lineStarts(piece: Piece): readonly number[] {
  const before = startsByPiece.get(piece);
  if (before) return before;
  const now = lineStartsOf(piece.text);
  startsByPiece.set(piece, now);
  return now;
}

const linesByFile = new WeakMap<SchemaFile, FileLines>();

export function linesOf(file: SchemaFile): FileLines {
  const before = linesByFile.get(file);
  if (before) return before;
  const now = countLines(file);
  linesByFile.set(file, now);
  return now;
}

function countLines(file: SchemaFile): FileLines {
  let line = 0;
  let character = 0;
  const begins = file.pieces.map((piece) => {
    const begin = { line, character };
    const starts = lineStarts(piece);
    const lastStart = starts.at(-1) ?? 0;
    const rest = piece.text.length - lastStart;
    line += starts.length - 1;
    character = starts.length > 1 ? rest : character + rest;
    return begin;
  });
  return { file, begins };
}

export function toPosition({ file, begins }: FileLines, offset: number): Position {
  const at = pieceAt(file, offset);
  const piece = file.pieces[at];
  if (piece === undefined) return { line: 0, character: 0 };
  return inPiece(piece, begins[at], offset - (file.starts[at] ?? 0));
}

function inPiece(piece: Piece, begin: Position | undefined, offset: number): Position {
  const { line, column } = positionAt(lineStarts(piece), offset);
  const from = begin ?? { line: 0, character: 0 };
  return { line: from.line + line, character: line === 0 ? from.character + column : column };
}

export function toRange(lines: FileLines, start: number, end: number): Range {
  return { start: toPosition(lines, start), end: toPosition(lines, end) };
}

/** A span of a piece whose place among the pieces of the file is known. */
export function spanRange({ file, begins }: FileLines, at: number, { start, end }: Span): Range {
  const piece = file.pieces[at];
  const zero = { line: 0, character: 0 };
  if (piece === undefined) return { start: zero, end: zero };
  return { start: inPiece(piece, begins[at], start), end: inPiece(piece, begins[at], end) };
}

/** The offset of a position; the nearest one for a position that does not exist. */
export function toOffset({ file, begins }: FileLines, { line, character }: Position): number {
  let low = 0;
  let high = Math.max(0, begins.length - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const begin = begins[middle];
    const before =
      begin !== undefined &&
      (begin.line < line || (begin.line === line && begin.character <= character));
    if (before) low = middle;
    else high = middle - 1;
  }
  const piece = file.pieces[low];
  const begin = begins[low];
  if (piece === undefined || begin === undefined) return 0;
  const starts = lineStarts(piece);
  const inner = Math.min(line - begin.line, starts.length - 1);
  const column = inner === 0 ? character - begin.character : character;
  const offset = (starts[inner] ?? 0) + Math.max(0, column);
  return (file.starts[low] ?? 0) + Math.min(offset, piece.text.length);
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const descriptions = new Map<string, CodeDescription>();

/** One object per rule: a large schema shows thousands. */
function descriptionOf(rule: string): CodeDescription {
  const before = descriptions.get(rule);
  if (before) return before;
  const now = { href: rulePageAddress(rule) };
  descriptions.set(rule, now);
  return now;
}

export function toDiagnostic(
  { rule, severity, message, related }: Verdict,
  range: Range,
): Diagnostic {
  return {
    range,
    severity: severities[severity],
    code: rule,
    codeDescription: descriptionOf(rule),
    source: "architect",
    message,
    ...(related && { relatedInformation: related.map(toRelated) }),
  };
}

function toRelated({ place, message }: Related): DiagnosticRelatedInformation {
  const at = ({ line, column }: Place["start"]) => ({ line, character: column });
  return {
    location: { uri: uriOf(place.path), range: { start: at(place.start), end: at(place.end) } },
    message,
  };
}
