/**
 * The statistics of a database that nobody has filled: from what its tables are and how many rows
 * they are said to have. What is assumed of values stands in `distribution.ts`.
 */
import {
  arrayText,
  listText,
  numberBounds,
  timeBounds,
  uniqueBounds,
  wordBounds,
} from "./bounds.ts";
import {
  assumedRows,
  type Distribution,
  distributionOf,
  isUniqueColumn,
  type Label,
  type Tables,
  usualRepeats,
} from "./distribution.ts";
import {
  type ColumnFacts,
  type IndexFacts,
  type IndexKeyFacts,
  type TableFacts,
  type TypeFacts,
  tableKey,
} from "./facts.ts";
import { indexPages, tablePages, widthOf } from "./pages.ts";
import type { ColumnStatistics, RelationStatistics, Statistics } from "./statistics.ts";

export type Assumptions = {
  /** The day up to which times go, counted from 1970-01-01. */
  readonly today: number;
  /** How large a part of the rows a partial index holds; a half where nobody says. */
  readonly shareOf?: (index: IndexFacts) => number | undefined;
  /** Settings to plan with; `usualSettings` otherwise. */
  readonly settings?: Readonly<Record<string, string>>;
};

/**
 * A server as it is installed, with its defaults. Two workers for a query are PostgreSQL's default
 * too, but not that of an embedded one.
 */
export const usualSettings: Readonly<Record<string, string>> = {
  max_parallel_workers_per_gather: "2",
  max_parallel_workers: "8",
  effective_cache_size: "4GB",
};

/** Autovacuum keeps most pages marked; the last ones written are not yet. */
const usualVisible = 0.9;

/** Tables are asked for by `tableKey`: `public.User`. */
export function assumeStatistics(
  tables: readonly TableFacts[],
  rows: (table: string) => number | undefined,
  assumptions: Assumptions,
): Statistics {
  const known = knownTables(tables, rows);
  const each = tables.map((table) => tableStatistics(table, known, assumptions));
  return {
    relations: each.flatMap(({ relations }) => relations),
    columns: each.flatMap(({ columns }) => columns),
    settings: assumptions.settings ?? usualSettings,
  };
}

/** With the rows of each, those of a partition being its part of the whole. */
export function knownTables(
  tables: readonly TableFacts[],
  rows: (table: string) => number | undefined,
): Tables {
  const byKey = new Map(tables.map((table) => [tableKey(table), table]));
  const rowsOf = (table: TableFacts): number => {
    const said = rows(tableKey(table));
    if (said !== undefined) return Math.max(0, Math.round(said));
    const whole = table.partitionOf && byKey.get(tableKey(table.partitionOf));
    if (whole === undefined) return Math.min(assumedRows, mostRows(table));
    const key = tableKey(whole);
    const parts = tables.filter((one) => one.partitionOf && tableKey(one.partitionOf) === key);
    return Math.round(rowsOf(whole) / Math.max(parts.length, 1));
  };
  return { byKey, rowsOf };
}

/** A table whose key is an enum has no more rows than the enum has labels. */
function mostRows(table: TableFacts): number {
  const listed = table.columns.filter(({ name }) => isUniqueColumn(table, name));
  const counts = listed.flatMap(({ type, allowed }) => {
    const most = type.labels.length || allowed.length;
    return most > 0 ? [most] : [];
  });
  return Math.min(...counts, Number.POSITIVE_INFINITY);
}

function tableStatistics(table: TableFacts, tables: Tables, assumptions: Assumptions) {
  const rows = tables.rowsOf(table);
  const distributions = new Map(
    table.columns.map((column) => [column.name, distributionOf(table, column, tables)]),
  );
  const pages = table.isPartitioned
    ? 0
    : tablePages(rows, table.columns, ({ name }) => distributions.get(name)?.nullFraction ?? 0);
  const whole: RelationStatistics = {
    schema: table.schema,
    name: table.name,
    kind: "table",
    pages,
    rows,
    allVisiblePages: Math.floor(pages * usualVisible),
  };
  const columns = table.columns.map((column) => {
    const distribution = distributions.get(column.name) ?? { nullFraction: 0, values: opaque };
    return columnStatistics(table, column, distribution, rows, assumptions.today);
  });
  const distinctOf = (name: string) => {
    const distinct = columns.find(({ column }) => column === name)?.distinct ?? -1;
    return distinct < 0 ? -distinct * rows : distinct;
  };
  const isOrdered = (name: string | undefined) => {
    const values = distributions.get(name ?? "")?.values;
    return values?.kind === "counted" || (values?.kind === "times" && values.isOrdered);
  };
  const indexes = table.indexes.map((index) => {
    const share = index.predicate === undefined ? 1 : (assumptions.shareOf?.(index) ?? 0.5);
    const counts = { rows: Math.round(rows * share), distinctOf };
    const statistics = indexStatistics(index, counts, isOrdered(index.keys[0]?.column));
    return table.isPartitioned ? { ...statistics, pages: 0 } : statistics;
  });
  return {
    relations: [whole, ...indexes],
    columns: [...columns, ...table.indexes.flatMap((index) => expressionStatistics(index))],
  };
}

