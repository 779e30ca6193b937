/**
 * What a statement does, in the words of PostgreSQL's DDL. The one shape in which locks, rewrites,
 * safe ways and reverse scripts are thought about; the parser's tree is left behind here.
 */
import type { Span } from "../base/text.ts";
import type {
  ColumnDefinition,
  Constraint,
  Expression,
  IndexPart,
  Name,
  TypeName,
} from "./definition.ts";
import type { ObjectStep } from "./object-step.ts";

export type {
  ColumnDefinition,
  Constraint,
  ConstraintKind,
  Expression,
  IndexPart,
  Name,
  ReferentialAction,
  TypeName,
} from "./definition.ts";

/** `at` is the part of the statement that takes this step. */
export type Step = {
  readonly at: Span;
  /** ALTER TABLE ONLY: partitions and children stay as they are. */
  readonly only?: true;
  /** ALTER TABLE IF EXISTS: nothing happens when the table is not there. */
  readonly ifTableExists?: true;
} & StepKind;

export type StepKind =
  // --- Tables
  | {
      readonly kind: "create-table";
      readonly table: Name;
      readonly columns: readonly ColumnDefinition[];
      readonly constraints: readonly Constraint[];
      readonly ifNotExists: boolean;
      readonly isTemporary: boolean;
      readonly isUnlogged: boolean;
      /** CREATE TABLE … AS, SELECT … INTO. */
      readonly fromQuery: boolean;
      /** LIKE, INHERITS and PARTITION OF. */
      readonly like: readonly Name[];
      readonly inherits: readonly Name[];
      readonly partitionOf: Name | undefined;
      readonly isPartitioned: boolean;
    }
  | {
      readonly kind: "drop-table";
      readonly tables: readonly Name[];
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: "rename-table"; readonly table: Name; readonly to: string }
  | { readonly kind: "set-schema"; readonly table: Name; readonly to: string }
  | { readonly kind: "set-table-option"; readonly table: Name; readonly option: TableOption }
  | { readonly kind: "attach-partition"; readonly table: Name; readonly partition: Name }
  | {
      readonly kind: "detach-partition";
      readonly table: Name;
      readonly partition: Name;
      readonly concurrently: boolean;
    }
  // --- Columns
  | {
      readonly kind: "add-column";
      readonly table: Name;
      readonly column: ColumnDefinition;
      readonly ifNotExists: boolean;
    }
  | {
      readonly kind: "drop-column";
      readonly table: Name;
      readonly column: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | {
      readonly kind: "alter-type";
      readonly table: Name;
      readonly column: string;
      readonly type: TypeName;
      readonly collation: string | undefined;
      readonly using: Expression | undefined;
    }
  | {
      readonly kind:
        | "set-not-null"
        | "drop-not-null"
        | "drop-default"
        | "drop-identity"
        | "drop-expression";
      readonly table: Name;
      readonly column: string;
    }
  | {
      readonly kind: "set-default";
      readonly table: Name;
      readonly column: string;
      readonly default: Expression;
    }
  | {
      readonly kind: "add-identity";
      readonly table: Name;
      readonly column: string;
      readonly identity: "always" | "by default";
    }
  /** ALTER COLUMN … SET EXPRESSION AS (…): what a generated column is computed from. */
  | {
      readonly kind: "set-expression";
      readonly table: Name;
      readonly column: string;
      readonly expression: Expression;
    }
  /** SET STATISTICS, SET STORAGE, SET (n_distinct = …). */
  | {
      readonly kind: "set-column-option";
      readonly table: Name;
      readonly column: string;
      readonly option: "statistics" | "storage" | "compression" | "other";
    }
  | {
      readonly kind: "rename-column";
      readonly table: Name;
      readonly column: string;
      readonly to: string;
    }
  // --- Constraints
  | { readonly kind: "add-constraint"; readonly table: Name; readonly constraint: Constraint }
  | {
      readonly kind: "drop-constraint";
      readonly table: Name;
      readonly constraint: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: "validate-constraint"; readonly table: Name; readonly constraint: string }
  | { readonly kind: "alter-constraint"; readonly table: Name; readonly constraint: string }
  | {
      readonly kind: "rename-constraint";
      readonly table: Name;
      readonly constraint: string;
      readonly to: string;
    }
  // --- Indexes
  | {
      readonly kind: "create-index";
      readonly table: Name;
      /** PostgreSQL makes one up when it is not written. */
      readonly index: string | undefined;
      readonly isUnique: boolean;
      readonly method: string;
      readonly parts: readonly IndexPart[];
      readonly include: readonly string[];
      readonly where: Expression | undefined;
      readonly concurrently: boolean;
      readonly ifNotExists: boolean;
      readonly nullsNotDistinct: boolean;
    }
  | {
      readonly kind: "drop-index";
      readonly indexes: readonly Name[];
      readonly concurrently: boolean;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: "rename-index"; readonly index: Name; readonly to: string }
  | {
      readonly kind: "reindex";
      readonly target: "index" | "table" | "schema" | "database";
      readonly name: Name;
      readonly concurrently: boolean;
    }
  // --- Types
  | { readonly kind: "create-enum"; readonly type: Name; readonly values: readonly string[] }
  | {
      readonly kind: "add-enum-value";
      readonly type: Name;
      readonly value: string;
      readonly ifNotExists: boolean;
      readonly place: { readonly side: "before" | "after"; readonly value: string } | undefined;
    }
  | {
      readonly kind: "rename-enum-value";
      readonly type: Name;
      readonly value: string;
      readonly to: string;
    }
  | { readonly kind: "rename-type"; readonly type: Name; readonly to: string }
  | {
      readonly kind: "drop-type";
      readonly types: readonly Name[];
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | {
      readonly kind: "create-domain";
      readonly domain: Name;
      readonly base: TypeName;
      readonly isConstrained: boolean;
    }
  | { readonly kind: "alter-domain"; readonly domain: Name; readonly adds: Constraint | undefined }
  | ObjectStep
  // --- Rows
  | {
      readonly kind: "insert";
      readonly table: Name;
      readonly fromQuery: boolean;
      readonly reads: readonly Name[];
    }
  | {
      readonly kind: "update";
      readonly table: Name;
      readonly hasWhere: boolean;
      readonly columns: readonly string[];
      readonly reads: readonly Name[];
    }
  | {
      readonly kind: "delete";
      readonly table: Name;
      readonly hasWhere: boolean;
      readonly reads: readonly Name[];
    }
  | { readonly kind: "merge"; readonly table: Name; readonly reads: readonly Name[] }
  | { readonly kind: "truncate"; readonly tables: readonly Name[]; readonly cascade: boolean }
  | { readonly kind: "copy"; readonly table: Name; readonly direction: "from" | "to" }
  | {
      readonly kind: "select";
      readonly reads: readonly Name[];
      readonly functions: readonly string[];
      readonly locksRows: boolean;
    }
  | { readonly kind: "lock-table"; readonly tables: readonly Name[]; readonly mode: LockMode }
  // --- Maintenance, sessions, transactions
  | { readonly kind: "vacuum"; readonly tables: readonly Name[]; readonly full: boolean }
  | { readonly kind: "analyze"; readonly tables: readonly Name[] }
  | { readonly kind: "cluster"; readonly table: Name | undefined }
  | {
      readonly kind: "transaction";
      readonly command: "begin" | "commit" | "rollback" | "savepoint" | "release" | "rollback to";
    }
  | {
      readonly kind: "set";
      readonly setting: string;
      readonly isLocal: boolean;
      readonly value: string | undefined /** RESET, or SET … TO DEFAULT. */;
      readonly isReset: boolean;
    }
  /** DO, CALL, PREPARE/EXECUTE: what it does is only known when it runs. */
  | {
      readonly kind: "dynamic";
      readonly command: "do" | "call" | "execute";
      readonly body: string;
      /**
       * Steps of the statements in a DO block that is plain: each runs once or, when a condition
       * does not hold, not at all. Undefined for a body that cannot be told.
       */
      readonly inside?: readonly Step[];
    }
  /** Understood by PostgreSQL, not by us: the tag of the parser's tree, `CreateEventTrigStmt`. */
  | { readonly kind: "other"; readonly tag: string };

export type TableOption =
  | "logged"
  | "unlogged"
  | "tablespace"
  | "access-method"
  | "replica-identity"
  | "storage"
  | "owner"
  | "cluster-on"
  | "inherit"
  | "other";

/** From the weakest to the strongest. https://www.postgresql.org/docs/current/explicit-locking.html */
export const lockModes = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;

export type LockMode = (typeof lockModes)[number];
