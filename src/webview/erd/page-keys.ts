/** The keys that mean the same everywhere in the page. */

export type PageKeys = {
  readonly search: () => void;
  readonly step: (by: -1 | 1) => void;
  readonly leave: () => void;
};

export function listenToPageKeys(keys: PageKeys): void {
  document.addEventListener("keydown", (event) => {
    if (actOn(event, keys)) event.preventDefault();
  });
  // The side buttons of a mouse.
  document.addEventListener("mouseup", ({ button }) => {
    if (button === 3) keys.step(-1);
    if (button === 4) keys.step(1);
  });
}

function actOn(event: KeyboardEvent, { search, step, leave }: PageKeys): boolean {
  const isCommand = event.ctrlKey || event.metaKey;
  const name = `${isCommand ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.key}`;
  switch (name) {
    case "Ctrl+f":
    case "Ctrl+F":
      search();
      return true;
    case "/":
      if (event.target instanceof HTMLInputElement) return false;
      search();
      return true;
    case "Alt+ArrowLeft":
      step(-1);
      return true;
    case "Alt+ArrowRight":
      step(1);
      return true;
    case "Escape":
      leave();
      return true;
    default:
      return false;
  }
}
