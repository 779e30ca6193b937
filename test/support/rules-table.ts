/** The table of rules in the README, made from the rules themselves. */
import { allRules } from "../../src/core/rules/index.ts";

/** Each row carries the anchor that diagnostics link to. */
export function rulesTable(): string {
  const rows = allRules.map(({ name, severity, preset = "recommended", summary, examples }) => {
    const fix = examples.some((example) => "bad" in example && example.fixed !== undefined);
    return `| <a id="${name}"></a>\`${name}\` | ${severity} | ${preset} | ${fix ? "yes" : ""} | ${summary} |`;
  });
  return [
    "| Rule | Severity | Preset | Fix | What it finds |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
