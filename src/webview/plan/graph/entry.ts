/** The second script of the panel: pev2 and Vue, loaded when the graph is first wanted. */
import "./no-styles.ts";
import { Plan } from "pev2";
import { createApp, h } from "vue";
import { harmless, original } from "./harmless.ts";

/** Draws a plan into an element of the page, and gives what takes it away again. */
export type DrawGraph = (host: HTMLElement, json: string) => () => void;

declare global {
  // A script has no other way to hand something to another one.
  var drawPlanGraph: DrawGraph | undefined;
}

globalThis.drawPlanGraph = (host, json) => {
  const source = JSON.stringify(harmless(JSON.parse(json)));
  const off = new AbortController();
  host.addEventListener("copy", copyOriginal, { signal: off.signal });
  // The query stands at the head of the page.
  const app = createApp({ render: () => h(Plan, { planSource: source, planQuery: "" }) });
  app.mount(host);
  return () => {
    off.abort();
    app.unmount();
  };
};

function copyOriginal(event: ClipboardEvent): void {
  const text = getSelection()?.toString() ?? "";
  if (text === "" || event.clipboardData === null) return;
  event.clipboardData.setData("text/plain", original(text));
  event.preventDefault();
}
