/**
 * Queries that find, before a migration is applied, the rows on which it would fail and what it
 * would lose. They only read, and speak of the database as it is before the file.
 */

import type { Catalog, Qualified, Table } from "../sql/catalog.ts";
import type { Loss, Risk } from "../sql/effect.ts";
import { primaryKeyOf } from "../sql/lookup.ts";
import { qualify, qualifyType } from "../sql/names.ts";
import { literal, quoted, shortName } from "../sql/write-name.ts";
import type { MigrationReport, StatementReport } from "./migration.ts";
import { stepsOf } from "./safe-plan.ts";
import { pathOfKey } from "./write-sql.ts";

export type PreCheck = {
  /** From 0, in its file. */
  readonly statement: number;
  readonly title: string;
  /** One SELECT, with its semicolon. */
  readonly sql: string;
  /** What a good answer looks like: "no rows". */
  readonly expects: string;
};

/** How many rows a query shows. */
const shown = 20;

/** Of one statement, or of all; the same query only once. */
export function preChecksOf(report: MigrationReport, statement?: number): readonly PreCheck[] {
  const asked = new Set<string>();
  return report.statements
    .filter(({ index }) => statement === undefined || index === statement)
    .flatMap((one) => checksOf(report, one))
    .filter(({ sql }) => {
      const isNew = !asked.has(sql);
      asked.add(sql);
      return isNew;
    });
}

type Query = Omit<PreCheck, "statement">;

function checksOf(file: MigrationReport, one: StatementReport): PreCheck[] {
  const { effects } = one;
  const costly = new Set([
    ...effects.rewrites.map(({ name }) => name),
    ...effects.builds.map(({ table }) => table),
    ...effects.scans,
  ]);
  const queries = [
    ...effects.risks.map((risk) => riskQuery(file, one, risk)),
    ...effects.losses.map((loss) => lossQuery(file.before, loss)),
    ...[...costly].map((key) => sizeQuery(file.before, key)),
  ];
  return queries.flatMap((query) => (query ? [{ statement: one.index, ...query }] : []));
}

function riskQuery(
  { before }: MigrationReport,
  one: StatementReport,
  risk: Risk,
): Query | undefined {
  if (risk.kind === "dependents") return undefined;
  const table = before.tables.get(risk.table);
  if (table === undefined) return undefined;
  const path = pathOfKey(risk.table);
  const name = shortName(risk.table);
  const rows = (title: string, what: string, where: string): Query => ({
    title,
    sql: `SELECT ${what} FROM ${path} WHERE ${where} LIMIT ${shown};`,
    expects: "no rows",
  });
  switch (risk.kind) {
    case "any-row":
      return {
        title: `Whether ${name} holds any row`,
        sql: `SELECT 1 FROM ${path} LIMIT 1;`,
        expects: "no rows",
      };
    case "nulls": {
      if (!hasAll(table, risk.columns)) return undefined;
      const where = risk.columns.map((column) => `${quoted(column)} IS NULL`).join(" OR ");
      return rows(`Rows of ${name} without ${risk.columns.join(", ")}`, keyOrAll(table), where);
    }
    case "duplicates":
      return duplicates(one, risk, table);
    case "orphans":
      return orphans(before, risk, table);
    case "violations": {
      const check = stepsOf(one, "add-constraint").find(
        ({ constraint }) =>
          constraint.kind === "check" && constraint.expression.text === risk.expression,
      )?.constraint;
      const known = [...table.constraints.values()].find(
        ({ written }) => written.kind === "check" && written.expression.text === risk.expression,
      );
      const columns = check?.kind === "check" ? check.expression.columns : known?.columns;
      if (columns === undefined || !hasAll(table, columns)) return undefined;
      return rows(
        `Rows of ${name} that break ${risk.expression}`,
        keyOrAll(table),
        `NOT (${risk.expression})`,
      );
    }
    case "uncastable":
      return uncastable(one, risk, table);
  }
}

function duplicates(
  one: StatementReport,
  { table: key, columns }: Risk & { readonly kind: "duplicates" },
  table: Table,
): Query | undefined {
  const index = stepsOf(one, "create-index").find(
    (step) => qualify(one.before, step.table) === key,
  );
  const constraint = stepsOf(one, "add-constraint").find(
    (step) => qualify(one.before, step.table) === key && step.constraint.kind === "unique",
  )?.constraint;
  const isExpression = (part: string) => !one.before.tables.get(key)?.columns.has(part);
  if (columns.some((part) => !isExpression(part) && !table.columns.has(part))) return undefined;
  const parts = columns.map((part) => (isExpression(part) ? `(${part})` : quoted(part)));
  const isNullEqual =
    index?.nullsNotDistinct ?? (constraint?.kind === "unique" && constraint.nullsNotDistinct);
  const where = [
    ...(index?.where ? [`(${index.where.text})`] : []),
    ...(isNullEqual ? [] : parts.map((part) => `${part} IS NOT NULL`)),
  ];
  const list = parts.join(", ");
  return {
    title: `Rows of ${shortName(key)} that share ${columns.join(", ")}`,
    sql: `SELECT ${list}, count(*) FROM ${pathOfKey(key)}${where.length > 0 ? ` WHERE ${where.join(" AND ")}` : ""} GROUP BY ${list} HAVING count(*) > 1 LIMIT ${shown};`,
    expects: "no rows",
  };
}

