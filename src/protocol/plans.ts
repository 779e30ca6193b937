/**
 * Messages about explained queries between the client and the server, and between the plan panel
 * and the client. Types and names only. No URL and no password is ever in one.
 */
import type { DatabaseLabel } from "./databases.ts";
import type { TextPosition } from "./migrations.ts";

export const planCommands = {
  explain: "prismaArchitect.explain",
  explainRun: "prismaArchitect.explainRun",
} as const;

export type TextRange = { readonly start: TextPosition; readonly end: TextPosition };

/**
 * Of a parameter, in the order of their numbers: null is NULL, false is any value. Not undefined,
 * which JSON makes null of.
 */
export type GivenValue = string | null | false;

/** Where a statement is explained: in an embedded database made of the schema, in one made of the migrations, or in the connected one. */
export type TargetKind = "embedded" | "migrations" | "database";

/** Explains the query at a place of a text: answers with `ExplainAnswer`. Can be cancelled. */
export const explain = "architect/explain";
export type ExplainRequest = {
  readonly uri: string;
  /** `sql`, `typescript`, … */
  readonly languageId: string;
  /** The whole text, as the editor has it. */
  readonly text: string;
  /** Offsets of the selection, or twice the cursor. */
  readonly start: number;
  readonly end: number;
  readonly mode: "plan" | "run";
  /** Undefined: the connected database, else the embedded one. */
  readonly target: TargetKind | undefined;
  readonly values: readonly GivenValue[];
  /** What was given for queries before, by `PlanPage.query`: used where `values` is empty. */
  readonly remembered: Readonly<Record<string, readonly GivenValue[]>>;
  /** How often it is run. */
  readonly times: number;
  /** Questions that somebody has said yes to, by their key. */
  readonly agreed: readonly string[];
  readonly isTrusted: boolean;
  readonly token: string;
};

export type ExplainAnswer =
  | { readonly kind: "page"; readonly page: PlanPage }
  /** Somebody has to agree first; then the same is asked again with `key` among `agreed`. */
  | {
      readonly kind: "question";
      readonly key: string;
      readonly schemaUri: string;
      readonly question: string;
      readonly detail: string;
      readonly yes: string;
      /** Not to be asked again for this connection. */
      readonly isLasting: boolean;
    }
  /** There is no query here, or it is not one that is explained. */
  | { readonly kind: "refused"; readonly reason: string; readonly range: TextRange | undefined }
  | { readonly kind: "cancelled" };

/** The queries of a text that can be explained: answers with `ExplainableLine[]`, for lenses. */
export const explainables = "architect/explainables";
export type ExplainablesRequest = {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
};
export type ExplainableLine = {
  readonly range: TextRange;
  /** Offset of its first character. */
  readonly start: number;
};

/** How far it is: for the panel and for a progress bar. */
export const explainProgress = "architect/explainProgress";
export type ExplainProgress = { readonly token: string; readonly message: string };

/** Everything that the panel shows of one query; complete each time. */
export type PlanPage = {
  /** The same for the same text of a query. */
  readonly query: string;
  /** Offsets of the query in the text that was given. */
  readonly start: number;
  readonly end: number;
  /** `src/orders.ts:12`. */
  readonly place: string;
  readonly uri: string;
  readonly range: TextRange;
  readonly sql: string;
  readonly target: TargetLine;
  /** All that can be chosen. */
  readonly targets: readonly TargetLine[];
  /** What was seen before it was sent: writes, locks, functions with effects. Sentences. */
  readonly seen: readonly string[];
  readonly parameters: readonly ParameterLine[];
  /** Undefined where it failed. */
  readonly result: PlanResult | undefined;
  readonly failure: Failure | undefined;
  /** Whether it may be run there, and why not. */
  readonly canRun: { readonly isAllowed: boolean; readonly reason: string };
  /** Rows that were assumed for the tables of the plan; empty on a connected database. */
  readonly assumed: readonly AssumedRows[];
  /** Earlier plans of this query, the newest first, without the one that is shown. */
  readonly history: readonly PlanRecord[];
  /** The schema whose database it is; undefined without one. */
  readonly schemaUri: string | undefined;
};

