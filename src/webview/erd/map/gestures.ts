/**
 * Pointers and wheels on the map, told as what they mean: pan, zoom, hover, click, drag of a box.
 * Knows pixels of the host only.
 */
import type { Point } from "../../../core/diagram/route.ts";

export type GestureTarget = {
  readonly pan: (x: number, y: number) => void;
  readonly zoom: (factor: number, at: Point) => void;
  /** At most once per frame; undefined when the pointer has left. */
  readonly hover: (at: Point | undefined) => void;
  readonly click: (at: Point, times: number) => void;
  /** Says whether there is something to drag; else the map is panned. */
  readonly dragStart: (at: Point) => boolean;
  readonly drag: (x: number, y: number) => void;
  readonly dragEnd: () => void;
};

/** A hand is not still while it clicks. */
const still = 4;

export function listenToGestures(host: HTMLElement, target: GestureTarget): () => void {
  const pointers = new Map<number, Point>();
  let start: Point | undefined;
  let mode: "idle" | "pressed" | "pan" | "drag" | "pinch" = "idle";
  let hovered: Point | undefined;
  let hoverFrame: number | undefined;
  const off = new AbortController();
  const options = { signal: off.signal };

  const pointOf = (event: MouseEvent): Point => {
    const { left, top } = host.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  function hover(at: Point | undefined): void {
    hovered = at;
    hoverFrame ??= requestAnimationFrame(() => {
      hoverFrame = undefined;
      target.hover(hovered);
    });
  }

  function setMode(next: typeof mode): void {
    mode = next;
    host.classList.toggle("is-panning", mode === "pan" || mode === "pinch");
    host.classList.toggle("is-dragging", mode === "drag");
  }

  function pinch(id: number, to: Point): void {
    const before = pointers.get(id);
    const [, fixed] = [...pointers].find(([other]) => other !== id) ?? [];
    if (before === undefined || fixed === undefined) return;
    const spread = (point: Point) => Math.max(10, Math.hypot(point.x - fixed.x, point.y - fixed.y));
    target.zoom(spread(to) / spread(before), fixed);
  }

  host.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 0 && event.button !== 1) return;
      const at = pointOf(event);
      pointers.set(event.pointerId, at);
      host.setPointerCapture(event.pointerId);
      if (pointers.size === 2) setMode("pinch");
      else {
        start = at;
        setMode(event.button === 1 ? "pan" : "pressed");
      }
    },
    options,
  );

  /** Says whether the pointer has moved so far that it is no click. */
  function begin(at: Point, from: Point): boolean {
    if (mode !== "pressed") return true;
    if (Math.hypot(at.x - from.x, at.y - from.y) < still) return false;
    setMode(target.dragStart(from) ? "drag" : "pan");
    hover(undefined);
    return true;
  }

  function move(id: number, at: Point, before: Point): void {
    if (mode === "pinch") pinch(id, at);
    else if (start === undefined || !begin(at, start)) return;
    else if (mode === "pan") target.pan(before.x - at.x, before.y - at.y);
    else if (mode === "drag") target.drag(at.x - start.x, at.y - start.y);
    pointers.set(id, at);
  }

  host.addEventListener(
    "pointermove",
    (event) => {
      const at = pointOf(event);
      const before = pointers.get(event.pointerId);
      if (before === undefined) hover(at);
      else move(event.pointerId, at, before);
    },
    options,
  );

  const release = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId)) return;
    if (mode === "drag") target.dragEnd();
    if (mode === "pressed" && event.type === "pointerup") target.click(pointOf(event), 1);
    if (pointers.size === 0) setMode("idle");
  };
  host.addEventListener("pointerup", release, options);
  host.addEventListener("pointercancel", release, options);
  host.addEventListener("pointerleave", () => hover(undefined), options);
  host.addEventListener("dblclick", (event) => target.click(pointOf(event), 2), options);

  host.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 18 : 1;
      // A pinch on a trackpad comes as a wheel with Ctrl.
      if (event.ctrlKey || event.metaKey) {
        const step = Math.max(-60, Math.min(60, event.deltaY * unit));
        target.zoom(Math.exp(-step * 0.01), pointOf(event));
        return;
      }
      const [x, y] = [event.deltaX * unit, event.deltaY * unit];
      if (event.shiftKey && x === 0) target.pan(y, 0);
      else target.pan(x, y);
    },
    { ...options, passive: false },
  );

  return () => {
    off.abort();
    if (hoverFrame !== undefined) cancelAnimationFrame(hoverFrame);
  };
}
