/** What is said about a configuration that is wrong, and where it stands in the text. */
import { findNodeAtLocation, type Node, type ParseError, printParseErrorCode } from "jsonc-parser";
import { z } from "zod";
import { nearest } from "../base/nearest.ts";
import type { RuleText } from "./rule.ts";

/** What is wrong with a configuration, in offsets of its text. */
export type ConfigProblem = {
  readonly start: number;
  readonly end: number;
  readonly message: string;
};

/** The first thing to mend in a text that is JSON; undefined when there are no issues. */
export function problemIn(
  tree: Node,
  issues: readonly z.core.$ZodIssue[],
  rules: readonly RuleText[],
): ConfigProblem | undefined {
  const issue = worst(issues);
  return issue && placeIssue(tree, issue, rules);
}

export function notJson(text: string, error: ParseError | undefined): ConfigProblem {
  const what = error ? printParseErrorCode(error.error) : "the file is empty";
  const words = what.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const start = Math.min(error?.offset ?? 0, text.length);
  return {
    start,
    end: Math.min(text.length, start + Math.max(1, error?.length ?? 1)),
    message: `This is not JSON (${words}); the default configuration applies`,
  };
}

/** A misspelled name explains why another one is missing. */
function worst(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const inner = issues.map(innermost);
  return inner.find(({ code }) => code === "unrecognized_keys") ?? inner[0];
}

/** Of a setting that is neither of two shapes, what is wrong with the one that was meant. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== "invalid_union") return issue;
  const shapes = issue.errors.flatMap((each) => worst(each) ?? []);
  const meant = shapes.findLast(({ path, code }) => path.length > 0 || code !== "invalid_type");
  return meant ? { ...meant, path: [...issue.path, ...meant.path] } : issue;
}

function placeIssue(
  tree: Node,
  issue: z.core.$ZodIssue,
  rules: readonly RuleText[],
): ConfigProblem {
  const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const path = unknown === undefined ? issue.path : [...issue.path, unknown];
  const node = nodeAt(tree, path.map(asSegment));
  const at = unknown === undefined ? node : (node.parent?.children?.[0] ?? node);
  return {
    start: at.offset,
    end: at.offset + at.length,
    message: withDefaults(says(issue, path, unknown, rules)),
  };
}

/** The node of a path, or where the path leads to nothing, the last one on the way. */
function nodeAt(tree: Node, path: readonly (string | number)[]): Node {
  const node = findNodeAtLocation(tree, [...path]);
  return node ?? (path.length === 0 ? tree : nodeAt(tree, path.slice(0, -1)));
}

function withDefaults(what: string): string {
  return `${what}${what.endsWith("?") ? " T" : "; t"}he default configuration applies`;
}

function says(
  issue: z.core.$ZodIssue,
  path: readonly PropertyKey[],
  unknown: string | undefined,
  rules: readonly RuleText[],
): string {
  if (unknown !== undefined) {
    const { what, known } = placesFor(path, rules);
    const near = nearest(unknown, known);
    return `There is no ${what} called ${unknown}${near ? `. Did you mean ${near}?` : ""}`;
  }
  const name = path.map(String).join(".") || "The configuration";
  if (issue.code === "invalid_value") return `${name} is one of ${issue.values.join(", ")}`;
  if (issue.code === "invalid_type") return `${name} is not of type ${issue.expected}`;
  return `${name}: ${issue.message}`;
}

/** What may stand where an unknown name does. */
function placesFor(path: readonly PropertyKey[], rules: readonly RuleText[]) {
  if (path.at(-2) === "rules") return { what: "rule", known: rules.map(({ name }) => name) };
  const rule = rules.find(({ name }) => name === path[path.indexOf("rules") + 1]);
  if (path.includes("rules") && rule?.options) {
    return { what: "option", known: keysIn(z.toJSONSchema(rule.options)) };
  }
  const settings = path.includes("overrides")
    ? ["files", "rules"]
    : ["preset", "rules", "overrides"];
  return { what: "setting", known: settings };
}

/** The names of all properties that a JSON schema describes, at any depth. */
function keysIn(schema: z.core.JSONSchema._JSONSchema): string[] {
  if (typeof schema === "boolean") return [];
  const { properties = {}, items } = schema;
  return [
    ...Object.entries(properties).flatMap(([name, inner]) => [name, ...keysIn(inner)]),
    ...[items ?? []].flat().flatMap(keysIn),
  ];
}

function asSegment(key: PropertyKey): string | number {
  return typeof key === "number" ? key : String(key);
}
