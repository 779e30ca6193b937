/** Changes to the text of a configuration that keep its comments and its layout. */
import { applyEdits, findNodeAtLocation, modify, type ParseError, parseTree } from "jsonc-parser";

/** The text with `rule` turned off; undefined when the text is no configuration to begin with. */
export function turnRuleOff(text: string, rule: string): string | undefined {
  if (text.trim() === "") return `${JSON.stringify({ rules: { [rule]: "off" } }, null, 2)}\n`;
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || tree?.type !== "object") return undefined;
  const rules = findNodeAtLocation(tree, ["rules"]);
  if (rules && rules.type !== "object") return undefined;
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ";
  const formattingOptions = {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
  return applyEdits(text, modify(text, ["rules", rule], "off", { formattingOptions }));
}
