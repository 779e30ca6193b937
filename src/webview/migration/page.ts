/** What the panel shows: how bad it is at a glance, then tables, statements, and the proof. */
import type { Summary } from "../../core/migration/summary.ts";
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
  const notes = element("div", { class: "notes" }, note !== "" && element("p", {}, note));
  if (!summary || summary.statements.length === 0) {
    const words = state === "none" ? nothing(page) : note || "The migration is being read.";
    return element("main", {}, header(page, tell), empty(words));
  }
  return element(
    "main",
    {},
    header(page, tell),
    state === "invalid" ? broken(note) : notes,
    figures(summary),
    proofSection(page.proof, page.findings.length),
    tableSection(summary.tables),
    statementSection(page, summary, tell),
  );
}

function header({ schema, from, document }: Preview, tell: Tell): HTMLElement {
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
    element(
      "div",
      { class: "buttons" },
      isPreview && button("create", "Create Migration…", migrationCommands.create, true),
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

function broken(note: string): HTMLElement {
  return element(
    "p",
    { class: "banner", role: "status" },
    "The schema has mistakes; this is its last valid version. ",
    element("span", { class: "soft" }, note.split("\n")[0] ?? ""),
  );
}

function nothing({ from }: Preview): string {
  return `Nothing to migrate: the schema is what ${from} make.`.replace(
    "an empty database make",
    "an empty database is",
  );
}

function empty(words: string): HTMLElement {
  return element("p", { class: "empty" }, words);
}

/** Five short answers: how strong, how long, what is lost, what may fail. */
function figures({ strongest, duration, losses, risks, statements }: Summary): HTMLElement {
  const durations = {
    instant: "an instant",
    seconds: "seconds",
    minutes: "minutes",
    hours: "hours",
    "by rows": "grows with the rows",
    unknown: "not known",
  };
  return element(
    "dl",
    { class: "figures" },
    ...figure("Statements", String(statements.length)),
    ...figure("Strongest lock", strongest ?? "none", strongest === "ACCESS EXCLUSIVE" ? "bad" : ""),
    ...figure("Others wait", durations[duration], duration === "instant" ? "good" : "bad"),
    ...figure(
      "Data lost",
      losses.length > 0 ? losses.join(", ") : "none",
      losses.length > 0 ? "bad" : "good",
    ),
    ...figure(
      "Can fail on rows",
      risks.length > 0 ? `${risks.length} ${risks.length === 1 ? "way" : "ways"}` : "no",
      risks.length > 0 ? "bad" : "good",
    ),
  );
}

function figure(term: string, value: string, kind = ""): HTMLElement[] {
  return [element("div", {}, element("dt", {}, term), element("dd", { class: kind }, value))];
}
