/**
 * What the editor offers at a place: the fix, the same fix everywhere in the file, an ignore
 * comment, turning the rule off, and why it is a problem at all.
 */
import path from "node:path";
import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { Change } from "../core/base/text.ts";
import { changesBetween, fixAll, isForAll } from "../core/editor/fix-all.ts";
import { ignoreEdit } from "../core/editor/ignore.ts";
import { configFileName } from "../core/lint/config.ts";
import { turnRuleOff } from "../core/lint/config-edit.ts";
import type { Verdict } from "../core/lint/rule.ts";
import type { SchemaFile } from "../core/schema/file.ts";
import { placeEdits, placer } from "../core/schema/place.ts";
import type { Schema } from "../core/schema/resolve.ts";
import { commands } from "../protocol/messages.ts";
import { type FileLines, linesOf, toDiagnostic, toOffset, toRange } from "./convert.ts";
import type { CheckedSchema } from "./workspace.ts";

export const fixAllKind = `${CodeActionKind.SourceFixAll}.architect`;

/** What `resolve` needs to make the edit of an action that covers a whole file. */
export type FileFix = { readonly uri: string; readonly rule: string | undefined };

/** The world around an action: how files are called, what their text is, where the root is. */
export type Surroundings = {
  readonly uriOf: (file: string) => string;
  /** Undefined for files that are not open. */
  readonly versionOf: (file: string) => number | undefined;
  readonly textOf: (file: string) => Promise<string | undefined>;
  readonly rootOf: (file: string) => string;
};

export async function actionsAt(
  checked: CheckedSchema,
  file: string,
  range: Range,
  around: Surroundings,
): Promise<CodeAction[]> {
  const answer = checked.check.files.find((one) => one.file.path === file);
  if (!answer) return [];
  const lines = linesOf(answer.file);
  const place = placer(checked.schema.files);
  const from = toOffset(lines, range.start);
  const to = toOffset(lines, range.end);
  const actions: CodeAction[] = [];
  for (const verdict of answer.verdicts) {
    const found = place(verdict.at);
    if (!found || found.start > to || found.end < from) continue;
    const diagnostic = toDiagnostic(verdict, toRange(lines, found.start, found.end));
    const same = answer.verdicts.filter((one) => one.rule === verdict.rule && isForAll(one)).length;
    actions.push(
      ...fixes(verdict, diagnostic, same, checked, file, around),
      ...ignore(verdict, diagnostic, lines, checked, around),
      ...(await turnOff(verdict, diagnostic, file, checked, around)),
      explain(verdict, diagnostic),
    );
  }
  return actions;
}

function fixes(
  { rule, fix }: Verdict,
  diagnostic: Diagnostic,
  same: number,
  { schema }: CheckedSchema,
  file: string,
  around: Surroundings,
): CodeAction[] {
  const changes = fix && placeEdits(fix.edits, placer(schema.files));
  if (!fix || !changes) return [];
  const kind = CodeActionKind.QuickFix;
  const one = {
    title: fix.title,
    kind,
    diagnostics: [diagnostic],
    isPreferred: true,
    edit: toWorkspaceEdit(changes, around),
  };
  if (same < 2 || fix.alone) return [one];
  const data: FileFix = { uri: around.uriOf(file), rule };
  return [
    one,
    { title: `Fix all ${same} ${rule} in this file`, kind, diagnostics: [diagnostic], data },
  ];
}

function ignore(
  verdict: Verdict,
  diagnostic: Diagnostic,
  { file }: FileLines,
  { schema }: CheckedSchema,
  around: Surroundings,
): CodeAction[] {
  const piece = file.pieces.find((one) => one === verdict.at.source);
  const edit = piece && ignoreEdit(piece, verdict);
  const changes = edit && placeEdits([edit], placer(schema.files));
  if (!edit || !changes) return [];
  const start = placer(schema.files)(edit.at)?.start ?? 0;
  const { line } = toRange(linesOf(file), start, start).start;
  return [
    {
      title: `Ignore ${verdict.rule} here, with a reason`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: toWorkspaceEdit(changes, around),
      command: {
        title: "Write the reason",
        command: commands.writeReason,
        arguments: [around.uriOf(file.path), line],
      },
    },
  ];
}

async function turnOff(
  { rule }: Verdict,
  diagnostic: Diagnostic,
  file: string,
  { configFile }: CheckedSchema,
  around: Surroundings,
): Promise<CodeAction[]> {
  const edit = await configEdit(file, configFile, (text) => turnRuleOff(text, rule), around);
  if (!edit) return [];
  const title = `Turn ${rule} off in ${configFileName}`;
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit }];
}

