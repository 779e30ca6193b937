/** What `check` prints: for people, for programs, and for GitHub's annotations. */
import { styleText } from "node:util";
import { type Severity, severities } from "../core/lint/rule.ts";
import type { ReportedFinding } from "./finding.ts";
import { toSarif } from "./sarif.ts";
import type { Format } from "./usage.ts";

/** What was found in some files that belong together. */
export type CheckedFiles = {
  readonly files: readonly string[];
  readonly findings: readonly ReportedFinding[];
  readonly fixed: number;
  readonly known: number;
  readonly crashes: readonly {
    readonly rule: string;
    readonly block: string;
    readonly detail: string;
  }[];
  /** As a baseline keeps them. */
  readonly identities: readonly string[];
};

export type Report = {
  /** All files that were checked, relative to the working folder. */
  readonly files: readonly string[];
  readonly findings: readonly ReportedFinding[];
  readonly schemas: number;
  /** How many fixes `--fix` made. */
  readonly fixed: number;
  /** How many findings the baseline holds; they are not among the others. */
  readonly known: number;
  readonly failOn: Severity;
  readonly durationMs: number;
};

/** The whole output, without a line feed at the end. `colors` concerns text only. */
export function render(report: Report, format: Format, colors: boolean): string {
  switch (format) {
    case "json":
      return JSON.stringify(toJson(report), null, 2);
    case "sarif":
      return JSON.stringify(toSarif(report), null, 2);
    case "github":
      return report.findings.map(toAnnotation).join("\n");
    case "text":
      return toText(report, colors);
  }
}

function toJson({ files, findings, schemas, fixed, known, durationMs }: Report) {
  return {
    version: 1,
    files,
    findings: findings.map(({ fix, related, ...finding }) => ({
      ...finding,
      ...(related.length > 0 && { related }),
      fixable: fix !== undefined && !fix.alone,
    })),
    summary: {
      schemas,
      files: files.length,
      ...countsOf(findings),
      fixable: findings.filter(({ fix }) => fix && !fix.alone).length,
      fixed,
      known,
    },
    durationMs: Math.round(durationMs),
  };
}

function countsOf(findings: readonly ReportedFinding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function toAnnotation({ severity, file, start, end, rule, message }: ReportedFinding): string {
  const level = severity === "error" || severity === "warning" ? severity : "notice";
  const place = [
    `file=${escapeProperty(file)}`,
    `line=${start.line}`,
    `endLine=${end.line}`,
    `col=${start.column}`,
    `endColumn=${end.column}`,
    `title=${escapeProperty(rule)}`,
  ];
  return `::${level} ${place.join(",")}::${escapeMessage(message)}`;
}

function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

const color = { error: "red", warning: "yellow", info: "blue", hint: "gray" } as const;

function toText(report: Report, colors: boolean): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    colors ? styleText(style, text, { validateStream: false }) : text;
  // Hints are for the editor; a terminal full of them hides what matters.
  const shown = report.findings.filter(
    ({ severity }) => severity !== "hint" || report.failOn === "hint",
  );
  const lines = shown.flatMap(({ file, start, severity, message, rule, related }) => {
    const place = paint("cyan", `${file}:${start.line}:${start.column}`);
    return [
      `${place} ${paint(color[severity], severity)} ${message} ${paint("gray", rule)}`,
      ...related.map((one) => {
        const where = paint("cyan", `${one.file}:${one.start.line}:${one.start.column}`);
        return `    ${where} ${one.message}`;
      }),
    ];
  });
  const summary = summaryOf(report, report.findings.length - shown.length);
  return [...lines, ...(lines.length > 0 ? [""] : []), summary].join("\n");
}

function summaryOf({ findings, files, fixed, known }: Report, hidden: number): string {
  const counts = countsOf(findings);
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => plural(counts[severity], severity));
  const where = `in ${plural(files.length, "file")}`;
  const fixable = findings.filter(
    ({ fix, severity }) => fix && !fix.alone && severity !== "hint",
  ).length;
  return [
    fixed > 0 ? `${plural(fixed, "fix", "fixes")} made. ` : "",
    parts.length > 0 ? `${parts.join(", ")} ${where}.` : `Nothing to report ${where}.`,
    fixable > 0 ? ` ${fixable} can be fixed with --fix.` : "",
    known > 0 ? ` ${known} more ${known === 1 ? "is" : "are"} in the baseline.` : "",
    hidden > 0 ? " Hints are listed with --fail-on hint." : "",
  ].join("");
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
