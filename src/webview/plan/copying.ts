/** What can be copied out of the panel: for a terminal, for other tools, for a pull request. */
import { planMarkdown } from "../../core/plan/write-markdown.ts";
import { planText } from "../../core/plan/write-text.ts";
import type { MenuItem } from "../erd/menu.ts";
import type { Shown, Tell } from "./desk.ts";
import { pretty } from "./json-text.ts";

/** The text is made when it is asked for. */
export function copyItems({ page, plan, measured, result }: Shown, tell: Tell): MenuItem[] {
  const item = (label: string, what: string, text: () => string): MenuItem => ({
    kind: "command",
    label,
    run: () => tell({ kind: "copy", text: text(), what }),
  });
  return [
    item("Copy as Text", "The plan as text", () => planText(plan, measured)),
    item("Copy as Markdown", "The plan as Markdown", () =>
      planMarkdown({ plan, measured, sql: page.sql, findings: result.findings }),
    ),
    item("Copy as JSON", "The plan as JSON", () => pretty(result.json)),
    { kind: "line" },
    item("Copy the Query", "The query", () => page.sql),
    item("Copy the EXPLAIN Statement", "The statement", () => `${result.options}\n${page.sql}`),
  ];
}
