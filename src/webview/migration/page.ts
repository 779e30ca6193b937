/** What the panel shows: how bad it is at a glance, then tables, statements, and the proof. */
import { blocks, type Summary } from "../../core/migration/summary.ts";
import {
  type FromMigrationPanel,
  migrationCommands,
  type Preview,
  previewScheme,
} from "../../protocol/migrations.ts";
import { element } from "../erd/element.ts";
import { proofSection } from "./proof.ts";
import { statementSection } from "./statements.ts";
import { tableSection } from "./tables.ts";

export type Tell = (message: FromMigrationPanel) => void;

export function pageOf(page: Preview | null, tell: Tell): HTMLElement {
  if (page === null) return empty("There is no migration here any more.");
  const { summary, state, note } = page;
  if (!summary || summary.statements.length === 0 || state === "none") {
    const isFailed = state === "failed" || state === "invalid";
    return element(
      "main",
      {},
      header(page, tell),
      note !== "" && banner(isFailed ? "error" : "info", note),
      state === "none" &&
        empty(`Nothing to migrate: the schema does not differ from ${page.from}.`),
      state === "loading" && empty("The migrations are being read."),
    );
  }
  return element(
    "main",
    {},
    header(page, tell),
    state === "invalid" &&
      banner("error", "The schema has mistakes; this is its last valid version.", note),
    state === "failed" && banner("error", "This is of an earlier text.", note),
    state === "changes" && note !== "" && banner("info", note),
    figures(summary, page.reversible),
    proofSection(page.proof, summary.statements, tell),
    tableSection(summary.tables),
    statementSection(page, summary, tell),
  );
}

function header({ schema, from, document, state, text }: Preview, tell: Tell): HTMLElement {
  const isPreview = document.startsWith(`${previewScheme}:`);
  const button = (id: string, title: string, command: string, isMain = false) => {
    const made = element("button", { id, class: isMain ? "main" : "", type: "button" }, title);
    made.addEventListener("click", () => tell({ kind: "command", command }));
    return made;
  };
  return element(
    "header",
    {},
    element(
      "div",
      {},
      element("h1", {}, isPreview ? "Next migration" : nameIn(document)),
      element("p", { class: "soft" }, `${schema}, counted from ${from}`),
    ),
    text !== "" &&
      state !== "none" &&
      element(
        "div",
        { class: "buttons" },
        isPreview &&
          state === "changes" &&
          button("create", "Create Migration…", migrationCommands.create, true),
        button("prove", "Prove", migrationCommands.prove),
        button("down", "Down Script", migrationCommands.down),
        button("checks", "Pre-Checks", migrationCommands.preChecks),
      ),
  );
}

/** `file:///…/20240131_add_users/migration.sql` as its directory. */
function nameIn(document: string): string {
  return decodeURIComponent(document.split("/").at(-2) ?? document);
}

function banner(kind: "error" | "info", words: string, detail = ""): HTMLElement {
  return element(
    "div",
    { class: `banner ${kind}`, role: "status" },
    element("p", {}, words),
    detail !== "" && element("p", { class: "detail" }, detail),
  );
}

function empty(words: string): HTMLElement {
  return element("p", { class: "empty" }, words);
}

const durations = {
  instant: "an instant",
  seconds: "seconds",
  minutes: "minutes",
  hours: "hours",
  "by rows": "longer with more rows",
  unknown: "not known",
};

/** Short answers: how strong, how long, what is lost, what may fail, whether there is a way back. */
function figures(
  { strongest, duration, losses, risks, statements }: Summary,
  reversible: Preview["reversible"],
): HTMLElement {
  const isWaitedFor = strongest !== undefined && blocks(strongest) !== "nothing";
  const isLong = isWaitedFor && duration !== "instant";
  return element(
    "dl",
    { class: "figures" },
    figure("Statements", String(statements.length)),
    figure("Strongest lock", strongest ?? "none", isLong ? "bad" : ""),
    figure("Others wait", isWaitedFor ? durations[duration] : "no", isLong ? "bad" : "good"),
    figure("Data lost", some(losses), losses.length > 0 ? "bad" : "good"),
    figure(
      "Can fail on rows",
      risks.length > 0 ? `${risks.length} ${risks.length === 1 ? "way" : "ways"}` : "no",
      risks.length > 0 ? "bad" : "good",
    ),
    reversible !== undefined &&
      figure("Can be taken back", waysBack[reversible], reversible === "yes" ? "good" : "bad"),
  );
}

const waysBack = { yes: "yes", "loses data": "yes, without what is new", no: "not all of it" };

function figure(term: string, value: string, kind = ""): HTMLElement {
  return element("div", {}, element("dt", {}, term), element("dd", { class: kind }, value));
}

/** The others stand beside their statements. */
function some([first, ...others]: readonly string[]): string {
  if (first === undefined) return "none";
  return others.length > 0 ? `${first}, and ${others.length} more` : first;
}
