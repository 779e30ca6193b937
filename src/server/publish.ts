/**
 * Sends diagnostics to the editor, and only those that changed: what an edit did not touch is
 * converted once and remembered with its piece of the file.
 */
import type { Diagnostic } from "vscode-languageserver";
import type { Source } from "../core/base/text.ts";
import { type Severity, severities, type Verdict } from "../core/lint/rule.ts";
import type { FileCheck } from "../core/rules/check-schema.ts";
import { type FileLines, linesOf, spanRange, toDiagnostic } from "./convert.ts";

type Send = (file: string, diagnostics: Diagnostic[]) => void;

type PieceAnswer = {
  readonly verdicts: readonly Verdict[];
  readonly line: number;
  readonly character: number;
  readonly diagnostics: readonly Diagnostic[];
};

/** What was said about a file, without places. */
type Told = { readonly verdicts: readonly Verdict[]; readonly others: readonly Diagnostic[] };

/**
 * VS Code shows no more than this of one file and extension, the worst first, and copies all of
 * what it is sent three times to find them. The checklist lists everything.
 */
const mostPerFile = 1000;

/** As many as are shown, the worst first; in the order in which they stand. */
function worst(verdicts: readonly Verdict[]): readonly Verdict[] {
  if (verdicts.length <= mostPerFile) return verdicts;
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of verdicts) counts[severity]++;
  let left = mostPerFile;
  for (const severity of severities) {
    counts[severity] = Math.min(counts[severity], left);
    left -= counts[severity];
  }
  return verdicts.filter(({ severity }) => counts[severity]-- > 0);
}

export class Publisher {
  readonly #send: Send;
  readonly #told = new Map<string, Told>();
  readonly #moved = new Map<string, { answer: FileCheck; others: readonly Diagnostic[] }>();
  readonly #sent = new Map<string, readonly (readonly Diagnostic[])[]>();
  readonly #byPiece = new WeakMap<Source, PieceAnswer>();

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * `others` are diagnostics that do not come from rules, already converted. Where the same is
   * said at other places only, it waits for `flush`: an editor moves what it shows along with the
   * text, and a line break in a large file would send all that stands below it.
   */
  publish(answer: FileCheck, others: readonly Diagnostic[]): void {
    const { path } = answer.file;
    const now: Told = { verdicts: answer.verdicts, others };
    const before = this.#told.get(path);
    if (before && saysTheSame(before, now)) {
      this.#moved.set(path, { answer, others });
      return;
    }
    this.#moved.delete(path);
    this.#told.set(path, now);
    this.#publishNow(answer, others);
  }

  /** Sends what only moved. */
  flush(): void {
    for (const { answer, others } of this.#moved.values()) this.#publishNow(answer, others);
    this.#moved.clear();
  }

  #publishNow({ file, verdicts }: FileCheck, others: readonly Diagnostic[]): void {
    const lines = linesOf(file);
    const byPiece = new Map<Source, Verdict[]>();
    for (const verdict of worst(verdicts)) {
      const same = byPiece.get(verdict.at.source);
      if (same) same.push(verdict);
      else byPiece.set(verdict.at.source, [verdict]);
    }
    const parts: (readonly Diagnostic[])[] = [];
    for (const [at, piece] of file.pieces.entries()) {
      const found = byPiece.get(piece);
      if (found) parts.push(this.#convert(lines, at, piece, found));
    }
    if (others.length > 0) parts.push(others);
    this.publishParts(file.path, parts);
  }

  /** Nothing is sent when all parts are, or at least say, the same as last time. */
  publishParts(file: string, parts: readonly (readonly Diagnostic[])[]): void {
    const before = this.#sent.get(file) ?? [];
    if (before.length === parts.length && before.every((part, at) => isSame(part, parts[at])))
      return;
    if (parts.length > 0) this.#sent.set(file, parts);
    else {
      this.#sent.delete(file);
      this.#told.delete(file);
      this.#moved.delete(file);
    }
    this.#send(file, parts.flat());
  }

  /** Takes back what was said about files that are in no schema any more. */
  clearExcept(files: ReadonlySet<string>): void {
    for (const file of [...this.#sent.keys()]) if (!files.has(file)) this.publishParts(file, []);
  }

  #convert(lines: FileLines, at: number, piece: Source, verdicts: readonly Verdict[]) {
    const { line, character } = lines.begins[at] ?? { line: 0, character: 0 };
    const before = this.#byPiece.get(piece);
    const stands =
      before?.line === line &&
      before.character === character &&
      before.verdicts.length === verdicts.length &&
      before.verdicts.every((verdict, place) => verdict === verdicts[place]);
    if (before && stands) return before.diagnostics;
    const diagnostics = verdicts.map((verdict) =>
      toDiagnostic(verdict, spanRange(lines, at, verdict.at)),
    );
    this.#byPiece.set(piece, { verdicts, line, character, diagnostics });
    return diagnostics;
  }
}

function saysTheSame(before: Told, now: Told): boolean {
  if (before.verdicts.length !== now.verdicts.length) return false;
  if (before.others.length !== now.others.length) return false;
  // A plain loop: it goes through thousands on each keystroke, nearly all of them the very same.
  for (let at = 0; at < before.verdicts.length; at++) {
    const a = before.verdicts[at];
    const b = now.verdicts[at];
    if (a !== b && !isAlike(a, b)) return false;
  }
  return before.others.every(({ message }, at) => message === now.others[at]?.message);
}

function isAlike(a: Verdict | undefined, b: Verdict | undefined): boolean {
  return a?.rule === b?.rule && a?.message === b?.message && a?.severity === b?.severity;
}

/** Most parts are the very same objects. After a new configuration they may only look the same. */
function isSame(before: readonly Diagnostic[], now: readonly Diagnostic[] | undefined): boolean {
  return before === now || JSON.stringify(before) === JSON.stringify(now);
}
