/**
 * What the diagram panel, the client and the server say to each other. The panel gets whole
 * snapshots and sends wishes; the client hands both on. Types and names only.
 */
import type { Diagram, SourcePlace } from "../core/diagram/diagram.ts";
import type { Layout } from "../core/diagram/layout-result.ts";
import type { Mermaid } from "../core/diagram/mermaid.ts";
import type { Overview } from "../core/diagram/overview.ts";
import type { More } from "../core/diagram/select.ts";
import type { DiagramView, SettledView } from "../core/diagram/view.ts";
import type { ListedFinding, TextPosition } from "./messages.ts";

export type { DiagramView } from "../core/diagram/view.ts";

/** What is wished before anybody has wished anything. */
export const usualView: DiagramView = {
  mode: "auto",
  follows: true,
  depth: 1,
  detail: "all",
  direction: "right",
  enums: true,
  grouping: "auto",
  renderer: "auto",
  base: "git",
};

/** Everything that is shown at one moment. */
export type DiagramSnapshot = {
  /** Of the schema that is shown: any of its files, and what it is called. */
  readonly schema: SchemaName;
  /** All that could be shown instead. */
  readonly schemas: readonly SchemaName[];
  /** As wished, with what is shown now in place of what was left open: never `auto`. */
  readonly view: SettledView;
  readonly renderer: "mermaid" | "map";
  /** The part that is shown. */
  readonly diagram: Diagram;
  /** Relations that lead out of that part. */
  readonly more: readonly More[];
  /** Every entity and enum of the schema, for the search. */
  readonly names: readonly DiagramName[];
  /** With the renderer `mermaid`. */
  readonly mermaid?: Mermaid;
  /** With the renderer `map`. */
  readonly layout?: Layout;
  /** In `groups` without an opened group. */
  readonly overview?: Overview & { readonly by: string };
  /** Why less is shown than was wished, in one sentence. */
  readonly note?: string;
};

export type SchemaName = { readonly uri: string; readonly title: string };

export type DiagramName = {
  readonly id: string;
  readonly kind: "model" | "view" | "type" | "enum";
  readonly rows: readonly string[];
};

// --- Between the panel and the client ---------------------------------------------------------

export type FromPanel =
  | { readonly kind: "ready"; readonly view: DiagramView | undefined; readonly uri?: string }
  | { readonly kind: "view"; readonly view: DiagramView; readonly uri?: string }
  /** A click leads to the source; with `takesFocus` the keyboard goes there too. */
  | { readonly kind: "open"; readonly place: SourcePlace; readonly takesFocus: boolean }
  | { readonly kind: "findings"; readonly entity: string; readonly row?: string }
  | { readonly kind: "fix"; readonly finding: DiagramFinding }
  | { readonly kind: "explain"; readonly rule: string }
  /** `data` is what only the panel has: the picture as it is drawn. */
  | { readonly kind: "export"; readonly format: ExportFormat; readonly data?: string }
  /** What was dragged, by id; an empty object after Tidy. */
  | { readonly kind: "pins"; readonly pins: Readonly<Record<string, { x: number; y: number }>> };

export type ExportFormat = "mmd" | "md" | "dbml" | "svg" | "png";

export type ToPanel =
  | { readonly kind: "snapshot"; readonly snapshot: DiagramSnapshot }
  | { readonly kind: "cursor"; readonly entity: string; readonly row?: string }
  | {
      readonly kind: "findings";
      readonly entity: string;
      readonly row?: string;
      readonly findings: readonly DiagramFinding[];
    }
  /** Shown in place of the diagram: what happened, why, and what to do next. */
  | { readonly kind: "trouble"; readonly message: string }
  | { readonly kind: "search" };

export type DiagramFinding = ListedFinding & {
  readonly uri: string;
  /** What its fix does, if there is one. */
  readonly fix: string | undefined;
};

// --- Between the client and the server --------------------------------------------------------

/** Sent when a schema that a diagram was asked of has changed. */
export const diagramChanged = "architect/diagramChanged";

/** Answers with a `DiagramSnapshot`, or null where there is no schema, or a newer question came. */
export const diagram = "architect/diagram";
export type DiagramRequest = {
  /** A file of the schema; the first schema when it is not stated. */
  readonly uri?: string;
  readonly view: DiagramView;
  /** Where the cursor is, in offsets of `uri`. */
  readonly cursor?: { readonly uri: string; readonly offset: number };
  /** The corners of dragged boxes. */
  readonly pins: Readonly<Record<string, { x: number; y: number }>>;
  readonly isTidy?: boolean;
};

/** Answers with a `DiagramPlace` for a place in a schema, or null. */
export const diagramPlace = "architect/diagramPlace";
export type DiagramPlace = {
  readonly entity: string;
  /** The row or relation field. */
  readonly field: string | undefined;
  /** Of the schema, as in snapshots. */
  readonly schema: string;
};
export type DiagramPlaceRequest = { readonly uri: string; readonly offset: number };

/** Answers with a `SourceRange` for a `SourcePlace`, or null when the file is gone. */
export const diagramSource = "architect/diagramSource";
export type SourceRange = {
  readonly uri: string;
  readonly range: { readonly start: TextPosition; readonly end: TextPosition };
};

/** Answers with a list of `DiagramFinding`. */
export const diagramFindings = "architect/diagramFindings";
export type DiagramFindingsRequest = {
  readonly uri: string;
  readonly entity: string;
  readonly row?: string;
};

/** Answers with the text of an export of what a view shows. */
export const diagramExport = "architect/diagramExport";
export type DiagramExportRequest = DiagramRequest & {
  readonly format: Exclude<ExportFormat, "png">;
  readonly isDark: boolean;
};
