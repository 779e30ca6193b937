/** The graph of a plan: drawn by a script and a stylesheet that are loaded when it is first wanted. */
import { element } from "../erd/element.ts";
import type { DrawGraph } from "./graph/entry.ts";

/** pev2's time grows with the square of the nodes: from the first on it is asked for, after the last never. */
const most = { unasked: 120, ever: 400 };

export type GraphTab = { readonly element: HTMLElement; readonly end: () => void };

/** The script that runs now; known only while it runs for the first time. */
const own = document.currentScript;
const nonce = own instanceof HTMLScriptElement ? own.nonce : "";

let loading: Promise<DrawGraph> | undefined;

/** `count`: how many nodes the plan has. */
export function graphTab(json: string, count: number): GraphTab {
  const box = element("div", { class: "graph" });
  let takeAway: (() => void) | undefined;
  let isOver = false;
  const themes = new MutationObserver(() => setTheme(box));
  const begin = () => {
    box.replaceChildren(words("Loading the graph…"));
    load().then(
      (draw) => {
        if (isOver) return;
        const host = element("div", { class: "pev" });
        box.replaceChildren(host);
        setTheme(box);
        themes.observe(document.body, { attributes: true, attributeFilter: ["class"] });
        takeAway = drawn(draw, host, json);
      },
      (error: unknown) => box.replaceChildren(failed(error)),
    );
  };
  if (count <= most.unasked) begin();
  else box.replaceChildren(...tooMany(count, begin));
  return {
    element: box,
    end() {
      isOver = true;
      themes.disconnect();
      takeAway?.();
    },
  };
}

function tooMany(count: number, begin: () => void): HTMLElement[] {
  const all = `The plan has ${count.toLocaleString("en")} nodes.`;
  if (count > most.ever) {
    return [
      words(`${all} A graph is drawn of up to ${most.ever}; Plan and Table show all of them.`),
    ];
  }
  const button = element("button", { id: "draw-graph", type: "button" }, "Draw the Graph");
  button.addEventListener("click", begin);
  return [
    words(`${all} Drawing them takes a while, and the panel stands still meanwhile.`),
    element("p", { class: "empty-button" }, button),
  ];
}

function words(text: string): HTMLElement {
  return element("p", { class: "empty" }, text);
}

function drawn(draw: DrawGraph, host: HTMLElement, json: string): (() => void) | undefined {
  try {
    return draw(host, json);
  } catch (error) {
    host.replaceChildren(failed(error));
    return undefined;
  }
}

function failed(error: unknown): HTMLElement {
  const reason = error instanceof Error ? error.message : String(error);
  return words(`The graph cannot be drawn: ${reason}`);
}

/** Bootstrap knows two themes; the colours are bent to the editor's in plan-graph.css. */
function setTheme(box: HTMLElement): void {
  const { classList } = document.body;
  const isLight =
    classList.contains("vscode-light") || classList.contains("vscode-high-contrast-light");
  box.querySelector(".pev")?.setAttribute("data-bs-theme", isLight ? "light" : "dark");
}

/** Rejects where one of the two cannot be loaded, and tries again when asked again. */
function load(): Promise<DrawGraph> {
  loading ??= Promise.all([loadStyle(), loadScript()]).then(
    ([, draw]) => draw,
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

function loadScript(): Promise<DrawGraph> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.nonce = nonce;
    script.src = document.body.dataset.graphScript ?? "";
    script.addEventListener("load", () => {
      const draw = globalThis.drawPlanGraph;
      if (draw === undefined) reject(new Error("its script did not run"));
      else resolve(draw);
    });
    script.addEventListener("error", () => reject(new Error("its script could not be read")));
    document.head.append(script);
  });
}

function loadStyle(): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = element("link", {
      rel: "stylesheet",
      href: document.body.dataset.graphStyle ?? "",
    });
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => reject(new Error("its styles could not be read")));
    document.head.append(link);
  });
}
