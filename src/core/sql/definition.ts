/**
 * What the steps of statements are about: names, types, expressions, columns and constraints, as
 * they are written in SQL. Shapes only.
 */
import type { Span } from "../base/text.ts";

/** A name as written: without a schema it is looked up along the search path. Not quoted. */
export type Name = { readonly schema: string | undefined; readonly name: string };

/** A type as written: `timestamp` with [3], `numeric` with [10, 2]; without `pg_catalog`. */
export type TypeName = {
  readonly schema: string | undefined;
  /**
   * PostgreSQL's own name where it has several: int2, int4, int8, float4, float8, bool, varchar,
   * bpchar, numeric, timestamp, timestamptz, time, timetz, bit, varbit, interval, text, uuid, json,
   * jsonb …; serial2, serial4 and serial8 for the serial pseudo types; else the user's type.
   */
  readonly name: string;
  /** Length, precision and scale, as written; empty when none is. */
  readonly modifiers: readonly number[];
  readonly isArray: boolean;
};

/** An SQL expression: its text as written, and what matters about it here. */
export type Expression = {
  readonly text: string;
  readonly at: Span;
  /** Only literals, casts of literals, arrays of them. */
  readonly isConstant: boolean;
  readonly isNull: boolean;
  /** Names of the functions it calls, lower case, without `pg_catalog`; `now`-like keywords too. */
  readonly functions: readonly string[];
  /** Columns it names, without their table. */
  readonly columns: readonly string[];
  /**
   * As far as it is known from PostgreSQL's own functions; `unknown` when it calls one that is
   * the user's. CURRENT_TIMESTAMP and now() are stable, gen_random_uuid() and nextval() volatile.
   */
  readonly volatility: "immutable" | "stable" | "volatile" | "unknown";
};

export type ColumnDefinition = {
  readonly name: string;
  readonly at: Span;
  readonly type: TypeName;
  readonly collation: string | undefined;
  /** NOT NULL is written; serial, IDENTITY and PRIMARY KEY imply it without saying so here. */
  readonly isNotNull: boolean;
  readonly default: Expression | undefined;
  readonly identity: "always" | "by default" | undefined;
  readonly generated:
    | { readonly expression: Expression; readonly kind: "stored" | "virtual" }
    | undefined;
  /** Those written with the column: PRIMARY KEY, UNIQUE, CHECK, REFERENCES. Columns filled in. */
  readonly constraints: readonly Constraint[];
};

export type Constraint = {
  /** As written; PostgreSQL makes one up when it is not. */
  readonly name: string | undefined;
  readonly at: Span;
  /** NOT VALID: rows that are there are not looked at. */
  readonly isNotValid: boolean;
  readonly isDeferrable: boolean;
} & ConstraintKind;

export type ConstraintKind =
  | {
      readonly kind: "primary-key" | "unique";
      readonly columns: readonly string[];
      readonly usingIndex: string | undefined;
      readonly nullsNotDistinct: boolean;
    }
  | {
      readonly kind: "check";
      readonly expression: Expression /** `CHECK (c IS NOT NULL)` alone. */;
      readonly notNullOf: string | undefined;
    }
  | { readonly kind: "not-null"; readonly columns: readonly string[] }
  | {
      readonly kind: "foreign-key";
      readonly columns: readonly string[];
      readonly target: Name;
      /** Empty: the target's primary key. */
      readonly targetColumns: readonly string[];
      readonly onDelete: ReferentialAction;
      readonly onUpdate: ReferentialAction;
    }
  | { readonly kind: "exclude"; readonly method: string };

export type ReferentialAction = "no action" | "restrict" | "cascade" | "set null" | "set default";

export type IndexPart = {
  /** Undefined for an expression. */
  readonly column: string | undefined;
  readonly text: string;
};
