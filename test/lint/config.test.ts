/** What a configuration file may say, what is said about one that is wrong, and its JSON schema. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse } from "jsonc-parser";
import { describe, expect, test } from "vitest";
import {
  configFor,
  configJsonSchema,
  configReader,
  defaults,
  optionsUnder,
  runsSomewhere,
  severityUnder,
} from "../../src/core/lint/config.ts";
import type { Rule, RuleText } from "../../src/core/lint/rule.ts";
import { presets, severities } from "../../src/core/lint/rule.ts";
import { rememberingRunner } from "../../src/core/lint/run.ts";
import { schemaChecker } from "../../src/core/rules/check-schema.ts";
import { allRules } from "../../src/core/rules/index.ts";
import { rulePage } from "../../src/core/rules/rule-page.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve } from "../../src/core/schema/resolve.ts";
import { dedent } from "../support/examples.ts";

const readConfig = configReader(allRules);
const isValid = new Ajv().compile(configJsonSchema(allRules));

const good: Record<string, readonly [text: string, rules: object]> = {
  "nothing but braces": ["{}", {}],
  "no rules": [`{ "rules": {} }`, {}],
  "each level": [
    `{ "rules": {
      "money-as-float": "error",
      "duplicate-index": "warning",
      "missing-timestamps": "info",
      "unindexed-foreign-key": "hint",
      "missing-primary-key": "off"
    } }`,
    {
      "money-as-float": "error",
      "duplicate-index": "warning",
      "missing-timestamps": "info",
      "unindexed-foreign-key": "hint",
      "missing-primary-key": "off",
    },
  ],
  "rules about comments": [
    `{ "rules": { "ignore-without-reason": "error" } }`,
    { "ignore-without-reason": "error" },
  ],
  "a schema, comments and trailing commas": [
    `{
      // Where editors find the completions.
      "$schema": "./schema.json",
      /* Prices are estimated. */
      "rules": { "money-as-float": "off", },
    }`,
    { "money-as-float": "off" },
  ],
};

describe("a configuration may have", () => {
  test.each(Object.entries(good))("%s", (_, [text, rules]) => {
    const config = { ...defaults, rules };
    expect(readConfig(text)).toEqual({ config, problem: undefined });
    expect(isValid(parse(text)), JSON.stringify(isValid.errors)).toBe(true);
  });

  test.each(presets)("the preset %s", (preset) => {
    const text = JSON.stringify({ preset });
    expect(readConfig(text)).toEqual({ config: { ...defaults, preset }, problem: undefined });
    expect(isValid(parse(text))).toBe(true);
  });

  test("each rule", () => {
    const rules = Object.fromEntries(allRules.map(({ name }) => [name, "off"]));
    expect(readConfig(JSON.stringify({ rules })).config.rules).toEqual(rules);
  });
});

describe("how loud a rule is", () => {
  const loud = { name: "a-loud", severity: "info", preset: "strict" } as RuleText;
  const quiet = { name: "a-quiet", severity: "warning" } as RuleText;
  test.each([
    ["off", "off", "off"],
    ["recommended", "off", "warning"],
    ["strict", "info", "warning"],
    ["all", "info", "warning"],
  ] as const)("under the preset %s", (preset, first, second) => {
    expect(severityUnder({ ...defaults, preset }, loud)).toBe(first);
    expect(severityUnder({ ...defaults, preset }, quiet)).toBe(second);
    const rules = { "a-loud": "hint", "a-quiet": "off" } as const;
    expect(severityUnder({ ...defaults, preset, rules }, loud), "what is stated wins").toBe("hint");
    expect(severityUnder({ ...defaults, preset, rules }, quiet)).toBe("off");
  });
});

describe("options", () => {
  const text = `{
    "rules": { "plural-model-name": ["info", { "allow": ["News"] }], "money-as-float": "off" },
    "overrides": [
      { "files": "x.prisma", "rules": { "plural-model-name": ["info", { "allow": ["Data"] }] } }
    ]
  }`;
  const { config, problem } = readConfig(text);
  const [plural] = allRules.filter(({ name }) => name === "plural-model-name");

  test("are read, and written to the JSON schema", () => {
    expect(problem).toBeUndefined();
    expect(isValid(parse(text)), JSON.stringify(isValid.errors)).toBe(true);
    expect(isValid({ rules: { "plural-model-name": ["info", {}] } })).toBe(true);
    expect(config.rules).toEqual({ "plural-model-name": "info", "money-as-float": "off" });
  });

  test("are what is stated, nearest first, or else the defaults", () => {
    if (!plural) throw new Error("the rule is gone");
    expect(optionsUnder(defaults, plural)).toEqual({ allow: [] });
    expect(optionsUnder(config, plural)).toEqual({ allow: ["News"] });
    expect(optionsUnder(configFor(config, "x.prisma"), plural)).toEqual({ allow: ["Data"] });
  });

  test("reach the rule, in each file its own", () => {
    const model = (name: string) => `model ${name} {\n  id Int @id\n}\n`;
    const schema = resolve([
      parseFile("x.prisma", model("News") + model("Users")),
      parseFile("y.prisma", model("Matches") + model("Data") + model("News")),
    ]);
    const plurals = schemaChecker(config)(schema).files.map(({ verdicts }) =>
      verdicts.filter(({ rule }) => rule === "plural-model-name").map(({ message }) => message),
    );
    expect(plurals).toEqual([
      ["Users is a plural, and each row is one User"],
      ["Matches is a plural, and each row is one Match"],
    ]);
  });
});

describe("overrides", () => {
  const text = `{
    "rules": { "money-as-float": "error" },
    "overrides": [
      { "files": "prisma/legacy/**", "rules": { "money-as-float": "off" } },
      { "files": ["**/*.old.prisma", "x.prisma"], "rules": { "money-as-float": "hint" } }
    ]
  }`;
  const { config, problem } = readConfig(text);
  const money = allRules.filter(({ name }) => name === "money-as-float");

  test("are read", () => {
    expect(problem).toBeUndefined();
    expect(isValid(parse(text))).toBe(true);
    expect(config.overrides.map(({ files }) => files)).toEqual([
      ["prisma/legacy/**"],
      ["**/*.old.prisma", "x.prisma"],
    ]);
  });

  test.each([
    ["prisma/schema.prisma", "error"],
    ["prisma/legacy/a.prisma", "off"],
    ["prisma/legacy/b.old.prisma", "hint"],
    ["x.prisma", "hint"],
    ["y/x.prisma", "error"],
  ])("%s: %s", (path, severity) => {
    const own = configFor(config, path);
    expect(money.map((rule) => severityUnder(own, rule))).toEqual([severity]);
    expect(configFor(config, path), "the very same for the same overrides").toBe(own);
  });

  test("a rule that is off runs when one of them wants it", () => {
    const [rule] = money;
    const off = { ...config, rules: { "money-as-float": "off" } } as const;
    expect(rule && runsSomewhere(off, rule)).toBe(true);
    expect(rule && runsSomewhere({ ...off, overrides: [] }, rule)).toBe(false);
  });

  test("apply to the files they name, in a schema of several files", () => {
    const file = (path: string, name: string) =>
      parseFile(path, `model ${name} {\n  id Int @id\n  price Float\n}\n`);
    const schema = resolve([
      file("/p/prisma/a.prisma", "A"),
      file("/p/prisma/legacy/b.prisma", "B"),
    ]);
    const check = schemaChecker(config, (path) => path.slice("/p/".length));
    const said = () =>
      check(schema).files.map(({ verdicts }) =>
        verdicts.filter(({ rule }) => rule === "money-as-float").map(({ severity }) => severity),
      );
    expect(said()).toEqual([["error"], []]);
    expect(said(), "also the second time").toEqual([["error"], []]);
  });
});

test("what the README shows is read, and fits the JSON schema", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
  const shown = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
  expect(shown.length).toBeGreaterThan(1);
  for (const text of shown) {
    expect(readConfig(text).problem).toBeUndefined();
    expect(isValid(parse(text)), JSON.stringify(isValid.errors)).toBe(true);
  }
});

test("what the pages of the rules show is read, and fits the JSON schema", () => {
  for (const rule of allRules) {
    for (const [, text = ""] of rulePage(rule).matchAll(/```json\n([\s\S]*?)```/g)) {
      expect(readConfig(text).problem, rule.name).toBeUndefined();
      expect(isValid(parse(text)), rule.name).toBe(true);
    }
  }
});

/** The line of carets marks what is underlined. */
const bad: Record<string, readonly [marked: string, message: string]> = {
  "an unknown rule, with the one that is meant": [
    `
    { "rules": { "money-as-flaot": "off" } }
    //           ^^^^^^^^^^^^^^^^
    `,
    "There is no rule called money-as-flaot. Did you mean money-as-float?",
  ],
  "an unknown rule in an override": [
    `
    { "overrides": [{ "files": "*", "rules": { "money-as-flaot": "off" } }] }
    //                                         ^^^^^^^^^^^^^^^^
    `,
    "There is no rule called money-as-flaot. Did you mean money-as-float?",
  ],
  "an unknown rule that is like no other": [
    `
    { "rules": { "x": "off" } }
    //           ^^^
    `,
    "There is no rule called x",
  ],
  "an unknown option of a rule": [
    `
    { "rules": { "plural-model-name": ["hint", { "alow": [] }] } }
    //                                           ^^^^^^
    `,
    "There is no option called alow. Did you mean allow?",
  ],
  "an unknown setting inside of an option": [
    `
    { "rules": { "required-field-missing": ["hint", { "fields": [{ "nam": "x" }] }] } }
    //                                                             ^^^^^
    `,
    "There is no option called nam. Did you mean name?",
  ],
  "an option that is missing": [
    `
    { "rules": { "required-field-missing": ["hint", { "fields": [{}] }] } }
    //                                                           ^^
    `,
    "rules.required-field-missing.1.fields.0.name is not of type string",
  ],
  "an option of another type": [
    `
    { "rules": { "plural-model-name": ["hint", { "allow": "Users" }] } }
    //                                                    ^^^^^^^
    `,
    "rules.plural-model-name.1.allow is not of type array",
  ],
  "options of a rule that has none": [
    `
    { "rules": { "money-as-float": ["hint", {}] } }
    //                             ^^^^^^^^^^^^
    `,
    "rules.money-as-float is one of error, warning, info, hint, off",
  ],
  "a level that does not exist, of a rule with options": [
    `
    { "rules": { "plural-model-name": "loud" } }
    //                                ^^^^^^
    `,
    "rules.plural-model-name is one of error, warning, info, hint, off",
  ],
  "an unknown setting in an override": [
    `
    { "overrides": [{ "file": "*", "rules": {} }] }
    //                ^^^^^^
    `,
    "There is no setting called file. Did you mean files?",
  ],
  "an unknown setting": [
    `
    { "rule": {} }
    //^^^^^^
    `,
    "There is no setting called rule. Did you mean rules?",
  ],
  "an unknown setting that is like no other": [
    `
    { "rules": {}, "severity": 1 }
    //             ^^^^^^^^^^
    `,
    "There is no setting called severity",
  ],
  "a level that does not exist": [
    `
    { "rules": { "money-as-float": "loud" } }
    //                             ^^^^^^
    `,
    "rules.money-as-float is one of error, warning, info, hint, off",
  ],
  "a level that is no text": [
    `
    { "rules": { "money-as-float": 0 } }
    //                             ^
    `,
    "rules.money-as-float is one of error, warning, info, hint, off",
  ],
  "rules that are a list": [
    `
    { "rules": ["money-as-float"] }
    //         ^^^^^^^^^^^^^^^^^^
    `,
    "rules is not of type object",
  ],
  "rules that are null": [
    `
    { "rules": null }
    //         ^^^^
    `,
    "rules is not of type object",
  ],
  "a schema that is no text": [
    `
    { "$schema": 1 }
    //           ^
    `,
    "$schema is not of type string",
  ],
  "a list": [
    `
      []
    //^^
    `,
    "The configuration is not of type object",
  ],
  "a mistake in the middle of the file": [
    `
    {
      // a comment
      "rules": {
        "money-as-float": "off",
        "duplicate-indx": "off"
    //  ^^^^^^^^^^^^^^^^
      }
    }
    `,
    "There is no rule called duplicate-indx. Did you mean duplicate-index?",
  ],
};

describe("a configuration may not have", () => {
  test.each(Object.entries(bad))("%s", (_, [marked, message]) => {
    const { text, start, end } = unmark(dedent(marked));
    const { config, problem } = readConfig(text);
    expect(config).toEqual(defaults);
    expect(problem?.message).toBe(
      `${message}${message.endsWith("?") ? " T" : "; t"}he default configuration applies`,
    );
    expect(text.slice(problem?.start, problem?.end)).toBe(text.slice(start, end));
    expect(problem).toMatchObject({ start, end });
    expect(isValid(parse(text))).toBe(false);
  });

  test("two mistakes at once are told one after the other", () => {
    const text = `{ "rules": { "money-as-float": "loud", "x": "off" } }`;
    const { problem } = readConfig(text);
    expect(problem?.message).toContain("There is no rule called x");
    const { problem: next } = readConfig(text.replace(', "x": "off"', ""));
    expect(next?.message).toContain("rules.money-as-float");
  });

  test.each([
    ["", "This is not JSON"],
    ["   \n", "This is not JSON"],
    ["rules: {}", "This is not JSON"],
    [`{ "rules": `, "This is not JSON"],
    [`{ "rules": {} } }`, "This is not JSON"],
    [`{ "rules" {} }`, "This is not JSON"],
    [`"text`, "This is not JSON"],
  ])("what is not JSON: %j", (text, message) => {
    const { config, problem } = readConfig(text);
    expect(config).toEqual(defaults);
    expect(problem?.message).toContain(message);
    expect(problem?.message).toContain("the default configuration applies");
    expect(problem?.start).toBeGreaterThanOrEqual(0);
    expect(problem?.end).toBeLessThanOrEqual(text.length);
    expect(problem?.start).toBeLessThanOrEqual(problem?.end ?? -1);
  });

  test("where JSON ends too early, its last character is not left out", () => {
    const text = `{ "rules": {} ]`;
    const { problem } = readConfig(text);
    expect(text.slice(problem?.start, problem?.end)).toBe("]");
  });
});

