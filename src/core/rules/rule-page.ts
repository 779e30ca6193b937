/** What a user reads about one rule: Markdown, the same in the editor and on the terminal. */
import type { Example, RuleText } from "../lint/rule.ts";

/** Where the page of a rule is on the web. */
export function rulePageAddress(name: string): string {
  return `https://github.com/prisma-schema-architect/prisma-schema-architect/blob/main/README.md#${name}`;
}

export function rulePage(rule: RuleText): string {
  const { name, severity, preset = "recommended", summary, why, examples } = rule;
  return [
    `# ${name}`,
    `${summary}. Severity: ${severity}. Preset: ${preset}.`,
    why,
    ...examples.flatMap(exampleText),
    `Silence it at one place with \`// architect-ignore ${name}: reason\` on the line before, or everywhere with \`"${name}": "off"\` under \`rules\` in \`prisma-architect.json\`.`,
  ].join("\n\n");
}

/** The same for a tooltip: why it matters, and the first example of each kind. */
export function ruleSummary(rule: RuleText): string {
  const { name, summary, why, examples } = rule;
  const bad = examples.find((example) => "bad" in example);
  const good = examples.find((example) => "good" in example);
  return [
    `**${name}**: ${summary}`,
    why,
    ...(bad ? exampleText(bad) : []),
    ...(good ? exampleText(good) : []),
  ].join("\n\n");
}

function exampleText(example: Example): string[] {
  if ("good" in example) return ["**Fine:**", fenced(example.good)];
  if (example.fixed === undefined) return ["**Warned about:**", fenced(example.bad)];
  return ["**Warned about:**", fenced(example.bad), "**After the fix:**", fenced(example.fixed)];
}

function fenced(text: string): string {
  const lines = text.replace(/^\n/, "").trimEnd().split("\n");
  const full = lines.filter((line) => line.trim() !== "");
  const indent = Math.min(...full.map((line) => line.search(/\S/)));
  return ["```prisma", ...lines.map((line) => line.slice(indent)), "```"].join("\n");
}
