/**
 * The configuration file: its shape, its JSON schema, and how a text becomes a configuration.
 * A text that is wrong gives one problem and the defaults. Which rules exist, the caller says.
 */
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import picomatch from "picomatch";
import { z } from "zod";
import { nearest } from "../base/nearest.ts";
import { type Preset, presets, type RuleText, type Severity } from "./rule.ts";

export const configFileName = "prisma-architect.json";

export type Config = {
  readonly preset: Preset;
  readonly rules: Readonly<Record<string, Severity | "off">>;
  /** Other severities for some files; what comes later wins. */
  readonly overrides: readonly Override[];
};

export type Override = {
  /** Globs, from the folder of the configuration on: `prisma/legacy/**`. */
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, Severity | "off">>;
};

export const defaults: Config = { preset: "recommended", rules: {}, overrides: [] };

/** How loud a rule is under a configuration: as stated, else as its preset has it. */
export function severityUnder(config: Config, rule: RuleText): Severity | "off" {
  const stated = config.rules[rule.name];
  if (stated !== undefined) return stated;
  const runs = presets.indexOf(rule.preset ?? "recommended") <= presets.indexOf(config.preset);
  return runs ? rule.severity : "off";
}

const merged = new WeakMap<Config, Map<string, Config>>();

/**
 * The configuration for one file, its overrides applied. Files to which the same overrides apply
 * get the very same object.
 */
export function configFor(config: Config, path: string): Config {
  if (config.overrides.length === 0) return config;
  const matching = config.overrides.filter(({ files }) => picomatch.isMatch(path, [...files]));
  const key = matching.map((override) => config.overrides.indexOf(override)).join();
  const known = merged.get(config) ?? new Map<string, Config>();
  merged.set(config, known);
  const before = known.get(key);
  if (before) return before;
  const rules = Object.assign({}, config.rules, ...matching.map((override) => override.rules));
  const now: Config = { preset: config.preset, rules, overrides: [] };
  known.set(key, now);
  return now;
}

/** Whether any file might hear of the rule. */
export function runsSomewhere(config: Config, rule: RuleText): boolean {
  if (severityUnder(config, rule) !== "off") return true;
  return config.overrides.some(({ rules }) => (rules[rule.name] ?? "off") !== "off");
}

/** What is wrong with a configuration, in offsets of its text. */
export type ConfigProblem = {
  readonly start: number;
  readonly end: number;
  readonly message: string;
};

export type ConfigReading = {
  readonly config: Config;
  readonly problem: ConfigProblem | undefined;
};

const level = z.enum(["error", "warning", "info", "hint", "off"]);

function shapeFor(rules: readonly RuleText[]) {
  const levels: Record<string, z.ZodOptional<typeof level>> = {};
  for (const { name, severity, summary } of rules) {
    levels[name] = level.meta({ description: `${summary}. On its own: ${severity}.` }).optional();
  }
  const stated = z
    .strictObject(levels)
    .meta({ description: "How much each rule matters, or that it is off." });
  return z
    .strictObject({
      $schema: z.string().optional(),
      preset: z
        .enum(presets)
        .meta({
          description:
            "Which rules run that are not named below: recommended (the default), strict, all, or off.",
        })
        .optional(),
      rules: stated.optional(),
      overrides: z
        .array(
          z.strictObject({
            files: z
              .union([z.string(), z.array(z.string())])
              .meta({ description: "Globs, from the folder of this file on." }),
            rules: stated,
          }),
        )
        .meta({ description: "Other severities for some files; what comes later wins." })
        .optional(),
    })
    .meta({ title: "Prisma Schema Architect", description: "Which rules run, and how loud." });
}

/** The JSON schema that editors complete and check the file with. */
export function configJsonSchema(rules: readonly RuleText[]): object {
  return z.toJSONSchema(shapeFor(rules), { target: "draft-7" });
}

/** Reads configurations that may name exactly these rules. Comments and trailing commas are fine. */
export function configReader(rules: readonly RuleText[]): (text: string) => ConfigReading {
  const shape = shapeFor(rules);
  return (text) => {
    const errors: ParseError[] = [];
    const tree = parseTree(text, errors, { allowTrailingComma: true });
    const [error] = errors;
    if (error !== undefined || tree === undefined) return wrong(notJson(text, error));
    const read = shape.safeParse(getNodeValue(tree));
    if (read.success) {
      const { preset = defaults.preset, rules, overrides = [] } = read.data;
      const config: Config = {
        preset,
        rules: given(rules),
        overrides: overrides.map((override) => ({
          files: [override.files].flat(),
          rules: given(override.rules),
        })),
      };
      return { config, problem: undefined };
    }
    const [issue] = read.error.issues;
    return wrong(issue ? placeIssue(tree, issue, rules) : notJson(text, undefined));
  };
}

/** Without the keys that are there but undefined, which zod's type allows for. */
function given(rules: Record<string, Severity | "off" | undefined> = {}): Config["rules"] {
  const stated = Object.entries(rules).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return Object.fromEntries(stated);
}

function wrong(problem: ConfigProblem): ConfigReading {
  return { config: defaults, problem };
}

function notJson(text: string, error: ParseError | undefined): ConfigProblem {
  const what = error ? printParseErrorCode(error.error) : "the file is empty";
  const words = what.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const start = Math.min(error?.offset ?? 0, text.length);
  return {
    start,
    end: Math.min(text.length, start + Math.max(1, error?.length ?? 1)),
    message: `This is not JSON (${words}); the default configuration applies`,
  };
}

function placeIssue(
  tree: Node,
  issue: z.core.$ZodIssue,
  rules: readonly RuleText[],
): ConfigProblem {
  const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const path = unknown === undefined ? issue.path : [...issue.path, unknown];
  const node = findNodeAtLocation(tree, path.map(asSegment)) ?? tree;
  const at = unknown === undefined ? node : (node.parent?.children?.[0] ?? node);
  return {
    start: at.offset,
    end: at.offset + at.length,
    message: `${says(issue, path, unknown, rules)}; the default configuration applies`,
  };
}

function says(
  issue: z.core.$ZodIssue,
  path: readonly PropertyKey[],
  unknown: string | undefined,
  rules: readonly RuleText[],
): string {
  if (unknown !== undefined) {
    const what = path.length > 1 && path.at(-2) === "rules" ? "rule" : "setting";
    const known =
      what === "rule" ? rules.map(({ name }) => name) : ["preset", "rules", "overrides"];
    const near = nearest(unknown, known);
    return `There is no ${what} called ${unknown}${near ? `, but ${near}` : ""}`;
  }
  const name = path.map(String).join(".") || "The configuration";
  if (issue.code === "invalid_value") return `${name} is one of ${issue.values.join(", ")}`;
  if (issue.code === "invalid_type") return `${name} is not of type ${issue.expected}`;
  return `${name}: ${issue.message}`;
}

function asSegment(key: PropertyKey): string | number {
  return typeof key === "number" ? key : String(key);
}
