/** What the page asks of a picture of a diagram, whoever draws it, and what the picture tells. */
import type { Rectangle } from "../../core/diagram/route.ts";
import type { DiagramSnapshot } from "../../protocol/diagram.ts";
import type { Viewport } from "./map/camera.ts";
import type { MapEvent } from "./map/map-view.ts";

export type PictureEvent =
  | MapEvent
  /** A click on a relation, or Enter where the keyboard is at one. */
  | { readonly kind: "relation"; readonly id: string; readonly takesFocus: boolean }
  /** A new picture is there. */
  | { readonly kind: "drawn" }
  | { readonly kind: "failed"; readonly reason: string };

export type Picture = {
  readonly element: HTMLElement;
  /** `isOther`: not what was shown before, so that the view goes to it. */
  readonly show: (snapshot: DiagramSnapshot, isOther: boolean) => void;
  readonly select: (id: string | undefined, row: string | undefined, reveals: boolean) => void;
  readonly find: (ids: ReadonlySet<string> | undefined) => void;
  readonly fit: () => void;
  readonly zoomBy: (factor: number) => void;
  readonly viewport: () => Viewport;
  readonly setViewport: (viewport: Viewport) => void;
  /** Where a box is, in units of the drawing. */
  readonly boxOf: (id: string) => Rectangle | undefined;
  readonly focus: () => void;
  readonly dispose: () => void;
};

export type Tell = (event: PictureEvent) => void;
