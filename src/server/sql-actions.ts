/**
 * What the light bulb offers in a script: fixes, safe ways, ignores, the queries to run before,
 * and why it matters at all.
 */
import path from "node:path";
import { type CodeAction, CodeActionKind, type Range } from "vscode-languageserver";
import type { Edit } from "../core/base/text.ts";
import { configFileName } from "../core/lint/config.ts";
import { turnRuleOff } from "../core/lint/config-edit.ts";
import type { MigrationReport } from "../core/migration/migration.ts";
import { preChecksOf } from "../core/migration/pre-checks.ts";
import type { SafeWay } from "../core/migration/safe-way.ts";
import { filesOfSafeWay, stampsBehind, stampsNeeded } from "../core/migration/write-safe-way.ts";
import type { MigrationVerdict } from "../core/rules/check-migration.ts";
import type { SqlFile } from "../core/sql/statement.ts";
import { commands } from "../protocol/messages.ts";
import { migrationCommands, previewScheme } from "../protocol/migrations.ts";
import { configEdit, type Surroundings } from "./actions.ts";
import type { Names } from "./checklist.ts";
import { newFiles, now } from "./migration-requests.ts";
import type { JudgedFolder, Migrations } from "./migrations.ts";
import { pathOf } from "./paths.ts";
import type { JudgedDocument } from "./sql-documents.ts";
import { sqlDiagnostics, sqlRange } from "./sql-lines.ts";
import { waysOf } from "./ways-of-verdict.ts";
import type { Workspace } from "./workspace.ts";

export type SqlActionParts = {
  readonly migrations: Migrations;
  readonly workspace: Workspace;
  readonly around: Surroundings;
  readonly names: Names;
};

/**
 * At a preview nothing is offered that writes into it: it is made anew with each keystroke. What
 * is safe is offered there once the migration is created.
 */
export async function sqlActions(
  { uri, check }: JudgedDocument,
  range: Range,
  parts: SqlActionParts,
): Promise<CodeAction[]> {
  const diagnostics = sqlDiagnostics(check, uri);
  const here = check.verdicts.flatMap((verdict, at) => {
    const diagnostic = diagnostics[at];
    return diagnostic && touches(diagnostic.range, range) ? [{ verdict, diagnostic }] : [];
  });
  if (here.length === 0) return [];
  const isPreview = uri.startsWith(`${previewScheme}:`);
  const found = isPreview ? undefined : await parts.migrations.ofScript(pathOf(uri));
  const folder = found?.folder;
  const ways = folder ? await parts.migrations.safeWays(check.report, folder.world) : [];
  const { file } = check.report.migration;
  const actions: CodeAction[] = [];
  for (const { verdict, diagnostic } of here) {
    const offered = [
      ...(isPreview ? [] : fixes(verdict, uri, parts)),
      ...(folder
        ? waysOf(verdict, ways).flatMap((way) => safe(way, uri, check.report, folder, parts))
        : []),
      ...queries(verdict, uri, check.report),
      ...(isPreview ? [] : [ignore(verdict, file, uri, parts)]),
      ...(folder ? await turnOff(verdict, folder, parts) : []),
      why(verdict),
    ];
    actions.push(...offered.map((action) => ({ ...action, diagnostics: [diagnostic] })));
  }
  return actions;
}

function fixes({ fix }: MigrationVerdict, uri: string, parts: SqlActionParts): CodeAction[] {
  if (!fix) return [];
  const edit = { documentChanges: [toTextEdits(fix.edits, uri, parts)] };
  return [{ title: fix.title, kind: CodeActionKind.QuickFix, isPreferred: true, edit }];
}

/** The script is edited, and the migrations that follow get directories right behind it. */
function safe(
  way: SafeWay,
  uri: string,
  { migration }: MigrationReport,
  { folder, path: place }: JudgedFolder,
  parts: SqlActionParts,
): CodeAction[] {
  const directories = folder?.directories ?? [];
  const names = directories.map(({ name }) => name);
  const stamps = stampsBehind(migration.name, names, now(), stampsNeeded(way));
  const written = stamps && filesOfSafeWay(way, migration, stamps);
  if (written === undefined) return [];
  const isTaken = written.files.some(({ directory, name }) =>
    directories.some((one) => one.name === directory && one.otherFiles.includes(name)),
  );
  if (isTaken) return [];
  const files = written.files.map(
    ({ directory, name, text }) => [path.join(place, directory, name), text] as const,
  );
  const script = written.dropsFile
    ? { kind: "delete" as const, uri }
    : toTextEdits(written.edits, uri, parts);
  const { documentChanges = [] } = newFiles(files, parts.names);
  return [
    {
      title: way.title,
      kind: CodeActionKind.QuickFix,
      edit: { documentChanges: [script, ...documentChanges] },
    },
  ];
}

function queries(
  { statement }: MigrationVerdict,
  uri: string,
  report: MigrationReport,
): CodeAction[] {
  if (statement === undefined || preChecksOf(report, statement).length === 0) return [];
  const title = "Show the queries to run before";
  const command = { title, command: migrationCommands.preChecks, arguments: [uri, statement] };
  return [{ title, kind: CodeActionKind.QuickFix, command }];
}

/** Above the statement, or at the top for what is said of the whole file. */
function ignore(
  { rule, statement }: MigrationVerdict,
  { source, statements }: SqlFile,
  uri: string,
  parts: SqlActionParts,
): CodeAction {
  const at = statement === undefined ? undefined : statements[statement]?.at;
  const lineStart = at === undefined ? 0 : source.text.lastIndexOf("\n", at.start - 1) + 1;
  const isFirst = at === undefined || source.text.slice(lineStart, at.start).trim() === "";
  const start = isFirst ? lineStart : (at?.start ?? 0);
  const comment = `-- architect-ignore${at === undefined ? "-file" : ""} ${rule}: \n`;
  const edit: Edit = {
    at: { source, start, end: start },
    text: isFirst ? comment : `\n${comment}`,
  };
  const line = sqlRange(edit.at).start.line + (isFirst ? 0 : 1);
  return {
    title: `Ignore ${rule} here, with a reason`,
    kind: CodeActionKind.QuickFix,
    edit: { documentChanges: [toTextEdits([edit], uri, parts)] },
    command: { title: "Write the reason", command: commands.writeReason, arguments: [uri, line] },
  };
}

async function turnOff(
  { rule }: MigrationVerdict,
  { schemaFile }: JudgedFolder,
  { workspace, around }: SqlActionParts,
): Promise<CodeAction[]> {
  const checked = await workspace.schemaOf(schemaFile);
  if (!checked) return [];
  const off = (text: string) => turnRuleOff(text, rule);
  const edit = await configEdit(schemaFile, checked.configFile, off, around);
  if (!edit) return [];
  return [{ title: `Turn ${rule} off in ${configFileName}`, kind: CodeActionKind.QuickFix, edit }];
}

function why({ rule }: MigrationVerdict): CodeAction {
  const title = `Why ${rule} matters`;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    command: { title, command: commands.explainRule, arguments: [rule] },
  };
}

function toTextEdits(edits: readonly Edit[], uri: string, { around }: SqlActionParts) {
  return {
    textDocument: { uri, version: around.versionOf(pathOf(uri)) ?? null },
    edits: edits.map(({ at, text }) => ({ range: sqlRange(at), newText: text })),
  };
}

function touches(a: Range, b: Range): boolean {
  return a.start.line <= b.end.line && b.start.line <= a.end.line;
}
