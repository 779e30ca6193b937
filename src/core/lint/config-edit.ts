/** Changes to the text of a configuration that keep its comments and its layout. */
import {
  applyEdits,
  findNodeAtLocation,
  modify,
  type Node,
  type ParseError,
  parseTree,
} from "jsonc-parser";

/** The text with `rule` turned off; undefined when the text is no configuration to begin with. */
export function turnRuleOff(text: string, rule: string): string | undefined {
  if (text.trim() === "") return `${JSON.stringify({ rules: { [rule]: "off" } }, null, 2)}\n`;
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || tree?.type !== "object") return undefined;
  const rules = findNodeAtLocation(tree, ["rules"]);
  if (rules && rules.type !== "object") return undefined;
  const stated = findNodeAtLocation(tree, ["rules", rule]);
  const last = stated ? undefined : rules?.children?.at(-1);
  return (last && addBehindComment(text, last, rule)) ?? set(text, tree, rule);
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

function set(text: string, tree: Node, rule: string): string {
  const [first] = tree.children ?? [];
  const indent = (first && indentBefore(text, first)) || "  ";
  const formattingOptions = {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.length,
    eol: newlineOf(text),
  };
  return applyEdits(text, modify(text, ["rules", rule], "off", { formattingOptions }));
}

/** The blanks between the line's beginning and a node; undefined when more stands there. */
function indentBefore(text: string, { offset }: Node): string | undefined {
  return /(?:^|[\r\n])([ \t]*)$/.exec(text.slice(0, offset))?.[1];
}

function newlineOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
