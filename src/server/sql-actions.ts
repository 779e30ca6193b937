/** What the light bulb offers in a script: fixes, ignores, and why it matters. */
import { type CodeAction, CodeActionKind, type Range } from "vscode-languageserver";
import type { Edit } from "../core/base/text.ts";
import type { MigrationVerdict } from "../core/rules/check-migration.ts";
import { commands } from "../protocol/messages.ts";
import { previewScheme } from "../protocol/migrations.ts";
import type { Surroundings } from "./actions.ts";
import type { JudgedDocument } from "./sql-documents.ts";
import { sqlDiagnostics, sqlRange } from "./sql-lines.ts";

/** Nothing that writes is offered for a preview: it is made anew with each keystroke. */
export function sqlActions(
  { uri, check }: JudgedDocument,
  range: Range,
  around: Surroundings,
): CodeAction[] {
  const diagnostics = sqlDiagnostics(check, uri);
  return check.verdicts.flatMap((verdict, at) => {
    const diagnostic = diagnostics[at];
    if (!diagnostic || !touches(diagnostic.range, range)) return [];
    const why: CodeAction = {
      title: `Why ${verdict.rule} matters`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      command: { title: "Why", command: commands.explainRule, arguments: [verdict.rule] },
    };
    if (uri.startsWith(`${previewScheme}:`)) return [why];
    const fix = fixOf(verdict, uri, around);
    return [...(fix ? [{ ...fix, diagnostics: [diagnostic], isPreferred: true }] : []), why];
  });
}

function fixOf({ fix }: MigrationVerdict, uri: string, around: Surroundings) {
  return (
    fix && {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      edit: { documentChanges: [toTextEdits(fix.edits, uri, around)] },
    }
  );
}

function toTextEdits(edits: readonly Edit[], uri: string, around: Surroundings) {
  return {
    textDocument: { uri, version: around.versionOf(uri) ?? null },
    edits: edits.map(({ at, text }) => ({ range: sqlRange(at), newText: text })),
  };
}

function touches(a: Range, b: Range): boolean {
  return a.start.line <= b.end.line && b.start.line <= a.end.line;
}
