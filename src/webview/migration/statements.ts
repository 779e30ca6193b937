/** The statements of a migration, each with what it does and what is found in it. */
import type { StatementSummary, Summary } from "../../core/migration/summary.ts";
import {
  type MigrationFindingLine,
  type Preview,
  type ProvenStatement,
  previewScheme,
  type TextPosition,
} from "../../protocol/migrations.ts";
import { element } from "../erd/element.ts";
import type { Tell } from "./page.ts";
import { badgeOf, seenLines } from "./proof.ts";

/** What can be done from here: fixes only where there is a file that they change. */
type Act = { readonly tell: Tell; readonly canFix: boolean };

export function statementSection(page: Preview, summary: Summary, tell: Tell): HTMLElement {
  const proven = new Map(page.proof?.statements.map((one) => [one.index, one]));
  const act: Act = { tell, canFix: !page.document.startsWith(`${previewScheme}:`) };
  const whole = page.findings.filter(({ statement }) => statement === undefined);
  return element(
    "section",
    {},
    element("h2", {}, "Statements"),
    ...whole.map((finding) => findingLine(finding, act)),
    element(
      "ol",
      {},
      ...summary.statements.map((statement) =>
        statementLine(
          statement,
          page.findings.filter((finding) => finding.statement === statement.index),
          proven.get(statement.index),
          page.proof?.server ?? "",
          act,
        ),
      ),
    ),
  );
}

function statementLine(
  statement: StatementSummary,
  findings: readonly MigrationFindingLine[],
  proven: ProvenStatement | undefined,
  server: string,
  act: Act,
): HTMLElement {
  const title = element(
    "button",
    { id: `statement-${statement.index}`, class: "link", type: "button" },
    statement.title,
  );
  title.addEventListener("click", () => act.tell({ kind: "reveal", offset: statement.offset }));
  const [first] = statement.locks;
  const isRewrite = statement.rewrites.length > 0;
  const hasIndexes = !isRewrite && statement.builds.length > 0;
  const facts = [
    first &&
      `${first.mode} on ${statement.locks
        .filter(({ mode }) => mode === first.mode)
        .map(({ table }) => table)
        .join(", ")}`,
    isRewrite && `rewrites ${statement.rewrites.join(", ")}`,
    // Whatever is rewritten is read as well, and its indexes are built anew.
    hasIndexes && `builds an index over ${statement.builds.join(", ")}`,
    !isRewrite &&
      !hasIndexes &&
      statement.scans.length > 0 &&
      `scans ${statement.scans.join(", ")}`,
    statement.isUnknown && "what it does is only known when it runs",
  ].filter((fact) => fact !== undefined && fact !== false);
  return element(
    "li",
    {},
    element("div", { class: "statement" }, title, badgeOf(statement, proven, server)),
    facts.length > 0 && element("p", { class: "soft" }, facts.join(" · ")),
    ...statement.losses.map((loss) => element("p", { class: "fact bad" }, `Loses ${loss}`)),
    ...statement.risks.map((risk) => element("p", { class: "fact" }, capital(risk))),
    ...seenLines(statement, proven, server),
    ...findings.map((finding) => findingLine(finding, act)),
  );
}

function findingLine(
  { severity, message, rule, also, fixes, range }: MigrationFindingLine,
  { tell, canFix }: Act,
): HTMLElement {
  return element(
    "div",
    { class: `finding ${severity}` },
    element("span", { class: "mark", "aria-hidden": "true" }),
    element(
      "div",
      {},
      element(
        "p",
        {},
        element("span", { class: "unseen" }, `${severity}: `),
        message,
        " ",
        ruleLink(rule, tell),
      ),
      ...also.map((one) =>
        element("p", { class: "soft" }, `${one.message} `, ruleLink(one.rule, tell)),
      ),
      ...fixes.map((fix) =>
        element(
          "p",
          { class: "soft" },
          canFix ? "Fix: " : "Fix, once it is created: ",
          canFix ? fixLink(fix, range.start, tell) : fix,
        ),
      ),
    ),
  );
}

/** Opens the light bulb there: it has the others as well, and shows what each would change. */
function fixLink(title: string, at: TextPosition, tell: Tell): HTMLElement {
  const link = element("button", { class: "fix", type: "button" }, title);
  link.addEventListener("click", () => tell({ kind: "fix", at }));
  return link;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function ruleLink(rule: string, tell: Tell): HTMLElement {
  const link = element(
    "button",
    { class: "rule", type: "button", title: `Why ${rule} matters` },
    rule,
  );
  link.addEventListener("click", () => tell({ kind: "rule", rule }));
  return link;
}