function orphans(
  before: Catalog,
  { table: key, columns, target, targetColumns }: Risk & { readonly kind: "orphans" },
  table: Table,
): Query | undefined {
  const parent = before.tables.get(target);
  if (!parent || !hasAll(table, columns) || !hasAll(parent, targetColumns)) return undefined;
  if (columns.length !== targetColumns.length || columns.length === 0) return undefined;
  const filled = columns.map((column) => `child.${quoted(column)} IS NOT NULL`).join(" AND ");
  const same = columns
    .map((column, at) => `parent.${quoted(targetColumns[at] ?? "")} = child.${quoted(column)}`)
    .join(" AND ");
  const list = columns.map((column) => `child.${quoted(column)}`).join(", ");
  return {
    title: `Rows of ${shortName(key)} whose ${columns.join(", ")} names no ${shortName(target)}`,
    sql: `SELECT DISTINCT ${list} FROM ${pathOfKey(key)} AS child WHERE ${filled} AND NOT EXISTS (SELECT FROM ${pathOfKey(target)} AS parent WHERE ${same}) LIMIT ${shown};`,
    expects: "no rows",
  };
}

function uncastable(
  one: StatementReport,
  { table: key, column, to, using }: Risk & { readonly kind: "uncastable" },
  table: Table,
): Query | undefined {
  if (!table.columns.has(column)) return undefined;
  const path = pathOfKey(key);
  const value = quoted(column);
  const title = `Values of ${shortName(key)}.${column} that are no ${to}`;
  const none = (where: string): Query => ({
    title,
    sql: `SELECT DISTINCT ${value} FROM ${path} WHERE ${value} IS NOT NULL AND ${where} LIMIT ${shown};`,
    expects: "no rows",
  });
  const change = stepsOf(one, "alter-type").find((step) => step.column === column);
  const type = change?.type;
  const values = type && one.before.enums.get(qualifyType(one.before, type))?.values;
  if (values !== undefined && type?.isArray !== true) {
    return none(`${value}::text NOT IN (${values.map(literal).join(", ")})`);
  }
  const [length] = type?.modifiers ?? [];
  if ((type?.name === "varchar" || type?.name === "bpchar") && length !== undefined) {
    return none(`length(${value}::text) > ${length}`);
  }
  return {
    title,
    sql: `SELECT count(${using ?? `${value}::${to}`}) FROM ${path};`,
    expects: "a number, not an error",
  };
}

function lossQuery(before: Catalog, loss: Loss): Query | undefined {
  if (!("table" in loss)) return undefined;
  const table = before.tables.get(loss.table);
  if (table === undefined || loss.kind === "rows" || loss.kind === "precision") return undefined;
  const path = pathOfKey(loss.table);
  const name = shortName(loss.table);
  if (loss.kind !== "column") {
    return {
      title: `Rows of ${name} that will be gone`,
      sql: `SELECT count(*) FROM ${path};`,
      expects: "0, or rows that nobody needs",
    };
  }
  if (!table.columns.has(loss.column)) return undefined;
  return {
    title: `Values of ${name}.${loss.column} that will be gone`,
    sql: `SELECT count(${quoted(loss.column)}) FROM ${path};`,
    expects: "0, or values that nobody needs",
  };
}

/** An estimate, which costs nothing; -1 before the table was analysed for the first time. */
function sizeQuery(before: Catalog, key: Qualified): Query | undefined {
  if (!before.tables.has(key)) return undefined;
  return {
    title: `About how many rows ${shortName(key)} has`,
    sql: `SELECT reltuples::bigint FROM pg_class WHERE oid = ${literal(pathOfKey(key))}::regclass;`,
    expects: "few, as others wait the longer the more there are",
  };
}

function hasAll(table: Table, columns: readonly string[]): boolean {
  return columns.every((column) => table.columns.has(column));
}

function keyOrAll(table: Table): string {
  const columns = primaryKeyOf(table)?.columns ?? [];
  return columns.length === 0 ? "*" : columns.map(quoted).join(", ");
}
