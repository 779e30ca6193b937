/** What a user reads about one rule: Markdown, the same in the editor and on the terminal. */
import type { Example, RuleText } from "../lint/rule.ts";

/** Where the page of a rule is on the web. */
export function rulePageAddress(name: string): string {
  return `https://github.com/prisma-schema-architect/prisma-schema-architect/blob/main/README.md#${name}`;
}

export function rulePage(rule: RuleText): string {
  const { name, severity, summary, why, examples } = rule;
  return [
    `# ${name}`,
    `${summary}. Severity: ${severity}.`,
    why,
    ...examples.flatMap(exampleText),
    `Silence it at one place with \`// architect-ignore ${name}: reason\` on the line before, or everywhere with \`"${name}": "off"\` under \`rules\` in \`prisma-architect.json\`.`,
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
