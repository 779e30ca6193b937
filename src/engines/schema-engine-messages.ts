/** What the schema engine's thread is asked and answers. Types only. */

export type SchemaFiles = readonly (readonly [path: string, text: string])[];

export type TaskSide =
  | { readonly kind: "empty" }
  | { readonly kind: "schema"; readonly files: SchemaFiles }
  | { readonly kind: "database" };

export type Task =
  | {
      readonly kind: "diff";
      readonly from: TaskSide;
      readonly to: TaskSide;
      readonly external: { readonly tables: readonly string[]; readonly enums: readonly string[] };
    }
  | { readonly kind: "introspect"; readonly files: SchemaFiles };

export type Outcome =
  | { readonly ok: true; readonly sql?: string; readonly files?: SchemaFiles }
  | {
      readonly ok: false;
      readonly why: "invalid" | "superseded" | "failed";
      readonly reason: string;
    };

/** What a database answers: the oids of the types tell how PostgreSQL means the values. */
export type QueryResult = {
  readonly columns: readonly string[];
  readonly types: readonly number[];
  readonly rows: readonly (readonly unknown[])[];
};

export type ToWorker =
  | { readonly kind: "task"; readonly id: number; readonly task: Task }
  /** A text says why there are no rows. */
  | { readonly kind: "rows"; readonly query: number; readonly result: QueryResult | string };

export type FromWorker =
  | { readonly kind: "done"; readonly id: number; readonly outcome: Outcome }
  | {
      readonly kind: "query";
      readonly id: number;
      readonly query: number;
      readonly sql: string;
      readonly values: readonly unknown[];
    };