export type TargetLine = {
  readonly kind: TargetKind;
  /** `Embedded PostgreSQL 18`, `shop on PostgreSQL 17.4`. */
  readonly title: string;
  /** `built from the schema, rows assumed`, `not encrypted`. */
  readonly detail: string;
  readonly label: DatabaseLabel | undefined;
};

export type ParameterLine = {
  readonly number: number;
  readonly name: string;
  /** PostgreSQL's, where it is known: `integer`. */
  readonly type: string | undefined;
  readonly value: GivenValue;
  readonly isList: boolean;
};

export type PlanRecord = {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  readonly target: string;
  readonly mode: "plan" | "run";
  /** EXPLAIN (FORMAT JSON), as the server wrote it; the page reads it with core/plan. */
  readonly json: string;
  readonly isGeneric: boolean;
  /** Execution times in milliseconds, one a run; empty where it was not run. */
  readonly executionTimes: readonly number[];
};

export type PlanResult = PlanRecord & {
  /** `EXPLAIN (ANALYZE, …)`, as it was sent. */
  readonly options: string;
  /** The worst first. */
  readonly findings: readonly PlanFindingLine[];
  readonly notices: readonly string[];
  /** From the wish to the answer, in milliseconds. */
  readonly took: number;
};

export type PlanFindingLine = {
  readonly rule: string;
  /** Where the rule is described, for whoever clicks on it. */
  readonly href: string;
  readonly severity: "error" | "warning" | "info" | "hint";
  /** The node's index in the plan as core/plan reads it. */
  readonly node: number;
  readonly message: string;
  readonly advice: string;
  /** What can be added to the schema by a click. */
  readonly addition: { readonly model: string; readonly attribute: string } | undefined;
};

export type Failure = {
  readonly reason: string;
  /** What to do next; empty where nothing is known. */
  readonly hint: string;
  readonly range: TextRange | undefined;
};

export type AssumedRows = {
  /** As the database calls it: `public.orders`. */
  readonly table: string;
  /** As the schema calls it: `Order`; undefined for what is not in it. */
  readonly model: string | undefined;
  readonly rows: number;
  /** Nobody has stated them. */
  readonly isDefault: boolean;
};

/** States how many rows a table is taken to have, in the configuration: answers with a workspace edit or null. */
export const assumeRows = "architect/assumeRows";
export type AssumeRowsRequest = {
  readonly schemaUri: string;
  readonly table: string;
  readonly rows: number;
};

/** Adds an attribute to a model: answers with a workspace edit or null. */
export const addToModel = "architect/addToModel";
export type AddToModelRequest = {
  readonly schemaUri: string;
  readonly model: string;
  readonly attribute: string;
};

export type ToPlanPanel =
  | { readonly kind: "show"; readonly page: PlanPage }
  /** What is shown stays, and is marked as old; `message` tells how far it is. */
  | { readonly kind: "running"; readonly message: string; readonly sql: string }
  | { readonly kind: "refused"; readonly reason: string }
  /** Somebody has to agree before it is run; `agree` is the answer. */
  | {
      readonly kind: "question";
      readonly question: string;
      readonly detail: string;
      readonly yes: string;
    }
  /** Cancelled: what was shown before stands. */
  | { readonly kind: "idle" };

export type FromPlanPanel =
  | { readonly kind: "ready" }
  /** To the query in its file, or to a place in it. */
  | { readonly kind: "reveal"; readonly at?: TextPosition }
  | {
      readonly kind: "explain";
      readonly mode: "plan" | "run";
      readonly target: TargetKind;
      readonly values: readonly GivenValue[];
      readonly times: number;
    }
  | { readonly kind: "cancel" }
  /** Yes to the question that was asked last. */
  | { readonly kind: "agree" }
  | { readonly kind: "copy"; readonly text: string; readonly what: string }
  | { readonly kind: "assume"; readonly table: string; readonly rows: number }
  | { readonly kind: "add"; readonly model: string; readonly attribute: string }
  | { readonly kind: "rule"; readonly rule: string }
  | { readonly kind: "connect" };