/**
 * Changes the configuration that applies to `file`, or makes one in its workspace folder.
 * Undefined where there is no such folder, or the configuration is broken.
 */
export async function configEdit(
  file: string,
  configFile: string | undefined,
  change: (text: string) => string | undefined,
  around: Surroundings,
): Promise<WorkspaceEdit | undefined> {
  const target = configFile ?? path.join(around.rootOf(file), configFileName);
  if (!path.isAbsolute(target)) return undefined;
  const before = configFile && ((await around.textOf(configFile)) ?? "");
  const after = change(before ?? "");
  if (after === undefined) return undefined;
  const uri = around.uriOf(target);
  const whole: Range = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };
  return {
    documentChanges: [
      ...(configFile ? [] : [{ kind: "create" as const, uri, options: { ignoreIfExists: true } }]),
      {
        textDocument: { uri, version: around.versionOf(target) ?? null },
        edits: [{ range: whole, newText: after }],
      },
    ],
  };
}

function explain({ rule }: Verdict, diagnostic: Diagnostic): CodeAction {
  const title = `Why ${rule} matters`;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    command: { title, command: commands.explainRule, arguments: [rule] },
  };
}

/** All fixes of one file, or those of one rule in it, as one edit. */
export function fileFix(
  checked: CheckedSchema,
  file: string,
  rule: string | undefined,
  around: Surroundings,
): WorkspaceEdit {
  const fixed = fixAll(
    checked.schema,
    checked.checkAgain,
    (verdict, where) => where.path === file && (rule === undefined || verdict.rule === rule),
  );
  return toWorkspaceEdit(changesTo(checked.schema, fixed.schema), around);
}

/** All fixes of some schemas, or those of one rule, to be looked at before they are made. */
export function schemaFix(
  schemas: readonly CheckedSchema[],
  rule: string | undefined,
  around: Surroundings,
): WorkspaceEdit | undefined {
  const changes = new Map<SchemaFile, readonly Change[]>();
  let count = 0;
  for (const { schema, checkAgain } of schemas) {
    const isWanted = (one: Verdict) => !one.known && (rule === undefined || one.rule === rule);
    const fixed = fixAll(schema, checkAgain, isWanted);
    count += fixed.count;
    for (const [file, list] of changesTo(schema, fixed.schema)) changes.set(file, list);
  }
  if (count === 0) return undefined;
  const label = `${count === 1 ? "1 fix" : `${count} fixes`}${rule ? ` of ${rule}` : ""}`;
  return toConfirm(toWorkspaceEdit(changes, around), label);
}

/** The edit of one finding's fix. */
export function findingFix(
  { schema }: CheckedSchema,
  { fix }: Verdict,
  around: Surroundings,
): WorkspaceEdit | undefined {
  const changes = fix && placeEdits(fix.edits, placer(schema.files));
  return changes && toWorkspaceEdit(changes, around);
}

function changesTo(before: Schema, after: Schema): Map<SchemaFile, Change[]> {
  const changes = new Map<SchemaFile, Change[]>();
  for (const [at, file] of before.files.entries()) {
    const now = after.files[at];
    if (now && now.text !== file.text) changes.set(file, changesBetween(file, now));
  }
  return changes;
}

/** Nothing of the edit is made until the user has seen it in the editor's preview. */
export function toConfirm({ documentChanges = [] }: WorkspaceEdit, label: string): WorkspaceEdit {
  const annotationId = "architect";
  return {
    documentChanges: documentChanges.map((change) =>
      "edits" in change
        ? { ...change, edits: change.edits.map((edit) => ({ ...edit, annotationId })) }
        : change,
    ),
    changeAnnotations: { [annotationId]: { label, needsConfirmation: true } },
  };
}

export function toWorkspaceEdit(
  changes: ReadonlyMap<SchemaFile, readonly Change[]>,
  around: Surroundings,
): WorkspaceEdit {
  const documentChanges: TextDocumentEdit[] = [...changes].map(([file, list]) => {
    const lines = linesOf(file);
    return {
      textDocument: { uri: around.uriOf(file.path), version: around.versionOf(file.path) ?? null },
      edits: list.map(({ start, end, text }) => ({
        range: toRange(lines, start, end),
        newText: text,
      })),
    };
  });
  return { documentChanges };
}
