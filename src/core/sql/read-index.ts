/**
 * CREATE INDEX, REINDEX and CREATE STATISTICS → steps. Does not know what an index can serve.
 */
import { readExpression, readRangeVar } from "./expression.ts";
import { childOf, flagIn, listIn, type Node, optionIn, stringIn } from "./node.ts";
import { parenthesized, type Reading, startAfter, startOf } from "./reading.ts";
import type { IndexPart, StepKind } from "./step.ts";

/** IndexStmt. */
export function readCreateIndex(reading: Reading, node: Node): StepKind {
  const parameters = listIn(node, "indexParams");
  return {
    kind: "create-index",
    table: readRangeVar(childOf(node, "relation")),
    index: stringIn(node, "idxname"),
    isUnique: flagIn(node, "unique"),
    method: stringIn(node, "accessMethod") ?? "btree",
    parts: readParts(
      reading,
      startOf(reading, childOf(node, "relation")),
      parameters.map((parameter) => parameter.node),
    ),
    include: listIn(node, "indexIncludingParams").flatMap(
      (parameter) => stringIn(parameter.node, "name") ?? [],
    ),
    where: readWhere(reading, node),
    concurrently: flagIn(node, "concurrent"),
    ifNotExists: flagIn(node, "if_not_exists"),
    nullsNotDistinct: flagIn(node, "nulls_not_distinct"),
  };
}

/** ReindexStmt. */
export function readReindex(node: Node): StepKind {
  const relation = childOf(node, "relation");
  const target = targets[stringIn(node, "kind") ?? ""] ?? "database";
  return {
    kind: "reindex",
    target,
    name: relation
      ? readRangeVar(relation)
      : { schema: undefined, name: stringIn(node, "name") ?? "" },
    concurrently: optionIn(node, "params", "concurrently") !== undefined,
  };
}

/** CreateStatsStmt. */
export function readCreateStatistics(node: Node): StepKind {
  return {
    kind: "create-statistics",
    tables: listIn(node, "relations").map((relation) => readRangeVar(relation.node)),
  };
}

/** The columns and expressions in the parentheses after the table. */
function readParts(reading: Reading, table: number, parameters: readonly Node[]): IndexPart[] {
  const items = parenthesized(reading, table);
  return parameters.map((parameter, index) => {
    const { start = 0, end = 0 } = items[index] ?? {};
    return { column: stringIn(parameter, "name"), text: reading.text.slice(start, end) };
  });
}

function readWhere(reading: Reading, node: Node) {
  if (node.whereClause === undefined) return undefined;
  const start = startAfter(reading, startOf(reading, childOf(node, "relation")), "where");
  return readExpression(reading, node.whereClause, start, reading.text.length);
}

const targets: Readonly<Record<string, "index" | "table" | "schema" | "database">> = {
  REINDEX_OBJECT_INDEX: "index",
  REINDEX_OBJECT_TABLE: "table",
  REINDEX_OBJECT_SCHEMA: "schema",
};
