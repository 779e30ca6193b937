/**
 * Border control for SQL: what is said about a script becomes diagnostics, lenses and hovers, in
 * lines and columns. Decides nothing.
 */
import {
  type CodeLens,
  type Diagnostic,
  type Hover,
  MarkupKind,
  type Position,
  type Range,
} from "vscode-languageserver";
import { lineStartsOf, positionAt, type Source, type Span } from "../core/base/text.ts";
import type { Verdict } from "../core/lint/rule.ts";
import type { MigrationReport } from "../core/migration/migration.ts";
import { blocks, type StatementSummary, type Summary } from "../core/migration/summary.ts";
import type { MigrationCheck, MigrationVerdict } from "../core/rules/check-migration.ts";
import { allMigrationRules } from "../core/rules/migration/index.ts";
import { ruleSummary } from "../core/rules/rule-page.ts";
import { type MigrationFindingLine, migrationCommands } from "../protocol/migrations.ts";
import { toDiagnostic } from "./convert.ts";

const starts = new WeakMap<Source, readonly number[]>();

/** In lines and columns of the text that the span stands in. */
export function sqlRange({ source, start, end }: Span): Range {
  const lines = starts.get(source) ?? lineStartsOf(source.text);
  starts.set(source, lines);
  const at = (offset: number) => {
    const { line, column } = positionAt(lines, offset);
    return { line, character: column };
  };
  return { start: at(start), end: at(end) };
}

/** The offset of a position; the end of its line where the line is shorter. */
export function sqlOffset(source: Source, { line, character }: Position): number {
  const lines = starts.get(source) ?? lineStartsOf(source.text);
  starts.set(source, lines);
  const start = lines[line] ?? source.text.length;
  const next = lines[line + 1] ?? source.text.length + 1;
  return Math.min(start + character, next - 1);
}

/** One per verdict; what else is said of the same statement stands behind it. */
export function sqlDiagnostics({ verdicts }: MigrationCheck, uri: string): Diagnostic[] {
  return verdicts.map((verdict) => {
    const diagnostic = toDiagnostic(verdict, sqlRange(verdict.at));
    const also = verdict.also.map((one) => ({
      location: { uri, range: sqlRange(one.at) },
      message: `${one.message} (${one.rule})`,
    }));
    const relatedInformation = [...(diagnostic.relatedInformation ?? []), ...also];
    return { ...diagnostic, ...(relatedInformation.length > 0 && { relatedInformation }) };
  });
}

export function findingLine(
  { rule, severity, message, at, statement, also, fix }: MigrationVerdict,
  ways: readonly string[] = [],
): MigrationFindingLine {
  return {
    rule,
    severity,
    message,
    range: sqlRange(at),
    statement,
    also: also.map((one) => ({ rule: one.rule, severity: one.severity, message: one.message })),
    fixes: [...(fix ? [fix.title] : []), ...ways],
  };
}

/** Above the whole script, and above each statement that makes others wait. */
export function sqlLenses(
  { migration, statements }: MigrationReport,
  summary: Summary,
  uri: string,
  commands: readonly { readonly title: string; readonly command: string }[],
): CodeLens[] {
  const top: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const lens = (range: Range, title: string, command: string): CodeLens => ({
    range,
    command: { title, command, arguments: [uri] },
  });
  if (migration.file.statements.length === 0) return [];
  return [
    lens(top, headline(summary), migrationCommands.summary),
    ...commands.map(({ title, command }) => lens(top, title, command)),
    ...summary.statements.flatMap((one): CodeLens[] => {
      const statement = statements[one.index]?.statement;
      const title = statementLens(one);
      if (statement === undefined || title === undefined) return [];
      return [lens(sqlRange(statement.at), title, migrationCommands.summary)];
    }),
  ];
}

