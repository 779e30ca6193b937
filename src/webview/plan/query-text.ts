/** The text of the query: its first lines, and all of it on a click. */
import { element } from "../erd/element.ts";
import type { Desk } from "./desk.ts";

const firstLines = 3;
/** About what three lines hold in a narrow panel. */
const firstCharacters = 200;

export function queryText(sql: string, desk: Desk): HTMLElement {
  const isLong = sql.split("\n").length > firstLines || sql.length > firstCharacters;
  const text = element("pre", { id: "query-text", class: "code" }, sql);
  if (!isLong) return element("div", { class: "query" }, text);
  const more = element("button", {
    id: "query-more",
    class: "fix",
    type: "button",
    "aria-controls": "query-text",
  });
  const box = element("div", { class: "query" }, text, more);
  const draw = (isOpen: boolean) => {
    box.classList.toggle("is-cut", !isOpen);
    more.textContent = isOpen ? "Show less" : "Show all";
    more.setAttribute("aria-expanded", String(isOpen));
  };
  more.addEventListener("click", () => {
    desk.remember({ isQueryOpen: !desk.memory().isQueryOpen });
    draw(desk.memory().isQueryOpen);
  });
  draw(desk.memory().isQueryOpen);
  return box;
}
