/**
 * What a planner knows of tables, as PostgreSQL keeps it in pg_class and pg_stats: read from one
 * database or assumed, and given to another. Shapes only.
 */

export type Statistics = {
  readonly relations: readonly RelationStatistics[];
  readonly columns: readonly ColumnStatistics[];
  /** Settings of the planner to plan with: `random_page_cost`, `work_mem`, … as SET takes them. */
  readonly settings: Readonly<Record<string, string>>;
  /** By which the database sorts text, `C` or `en_US.UTF-8`: it decides what an index can do for LIKE. */
  readonly collation?: string;
};

/** Of a table, a materialized view or an index. */
export type RelationStatistics = {
  readonly schema: string;
  readonly name: string;
  readonly kind: "table" | "index";
  /** Of 8 kB. */
  readonly pages: number;
  readonly rows: number;
  readonly allVisiblePages: number;
  /** How long it is by now, where it is not what `pages` counted together with the rows. */
  readonly pagesNow?: number;
};

/** As pg_stats has them; texts of arrays as PostgreSQL writes them: `{a,b}`. */
export type ColumnStatistics = {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly isInherited: boolean;
  readonly nullFraction: number;
  readonly averageWidth: number;
  /** Negative: a share of the rows; -1 where all differ. */
  readonly distinct: number;
  readonly mostCommonValues: string | undefined;
  readonly mostCommonFrequencies: string | undefined;
  readonly histogramBounds: string | undefined;
  /** -1 to 1: how much the order of the values is that of the rows on disk. */
  readonly correlation: number | undefined;
  readonly elements?: ElementStatistics;
  readonly ranges?: RangeStatistics;
};

/** Of arrays and of texts made ready for search. */
export type ElementStatistics = {
  readonly mostCommon: string | undefined;
  readonly frequencies: string | undefined;
  readonly countHistogram: string | undefined;
};

/** Of types like `daterange`. */
export type RangeStatistics = {
  readonly lengthHistogram: string | undefined;
  readonly emptyFraction: number | undefined;
  readonly boundsHistogram: string | undefined;
};
