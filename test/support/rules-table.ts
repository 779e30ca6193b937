/** The tables of rules in the README, made from the rules themselves. */
import type { RuleText } from "../../src/core/lint/rule.ts";
import { allRules } from "../../src/core/rules/index.ts";

/** Those about schemas and the code, then those about migrations, then those about plans. */
export function rulesTable(): string {
  const written = (language: RuleText["language"]) =>
    table(allRules.filter((rule) => rule.language === language));
  return [
    written(undefined),
    '### <a id="migration-rules"></a>Migrations',
    written("sql"),
    '### <a id="plan-rules"></a>Plans of queries',
    written("plan"),
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
