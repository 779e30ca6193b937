/**
 * Prisma's own errors and warnings as diagnostics, for users who do not run Prisma's extension.
 * They are kept by block: while somebody types, those of other blocks stay where they are.
 */
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import type { Span } from "../core/base/text.ts";
import { lineEnd } from "../core/schema/characters.ts";
import { connectionAddresses } from "../core/schema/connection.ts";
import { pieceAt, type SchemaFile } from "../core/schema/file.ts";
import type { Schema } from "../core/schema/resolve.ts";
import type { Piece } from "../core/schema/syntax.ts";
import type { PrismaLinter } from "../engines/prisma.ts";
import { linesOf, spanRange } from "./convert.ts";

type PieceSpan = Span & { readonly source: Piece };

export type PrismaError = {
  readonly at: PieceSpan;
  readonly message: string;
  readonly isWarning: boolean;
};

export async function askPrisma(linter: PrismaLinter, schema: Schema): Promise<PrismaError[]> {
  const blanked = schema.files.map(withoutAddresses);
  const isPrisma6 = blanked.some(({ text }, at) => text !== schema.files[at]?.text);
  const problems = await linter.lint(
    blanked.map(({ path, text }) => [path, text]),
    isPrisma6,
  );
  return problems.flatMap(({ path, start, end, message, isWarning }) => {
    const at = spanIn(schema, path, start, end);
    return at ? [{ at, message, isWarning }] : [];
  });
}

/**
 * In the piece where it starts, and on its first line with text: Prisma marks everything from a
 * missing brace to the next one, and half a screen underlined in red says less than one line.
 */
function spanIn(schema: Schema, path: string, start: number, end: number): PieceSpan | undefined {
  const file = schema.files.find((one) => one.path === path);
  const at = file ? pieceAt(file, start) : 0;
  const source = file?.pieces[at];
  if (!file || !source) return undefined;
  const { text } = source;
  const offset = file.starts[at] ?? 0;
  const from = Math.min(start - offset, text.length);
  const to = Math.min(Math.max(start, end) - offset, text.length);
  const words = text.slice(from, to).search(/\S/);
  const first = from + Math.max(0, words);
  return { source, start: first, end: Math.min(to, lineEnd(text, first)) };
}

/** Blanks as long as what stood there keep every other position right. */
function withoutAddresses(file: SchemaFile): { path: string; text: string } {
  let { text } = file;
  for (const { start, end } of connectionAddresses(file)) {
    text = text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
  }
  return { path: file.path, text };
}

/** Those whose block still stands in the file as it is now. */
export function prismaDiagnostics(file: SchemaFile, errors: readonly PrismaError[]): Diagnostic[] {
  if (errors.length === 0) return [];
  const lines = linesOf(file);
  return errors.flatMap(({ at, message, isWarning }) => {
    const place = file.pieces.indexOf(at.source);
    if (place < 0) return [];
    return {
      range: spanRange(lines, place, at),
      severity: isWarning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
      source: "Prisma",
      message,
    };
  });
}