type RuleSchema = { description: string; enum?: string[]; anyOf?: { enum?: string[] }[] };

test("the JSON schema names each rule with what it says and its own level", () => {
  const { properties } = configJsonSchema(allRules) as {
    properties: { rules: { properties: Record<string, RuleSchema> } };
  };
  const { properties: rules } = properties.rules;
  expect(Object.keys(rules)).toEqual(allRules.map(({ name }) => name));
  for (const { name, summary, severity } of allRules) {
    expect(rules[name]?.description).toContain(summary);
    expect(rules[name]?.description).toContain(severity);
    const levels = rules[name]?.anyOf?.[0]?.enum ?? rules[name]?.enum;
    expect(levels).toEqual([...severities, "off"]);
  }
});

describe("running rules", () => {
  const at = { source: { text: "" }, start: 0, end: 0 };

  test("one that crashes leaves the others, and what it found before is not half told", () => {
    const crashing = rule("crashing", function* () {
      yield { at, message: "half" };
      throw new Error("boom");
    });
    const ask = rememberingRunner([crashing, rule("sound", () => [{ at, message: "found" }])]);
    const answers = ask({});
    expect(answers.map(({ rule: name, findings }) => [name, findings.length])).toEqual([
      ["crashing", 0],
      ["sound", 1],
    ]);
    expect(answers.map(({ crash }) => crash?.includes("boom"))).toEqual([true, undefined]);
  });

  test("what is thrown need not be an error", () => {
    const ask = rememberingRunner([
      rule("crashing", () => {
        throw "words";
      }),
    ]);
    expect(ask({})).toEqual([{ rule: "crashing", findings: [], crash: "words" }]);
  });

  test("a subject is asked about once, an equal one again, and silence is remembered too", () => {
    const asked: object[] = [];
    const ask = rememberingRunner([
      rule("spy", (subject) => {
        asked.push(subject);
        return [];
      }),
    ]);
    const subject = {};
    expect(ask(subject)).toEqual([]);
    expect(ask(subject)).toBe(ask(subject));
    ask({});
    expect(asked).toHaveLength(2);
    expect(asked[0]).toBe(subject);
  });

  function rule(name: string, check: Rule<object>["check"]): Rule<object> {
    return { name, severity: "info", summary: "", why: "", examples: [], check };
  }
});

/** Takes the line of carets away; the range is that of the carets, one line up. */
function unmark(marked: string): { text: string; start: number; end: number } {
  const lines = marked.split("\n");
  const at = lines.findIndex((line) => /^\s*\/\/\s*\^+$/.test(line));
  const carets = lines[at] ?? "";
  const above = lines.slice(0, at - 1).join("\n").length + (at > 1 ? 1 : 0);
  return {
    text: lines.filter((_, line) => line !== at).join("\n"),
    start: above + carets.indexOf("^"),
    end: above + carets.lastIndexOf("^") + 1,
  };
}