/** "3 statements · ACCESS EXCLUSIVE on User · rewrites Post · loses data". */
export function headline({ statements, tables, strongest, losses, duration }: Summary): string {
  const rewritten = tables.filter(({ isRewritten }) => isRewritten).map(({ table }) => table);
  const locked = tables.filter(({ lock }) => lock === strongest && lock !== undefined);
  return [
    statements.length === 1 ? "1 statement" : `${statements.length} statements`,
    strongest === undefined
      ? "locks no table that is there"
      : `${strongest} on ${some(locked.map(({ table }) => table))}`,
    rewritten.length > 0 ? `rewrites ${some(rewritten)}` : "",
    losses.length > 0 ? "loses data" : "",
    duration === "minutes" || duration === "hours" ? `about ${duration}` : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

function statementLens({ locks, rewrites, scans, builds }: StatementSummary): string | undefined {
  const blocking = locks.filter(({ mode }) => blocks(mode) !== "nothing");
  const [first] = blocking;
  if (first === undefined) return undefined;
  const locked = blocking.filter(({ mode }) => mode === first.mode).map(({ table }) => table);
  const work = [
    rewrites.length > 0 ? `rewrites ${some(rewrites)}` : "",
    builds.length > 0 && rewrites.length === 0 ? `builds an index over ${some(builds)}` : "",
    scans.length > 0 && rewrites.length === 0 && builds.length === 0 ? `scans ${some(scans)}` : "",
  ].filter((part) => part !== "");
  return [
    `${first.mode} on ${some(locked)}: blocks ${blocks(first.mode)}`,
    work.length > 0 ? work.join(", ") : "briefly",
  ].join(" · ");
}

function some(names: readonly string[]): string {
  const [first = "", second, ...rest] = names;
  if (second === undefined) return first;
  return rest.length === 0
    ? `${first} and ${second}`
    : `${first}, ${second} and ${rest.length} more`;
}

/** What the statement under the mouse does, and why what is said about it matters. */
export function sqlHover(
  { report, verdicts }: MigrationCheck,
  summary: Summary,
  position: Position,
): Hover | null {
  const { source } = report.migration.file;
  const offset = sqlOffset(source, position);
  const found = report.statements.find(
    ({ statement: { at } }) => at.start <= offset && offset <= at.end,
  );
  const line = found && summary.statements[found.index];
  if (found === undefined || line === undefined) return null;
  const here = verdicts.filter(({ statement }) => statement === found.index);
  const names = new Set(here.flatMap(({ rule, also }) => [rule, ...also.map((one) => one.rule)]));
  const pages = allMigrationRules.filter(({ name }) => names.has(name)).map(ruleSummary);
  const value = [statementPage(line, here), ...pages].join("\n\n---\n\n");
  return { range: sqlRange(found.statement.at), contents: { kind: MarkupKind.Markdown, value } };
}

function statementPage(line: StatementSummary, verdicts: readonly MigrationVerdict[]): string {
  const isKept = (table: string) => !line.rewrites.includes(table);
  const rows = [
    ...line.locks.map(({ table, mode }) => {
      const blocked = blocks(mode);
      return `- \`${mode}\` on \`${table}\`${blocked === "nothing" ? "" : `: blocks ${blocked}`}`;
    }),
    ...line.rewrites.map((table) => `- rewrites \`${table}\``),
    // Whatever is rewritten is read as well, and its indexes are built anew.
    ...line.builds.filter(isKept).map((table) => `- builds an index over \`${table}\``),
    ...line.scans.filter(isKept).map((table) => `- scans \`${table}\``),
    ...line.losses.map((loss) => `- loses ${loss}`),
    ...line.risks.map((risk) => `- ${risk}`),
    ...(line.isUnknown ? ["- what it does is only known when it runs"] : []),
  ];
  const also = verdicts.flatMap((verdict) => verdict.also.map(messageOf));
  return [
    `**${line.title}**`,
    rows.length > 0 ? rows.join("\n") : "Locks no table that is there.",
    ...(also.length > 0 ? [`Also:\n${also.join("\n")}`] : []),
  ].join("\n\n");
}

function messageOf({ message, rule }: Verdict): string {
  return `- ${message} (${rule})`;
}
