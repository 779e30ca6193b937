/** The colours of an exported picture, on light and on dark paper. */

export type Palette = Readonly<
  Record<
    | "background"
    | "group"
    | "box"
    | "header"
    | "headerOther"
    | "line"
    | "edge"
    | "text"
    | "dim"
    | "shadow"
    | "primary"
    | "foreign"
    | "unique"
    | "added"
    | "removed"
    | "changed"
    | "error"
    | "warning"
    | "info"
    | "hint",
    string
  >
>;

export const lightPalette: Palette = {
  background: "#ffffff",
  group: "#f7f8fa",
  box: "#ffffff",
  header: "#f1f4f9",
  headerOther: "#f6f3fa",
  line: "#d5dae2",
  edge: "#8d97a8",
  text: "#1f2733",
  dim: "#6b7585",
  shadow: "#1f2733",
  primary: "#b7791f",
  foreign: "#2f6fd0",
  unique: "#7c5cc4",
  added: "#1a7f4b",
  removed: "#c9372c",
  changed: "#9a6700",
  error: "#c9372c",
  warning: "#b7791f",
  info: "#2f6fd0",
  hint: "#6b7585",
};

export const darkPalette: Palette = {
  background: "#16181d",
  group: "#1a1d23",
  box: "#1f2329",
  header: "#272c35",
  headerOther: "#2b2835",
  line: "#3a414d",
  edge: "#6f7a8b",
  text: "#e4e8ee",
  dim: "#939dac",
  shadow: "#000000",
  primary: "#e0b050",
  foreign: "#6ea8ff",
  unique: "#b79cf2",
  added: "#4cc38a",
  removed: "#f47067",
  changed: "#d9a441",
  error: "#f47067",
  warning: "#e0b050",
  info: "#6ea8ff",
  hint: "#939dac",
};
