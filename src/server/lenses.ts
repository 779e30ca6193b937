/** The line above each model, in lines and columns, with the findings it leads to. */
import type { CodeLens } from "vscode-languageserver";
import { lensesOf } from "../core/editor/lenses.ts";
import type { FileCheck } from "../core/rules/check-schema.ts";
import { placer } from "../core/schema/place.ts";
import type { Schema } from "../core/schema/resolve.ts";
import { commands, type ListedFinding } from "../protocol/messages.ts";
import { linesOf, toRange } from "./convert.ts";

export function lensesFor(schema: Schema, { file, verdicts }: FileCheck, uri: string): CodeLens[] {
  const lines = linesOf(file);
  const place = placer([file]);
  return lensesOf(schema, verdicts).flatMap((lens) => {
    const found = place(lens.at);
    if (!found) return [];
    const range = toRange(lines, found.start, found.end);
    const listed: ListedFinding[] = lens.verdicts.flatMap(({ at, rule, severity, message }) => {
      const there = place(at);
      if (!there) return [];
      return [{ rule, severity, message, range: toRange(lines, there.start, there.end) }];
    });
    const command = listed.length > 0 ? commands.showFindings : "";
    return [{ range, command: { title: lens.title, command, arguments: [uri, listed] } }];
  });
}
