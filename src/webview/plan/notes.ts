/** What has to be known to believe the plan: what was seen before, assumed rows, the server's notices. */
import type { AssumedRows, PlanPage } from "../../protocol/plans.ts";
import { element } from "../erd/element.ts";
import { icon } from "../erd/icons.ts";
import type { Desk } from "./desk.ts";
import { count, rowsTyped } from "./numbers.ts";

export function notes(page: PlanPage, desk: Desk): HTMLElement | undefined {
  const { result, seen, assumed } = page;
  const lines = [
    ...seen.map((sentence) => line("warning", sentence)),
    ...(result?.isGeneric
      ? [
          line(
            "follow",
            "Planned for any values: with values given above, the plan may be another one",
          ),
        ]
      : []),
    ...(result?.notices ?? []).map((notice) => line("source", notice)),
  ];
  if (lines.length === 0 && assumed.length === 0) return undefined;
  return element(
    "section",
    { class: "notes", "aria-label": "Notes" },
    lines.length > 0 && element("ul", {}, ...lines),
    assumed.length > 0 && assumptions(assumed, desk),
  );
}

function line(kind: "warning" | "follow" | "source", words: string): HTMLElement {
  return element("li", {}, icon(kind), element("span", {}, words));
}

function assumptions(assumed: readonly AssumedRows[], desk: Desk): HTMLElement {
  return element(
    "div",
    { class: "assumed" },
    element("span", { class: "soft" }, "Rows the tables are taken to have:"),
    ...assumed.map((one) => assumption(one, desk)),
  );
}

function assumption(one: AssumedRows, desk: Desk): HTMLElement {
  const name = one.model ?? one.table;
  const id = `rows-${one.table}`;
  const words = `${count(one.rows)}${one.isDefault ? " assumed" : ""}`;
  const open = element(
    "button",
    {
      id,
      type: "button",
      class: "chip",
      title: one.isDefault
        ? `Nobody has said how many rows ${name} has. Click to say it`
        : `As stated in the configuration. Click to change it`,
    },
    element("span", { class: "name" }, name),
    " ",
    element("span", { class: one.isDefault ? "soft" : "" }, words),
  );
  const box = element("span", { class: "assumption" }, open);
  open.addEventListener("click", () => edit(box, open, one, desk));
  return box;
}

/** In the place of the chip. Enter states it, Escape and leaving give it up. */
function edit(box: HTMLElement, chip: HTMLElement, one: AssumedRows, desk: Desk): void {
  const input = element("input", {
    id: `${chip.id}-input`,
    type: "text",
    class: "rows code",
    autocomplete: "off",
    "aria-label": `Rows of ${one.model ?? one.table}, such as 250k or 1m`,
    placeholder: "250k, 1m",
    value: String(one.rows),
  });
  let isOver = false;
  const end = (returnsFocus: boolean) => {
    if (isOver) return;
    isOver = true;
    box.replaceChildren(chip);
    if (returnsFocus) chip.focus();
  };
  const state = () => {
    const rows = rowsTyped(input.value);
    if (rows === undefined) {
      input.setAttribute("aria-invalid", "true");
      input.title = "A number of rows, such as 250k, 1m or 1,000,000";
      return;
    }
    end(true);
    if (rows !== one.rows || one.isDefault) {
      desk.tell({ kind: "assume", table: one.table, rows });
    }
  };
  input.addEventListener("input", () => input.removeAttribute("aria-invalid"));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") state();
    else if (event.key === "Escape") end(true);
    else return;
    event.preventDefault();
  });
  // A page that is made anew takes the focus away too, and gives it back.
  input.addEventListener("blur", () => {
    if (input.isConnected) end(false);
  });
  box.replaceChildren(element("span", { class: "name" }, one.model ?? one.table), " ", input);
  input.focus();
  input.select();
}
