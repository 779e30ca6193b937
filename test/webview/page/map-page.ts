/** What the tests load into their page: the map, and a record of what it tells. */
import type { MapEvent } from "../../../src/webview/erd/map/map-view.ts";
import { MapView } from "../../../src/webview/erd/map/map-view.ts";

declare global {
  // The tests reach in by this name.
  var map: { readonly view: MapView; readonly events: MapEvent[]; readonly violations: string[] };
}

const host = document.getElementById("host");
if (host === null) throw new Error("no host");
const events: MapEvent[] = [];
const violations: string[] = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  violations.push(`${violatedDirective} ${blockedURI}`);
});
const view = new MapView(host);
view.on((event) => events.push(event));
globalThis.map = { view, events, violations };
