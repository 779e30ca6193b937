/** A menu below a button: commands, choices and switches, all reachable by arrow keys. */
import { element } from "./element.ts";
import { icon } from "./icons.ts";

export type MenuItem =
  | { readonly kind: "command"; readonly label: string; readonly run: () => void }
  | {
      /** One of several. */
      readonly kind: "choice";
      readonly label: string;
      readonly isChosen: boolean;
      readonly run: () => void;
    }
  | {
      readonly kind: "switch";
      readonly label: string;
      readonly isChosen: boolean;
      readonly run: () => void;
    }
  | { readonly kind: "heading"; readonly label: string }
  | { readonly kind: "line" };

let close: (() => void) | undefined;

export function closeMenu(): void {
  close?.();
}

export function toggleMenu(anchor: HTMLElement, items: readonly MenuItem[]): void {
  const wasOpen = anchor.getAttribute("aria-expanded") === "true";
  closeMenu();
  if (!wasOpen) openMenu(anchor, items);
}

function openMenu(anchor: HTMLElement, items: readonly MenuItem[]): void {
  const menu = element("div", { class: "menu", role: "menu" });
  const off = new AbortController();
  const end = (returnsFocus: boolean) => {
    off.abort();
    menu.remove();
    close = undefined;
    anchor.setAttribute("aria-expanded", "false");
    if (returnsFocus) anchor.focus();
  };
  close = () => end(menu.contains(document.activeElement));
  menu.append(...items.map((item) => itemElement(item, () => end(true))));
  document.body.append(menu);
  placeBelow(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  const buttons = [...menu.querySelectorAll("button")];
  (buttons.find((one) => one.getAttribute("aria-checked") === "true") ?? buttons[0])?.focus();
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") end(true);
    else if (!moveIn(buttons, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  const outside = (event: Event) => {
    const { target } = event;
    if (!(target instanceof Node) || menu.contains(target) || anchor.contains(target)) return;
    end(false);
  };
  document.addEventListener("pointerdown", outside, { capture: true, signal: off.signal });
  addEventListener("blur", () => end(false), { signal: off.signal });
  addEventListener("resize", () => end(false), { signal: off.signal });
}

/** Says whether the key is one that moves. */
function moveIn(buttons: readonly HTMLElement[], key: string): boolean {
  const at = buttons.findIndex((one) => one.matches(":focus"));
  const count = buttons.length;
  const to = new Map([
    ["ArrowDown", (at + 1) % count],
    ["ArrowUp", (at + count - 1) % count],
    ["Home", 0],
    ["End", count - 1],
  ]).get(key);
  if (to !== undefined) {
    buttons[to]?.focus();
    return true;
  }
  if (key.length !== 1 || key === " ") return false;
  const start = key.toLowerCase();
  const rest = [...buttons.slice(at + 1), ...buttons.slice(0, at + 1)];
  rest.find((one) => one.textContent?.trim().toLowerCase().startsWith(start))?.focus();
  return true;
}

function itemElement(item: MenuItem, done: () => void): HTMLElement {
  if (item.kind === "line") return element("div", { class: "menu-line", role: "separator" });
  if (item.kind === "heading") {
    return element("div", { class: "menu-heading", role: "presentation" }, item.label);
  }
  const isCommand = item.kind === "command";
  const isChosen = !isCommand && item.isChosen;
  const role = isCommand
    ? "menuitem"
    : item.kind === "choice"
      ? "menuitemradio"
      : "menuitemcheckbox";
  const button = element(
    "button",
    {
      type: "button",
      class: "menu-item",
      role,
      tabindex: "-1",
      "aria-checked": isCommand ? undefined : String(isChosen),
    },
    element("span", { class: "menu-check" }, isChosen && icon("check")),
    element("span", {}, item.label),
  );
  button.addEventListener("click", () => {
    done();
    item.run();
  });
  button.addEventListener("pointerenter", () => button.focus());
  return button;
}

function placeBelow(menu: HTMLElement, anchor: HTMLElement): void {
  const { left, bottom } = anchor.getBoundingClientRect();
  const room = innerWidth - menu.offsetWidth - 4;
  menu.style.left = `${Math.max(4, Math.min(left, room))}px`;
  menu.style.top = `${bottom + 2}px`;
  menu.style.maxHeight = `${Math.max(80, innerHeight - bottom - 10)}px`;
}
