/** What the command line understands, and what it says when it does not. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearest } from "../core/base/nearest.ts";
import type { Config } from "../core/lint/config.ts";
import { type Severity, severities } from "../core/lint/rule.ts";
import { allRules } from "../core/rules/index.ts";

export const help = `Usage: prisma-architect <command>

  check [paths…]   Check schemas and migrations: folders, .prisma files, migration.sql files.
                   Default: this folder.
      --format text|json|sarif|github   How to report. Default: text.
      --rule name=severity              error, warning, info, hint or off; may be repeated.
      --fail-on severity                Exit with 1 from this severity on. Default: warning.
      --fix                             Apply the fixes to the files.
      --no-queries                      Leave the code around the schemas unread.
      --no-migrations                   Leave the migrations unread.
      --update-baseline                 Write down today's findings: from now on only new ones count.
  diff             Print the SQL between two states of a database, as a migration has it.
      --from, --to place                migrations, empty, git:REVISION, a path of a schema or of
                                        migrations, or the URL of a PostgreSQL database, which is
                                        only read. Default: from the migrations, else from empty,
                                        to the schema of this folder.
      --down                            The way back.
      --format sql|json                 json adds locks, summary and findings. Default: sql.
  prove [path]     Run a migration in an embedded PostgreSQL 18 on top of those before it: without
                   rows, with rows, back and again; watch its locks. Default: the last one here.
      --format text|json                Default: text.
  explain "SQL" | FILE[:LINE]   Say how PostgreSQL would run a query, and what to change. Files:
                   .sql, TypeScript and JavaScript. Without a database, in an embedded PostgreSQL
                   18 with the tables of the schema and rows as assumed.
      --url URL|env:NAME                A PostgreSQL database; env:NAME keeps the password off the
                                        command line.
      --database                        The one that the project names: schema, prisma.config, .env.
      --migrations                      Embedded, with the tables of the migrations.
      --rows Model=1000000              Rows to assume there; 1m and 250k too; may be repeated.
      --param value                     For $1, then $2 and so on; NULL is NULL. Without, the plan
                                        is one for any values.
      --analyze                         Run it, and measure. What writes is run in an embedded
                                        database only, or with --disposable, and rolled back.
      --times number                    Run it so often, for percentiles.
      --schema path                     Default: that of this folder.
      --format text|json|markdown       Default: text.
      --fail-on severity                Default: warning.
  erd [path]       Draw a schema.
      --format mermaid|markdown|svg|dbml|json   Default: mermaid.
      --models A,B                      Only these, and what is related to them.
      --depth number                    How many relations away. Default: 1.
      --detail all|keys|names           What each model shows. Default: all.
      --direction LR|TB                 Default: LR.
      --no-enums, --dark
  rules            List all rules.
  rule <name>      Say what a rule finds, why it matters and how to silence it.

  --help, --version

Exit codes: 0 nothing at or above --fail-on, or proven; 1 something, or refuted; 2 the command
could not be understood or carried out, or the migration not be tried.`;

/** A mistake of whoever typed the command. Its message is one line. */
export class UsageError extends Error {}

export const formats = ["text", "json", "sarif", "github"] as const;
export type Format = (typeof formats)[number];

export type CheckOptions = {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly rules: Config["rules"];
  readonly failOn: Severity;
  readonly fix: boolean;
  readonly updateBaseline: boolean;
  /** Whether the code around the schemas is read for queries. */
  readonly queries: boolean;
  /** Whether the scripts of migrations are checked. */
  readonly migrations: boolean;
};

/** `words` are those behind `check`. */
export function readCheckOptions(words: readonly string[]): CheckOptions {
  const { values, positionals } = parseWords(words, checkOptions);
  return {
    paths: positionals.length > 0 ? positionals : ["."],
    format: oneOf(values.format ?? "text", formats, "--format"),
    failOn: oneOf(values["fail-on"] ?? "warning", severities, "--fail-on"),
    rules: Object.fromEntries((values.rule ?? []).map(readRule)),
    fix: values.fix ?? false,
    updateBaseline: values["update-baseline"] ?? false,
    queries: !(values["no-queries"] ?? false),
    migrations: !(values["no-migrations"] ?? false),
  };
}

const checkOptions = {
  format: { type: "string" },
  rule: { type: "string", multiple: true },
  "fail-on": { type: "string" },
  fix: { type: "boolean" },
  "update-baseline": { type: "boolean" },
  "no-queries": { type: "boolean" },
  "no-migrations": { type: "boolean" },
} as const;

/** Complains in one line, with the option that was meant. */
export function parseWords<Options extends NonNullable<ParseArgsConfig["options"]>>(
  words: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    const [line = ""] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    const given = /'(--?[\w-]+)/.exec(line)?.[1] ?? "";
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new UsageError(`${line}${suggestion(given, known)}`);
  }
}

export function oneOf<Word extends string>(
  word: string,
  known: readonly Word[],
  option: string,
): Word {
  const found = known.find((one) => one === word);
  if (found !== undefined) return found;
  throw new UsageError(`${option} is one of ${known.join(", ")}, not ${word}`);
}

function readRule(text: string): [string, Severity | "off"] {
  const [name = "", severity] = text.split("=", 2);
  if (severity === undefined) throw new UsageError(`--rule wants name=severity, not ${text}`);
  knownRule(name);
  return [name, oneOf(severity, [...severities, "off"], `--rule ${name}`)];
}

/** The rule called `name`; complains with the nearest name there is. */
export function knownRule(name: string) {
  const rule = allRules.find((one) => one.name === name);
  if (rule) return rule;
  const names = allRules.map((one) => one.name);
  throw new UsageError(`There is no rule called ${name}${suggestion(name, names)}`);
}

export function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? "" : `; did you mean ${near}?`;
}
