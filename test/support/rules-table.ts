/** The tables of rules in the README, made from the rules themselves. */
import type { RuleText } from "../../src/core/lint/rule.ts";
import { allRules } from "../../src/core/rules/index.ts";

/** Those about schemas and the code, then those about migrations. */
export function rulesTable(): string {
  const aboutMigrations = ({ language }: RuleText) => language === "sql";
  return [
    table(allRules.filter((rule) => !aboutMigrations(rule))),
    '### <a id="migration-rules"></a>Migrations',
    table(allRules.filter(aboutMigrations)),
  ].join("\n\n");
}

/** Each row carries the anchor that diagnostics link to. */
function table(rules: readonly RuleText[]): string {
  const rows = rules.map(({ name, severity, preset = "recommended", summary, examples }) => {
    const fix = examples.some((example) => "bad" in example && example.fixed !== undefined);
    return `| <a id="${name}"></a>\`${name}\` | ${severity} | ${preset} | ${fix ? "yes" : ""} | ${summary} |`;
  });
  return [
    "| Rule | Severity | Preset | Fix | What it finds |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
