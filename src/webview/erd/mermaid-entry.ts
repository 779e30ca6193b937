/** The second script of the panel: Mermaid, loaded when the first picture of it is wanted. */
import mermaid from "mermaid";
import type { MermaidEngine } from "./mermaid-engine.ts";

declare global {
  // A script has no other way to hand something to another one.
  var erdMermaid: MermaidEngine | undefined;
}

globalThis.erdMermaid = mermaid;
