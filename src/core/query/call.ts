/**
 * What a call of Prisma Client asks for: which fields it filters and sorts by, and how. Values are
 * left out. What could not be read is marked, so that nobody draws conclusions from the rest.
 */

import type { Place } from "../base/text.ts";

/** A call, and where in which file it is. */
export type PlacedCall = PrismaCall & { readonly place: Place };

export type PrismaCall = {
  /** The name behind the client, `user` for the model `User`. */
  readonly delegate: string;
  readonly method: Method;
  /** Offsets of `user.findMany`. */
  readonly start: number;
  readonly end: number;
  readonly where: Filter;
  readonly orderBy: readonly Order[];
  /** Fields of the cursor; empty without one. */
  readonly cursor: readonly string[];
  readonly distinct: readonly string[];
  /** Whether `take` stands there, so that only the first rows are wanted. */
  readonly takes: boolean;
  /** False where a sort, or the whole argument, could not be read. */
  readonly isWhole: boolean;
};

export type Method = (typeof methods)[number];

export const methods = [
  "findMany",
  "findFirst",
  "findFirstOrThrow",
  "findUnique",
  "findUniqueOrThrow",
  "count",
  "aggregate",
  "groupBy",
  "updateMany",
  "updateManyAndReturn",
  "deleteMany",
  "update",
  "upsert",
  "delete",
] as const;

/** Everything in a filter holds at once. */
export type Filter = {
  readonly conditions: readonly Condition[];
  /** Filters on what a field of a relation leads to. */
  readonly relations: readonly RelationFilter[];
  /** Each entry is the alternatives of one `OR`. */
  readonly either: readonly (readonly Filter[])[];
  /** False where some of it could not be read: it may ask for more than is listed. */
  readonly isWhole: boolean;
};

export type Condition = {
  readonly field: string;
  readonly kind: ConditionKind;
  /** Compared with a value that the source spells out, such as `"PAID"`. */
  readonly isConstant: boolean;
  /** False where it depends on something whether the condition is there at all. */
  readonly isSure: boolean;
  /** In a Json column: the path, where one is stated; `…` for a part only known at run time. */
  readonly path?: readonly string[];
};

/**
 * `equals` and `in` look for values, `null` for their absence, `range` for what lies between;
 * `list` looks into a list, `array-contains` into a document that is a list, `json-equals` compares
 * what is at a path in it, `json` asks something else of it. `other` is everything that an index
 * over the column's values does not lead to: `not`, `contains`, without case.
 */
export type ConditionKind =
  | "equals"
  | "in"
  | "null"
  | "range"
  | "list"
  | "array-contains"
  | "json-equals"
  | "json"
  | "other";

export type RelationFilter = {
  readonly field: string;
  /** `is` also for the short form `author: { … }`. */
  readonly how: "is" | "isNot" | "some" | "every" | "none";
  readonly filter: Filter;
  readonly isSure: boolean;
};

export type Order = {
  readonly field: string;
  readonly direction: "asc" | "desc" | undefined;
  /** Where nulls go, if stated. */
  readonly nulls: "first" | "last" | undefined;
};
