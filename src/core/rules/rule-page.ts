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
    ...examples.flatMap((example) => exampleText(example, rule.language)),
    ...optionsText(rule),
    silenceText(rule),
  ].join("\n\n");
}

/** A plan has no line to write a comment on. */
function silenceText({ name, language }: RuleText): string {
  const everywhere = `everywhere with \`"${name}": "off"\` under \`rules\` in \`prisma-architect.json\`.`;
  if (language === "plan") return `Silence it ${everywhere}`;
  const mark = language === "sql" ? "--" : "//";
  return `Silence it at one place with \`${mark} architect-ignore ${name}: reason\` on the line before, or ${everywhere}`;
}

/** The same for a tooltip: why it matters, and the first example of each kind. */
export function ruleSummary(rule: RuleText): string {
  const { name, summary, why, examples } = rule;
  const bad = examples.find((example) => "bad" in example);
  const good = examples.find((example) => "good" in example);
  return [
    `**${name}**: ${summary}`,
    why,
    ...(bad ? exampleText(bad, rule.language) : []),
    ...(good ? exampleText(good, rule.language) : []),
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

function exampleText(example: Example, language?: RuleText["language"]): string[] {
  const stated = example.options
    ? [`With \`${JSON.stringify(example.options).slice(1, -1)}\`:`]
    : [];
  return [...stated, ...shown(example, language)];
}

function shown(example: Example, language: RuleText["language"]): string[] {
  return [
    ...(example.code ? ["**Asked for by:**", fenced(example.code, "ts")] : []),
    ...(example.before ? ["**After:**", fenced(example.before, "sql")] : []),
    ...texts(example, language),
  ];
}

function texts(example: Example, language: RuleText["language"]): string[] {
  if ("good" in example) return ["**Fine:**", fenced(example.good, language)];
  if (example.fixed === undefined) return ["**Warned about:**", fenced(example.bad, language)];
  return [
    "**Warned about:**",
    fenced(example.bad, language),
    "**After the fix:**",
    fenced(example.fixed, language),
  ];
}

function fenced(text: string, stated = "prisma"): string {
  // Nobody colours plans.
  const language = stated === "plan" ? "text" : stated;
  const lines = text.replace(/^\n/, "").trimEnd().split("\n");
  const full = lines.filter((line) => line.trim() !== "");
  const indent = Math.min(...full.map((line) => line.search(/\S/)));
  return [`\`\`\`${language}`, ...lines.map((line) => line.slice(indent)), "```"].join("\n");
}
