/** The keys of Mermaid's picture that the map does not have: rows of a box, relations of a box. */

export type RowKeys = {
  readonly row: (step: 1 | -1) => void;
  readonly relation: (step: 1 | -1) => void;
};

/** Alt and arrows go through the rows, R and Shift+R through the relations. */
export function listenToRowKeys(host: HTMLElement, target: RowKeys): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || !actOn(event, target)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  host.addEventListener("keydown", listener);
  return () => host.removeEventListener("keydown", listener);
}

function actOn({ key, altKey }: KeyboardEvent, { row, relation }: RowKeys): boolean {
  switch (`${altKey ? "Alt+" : ""}${key}`) {
    case "Alt+ArrowDown":
      row(1);
      return true;
    case "Alt+ArrowUp":
      row(-1);
      return true;
    case "r":
      relation(1);
      return true;
    case "R":
      relation(-1);
      return true;
    default:
      return false;
  }
}
