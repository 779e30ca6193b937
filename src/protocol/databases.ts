/**
 * Messages about connected databases between the client and the server. A URL goes one way only:
 * from the client to the server, which keeps it in memory. Types and names only.
 */

/** How careful one has to be with a database. */
export type DatabaseLabel = "development" | "staging" | "production" | "disposable";

/** Schemas for PostgreSQL, to which a database can belong: answers with `DatabaseSchema[]`. */
export const databaseSchemas = "architect/databaseSchemas";
export type DatabaseSchema = {
  /** Where it is, from the workspace folder on. */
  readonly title: string;
  /** A file of the schema. */
  readonly uri: string;
  readonly database: DatabaseState | undefined;
};

/** Places of the project that hold a URL: answers with `DatabaseCandidateLine[]`, values left out. */
export const databaseCandidates = "architect/databaseCandidates";
export type DatabaseCandidatesRequest = { readonly uri: string };
export type DatabaseCandidateLine = {
  readonly id: string;
  /** `DATABASE_URL`, or `url` for one that is written out. */
  readonly name: string;
  /** The file that holds the value, from the workspace folder on, or "the environment". */
  readonly place: string;
  /** Whether Prisma goes there for migrations. */
  readonly isDirect: boolean;
};

/** Connects the schema that `uri` (its file, a script, a preview) belongs to, and takes the place of what was connected to it. */
export const connectDatabase = "architect/connectDatabase";
export type ConnectRequest = {
  readonly uri: string;
  readonly source: DatabaseSource;
  readonly label: DatabaseLabel;
};
export type DatabaseSource =
  /** Read anew whenever the database is asked, so that a changed value counts. */
  | { readonly kind: "candidate"; readonly id: string }
  | { readonly kind: "url"; readonly url: string };
export type ConnectAnswer =
  | { readonly ok: true; readonly state: DatabaseState }
  | { readonly ok: false; readonly reason: string };

/** Calls a connected database something else. */
export const labelDatabase = "architect/labelDatabase";
export type LabelRequest = { readonly uri: string; readonly label: DatabaseLabel };

/** Forgets the database of a schema. */
export const disconnectDatabase = "architect/disconnectDatabase";
/** Looks again at what all connected databases say. */
export const refreshDatabases = "architect/refreshDatabases";
export type DatabaseRequest = { readonly uri: string };

/** Answers with a `DatabaseState`, or null where the schema has no database. */
export const databaseState = "architect/databaseState";
export type DatabaseState = {
  /** A file of the schema. */
  readonly schemaUri: string;
  readonly label: DatabaseLabel;
  /** `PostgreSQL 17.4`. */
  readonly server: string;
  readonly database: string;
  readonly isEncrypted: boolean;
  readonly applied: number;
  readonly failed: number;
  /** Where the URL is kept: `DATABASE_URL in .env`, `the secret storage`. */
  readonly source: string;
  /** Tables whose number of rows is known. */
  readonly tables: number;
  /** Why what is shown may be old, for people; undefined while all is well. */
  readonly trouble: string | undefined;
};

/** Sent when one was connected or disconnected, or says something else than before. */
export const databasesChanged = "architect/databasesChanged";

/**
 * Runs one of the queries that `preChecks` has answered with for the same address; no other is run.
 * Answers with a `PreCheckResult`.
 */
export const runPreCheck = "architect/runPreCheck";
export type RunPreCheckRequest = { readonly uri: string; readonly sql: string };
export type PreCheckResult =
  | {
      readonly ok: true;
      readonly columns: readonly string[];
      /** Values as PostgreSQL writes them. */
      readonly rows: readonly (readonly (string | null)[])[];
      /** Whether there are more rows than were fetched. */
      readonly isCut: boolean;
      readonly milliseconds: number;
    }
  | { readonly ok: false; readonly reason: string };
