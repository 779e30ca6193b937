/** Every message between the client and the server that is not plain LSP. Types and names only. */

/** Sent with `initialize`, and again as a notification when something of it changes. */
export type Options = {
  /** Whether Prisma's own errors are ours to show: nobody else does. */
  readonly showPrismaErrors: boolean;
  readonly codeLens: boolean;
  /** Whether the code of the workspace is read for queries. */
  readonly scanQueries: boolean;
  /** How many models Mermaid draws at most; the map draws more. */
  readonly mostModelsForMermaid: number;
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

/** Sent when the checklist may have changed and nobody types. */
export const checklistChanged = "architect/checklistChanged";

/** Answers with a `Checklist`. */
export const checklist = "architect/checklist";
export type ChecklistRequest = {
  readonly groupBy: "rule" | "model";
  /** Words that all have to occur; empty for everything. */
  readonly filter: string;
};

export type Checklist = {
  /** How many schemas were looked at, and how many models they have. */
  readonly schemas: number;
  readonly models: number;
  /** Findings before the filter, and those of them that count: errors, warnings. */
  readonly total: number;
  readonly loud: number;
  /** One section for each schema that has findings. */
  readonly sections: readonly ChecklistSection[];
};

export type ChecklistSection = {
  /** Where the schema is, from the workspace folder on. */
  readonly title: string;
  readonly groups: readonly ChecklistGroup[];
};

export type ChecklistGroup = {
  readonly name: string;
  /** What the rule is about; empty for a model. */
  readonly summary: string;
  readonly severity: ListedFinding["severity"];
  readonly rule: string | undefined;
  /** A file of the schema, for fixes that go through all of them. */
  readonly uri: string;
  /** How many findings can be fixed together. */
  readonly fixable: number;
  readonly items: readonly ChecklistItem[];
};

export type ChecklistItem = ListedFinding & {
  /** `Order.customerId`. */
  readonly subject: string;
  readonly uri: string;
  /** What its fix does, if there is one. */
  readonly fix: string | undefined;
  /** The baseline has it. */
  readonly known: boolean;
};

/** Answers with the edit that fixes one finding, or null when it is not there any more. */
export const findingFix = "architect/findingFix";
export type FindingFixRequest = Pick<ChecklistItem, "uri" | "rule" | "message" | "range">;

/**
 * Answers with an edit that has to be confirmed, for the whole schema that `uri` belongs to or
 * for all schemas when it is not stated, or null when there is nothing to fix.
 */
export const schemaFix = "architect/schemaFix";
export type SchemaFixRequest = {
  readonly uri?: string;
  /** All rules when it is not stated. */
  readonly rule?: string;
};

/** Answers with a list of `ListedRefactoring`: at a place, or of a whole schema without one. */
export const refactorings = "architect/refactorings";
export type RefactoringsRequest = {
  /** A file of the schema; the first schema when it is not stated. */
  readonly uri?: string;
  readonly position?: TextPosition;
};

export type ListedRefactoring = {
  readonly title: string;
  readonly summary: string;
  /** A file of the schema. */
  readonly uri: string;
  /** Where the schema is, from the workspace folder on. */
  readonly where: string;
};

/** Answers with a `RefactoringEdit`, or null when it is not possible any more. */
export const refactoring = "architect/refactoring";
export type RefactoringRequest = RefactoringsRequest & { readonly title: string };

export type RefactoringEdit = {
  /** An LSP `WorkspaceEdit` that has to be confirmed. */
  readonly edit: object;
  /** Markdown: what it does and what follows from it. */
  readonly page: string;
  /** SQL for the migration that has to go with it. */
  readonly migration: string | undefined;
};

/**
 * Answers with the edit of the configuration that applies to a schema, or to the first one when
 * `uri` is not stated; null where there is no folder for one, or it is broken.
 */
export const configEdit = "architect/configEdit";
export type ConfigEditRequest = {
  readonly uri?: string;
  readonly change: { readonly turnOff: string } | { readonly preset: PresetName };
};
export type PresetName = "off" | "recommended" | "strict" | "all";

/** Answers with the preset that applies to the first schema, and how many rules each one has. */
export const presets = "architect/presets";
export type Presets = {
  readonly current: PresetName;
  readonly rules: Readonly<Record<PresetName, number>>;
};

export type TextPosition = { readonly line: number; readonly character: number };

/** Commands that the server names in its answers and the client carries out. */
export const commands = {
  /** Arguments: uri, and a list of `ListedFinding`. */
  showFindings: "prismaArchitect.showFindings",
  /** Arguments: name of a rule. */
  explainRule: "prismaArchitect.explainRule",
  /** Arguments: a `RefactoringRequest`. */
  refactor: "prismaArchitect.refactor",
  /** Arguments: uri and zero-based line of an ignore comment that waits for its reason. */
  writeReason: "prismaArchitect.writeReason",
} as const;
