/** The keys of the map, told as what they mean. */
import type { Direction } from "./walk.ts";

export type KeyTarget = {
  readonly go: (direction: Direction, alongRelations: boolean) => void;
  readonly act: (kind: "open" | "focus" | "badge") => void;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly escape: () => void;
};

const arrows = new Map<string, Direction>([
  ["ArrowLeft", "left"],
  ["ArrowRight", "right"],
  ["ArrowUp", "up"],
  ["ArrowDown", "down"],
]);

const zoomStep = 1.25;

export function listenToKeys(host: HTMLElement, target: KeyTarget): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = arrows.get(event.key);
    if (arrow !== undefined) target.go(arrow, event.shiftKey);
    else if (!actOn(event.key, target)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  host.addEventListener("keydown", listener);
  return () => host.removeEventListener("keydown", listener);
}

function actOn(key: string, target: KeyTarget): boolean {
  switch (key) {
    case "Enter":
      target.act("open");
      return true;
    case "f":
    case "F":
      target.act("focus");
      return true;
    case "b":
    case "B":
      target.act("badge");
      return true;
    case "+":
    case "=":
      target.zoom(zoomStep);
      return true;
    case "-":
    case "_":
      target.zoom(1 / zoomStep);
      return true;
    case "0":
      target.fit();
      return true;
    case "Escape":
      target.escape();
      return true;
    default:
      return false;
  }
}
