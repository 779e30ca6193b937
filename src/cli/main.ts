#!/usr/bin/env node
/** The command line: picks the verb and turns what happens into an exit code. */
import { allRules } from "../core/rules/index.ts";
import { rulePage } from "../core/rules/rule-page.ts";
import { redact } from "../database/address.ts";
import { check } from "./check.ts";
import { compileLess } from "./compile-less.ts";
import { erd } from "./erd.ts";
import { help, knownRule, readCheckOptions, suggestion, UsageError } from "./usage.ts";
import { readDiffOptions } from "./usage-diff.ts";
import { readErdOptions } from "./usage-erd.ts";
import { readExplainOptions } from "./usage-explain.ts";
import { readProveOptions } from "./usage-prove.ts";
import { version } from "./version.ts";

const verbs = ["check", "diff", "prove", "explain", "erd", "rules", "rule"];

async function run([verb = "--help", ...rest]: readonly string[]): Promise<number> {
  if (rest.includes("--help") || verb === "--help" || verb === "-h" || verb === "help") {
    print(help);
    return 0;
  }
  switch (verb) {
    case "--version":
      print(version);
      return 0;
    case "check":
      compileLess();
      return check(readCheckOptions(rest), print);
    case "diff": {
      // What connects to databases is loaded by those who do.
      const { diff } = await import("./diff.ts");
      return diff(readDiffOptions(rest), (text) => void process.stdout.write(text));
    }
    case "prove": {
      const { prove } = await import("./prove.ts");
      return prove(readProveOptions(rest), print);
    }
    case "explain": {
      const { explain } = await import("./explain.ts");
      return explain(readExplainOptions(rest), print);
    }
    case "erd":
      return erd(readErdOptions(rest), print);
    case "rules":
      noMore(verb, rest, 0);
      print(ruleTable());
      return 0;
    case "rule":
      noMore(verb, rest, 1);
      print(rulePage(knownRule(rest[0] ?? "")));
      return 0;
    default:
      throw new UsageError(`There is no command ${verb}${suggestion(verb, verbs)}`);
  }
}

function noMore(verb: string, words: readonly string[], allowed: number): void {
  const extra = words[allowed];
  if (extra !== undefined) throw new UsageError(`${verb} does not understand ${extra}`);
  if (words.length < allowed) throw new UsageError(`${verb} wants the name of a rule`);
}

function ruleTable(): string {
  const width = Math.max(...allRules.map(({ name }) => name.length));
  return allRules
    .map(({ name, severity, preset = "recommended", summary }) =>
      [name.padEnd(width), severity.padEnd(7), preset.padEnd(11), summary].join("  "),
    )
    .join("\n");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

// Whoever reads may have seen enough (`| head`): then there is nobody left to tell anything.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") fail(error);
});

run(process.argv.slice(2)).then((code) => {
  // Not process.exit: what is still on its way into a pipe must arrive.
  process.exitCode = code;
}, fail);

function fail(error: unknown): void {
  // A URL with a password may stand where it was not expected.
  const message = redact(error instanceof Error ? error.message : String(error));
  const hint = error instanceof UsageError ? " (see prisma-architect --help)" : "";
  process.stderr.write(`prisma-architect: ${message.split("\n")[0]}${hint}\n`);
  process.exitCode = 2;
}
