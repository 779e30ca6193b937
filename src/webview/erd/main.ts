/** Where the page of the diagram panel begins. */
import type { ToPanel } from "../../protocol/diagram.ts";
import type { Host } from "./memory.ts";
import { Panel } from "./panel.ts";

declare global {
  /** Of the editor; may be asked for once. */
  var acquireVsCodeApi: () => Host;
}

const app = document.getElementById("app");
if (app !== null) {
  const panel = new Panel(app, acquireVsCodeApi());
  addEventListener("message", ({ data }: MessageEvent<ToPanel>) => panel.receive(data));
}
