/** The statements of a migration, each with what it does and what is found in it. */
import type { StatementSummary, Summary } from "../../core/migration/summary.ts";
import type { MigrationFindingLine, Preview } from "../../protocol/migrations.ts";
import { element } from "../erd/element.ts";
import type { Tell } from "./page.ts";

export function statementSection(page: Preview, summary: Summary, tell: Tell): HTMLElement {
  const proven = new Map(page.proof?.statements.map((one) => [one.index, one]));
  const whole = page.findings.filter(({ statement }) => statement === undefined);
  return element(
    "section",
    {},
    element("h2", {}, "Statements"),
    ...whole.map((finding) => findingLine(finding, tell)),
    element(
      "ol",
      {},
      ...summary.statements.map((statement) =>
        statementLine(
          statement,
          page.findings.filter((finding) => finding.statement === statement.index),
          proven.get(statement.index)?.asPredicted,
          page.proof?.server,
          tell,
        ),
      ),
    ),
  );
}

function statementLine(
  statement: StatementSummary,
  findings: readonly MigrationFindingLine[],
  asPredicted: boolean | undefined,
  server: string | undefined,
  tell: Tell,
): HTMLElement {
  const title = element(
    "button",
    { id: `statement-${statement.index}`, class: "link", type: "button" },
    statement.title,
  );
  title.addEventListener("click", () => tell({ kind: "reveal", offset: statement.offset }));
  const [first] = statement.locks;
  const facts = [
    first &&
      `${first.mode} on ${statement.locks
        .filter(({ mode }) => mode === first.mode)
        .map(({ table }) => table)
        .join(", ")}`,
    statement.rewrites.length > 0 && `rewrites ${statement.rewrites.join(", ")}`,
    statement.builds.length > 0 && `builds an index over ${statement.builds.join(", ")}`,
    statement.scans.length > 0 && `scans ${statement.scans.join(", ")}`,
    statement.isUnknown && "what it does is only known when it runs",
  ].filter((fact) => fact !== undefined && fact !== false);
  return element(
    "li",
    {},
    element(
      "div",
      { class: "statement" },
      title,
      asPredicted === true &&
        element(
          "span",
          { class: "badge", title: `Seen on ${server}, exactly as predicted` },
          `verified on ${server}`,
        ),
      asPredicted === false &&
        element(
          "span",
          { class: "badge bad", title: `${server} did something else than predicted` },
          "differs",
        ),
    ),
    facts.length > 0 && element("p", { class: "soft" }, facts.join(" · ")),
    ...statement.losses.map((loss) => element("p", { class: "fact bad" }, `loses ${loss}`)),
    ...statement.risks.map((risk) => element("p", { class: "fact" }, risk)),
    ...findings.map((finding) => findingLine(finding, tell)),
  );
}

function findingLine(
  { severity, message, rule, also, fixes }: MigrationFindingLine,
  tell: Tell,
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
      ...fixes.map((fix) => element("p", { class: "soft" }, `Light bulb: ${fix}`)),
    ),
  );
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
