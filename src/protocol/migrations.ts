/**
 * Messages about migrations between the client, the server and the panel: the preview that
 * follows typing, the list of what is on disk, and what is done with them. Types and names only.
 */
import type { Proof, ProofStep, ProvenStatement } from "../core/migration/proof.ts";
import type { Reversible } from "../core/migration/reversible.ts";
import type { Summary } from "../core/migration/summary.ts";
import type { DatabaseState } from "./databases.ts";
import type { ListedFinding, TextPosition } from "./messages.ts";

/** The scheme of the read-only SQL documents that show a migration that is not written yet. */
export const previewScheme = "prisma-migration";

/** What a preview counts from. */
export type Base =
  /** The database that the migrations on disk make. */
  | { readonly kind: "migrations" }
  /** The schema as it was committed: HEAD, or another revision of git. */
  | { readonly kind: "git"; readonly revision: string }
  /** The schema as it is on disk. */
  | { readonly kind: "saved" }
  /** The database that is connected to the schema, as it is now. */
  | { readonly kind: "database" }
  | { readonly kind: "empty" };

/**
 * Begins a preview of the schema that `uri` belongs to, or finds the one that is open, and
 * answers with its first `Preview`; null where there is no such schema.
 */
export const openPreview = "architect/openPreview";
export type PreviewRequest = {
  readonly uri: string;
  /** As it was, else the migrations where there are any, else empty. */
  readonly base?: Base;
};

/** Nobody looks any more. */
export const closePreview = "architect/closePreview";
export type ClosePreview = { readonly document: string };

/** Sent whenever what a preview shows has changed. */
export const previewChanged = "architect/previewChanged";

export type Preview = {
  /** The address of the SQL document. */
  readonly document: string;
  /** Where the schema is, from the workspace folder on. */
  readonly schema: string;
  readonly base: Base;
  /** The base in words: "migrations up to 20240131120000_add_users". */
  readonly from: string;
  /**
   * `changes`: there is SQL. `none`: nothing to migrate. `invalid`: the schema has mistakes, and
   * the SQL of its last valid version is shown. `failed`: there is no SQL, `note` says why.
   * `loading`: the base is not known yet.
   */
  readonly state: "changes" | "none" | "invalid" | "failed" | "loading";
  /** What the state has to say for itself, for people. Empty when it is plain. */
  readonly note: string;
  /** The whole text of the document. */
  readonly text: string;
  readonly summary: Summary | undefined;
  /** Whether it can be taken back; undefined where that was not thought through. */
  readonly reversible: Reversible | undefined;
  readonly findings: readonly MigrationFindingLine[];
  /** What the last proof of this very text saw. */
  readonly proof: Proof | undefined;
};

/** A finding with what else is said of the same statement. */
export type MigrationFindingLine = ListedFinding & {
  readonly statement: number | undefined;
  readonly also: readonly Pick<ListedFinding, "rule" | "severity" | "message">[];
  /** Titles of quick fixes and safe ways, as the light bulb calls them. */
  readonly fixes: readonly string[];
};

/**
 * Answers with what the panel shows of a preview or a script: a `Preview`, whose `document` is the
 * address that was asked for; null where there is neither.
 */
export const migrationPage = "architect/migrationPage";
export type MigrationPageRequest = { readonly uri: string };

/** What the page of the panel is sent. */
export type ToMigrationPanel = { readonly kind: "show"; readonly page: Preview | null };

/** What the page asks for. `reveal` counts in UTF-16 units; `fix` opens the light bulb there. */
export type FromMigrationPanel =
  | { readonly kind: "ready" }
  | { readonly kind: "reveal"; readonly offset: number }
  | { readonly kind: "fix"; readonly at: TextPosition }
  | { readonly kind: "command"; readonly command: string }
  | { readonly kind: "rule"; readonly rule: string };

/**
 * Answers with the edit that writes the migration, or with why not. The client applies it; a file
 * that is there is never written over.
 */
export const createMigration = "architect/createMigration";
export type CreateMigrationRequest = { readonly document: string; readonly name: string };
export type MigrationEdit =
  | {
      readonly ok: true /** An LSP `WorkspaceEdit`. */;
      readonly edit: object;
      readonly opens: string;
    }
  | { readonly ok: false; readonly reason: string };

/** The reverse script of a migration on disk or previewed: answers with a `DownScript`, or null. */
export const downScript = "architect/downScript";
export type DownScriptRequest = { readonly uri: string };
export type DownScript = {
  readonly text: string;
  /** Steps that cannot be taken back, with the reason. */
  readonly refused: readonly string[];
  /** What cannot be brought back. */
  readonly losses: readonly string[];
  /** Writes `down.sql` beside the migration; undefined for a preview. */
  readonly edit: object | undefined;
};

/** Queries that find the rows on which a statement would fail: answers with `PreCheck[]`. */
export const preChecks = "architect/preChecks";
export type PreChecksRequest = {
  readonly uri: string /** All statements without it. */;
  readonly statement?: number;
};
export type PreCheckLine = {
  readonly title: string;
  readonly sql: string;
  /** What a good answer looks like: "no rows". */
  readonly expects: string;
};

/** Sent when the list of migrations may have changed. */
export const migrationsChanged = "architect/migrationsChanged";

/** Answers with a `MigrationList`. */
export const migrations = "architect/migrations";
export type MigrationList = { readonly folders: readonly ListedFolder[] };

export type ListedFolder = {
  /** Where the schema is, from the workspace folder on. */
  readonly schema: string;
  /** A file of the schema. */
  readonly schemaUri: string;
  /** Where the migrations are, or would be. */
  readonly uri: string;
  readonly path: string;
  readonly exists: boolean;
  /** About the folder itself: its lock file, odd directories. */
  readonly notes: readonly string[];
  /** The one that is connected, which the states of the migrations are from. */
  readonly database: DatabaseState | undefined;
  /** In the order in which they are applied. */
  readonly migrations: readonly ListedMigration[];
};

export type ListedMigration = {
  readonly name: string;
  readonly uri: string;
  /**
   * `applied` and `pending` are what a connected database says; without one, `new` is not
   * committed yet, and `committed` is.
   */
  readonly state: "applied" | "pending" | "failed" | "new" | "committed" | "unknown";
  readonly statements: number;
  /** The strongest lock of a table that was there before. */
  readonly lock: string | undefined;
  readonly hasDown: boolean;
  readonly findings: readonly MigrationFindingLine[];
};

/** Replays the history and proves the last step: answers with a `Proof`, or a refusal. Cancellable. */
export const prove = "architect/prove";
/** `uri` of a preview's document, or of a migration's script. */
export type ProveRequest = {
  readonly uri: string /** For `proveProgress`. */;
  readonly token: string;
};
export const proveProgress = "architect/proveProgress";
export type ProveProgress = {
  readonly token: string;
  readonly message: string;
  /** From 0 to 1. */
  readonly share: number;
};

/** Commands that the server names in lenses and actions, and the client carries out. */
export const migrationCommands = {
  /** Arguments: address of a schema file; without it, the one in front. */
  preview: "prismaArchitect.previewMigration",
  /** Arguments: address of the SQL document. */
  create: "prismaArchitect.createMigration",
  prove: "prismaArchitect.proveMigration",
  down: "prismaArchitect.writeDownScript",
  preChecks: "prismaArchitect.showPreChecks",
  summary: "prismaArchitect.showMigrationSummary",
} as const;

export type { Proof, ProofStep, ProvenStatement, TextPosition };
