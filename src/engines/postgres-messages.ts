/** What the thread of the embedded PostgreSQL is asked and what it answers. Shapes only. */
import type { Refusal, Rows, Value } from "./postgres-connection.ts";

export type ToPostgres = { readonly id: number } & (
  | { readonly kind: "exec"; readonly script: string }
  | { readonly kind: "query"; readonly sql: string; readonly values: readonly Value[] }
  | { readonly kind: "snapshot" }
  | { readonly kind: "stretch"; readonly files: readonly RelationFile[] }
);

export type RelationFile = {
  /** As pg_relation_filepath tells it. */
  readonly path: string;
  /** Of 8 kB. */
  readonly pages: number;
  /** Of a b-tree: how many levels are above the leaves. */
  readonly depth?: number;
};

export type FromPostgres =
  /** Sent once, unasked: whether the server runs, and which version it says it is. */
  | { readonly kind: "started"; readonly version: string }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "answer"; readonly id: number; readonly answer: Rows | Refusal }
  | { readonly kind: "snapshot"; readonly id: number; readonly data: Uint8Array | undefined }
  | { readonly kind: "stretched"; readonly id: number; readonly isDone: boolean };

/** What a new thread is given. */
export type PostgresStart = {
  /** Where `build-postgres.mjs` put the server's files. */
  readonly folder: string;
  /** File names in `folder/extensions`, without their ending. */
  readonly extensions: readonly string[];
  /** An uncompressed archive of a data directory; without it a fresh one is used. */
  readonly snapshot: Uint8Array | undefined;
};
