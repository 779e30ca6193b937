/** What was found in a query's plan, underlined at the query until its text changes. */
import * as vscode from "vscode";
import type { PlanPage } from "../../protocol/plans.ts";

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

export class PlanDiagnostics {
  readonly #collection = vscode.languages.createDiagnosticCollection("prisma-architect-plans");
  readonly #listening: vscode.Disposable;
  /** By document: the text of each query that was explained, with what was found in it. */
  readonly #found = new Map<string, Map<string, readonly vscode.Diagnostic[]>>();

  constructor() {
    this.#listening = vscode.Disposable.from(
      this.#collection,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#forget(document, contentChanges);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (this.#found.delete(uri.toString())) this.#collection.delete(uri);
      }),
    );
  }

  dispose(): void {
    this.#listening.dispose();
  }

  show(page: PlanPage): void {
    const own = this.#found.get(page.uri) ?? new Map<string, readonly vscode.Diagnostic[]>();
    this.#found.set(page.uri, own);
    own.set(page.query, page.result ? diagnosticsOf(page) : []);
    this.#publish(page.uri, own);
  }

  /** Whatever stands where something was typed, or below a line that came or went, is not known any more. */
  #forget(
    { uri }: vscode.TextDocument,
    changes: readonly vscode.TextDocumentContentChangeEvent[],
  ): void {
    const own = this.#found.get(uri.toString());
    if (!own) return;
    for (const [query, found] of own) {
      const isTouched = found.some(({ range }) =>
        changes.some((change) => {
          const lines = change.text.split("\n").length - 1;
          const isShift = lines !== change.range.end.line - change.range.start.line;
          return (
            change.range.intersection(range) !== undefined || (isShift && isAbove(change, range))
          );
        }),
      );
      if (isTouched) own.delete(query);
    }
    this.#publish(uri.toString(), own);
  }

  #publish(uri: string, own: ReadonlyMap<string, readonly vscode.Diagnostic[]>): void {
    this.#collection.set(vscode.Uri.parse(uri), [...own.values()].flat());
  }
}

function isAbove(change: vscode.TextDocumentContentChangeEvent, range: vscode.Range): boolean {
  return change.range.start.isBefore(range.start);
}

/** On the first line of the query: a statement of many lines is not underlined as a whole. */
function diagnosticsOf({ range: { start, end }, result }: PlanPage): vscode.Diagnostic[] {
  const last = start.line === end.line ? end.character : Number.MAX_SAFE_INTEGER;
  const range = new vscode.Range(start.line, start.character, start.line, last);
  return (result?.findings ?? []).map(({ severity, message, advice, rule, href }) => {
    const text = advice === "" ? message : `${message}. ${advice}`;
    const diagnostic = new vscode.Diagnostic(range, text, severities[severity]);
    diagnostic.source = "architect";
    diagnostic.code = { value: rule, target: vscode.Uri.parse(href) };
    return diagnostic;
  });
}
