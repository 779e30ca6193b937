/** The map as a picture of the page. */
import { boundsOf, type Layout } from "../../core/diagram/layout-result.ts";
import type { DiagramSnapshot } from "../../protocol/diagram.ts";
import { element } from "./element.ts";
import type { Viewport } from "./map/camera.ts";
import { MapView } from "./map/map-view.ts";
import type { Picture, Tell } from "./picture.ts";

/** Below this, the whole of a neighbourhood says less than its middle. */
const readable = 0.55;
const near = 0.9;

export function mapPicture(parent: HTMLElement, tell: Tell): Picture {
  const host = element("div", { class: "picture" });
  parent.append(host);
  const view = new MapView(host);
  let layout: Layout | undefined;
  let overRelation: string | undefined;
  // A viewport that was set holds for the first scene.
  let isFresh = true;
  let isPlaced = false;
  view.on((event) => {
    if (event.kind === "hover-relation") overRelation = event.id;
    // The map says of a click on a line that nothing is selected.
    if (event.kind === "select" && event.id === undefined && overRelation !== undefined) {
      tell({ kind: "relation", id: overRelation, takesFocus: false });
    }
    tell(event);
  });
  return {
    element: host,
    show(snapshot: DiagramSnapshot, isOther: boolean) {
      if (snapshot.layout === undefined) return;
      layout = snapshot.layout;
      view.setScene(snapshot.diagram, layout);
      const middle = isPlaced && isFresh ? undefined : middleOf(snapshot, host);
      if ((isOther || isFresh) && middle !== undefined) view.viewport = middle;
      else if (isOther && !isFresh) view.fit();
      isFresh = false;
      tell({ kind: "drawn" });
    },
    select: (id, _row, reveals) => view.select(id, reveals),
    find: (ids) => view.find(ids),
    fit: () => view.fit(),
    zoomBy: (factor) => view.zoomBy(factor),
    viewport: () => view.viewport,
    setViewport: (viewport) => {
      isPlaced = true;
      view.viewport = viewport;
    },
    boxOf: (id) => layout?.boxes.find((box) => box.id === id),
    focus: () => view.focus(),
    dispose() {
      view.dispose();
      host.remove();
    },
  };
}

/** Where to look at first when all of a neighbourhood would be too small; else undefined. */
function middleOf({ view, layout }: DiagramSnapshot, host: HTMLElement): Viewport | undefined {
  const box = layout?.boxes.find(({ id }) => view.mode === "focus" && id === view.focus);
  if (layout === undefined || box === undefined) return undefined;
  const bounds = boundsOf(layout);
  const { clientWidth: width, clientHeight: height } = host;
  if (Math.min(width / bounds.width, height / bounds.height) >= readable) return undefined;
  return {
    x: box.x + box.width / 2 - width / 2 / near,
    y: box.y + Math.min(box.height / 2, height / 2 / near - 40) - height / 2 / near,
    zoom: near,
  };
}
