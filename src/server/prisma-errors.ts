/**
 * Prisma's own errors and warnings as diagnostics, for users who do not run Prisma's extension.
 * Asked a moment after typing stops; an answer about text that has changed since is thrown away.
 */
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import { connectionAddresses } from "../core/schema/connection.ts";
import type { SchemaFile } from "../core/schema/file.ts";
import type { Schema } from "../core/schema/resolve.ts";
import type { PrismaLinter, PrismaProblem } from "../engines/prisma.ts";
import { linesOf, toRange } from "./convert.ts";

/** Diagnostics by file. Files without any are missing. */
export type PrismaErrors = ReadonlyMap<string, readonly Diagnostic[]>;

export async function askPrisma(linter: PrismaLinter, schema: Schema): Promise<PrismaErrors> {
  const blanked = schema.files.map(withoutAddresses);
  const isPrisma6 = blanked.some(({ text }, at) => text !== schema.files[at]?.text);
  const problems = await linter.lint(
    blanked.map(({ path, text }) => [path, text]),
    isPrisma6,
  );
  const errors = new Map<string, Diagnostic[]>();
  for (const file of schema.files) {
    const own = problems.filter(({ path }) => path === file.path);
    if (own.length > 0) errors.set(file.path, toDiagnostics(file, own));
  }
  return errors;
}

/** Blanks as long as what stood there keep every other position right. */
function withoutAddresses(file: SchemaFile): { path: string; text: string } {
  let { text } = file;
  for (const { start, end } of connectionAddresses(file)) {
    text = text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
  }
  return { path: file.path, text };
}

function toDiagnostics(file: SchemaFile, problems: readonly PrismaProblem[]): Diagnostic[] {
  const lines = linesOf(file);
  return problems.map(({ start, end, message, isWarning }) => ({
    range: toRange(lines, Math.min(start, file.text.length), Math.min(end, file.text.length)),
    severity: isWarning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
    source: "Prisma",
    message,
  }));
}
