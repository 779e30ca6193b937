/** What stands out: what is pointed at before what is selected, and that before what was searched for. */
import type { Scene } from "./scene.ts";

export type Emphasis = {
  readonly selected: string | undefined;
  /** The box that keys act on. It is drawn wherever it is, so that it can have the focus. */
  readonly current: string | undefined;
  readonly boxes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  /** All others step back. */
  readonly isDimming: boolean;
};

export type Hovered = { readonly box: string | undefined; readonly edge: string | undefined };

export const noEmphasis: Emphasis = {
  selected: undefined,
  current: undefined,
  boxes: new Set(),
  edges: new Set(),
  isDimming: false,
};

export function emphasisOf(
  scene: Scene,
  state: Pick<Emphasis, "selected" | "current"> & {
    readonly hovered: Hovered | undefined;
    readonly found: ReadonlySet<string> | undefined;
  },
): Emphasis {
  const { selected, current, hovered, found } = state;
  const base = { ...noEmphasis, selected, current };
  const edge = hovered?.edge === undefined ? undefined : scene.edges.get(hovered.edge);
  if (edge !== undefined) {
    return { ...base, boxes: new Set([edge.source, edge.target]), edges: new Set([edge.id]) };
  }
  if (found !== undefined) return { ...base, boxes: found, isDimming: true };
  const box = hovered?.box ?? selected;
  if (box === undefined) return base;
  const edges = scene.edgesOf(box);
  return {
    ...base,
    boxes: new Set([box, ...edges.flatMap(({ source, target }) => [source, target])]),
    edges: new Set(edges.map(({ id }) => id)),
    isDimming: true,
  };
}
