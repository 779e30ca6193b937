/** Every message between the client and the server that is not plain LSP. Types and names only. */

/** Sent with `initialize`, and again as a notification when something of it changes. */
export type Options = {
  /** Whether Prisma's own errors are ours to show: nobody else does. */
  readonly showPrismaErrors: boolean;
  readonly codeLens: boolean;
};

export const optionsChanged = "architect/optionsChanged";

/** Findings of all schemas of the workspace, by severity. */
export type Counts = {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly hint: number;
  /** How many schemas were looked at. */
  readonly schemas: number;
};

export const countsChanged = "architect/countsChanged";

/** Answers with the page of a rule as Markdown, or null for an unknown name. */
export const rulePage = "architect/rulePage";
export type RulePageRequest = { readonly name: string };

/** A finding in the list behind a code lens. Lines and characters count from zero. */
export type ListedFinding = {
  readonly rule: string;
  readonly severity: "error" | "warning" | "info" | "hint";
  readonly message: string;
  readonly range: { readonly start: TextPosition; readonly end: TextPosition };
};

type TextPosition = { readonly line: number; readonly character: number };

/** Commands that the server names in its answers and the client carries out. */
export const commands = {
  /** Arguments: uri, and a list of `ListedFinding`. */
  showFindings: "prismaArchitect.showFindings",
  /** Arguments: name of a rule. */
  explainRule: "prismaArchitect.explainRule",
  /** Arguments: uri and zero-based line of an ignore comment that waits for its reason. */
  writeReason: "prismaArchitect.writeReason",
} as const;
