/** A row for each parameter: its value, NULL, or any value. Enter explains with what is typed. */
import type { GivenValue, ParameterLine, PlanPage } from "../../protocol/plans.ts";
import { element } from "../erd/element.ts";
import type { Desk } from "./desk.ts";
import { allGiven, givenFor, type } from "./drafts.ts";

export function parameterSection(page: PlanPage, desk: Desk): HTMLElement | undefined {
  if (page.parameters.length === 0) return undefined;
  const explain = () =>
    desk.tell({
      kind: "explain",
      mode: "plan",
      target: page.target.kind,
      values: allGiven(page, desk),
      times: 1,
    });
  return element(
    "section",
    { class: "parameters", "aria-label": "Parameters" },
    ...page.parameters.map((parameter) => row(parameter, desk, explain)),
  );
}

function row(parameter: ParameterLine, desk: Desk, explain: () => void): HTMLElement {
  const { number, name, isList } = parameter;
  const id = `value-${number}`;
  const input = element("input", {
    id,
    type: "text",
    class: "code",
    autocomplete: "off",
    spellcheck: "false",
  });
  const isNull = toggle(`null-${number}`, "NULL", `Sends NULL for ${name}`);
  const isAny = toggle(`any-${number}`, "Any", "Plans for any value: it is not known which");
  const draw = (value: GivenValue) => {
    if (typeof value === "string" && input.value !== value) input.value = value;
    if (typeof value !== "string") input.value = "";
    input.placeholder = value === null ? "NULL" : isList ? "one of the list" : "any value";
    isNull.setAttribute("aria-pressed", String(value === null));
    isAny.setAttribute("aria-pressed", String(value === false));
  };
  const give = (value: GivenValue) => {
    type(number, value, desk);
    draw(value);
  };
  input.addEventListener("input", () => {
    give(input.value === "" && !isText(parameter.type) ? false : input.value);
  });
  input.addEventListener("keydown", ({ key, isComposing }) => {
    if (key === "Enter" && !isComposing) explain();
  });
  const press = (button: HTMLElement, value: GivenValue) =>
    button.addEventListener("click", () => {
      const isOn = button.getAttribute("aria-pressed") === "true";
      // What is neither NULL nor any is what is typed, to begin with an empty text.
      give(isOn && value === null ? false : value);
    });
  press(isNull, null);
  press(isAny, false);
  draw(givenFor(parameter, desk));
  return element(
    "div",
    { class: "parameter" },
    element(
      "label",
      { for: id },
      element("span", { class: "code number" }, `$${number}`),
      name !== `$${number}` && element("span", { class: "name" }, name),
      element("span", { class: "soft" }, parameter.type ?? ""),
      isList &&
        element(
          "span",
          { class: "tag", title: "A list in the code: planned for one value of it" },
          "list",
        ),
    ),
    element("div", { class: "giving" }, input, isNull, isAny),
  );
}

function toggle(id: string, title: string, tip: string): HTMLButtonElement {
  return element("button", { id, type: "button", class: "toggle", title: tip }, title);
}

/** Where an empty input can be a value. */
function isText(name: string | undefined): boolean {
  return name !== undefined && /^(text|varchar|character varying|citext|bpchar|char)/.test(name);
}
