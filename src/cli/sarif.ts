/** SARIF 2.1.0, which code scanning services read. Regions count UTF-16 units, lines from one. */

import type { Severity } from "../core/lint/rule.ts";
import { allRules } from "../core/rules/index.ts";
import { rulePage, rulePageAddress } from "../core/rules/rule-page.ts";
import { invalidConfiguration, type Position, type ReportedFinding } from "./finding.ts";
import type { Report } from "./report.ts";
import { version } from "./version.ts";

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
  hint: "note",
};

export function toSarif({ findings }: Report): object {
  const rules = [
    ...allRules.map((rule) => ({
      id: rule.name,
      shortDescription: { text: rule.summary },
      fullDescription: { text: rule.why },
      help: { text: rulePage(rule), markdown: rulePage(rule) },
      helpUri: rulePageAddress(rule.name),
      defaultConfiguration: { level: levels[rule.severity] },
    })),
    {
      id: invalidConfiguration,
      shortDescription: { text: "The configuration file is wrong, and the defaults apply" },
      defaultConfiguration: { level: "error" },
    },
  ];
  const indexOf = new Map(rules.map(({ id }, at) => [id, at]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Prisma Schema Architect",
            version,
            informationUri: rulePageAddress("rules"),
            rules,
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => toResult(finding, indexOf.get(finding.rule) ?? -1)),
      },
    ],
  };
}

function toResult(
  { rule, severity, message, file, start, end, fix, related }: ReportedFinding,
  ruleIndex: number,
) {
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: message },
    locations: [
      { physicalLocation: { artifactLocation: location(file), region: region(start, end) } },
    ],
    ...(related.length > 0 && {
      relatedLocations: related.map((one, at) => ({
        id: at + 1,
        message: { text: one.message },
        physicalLocation: {
          artifactLocation: location(one.file),
          region: region(one.start, one.end),
        },
      })),
    }),
    ...(fix && {
      fixes: [
        {
          description: { text: fix.title },
          artifactChanges: fix.files.map(({ file: changed, changes }) => ({
            artifactLocation: location(changed),
            replacements: changes.map((change) => ({
              deletedRegion: {
                charOffset: change.start,
                charLength: change.end - change.start,
              },
              insertedContent: { text: change.text },
            })),
          })),
        },
      ],
    }),
  };
}

function location(file: string) {
  // Part by part: a # or ? in a name would end the path.
  return { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

function region(start: Position, end: Position) {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: start.offset,
    charLength: end.offset - start.offset,
  };
}
