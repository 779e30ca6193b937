/** Why a finding matters, when the mouse rests on it. The message itself is shown by the editor. */
import { type Hover, MarkupKind, type Position } from "vscode-languageserver";
import { allRules } from "../core/rules/index.ts";
import { ruleSummary } from "../core/rules/rule-page.ts";
import { placer } from "../core/schema/place.ts";
import { linesOf, toOffset, toRange } from "./convert.ts";
import type { CheckedSchema } from "./workspace.ts";

/** Null where nothing is found. Each rule is explained once, however often it speaks there. */
export function hoverAt(checked: CheckedSchema, file: string, position: Position): Hover | null {
  const answer = checked.check.files.find((one) => one.file.path === file);
  if (!answer) return null;
  const lines = linesOf(answer.file);
  const place = placer([answer.file]);
  const offset = toOffset(lines, position);
  const here = answer.verdicts.flatMap(({ rule, at }) => {
    const found = place(at);
    return found && found.start <= offset && offset <= found.end ? [{ rule, ...found }] : [];
  });
  const [first] = here;
  if (!first) return null;
  const names = new Set(here.map(({ rule }) => rule));
  const texts = allRules.filter(({ name }) => names.has(name)).map(ruleSummary);
  return {
    range: toRange(lines, first.start, first.end),
    contents: { kind: MarkupKind.Markdown, value: texts.join("\n\n---\n\n") },
  };
}
