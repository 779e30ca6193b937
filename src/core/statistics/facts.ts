/**
 * What has to be known of the tables of a database to assume how they look with many rows. Shapes
 * only; they are read from a catalog, or written by hand in tests.
 */

export type TableFacts = TableName & {
  /** The rows of a partitioned one are those of its partitions. */
  readonly isPartitioned: boolean;
  readonly partitionOf: TableName | undefined;
  /** In the order in which a row holds them. */
  readonly columns: readonly ColumnFacts[];
  readonly indexes: readonly IndexFacts[];
  readonly foreignKeys: readonly ForeignKeyFacts[];
};

export type TableName = { readonly schema: string; readonly name: string };

export type ColumnFacts = {
  readonly name: string;
  readonly type: TypeFacts;
  readonly isNullable: boolean;
  /** Worked out from others: nothing is written to it. */
  readonly isGenerated: boolean;
  readonly default: DefaultFacts | undefined;
  /** The values that a CHECK lists: `status IN ('open', 'done')`. Empty where there is none. */
  readonly allowed: readonly string[];
};

export type DefaultFacts =
  /** A sequence or an identity. */
  | { readonly kind: "counted" }
  /** now(), CURRENT_TIMESTAMP. */
  | { readonly kind: "now" }
  | { readonly kind: "value"; readonly text: string }
  | { readonly kind: "other" };

export type TypeFacts = {
  /** `pg_type.typname` below domains, and of the element where it is an array: `int4`. */
  readonly name: string;
  readonly isArray: boolean;
  /** Bytes of every value; undefined where they differ. Of the element where it is an array. */
  readonly bytes: number | undefined;
  /** 1, 2, 4 or 8: at what a value begins in a row. */
  readonly alignment: number;
  /** Of character and bit strings, and of vectors; undefined where there is no limit. */
  readonly length: number | undefined;
  /** Digits before the point of a numeric; undefined where there is no limit. */
  readonly wholeDigits: number | undefined;
  /** Of an enum, in order. */
  readonly labels: readonly string[];
};

export type IndexFacts = TableName & {
  /** btree, hash, gin, gist, spgist, brin, … */
  readonly method: string;
  readonly isUnique: boolean;
  readonly keys: readonly IndexKeyFacts[];
  /** INCLUDE. */
  readonly included: readonly IndexKeyFacts[];
  /** As PostgreSQL writes it, without WHERE. */
  readonly predicate: string | undefined;
};

export type IndexKeyFacts = {
  /** Undefined for an expression. */
  readonly column: string | undefined;
  /** What the index calls it: statistics of an expression are kept under it. */
  readonly attribute: string;
  readonly type: TypeFacts;
};

export type ForeignKeyFacts = {
  readonly columns: readonly string[];
  readonly target: TableName;
  /** As many as `columns`. */
  readonly targetColumns: readonly string[];
};

/** `public.User`: how tables are told apart here. Never SQL. */
export function tableKey({ schema, name }: TableName): string {
  return `${schema}.${name}`;
}
