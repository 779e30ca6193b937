/**
 * The place below the toolbar: the picture that is shown, the one that is to replace it, and what is
 * said in place of a picture.
 */
import type { DiagramSnapshot } from "../../protocol/diagram.ts";
import { Chips } from "./chips.ts";
import { element } from "./element.ts";
import { icon } from "./icons.ts";
import type { Viewport } from "./map/camera.ts";
import { mapPicture } from "./map-picture.ts";
import { MermaidPicture } from "./mermaid-picture.ts";
import type { Picture, PictureEvent } from "./picture.ts";
import { type ListTarget, TextList } from "./text-list.ts";

type Renderer = DiagramSnapshot["renderer"];

export type StageTarget = ListTarget & {
  readonly told: (event: PictureEvent) => void;
  readonly focusOn: (id: string) => void;
  readonly useMap: () => void;
  readonly busy: (isBusy: boolean) => void;
};

export class Stage {
  readonly element = element("div", { class: "stage-host" });
  readonly #target: StageTarget;
  readonly #pictures = element("div", { class: "pictures" });
  readonly #notice = element("div", { class: "notice", hidden: true });
  readonly #chips: Chips;
  readonly #list: TextList;
  #shown: { readonly renderer: Renderer; readonly picture: Picture } | undefined;
  /** Is drawn for the first time; the shown one stays until it is there. */
  #next: { readonly renderer: Renderer; readonly picture: Picture } | undefined;
  #snapshot: DiagramSnapshot | undefined;
  #showsList = false;

  constructor(target: StageTarget) {
    this.#target = target;
    this.#chips = new Chips(target.focusOn);
    this.#list = new TextList(target);
    this.#list.element.hidden = true;
    this.element.append(this.#pictures, this.#list.element, this.#notice);
    this.#pictures.append(this.#chips.element);
  }

  get picture(): Picture | undefined {
    return this.#shown?.picture;
  }

  show(snapshot: DiagramSnapshot, isOther: boolean, viewport: Viewport | undefined): void {
    this.#snapshot = snapshot;
    if (snapshot.diagram.entities.length + snapshot.diagram.enums.length === 0) {
      this.say(
        snapshot.note ?? "No models yet. Write the first one in the schema, and it is drawn here",
      );
      return;
    }
    this.#notice.hidden = true;
    if (this.#showsList) {
      this.#list.show(snapshot.diagram);
      this.#target.busy(false);
      return;
    }
    this.#pictures.hidden = false;
    const picture = this.#pictureBy(snapshot.renderer);
    if (viewport !== undefined) picture.setViewport(viewport);
    this.#target.busy(true);
    picture.show(snapshot, isOther && viewport === undefined);
  }

  /** In place of a picture. */
  say(message: string, action?: { readonly label: string; readonly run: () => void }): void {
    const isEmpty = action === undefined;
    const button = action && element("button", { type: "button", class: "button" }, action.label);
    button?.addEventListener("click", () => action?.run());
    this.#notice.replaceChildren(
      icon(isEmpty ? "model" : "warning"),
      element("p", {}, message),
      ...(button === undefined ? [] : [button]),
    );
    this.#notice.hidden = false;
    this.#pictures.hidden = true;
    this.#list.element.hidden = true;
    this.#target.busy(false);
  }

  set showsList(wish: boolean) {
    if (wish === this.#showsList) return;
    this.#showsList = wish;
    this.#list.element.hidden = !wish;
    this.#pictures.hidden = wish;
    if (this.#snapshot !== undefined) this.show(this.#snapshot, !wish, undefined);
    if (wish) this.#list.focus();
  }

  select(id: string | undefined, row: string | undefined, reveals: boolean): void {
    if (this.#showsList) this.#list.select(id);
    else this.picture?.select(id, row, reveals);
  }

  focus(): void {
    if (this.#showsList) this.#list.focus();
    else this.picture?.focus();
  }

  #pictureBy(renderer: Renderer): Picture {
    for (const one of [this.#next, this.#shown]) {
      if (one?.renderer !== renderer) continue;
      if (one === this.#shown) this.#drop();
      return one.picture;
    }
    this.#drop();
    const make = renderer === "map" ? mapPicture : mermaidPicture;
    const picture = make(this.#pictures, (event) => this.#told(renderer, event));
    if (this.#shown === undefined) this.#shown = { renderer, picture };
    else {
      this.#next = { renderer, picture };
      picture.element.classList.add("is-waiting");
    }
    return picture;
  }

  #drop(): void {
    this.#next?.picture.dispose();
    this.#next = undefined;
  }

  #told(renderer: Renderer, event: PictureEvent): void {
    if (event.kind === "drawn") this.#drawn(renderer);
    if (event.kind === "failed") {
      this.say(`Mermaid could not draw this: ${event.reason}`, {
        label: "Show the map",
        run: this.#target.useMap,
      });
    }
    if (event.kind === "viewport" && renderer === this.#shown?.renderer) this.#chips.move(event);
    this.#target.told(event);
  }

  #drawn(renderer: Renderer): void {
    if (this.#next?.renderer === renderer) {
      this.#shown?.picture.dispose();
      this.#shown = this.#next;
      this.#next = undefined;
      this.#shown.picture.element.classList.remove("is-waiting");
    }
    this.#chips.show(this.#snapshot?.more ?? [], this.picture);
    if (this.picture !== undefined) this.#chips.move(this.picture.viewport());
    this.#target.busy(false);
  }
}

function mermaidPicture(parent: HTMLElement, tell: (event: PictureEvent) => void): Picture {
  return new MermaidPicture(parent, tell);
}