const opaque = { kind: "opaque" } as const;

function indexStatistics(
  index: IndexFacts,
  { rows, distinctOf }: { rows: number; distinctOf: (column: string) => number },
  isOrdered: boolean,
): RelationStatistics {
  const keys = index.keys.map(({ column }) =>
    column === undefined ? rows / usualRepeats : distinctOf(column),
  );
  // Columns are taken to be independent of each other.
  const distinct = index.isUnique
    ? rows
    : Math.min(
        rows,
        keys.reduce((all, one) => all * one, 1),
      );
  const pages = indexPages(index, rows, { distinct, isOrdered });
  return { schema: index.schema, name: index.name, kind: "index", pages, rows, allVisiblePages: 0 };
}

/** PostgreSQL keeps what it knows of an expression with the index. */
function expressionStatistics(index: IndexFacts): ColumnStatistics[] {
  const isAlone = index.isUnique && index.keys.length === 1;
  return index.keys
    .filter(({ column }) => column === undefined)
    .map(({ attribute, type }: IndexKeyFacts) => ({
      schema: index.schema,
      table: index.name,
      column: attribute,
      isInherited: false,
      nullFraction: 0,
      averageWidth: widthOf(type),
      distinct: type.name === "bool" ? 2 : isAlone ? -1 : -1 / usualRepeats,
      mostCommonValues: undefined,
      mostCommonFrequencies: undefined,
      histogramBounds: undefined,
      correlation: undefined,
    }));
}

function columnStatistics(
  table: TableFacts,
  { name, type }: ColumnFacts,
  { nullFraction, values }: Distribution,
  rows: number,
  today: number,
): ColumnStatistics {
  const filled = 1 - nullFraction;
  return {
    schema: table.schema,
    table: table.name,
    column: name,
    isInherited: table.isPartitioned,
    nullFraction,
    averageWidth: widthOf(type),
    mostCommonValues: undefined,
    mostCommonFrequencies: undefined,
    ...described(type, values, { filled, rows, today }),
  };
}

type Amounts = { readonly filled: number; readonly rows: number; readonly today: number };

type Described = Pick<ColumnStatistics, "distinct" | "histogramBounds" | "correlation"> &
  Partial<Pick<ColumnStatistics, "mostCommonValues" | "mostCommonFrequencies">>;

function described(type: TypeFacts, values: Distribution["values"], amounts: Amounts): Described {
  const { filled, rows, today } = amounts;
  switch (values.kind) {
    case "counted":
      return { distinct: -filled, histogramBounds: arrayText(numberBounds(rows)), correlation: 1 };
    case "unique":
      return {
        distinct: -filled,
        histogramBounds: arrayText(uniqueBounds(type, rows, today)),
        correlation: 0,
      };
    case "reference": {
      const most = values.isUnique ? rows * filled : Math.min(values.parents, rows * filled);
      return {
        distinct: values.isUnique ? -filled : distinctText(most, rows),
        histogramBounds: arrayText(uniqueBounds(type, values.parents, today)),
        correlation: 0,
      };
    }
    case "labels":
      return labelStatistics(values.labels, filled);
    case "times": {
      // A day is the same for many rows, a moment for one.
      const distinct = type.name === "date" ? Math.min(730, rows) : rows * filled;
      return {
        distinct: distinctText(distinct, rows),
        histogramBounds: arrayText(timeBounds(type, today)),
        correlation: values.isOrdered ? 0.99 : 0,
      };
    }
    case "numbers":
      return {
        distinct: distinctText(Math.min(values.most, rows * filled), rows),
        histogramBounds: arrayText(numberBounds(values.most)),
        correlation: 0,
      };
    case "words":
      return {
        distinct: -filled / usualRepeats,
        histogramBounds: arrayText(wordBounds(type)),
        correlation: 0,
      };
    case "opaque":
      return { distinct: 0, histogramBounds: undefined, correlation: undefined };
  }
}

/** As ANALYZE writes it: a share of the rows from a tenth of them on, because it will grow with them. */
function distinctText(distinct: number, rows: number): number {
  const count = Math.max(1, Math.round(distinct));
  return rows > 0 && count > rows / 10 ? -count / rows : count;
}

function labelStatistics(labels: readonly Label[], filled: number): Described {
  return {
    distinct: labels.length,
    mostCommonValues: listText(labels.map(({ value }) => value)),
    mostCommonFrequencies: `{${labels.map(({ share }) => (share * filled).toFixed(6)).join(",")}}`,
    histogramBounds: undefined,
    // Rows of the most common value stand together by chance.
    correlation: 0.5,
  };
}
