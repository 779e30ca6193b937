/** What the page says beside the picture: that it is busy, a note, and words for screen readers. */
import { element } from "./element.ts";

export class Signals {
  readonly progress = element("div", {
    class: "progress",
    role: "progressbar",
    "aria-label": "Drawing",
  });
  readonly note = element("div", { class: "note", role: "note", hidden: true });
  readonly live = element("div", { class: "unseen", role: "status" });

  busy(isBusy: boolean): void {
    this.progress.classList.toggle("is-active", isBusy);
  }

  noteDown(words: string | undefined): void {
    this.note.textContent = words ?? "";
    this.note.hidden = words === undefined;
  }

  say(words: string): void {
    this.live.textContent = words;
  }
}
