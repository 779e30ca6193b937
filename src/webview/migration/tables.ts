/** The tables that a migration touches, the strongest lock first. */
import { blocks, type TableSummary } from "../../core/migration/summary.ts";
import { element } from "../erd/element.ts";

export function tableSection(tables: readonly TableSummary[]): HTMLElement {
  return element(
    "section",
    {},
    element("h2", {}, "Tables"),
    element(
      "table",
      {},
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...["Table", "Lock", "Meanwhile", "Work"].map((name) =>
            element("th", { scope: "col" }, name),
          ),
        ),
      ),
      element("tbody", {}, ...tables.map(row)),
    ),
  );
}

function row({ table, lock, isNew, isRewritten, isScanned, rows }: TableSummary): HTMLElement {
  const blocked = lock === undefined ? "nothing" : blocks(lock);
  const work = [isRewritten ? "rewritten" : "", isScanned && !isRewritten ? "scanned" : ""];
  const said = work.filter((part) => part !== "").join(", ");
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, table),
    element("td", { class: "code" }, isNew ? "" : (lock ?? "")),
    element(
      "td",
      { class: blocked === "nothing" ? "soft" : "bad" },
      isNew ? "new" : blocked === "nothing" ? "others go on" : `${blocked} wait`,
    ),
    element(
      "td",
      { class: said === "" ? "soft" : "" },
      said === "" ? (isNew ? "" : "briefly") : said,
      rows !== undefined &&
        element("span", { class: "soft" }, ` · ${rows.toLocaleString("en")} rows`),
    ),
  );
}
