/** What a user reads about one rule: Markdown, the same in the editor and on the terminal. */
import { z } from "zod";
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
    ...optionsText(rule),
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

/** What can be configured, as a list, and how it is written. */
function optionsText({ name, severity, options }: RuleText): string[] {
  if (!options) return [];
  const { properties = {} } = z.toJSONSchema(options, { io: "input" });
  const lines = Object.entries(properties).map(([option, schema]) => {
    const { description = "", default: value } = typeof schema === "boolean" ? {} : schema;
    return `- \`${option}\`: ${description} Default: \`${JSON.stringify(value)}\`.`;
  });
  const first = Object.entries(properties)[0];
  const value = typeof first?.[1] === "object" ? first[1].default : undefined;
  const usage = JSON.stringify({ rules: { [name]: [severity, { [first?.[0] ?? ""]: value }] } });
  return ["**Options**", lines.join("\n"), `\`\`\`json\n${usage}\n\`\`\``];
}

function exampleText(example: Example): string[] {
  const stated = example.options
    ? [`With \`${JSON.stringify(example.options).slice(1, -1)}\`:`]
    : [];
  return [...stated, ...shown(example)];
}

function shown(example: Example): string[] {
  return [
    ...(example.code ? ["**Asked for by:**", fenced(example.code, "ts")] : []),
    ...schemas(example),
  ];
}

function schemas(example: Example): string[] {
  if ("good" in example) return ["**Fine:**", fenced(example.good)];
  if (example.fixed === undefined) return ["**Warned about:**", fenced(example.bad)];
  return ["**Warned about:**", fenced(example.bad), "**After the fix:**", fenced(example.fixed)];
}

function fenced(text: string, language = "prisma"): string {
  const lines = text.replace(/^\n/, "").trimEnd().split("\n");
  const full = lines.filter((line) => line.trim() !== "");
  const indent = Math.min(...full.map((line) => line.search(/\S/)));
  return [`\`\`\`${language}`, ...lines.map((line) => line.slice(indent)), "```"].join("\n");
}
