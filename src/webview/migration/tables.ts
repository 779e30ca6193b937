/** The tables that a migration touches, the strongest lock first. */
import { blocks, type TableSummary } from "../../core/migration/summary.ts";
import { element } from "../erd/element.ts";

export function tableSection(tables: readonly TableSummary[]): HTMLElement | undefined {
  if (tables.length === 0) return undefined;
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

function row(summary: TableSummary): HTMLElement {
  const { table, lock, isNew, rows } = summary;
  const [meanwhile, kind] = waiting(summary);
  const work = workOn(summary);
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, table),
    element("td", { class: "code" }, isNew ? "" : (lock ?? "")),
    element("td", { class: kind }, meanwhile),
    element(
      "td",
      {},
      work,
      rows !== undefined &&
        element(
          "span",
          { class: "soft" },
          `${work === "" ? "" : ", "}${rows.toLocaleString("en")} rows`,
        ),
    ),
  );
}

/** What others do until the transaction ends, and how bad that is. */
function waiting({ lock, isNew, isRewritten, isScanned }: TableSummary): readonly string[] {
  if (isNew) return ["nobody knows it yet", "soft"];
  const blocked = lock === undefined ? "nothing" : blocks(lock);
  if (blocked === "nothing") return ["others go on", "soft"];
  return [`${blocked} wait`, isRewritten || isScanned ? "bad" : ""];
}

function workOn({ isNew, isRewritten, isScanned }: TableSummary): string {
  if (isNew) return "made";
  if (isRewritten) return "rewritten";
  return isScanned ? "scanned" : "changed in an instant";
}
