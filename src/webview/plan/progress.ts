/** What is going on, for how long, and a way to stop it: above the page while a query is explained. */
import { element } from "../erd/element.ts";

export type Progress = {
  readonly element: HTMLElement;
  /** `sql` is empty where it is the query that is shown; `isAlone`: nothing stands below. */
  readonly tell: (message: string, sql: string, isAlone: boolean) => void;
  readonly end: () => void;
};

const tick = 100;

export function progress(cancel: () => void): Progress {
  const words = element("span", { role: "status" });
  const elapsed = element("span", { class: "soft elapsed" });
  const text = element("pre", { class: "code running-text" });
  const stop = element("button", { id: "cancel", type: "button" }, "Cancel");
  const made = element(
    "div",
    { class: "running" },
    element("div", { class: "track", "aria-hidden": "true" }),
    element("div", { class: "line" }, words, elapsed, stop),
    text,
  );
  made.hidden = true;
  let began = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  stop.addEventListener("click", () => {
    // It can take a moment until the server has stopped.
    stop.disabled = true;
    words.textContent = "Cancelling";
    cancel();
  });
  const draw = () => {
    elapsed.textContent = `${((performance.now() - began) / 1000).toFixed(1)} s`;
  };
  return {
    element: made,
    tell(message, sql, isAlone) {
      if (timer === undefined) {
        began = performance.now();
        timer = setInterval(draw, tick);
        stop.disabled = false;
        text.textContent = "";
      }
      draw();
      if (!stop.disabled) words.textContent = message;
      if (sql !== "") text.textContent = sql;
      text.hidden = text.textContent === "";
      made.classList.toggle("is-alone", isAlone);
      made.hidden = false;
    },
    end() {
      clearInterval(timer);
      timer = undefined;
      made.hidden = true;
    },
  };
}
