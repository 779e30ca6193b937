/** What the page remembers while it is hidden and through restarts of the editor. */
import type { DiagramSnapshot, DiagramView, FromPanel } from "../../protocol/diagram.ts";
import type { Viewport } from "./map/camera.ts";
import type { ViewChange } from "./toolbar.ts";

export type Memory = {
  readonly view: DiagramView;
  /** Of the schema that was chosen; the first one while none was. */
  readonly uri: string | undefined;
  /** What part of the drawing was seen, and of which drawing. */
  readonly viewport: Viewport | undefined;
  readonly scene: string | undefined;
  /** The entities that were in the middle, and which of them is. */
  readonly trail: readonly string[];
  readonly trailAt: number;
  readonly showsList: boolean;
};

export type Host = {
  readonly postMessage: (message: FromPanel) => void;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
};

/** What an older version kept may lack something. */
export function remembered(state: unknown, usual: DiagramView): Memory {
  const kept: Partial<Memory> = typeof state === "object" && state !== null ? state : {};
  return {
    view: { ...usual, ...kept.view },
    uri: kept.uri,
    viewport: kept.viewport,
    scene: kept.scene,
    trail: kept.trail ?? [],
    trailAt: kept.trailAt ?? -1,
    showsList: kept.showsList ?? false,
  };
}

/** Undefined takes away what was chosen. */
export function changed(view: DiagramView, change: ViewChange): DiagramView {
  const { focus, group, ...rest } = { ...view, ...defined(change) };
  const isLeft = (key: "focus" | "group") => key in change && change[key] === undefined;
  return {
    ...rest,
    ...(focus !== undefined && !isLeft("focus") && { focus }),
    ...(group !== undefined && !isLeft("group") && { group }),
  };
}

function defined(change: ViewChange): Partial<DiagramView> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/** Two snapshots of the same scene are looked at from the same place. */
export function sceneOf({ schema, view, renderer }: DiagramSnapshot): string {
  const { mode, focus, depth, group, detail, direction, base } = view;
  const isFocus = mode === "focus";
  return JSON.stringify([
    schema.uri,
    mode,
    isFocus ? focus : "",
    isFocus ? depth : "",
    mode === "groups" ? [group, view.grouping] : "",
    mode === "diff" ? base : "",
    detail,
    direction,
    renderer,
  ]);
}

/** Where nothing that was seen is left, there is no place to stay at. */
export function sharesBoxes(before: DiagramSnapshot | undefined, now: DiagramSnapshot): boolean {
  if (before === undefined) return true;
  const seen = new Set([...before.diagram.entities, ...before.diagram.enums].map(({ id }) => id));
  return [...now.diagram.entities, ...now.diagram.enums].some(({ id }) => seen.has(id));
}
