/**
 * What a diagram of a schema shows: entities with their rows, enums, and relations between rows.
 * Plain data that can cross a process border; knows no positions, colours or texts of files.
 */

export type Diagram = {
  readonly entities: readonly Entity[];
  readonly enums: readonly EnumBox[];
  readonly relations: readonly DiagramRelation[];
};

/** Where a click leads: offsets in a file of the schema. */
export type SourcePlace = {
  /** As the schema calls its files. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
};

/** How something differs from the version it is compared with. */
export type Change = "added" | "removed" | "changed";

/** How many findings of each severity. */
export type FindingCounts = {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly hint: number;
};

export type Entity = {
  /** The name of the model, which no other entity has. */
  readonly id: string;
  readonly kind: "model" | "view" | "type";
  /** The name in the database where it is another one. */
  readonly table: string | undefined;
  readonly rows: readonly Row[];
  /** The first paragraph of its documentation. */
  readonly doc: string | undefined;
  readonly at: SourcePlace;
  readonly counts: FindingCounts;
  /** What it belongs to, by each way of grouping; undefined where that does not tell. */
  readonly groups: Groups;
  /** Keys and indexes in the order in which they are written. */
  readonly indexes?: readonly EntityIndex[];
  /** Its block is broken in the text: this is what it looked like before. */
  readonly isStale: boolean;
  readonly change: Change | undefined;
};

export type EntityIndex = {
  readonly kind: "primary-key" | "unique" | "index";
  /** Of the rows in their order; behind a dot, the row of a composite type. */
  readonly rows: readonly string[];
};

export type Groups = {
  /** `@@schema`. */
  readonly schema: string | undefined;
  /** The first `/// @namespace` or `/// @erd` tag. */
  readonly namespace: string | undefined;
  /** The name of its file, without folder and ending. */
  readonly file: string | undefined;
  /** The first word of the name, where at least three models share it. */
  readonly prefix: string | undefined;
};

export type Row = {
  readonly name: string;
  /** As written, with `?` or `[]`: `String?`, `Role[]`, `Unsupported("tsvector")`. */
  readonly type: string;
  readonly isPrimary: boolean;
  readonly isForeign: boolean;
  readonly isUnique: boolean;
  readonly isOptional: boolean;
  /** The enum or composite type that the type names. */
  readonly refersTo: string | undefined;
  /** The first paragraph of its documentation. */
  readonly doc?: string | undefined;
  readonly at: SourcePlace;
  readonly counts: FindingCounts;
  readonly change: Change | undefined;
};

export type EnumBox = {
  readonly id: string;
  /** In a comparison, those that were removed are among them. */
  readonly values: readonly string[];
  /** In a comparison, what happened to single values. */
  readonly valueChanges?: Readonly<Record<string, "added" | "removed">>;
  readonly at: SourcePlace;
  readonly counts: FindingCounts;
  readonly groups: Groups;
  readonly isStale: boolean;
  readonly change: Change | undefined;
};

/** How many rows of one side a row of the other side meets. */
export type Cardinality = "one" | "zero-or-one" | "many";

export type DiagramRelation = {
  /** Of both entities, the relation's name and its fields: stays the same when lines move. */
  readonly id: string;
  /** The side that holds the foreign key; for an implicit many-to-many, side A of its table. */
  readonly from: RelationEnd;
  readonly to: RelationEnd;
  /** The name in the schema, where one is stated. */
  readonly name: string | undefined;
  /** `implicit`: through a hidden join table. `composite`: a type held inside a row. */
  readonly kind: "foreign-key" | "implicit" | "composite";
  readonly onDelete: string | undefined;
  readonly onUpdate: string | undefined;
  /** How the index that serves the foreign key is written; undefined where none does. */
  readonly servedBy: string | undefined;
  readonly at: SourcePlace;
  readonly change: Change | undefined;
};

export type RelationEnd = {
  readonly entity: string;
  /** The relation field of this side, where it is written. */
  readonly field: string | undefined;
  /** The rows of the key on this side; none for an implicit many-to-many, or while no key is written. */
  readonly rows: readonly string[];
  /** How many rows of this side belong to one row of the other. */
  readonly cardinality: Cardinality;
};
