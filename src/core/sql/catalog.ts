/**
 * What a database is known to hold at one point of its history: folded from the statements that
 * made it. Immutable; what a statement did not touch is the very same object afterwards.
 */
import type { Constraint, Expression, Name, ReferentialAction, TypeName } from "./step.ts";

/** `public.User`: the key of a table, an index or a type in a catalog. */
export type Qualified = string;

export type Catalog = {
  /** Temporary tables are in the schema `pg_temp`. */
  readonly tables: ReadonlyMap<Qualified, Table>;
  /** By the index's own qualified name. PostgreSQL keeps those of constraints here too. */
  readonly indexes: ReadonlyMap<Qualified, Index>;
  readonly enums: ReadonlyMap<Qualified, Enum>;
  readonly domains: ReadonlyMap<
    Qualified,
    { readonly base: TypeName; readonly isConstrained: boolean }
  >;
  readonly views: ReadonlyMap<Qualified, View>;
  readonly sequences: ReadonlyMap<
    Qualified,
    {
      readonly ownedBy: { readonly table: Qualified; readonly column: string } | undefined;
      /** Made for a column of serial, or for identity without options; gone once it is altered. */
      readonly madeFor?: "int2" | "int4" | "int8" | "identity";
    }
  >;
  readonly functions: ReadonlyMap<
    Qualified,
    {
      readonly volatility: "immutable" | "stable" | "volatile";
      /** The statement that creates it, as written. */
      readonly definition: string;
      /** There may be others of its name, or more was said of it than is kept here. */
      readonly isUnclear?: true;
    }
  >;
  readonly schemas: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
  /** Where names without a schema are looked up and made: `public` unless SET says otherwise. */
  readonly searchPath: readonly string[];
  /**
   * Tables that statements spoke of but nothing here created, tables made by a query, and tables,
   * views and types that a DO block may have changed: what is said about them is a guess.
   */
  readonly doubtful: ReadonlySet<Qualified>;
  /** What ROLLBACK goes back to; undefined outside of an explicit transaction. */
  readonly begun: Catalog | undefined;
  /** What `searchPath` is again after the transaction, when SET LOCAL has changed it. */
  readonly lastingSearchPath: readonly string[] | undefined;
};

export type Table = {
  readonly schema: string;
  readonly name: string;
  readonly columns: ReadonlyMap<string, Column>;
  /** By name; PostgreSQL's own made-up names where none was written. */
  readonly constraints: ReadonlyMap<string, TableConstraint>;
  /** `definition`: the statement that creates it, as written. */
  readonly triggers: ReadonlyMap<string, { readonly function: Name; readonly definition: string }>;
  readonly policies: ReadonlySet<string>;
  readonly rowLevelSecurity: boolean;
  readonly partitionOf: Qualified | undefined;
  readonly isPartitioned: boolean;
  readonly inherits: readonly Qualified[];
  readonly isTemporary: boolean;
  /** Statements said more of it than is kept here: comments, storage, rights, statistics. */
  readonly hasMore?: true;
};

export type Column = {
  readonly name: string;
  /** serial is int4 with a default by then; an enum or a domain has its schema filled in. */
  readonly type: TypeName;
  readonly collation: string | undefined;
  readonly isNotNull: boolean;
  readonly default: Expression | undefined;
  readonly identity: "always" | "by default" | undefined;
  readonly generated: "stored" | "virtual" | undefined;
  /** What a generated column computes. */
  readonly generatedAs: Expression | undefined;
};

export type TableConstraint = {
  readonly name: string;
  readonly isValid: boolean;
  readonly isDeferrable: boolean;
  /** As it was written, for a script that brings it back. */
  readonly written: Constraint;
} & (
  | {
      readonly kind: "primary-key" | "unique" | "exclude";
      readonly columns: readonly string[];
      readonly index: Qualified;
    }
  | {
      readonly kind: "check";
      readonly notNullOf: string | undefined;
      readonly columns: readonly string[];
    }
  | { readonly kind: "not-null"; readonly columns: readonly string[] }
  | {
      readonly kind: "foreign-key";
      readonly columns: readonly string[];
      readonly target: Qualified;
      readonly targetColumns: readonly string[];
      readonly onDelete: ReferentialAction;
      readonly onUpdate: ReferentialAction;
    }
);

export type Index = {
  readonly schema: string;
  readonly name: string;
  readonly table: Qualified;
  readonly isUnique: boolean;
  readonly method: string;
  /** Undefined for an expression. */
  readonly columns: readonly (string | undefined)[];
  readonly include: readonly string[];
  /**
   * What PostgreSQL called its columns when it was made, `expr` or a function's name for an
   * expression: copies of the index are named after them, also when a column has been renamed.
   */
  readonly columnNames: readonly string[];
  /** Columns that its expressions and its WHERE name. */
  readonly alsoReads: readonly string[];
  readonly where: string | undefined;
  /** The constraint it stands for. */
  readonly constraint: string | undefined;
  /** The partitioned table's index that it is a part of. */
  readonly partOf: Qualified | undefined;
  /** The statement that creates it, as written; undefined for that of a constraint. */
  readonly definition: string | undefined;
};

export type Enum = {
  readonly schema: string;
  readonly name: string;
  readonly values: readonly string[];
};

export type View = {
  readonly schema: string;
  readonly name: string;
  readonly isMaterialized: boolean;
  readonly reads: readonly Qualified[];
  readonly query: string;
  /** The statement that creates it, as written. */
  readonly definition: string;
};
