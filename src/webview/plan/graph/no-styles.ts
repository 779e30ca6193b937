/**
 * Loaded before pev2: its icons find out here that their styles are in plan-graph.css. Otherwise
 * they write a style element into the page, which its policy refuses.
 */

declare global {
  /** Read by Font Awesome when it is loaded. */
  var FontAwesomeConfig: { readonly autoAddCss: boolean } | undefined;
}

globalThis.FontAwesomeConfig = { autoAddCss: false };

export {};
