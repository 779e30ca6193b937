/**
 * CREATE TABLE in all its forms → steps. What a query reads that fills the table is a step of its
 * own before it.
 */
import { functionsIn, nameOf, readRangeVar, readsOf } from "./expression.ts";
import { childOf, flagIn, listIn, type Node, stringIn } from "./node.ts";
import { readColumn, readConstraint } from "./read-constraint.ts";
import type { Reading } from "./reading.ts";
import type { StepKind } from "./step.ts";

/** CreateStmt. */
export function readCreateTable(reading: Reading, node: Node): StepKind {
  const elements = listIn(node, "tableElts");
  const parents = listIn(node, "inhRelations").map((parent) => readRangeVar(parent.node));
  const isPartition = childOf(node, "partbound") !== undefined;
  return {
    kind: "create-table",
    table: readRangeVar(childOf(node, "relation")),
    columns: elements.flatMap((element) =>
      element.tag === "ColumnDef" ? readColumn(reading, element.node) : [],
    ),
    constraints: elements.flatMap((element) =>
      element.tag === "Constraint" ? (readConstraint(reading, element.node) ?? []) : [],
    ),
    ifNotExists: flagIn(node, "if_not_exists"),
    ...persistence(childOf(node, "relation")),
    fromQuery: false,
    like: elements.flatMap((element) =>
      element.tag === "TableLikeClause" ? readRangeVar(childOf(element.node, "relation")) : [],
    ),
    inherits: isPartition ? [] : parents,
    partitionOf: isPartition ? parents[0] : undefined,
    isPartitioned: childOf(node, "partspec") !== undefined,
  };
}

/** CREATE TABLE … AS and SELECT … INTO: `into` is the IntoClause. */
export function readTableFromQuery(into: Node | undefined, query: unknown, ifNotExists: boolean) {
  const target = childOf(into, "rel");
  const steps: StepKind[] = [
    {
      kind: "select",
      reads: readsOf(query),
      functions: functionsIn(query),
      locksRows: false,
    },
    {
      kind: "create-table",
      table: readRangeVar(target),
      columns: [],
      constraints: [],
      ifNotExists,
      ...persistence(target),
      fromQuery: true,
      like: [],
      inherits: [],
      partitionOf: undefined,
      isPartitioned: false,
    },
  ];
  return steps;
}

/** CREATE SEQUENCE and ALTER SEQUENCE. */
export function readSequence(node: Node, kind: "create-sequence" | "alter-sequence"): StepKind {
  const owner = listIn(node, "options").find(({ node: option }) => option.defname === "owned_by");
  const names = listIn(childOf(childOf(owner?.node, "arg"), "List"), "items").flatMap(
    ({ node: name }) => stringIn(name, "sval") ?? [],
  );
  return {
    kind,
    sequences: [readRangeVar(childOf(node, "sequence"))],
    ownedBy:
      names.length < 2
        ? undefined
        : { table: nameOf(names.slice(0, -1)), column: names.at(-1) ?? "" },
    renamedTo: undefined,
  };
}

function persistence(relation: Node | undefined) {
  return {
    isTemporary: relation?.relpersistence === "t" || relation?.schemaname === "pg_temp",
    isUnlogged: relation?.relpersistence === "u",
  };
}
