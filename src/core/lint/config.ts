/**
 * The configuration file: its shape, its JSON schema, and how a text becomes a configuration.
 * A text that is wrong gives one problem and the defaults. Which rules exist, the caller says.
 */
import { getNodeValue, type ParseError, parseTree } from "jsonc-parser";
import picomatch from "picomatch";
import { z } from "zod";
import { type ConfigProblem, notJson, problemIn } from "./config-problem.ts";
import { type Preset, presets, type RuleText, type Severity } from "./rule.ts";

export const configFileName = "prisma-architect.json";

export type Config = {
  readonly preset: Preset;
  readonly rules: Readonly<Record<string, Severity | "off">>;
  /** By the name of a rule, as the rule reads them; what is not here is at its defaults. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Other severities for some files; what comes later wins. */
  readonly overrides: readonly Override[];
  readonly database: DatabaseSettings;
};

/** What is known of the database behind a schema; what is not stated is detected or assumed. */
export type DatabaseSettings = {
  /** Major version of PostgreSQL. */
  readonly postgres: number | undefined;
  /** [7, 4] for Prisma 7.4. */
  readonly prisma: readonly [major: number, minor: number] | undefined;
  /** Rows by table, `public.User` or `User`. */
  readonly rows: Readonly<Record<string, number>>;
  /** Migrations up to and including this one are history: nothing is said about them. */
  readonly startAfter: string | undefined;
};

const unknownDatabase: DatabaseSettings = {
  postgres: undefined,
  prisma: undefined,
  rows: {},
  startAfter: undefined,
};

export type Override = {
  /** Globs, from the folder of the configuration on: `prisma/legacy/**`. */
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, Severity | "off">>;
  readonly options: Readonly<Record<string, unknown>>;
};

export const defaults: Config = {
  preset: "recommended",
  rules: {},
  options: {},
  overrides: [],
  database: unknownDatabase,
};

/** How loud a rule is under a configuration: as stated, else as its preset has it. */
export function severityUnder(config: Config, rule: RuleText): Severity | "off" {
  const stated = config.rules[rule.name];
  if (stated !== undefined) return stated;
  const runs = presets.indexOf(rule.preset ?? "recommended") <= presets.indexOf(config.preset);
  return runs ? rule.severity : "off";
}

/** The options a rule runs with under a configuration: as stated, else its defaults. */
export function optionsUnder(config: Config, { name, options }: RuleText): unknown {
  return config.options[name] ?? options?.parse({});
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
  const options = Object.assign({}, config.options, ...matching.map((one) => one.options));
  const now: Config = { ...config, rules, options, overrides: [] };
  known.set(key, now);
  return now;
}

/** Whether any file might hear of the rule. */
export function runsSomewhere(config: Config, rule: RuleText): boolean {
  if (severityUnder(config, rule) !== "off") return true;
  return config.overrides.some(({ rules }) => (rules[rule.name] ?? "off") !== "off");
}

export type ConfigReading = {
  readonly config: Config;
  readonly problem: ConfigProblem | undefined;
};

const level = z.enum(["error", "warning", "info", "hint", "off"]);

/** A severity, or for a rule with options a pair of a severity and the options. */
type Stated = Severity | "off" | readonly [Severity | "off", unknown];

function settingOf({ options }: RuleText): z.ZodType<Stated> {
  return options ? z.union([level, z.tuple([level, options])]) : level;
}

function shapeFor(rules: readonly RuleText[]) {
  const settings: Record<string, z.ZodType<Stated | undefined>> = {};
  for (const rule of rules) {
    const description = `${rule.summary}. On its own: ${rule.severity}.`;
    settings[rule.name] = settingOf(rule).meta({ description }).optional();
  }
  const stated = z
    .strictObject(settings)
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
      database: z
        .strictObject({
          postgres: z
            .number()
            .int()
            .min(12)
            .max(30)
            .meta({ description: "The major version of PostgreSQL that migrations will run on." })
            .optional(),
          prisma: z
            .string()
            .regex(/^\d+\.\d+/)
            .meta({
              description: "The version of Prisma that applies migrations, when it is not found.",
            })
            .optional(),
          rows: z
            .record(z.string(), z.number().int().min(0))
            .meta({ description: "About how many rows a table holds, by its name." })
            .optional(),
          startAfter: z
            .string()
            .meta({
              description:
                "The last migration that is history: it and those before are not judged.",
            })
            .optional(),
        })
        .meta({ description: "The database behind the schema, for what is said of migrations." })
        .optional(),
    })
    .meta({ title: "Prisma Schema Architect", description: "Which rules run, and how loud." });
}

/** The JSON schema that editors complete and check the file with. */
export function configJsonSchema(rules: readonly RuleText[]): object {
  return z.toJSONSchema(shapeFor(rules), { target: "draft-7", io: "input" });
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
      const { preset = defaults.preset, rules, overrides = [], database = {} } = read.data;
      const config: Config = {
        preset,
        ...given(rules),
        overrides: overrides.map((override) => ({
          files: [override.files].flat(),
          ...given(override.rules),
        })),
        database: {
          postgres: database.postgres,
          prisma: versionIn(database.prisma),
          rows: database.rows ?? {},
          startAfter: database.startAfter,
        },
      };
      return { config, problem: undefined };
    }
    return wrong(problemIn(tree, read.error.issues, rules) ?? notJson(text, undefined));
  };
}

/** Severities and options apart, without the keys that are there but undefined. */
function given(stated: Record<string, Stated | undefined> = {}): Pick<Config, "rules" | "options"> {
  const rules: Record<string, Severity | "off"> = {};
  const options: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(stated)) {
    if (typeof setting === "string") rules[name] = setting;
    else if (setting) [rules[name], options[name]] = setting;
  }
  return { rules, options };
}

function versionIn(text: string | undefined): DatabaseSettings["prisma"] {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(text ?? "") ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

function wrong(problem: ConfigProblem): ConfigReading {
  return { config: defaults, problem };
}
