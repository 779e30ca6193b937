/** Changes to the text of a configuration that keep its comments and its layout. */
import {
  applyEdits,
  findNodeAtLocation,
  modify,
  type Node,
  type ParseError,
  parseTree,
} from "jsonc-parser";
import type { Preset } from "./rule.ts";

/** The text with `rule` turned off; undefined when the text is no configuration to begin with. */
export function turnRuleOff(text: string, rule: string): string | undefined {
  if (text.trim() === "") return fresh({ rules: { [rule]: "off" } });
  const tree = treeOf(text);
  if (!tree) return undefined;
  const rules = findNodeAtLocation(tree, ["rules"]);
  if (rules && rules.type !== "object") return undefined;
  const stated = findNodeAtLocation(tree, ["rules", rule]);
  // A pair keeps its options, for the day on which the rule is turned on again.
  if (stated?.type === "array") return set(text, tree, ["rules", rule, 0], "off");
  const last = stated ? undefined : rules?.children?.at(-1);
  return (last && addBehindComment(text, last, rule)) ?? set(text, tree, ["rules", rule], "off");
}

/** The text with another preset; undefined when the text is no configuration to begin with. */
export function setPreset(text: string, preset: Preset): string | undefined {
  if (text.trim() === "") return fresh({ preset });
  const tree = treeOf(text);
  return tree && set(text, tree, ["preset"], preset);
}

/** The text with the number of rows of a table; undefined when the text is no configuration to begin with. */
export function setRows(text: string, table: string, rows: number): string | undefined {
  if (text.trim() === "") return fresh({ database: { rows: { [table]: rows } } });
  const tree = treeOf(text);
  const stated = tree && findNodeAtLocation(tree, ["database"]);
  if (!tree || (stated && stated.type !== "object")) return undefined;
  return set(text, tree, ["database", "rows", table], rows);
}

function fresh(config: object): string {
  return `${JSON.stringify(config, null, 2)}\n`;
}

function treeOf(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  return errors.length === 0 && tree?.type === "object" ? tree : undefined;
}

/** A comment that ends the line of the last rule stays with it; undefined where there is none. */
function addBehindComment(text: string, last: Node, rule: string): string | undefined {
  const indent = indentBefore(text, last);
  const end = last.offset + last.length;
  const rest = /^[ \t]*(,?)[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*(?=[\r\n]))/.exec(
    text.slice(end),
  );
  if (indent === undefined || rest === null) return undefined;
  const [comment, comma = ""] = rest;
  return [
    text.slice(0, end),
    comma === "" ? "," : "",
    comment,
    newlineOf(text),
    `${indent}${JSON.stringify(rule)}: "off"${comma}`,
    text.slice(end + comment.length),
  ].join("");
}

function set(text: string, tree: Node, place: (string | number)[], value: string | number): string {
  const [first] = tree.children ?? [];
  const indent = (first && indentBefore(text, first)) || "  ";
  const formattingOptions = {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.length,
    eol: newlineOf(text),
  };
  return applyEdits(text, modify(text, place, value, { formattingOptions }));
}

/** The blanks between the line's beginning and a node; undefined when more stands there. */
function indentBefore(text: string, { offset }: Node): string | undefined {
  return /(?:^|[\r\n])([ \t]*)$/.exec(text.slice(0, offset))?.[1];
}

function newlineOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
