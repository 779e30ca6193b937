/**
 * Views, triggers, policies, functions, extensions, comments and rights → steps.
 */
import { nameOf, readRangeVar, readsOf } from "./expression.ts";
import {
  childOf,
  flagIn,
  listIn,
  type Node,
  optionIn,
  stringIn,
  stringOf,
  stringsIn,
  taggedIn,
} from "./node.ts";
import { type Reading, startAfter, startOf } from "./reading.ts";
import type { Name, StepKind } from "./step.ts";

/** ViewStmt. */
export function readCreateView(reading: Reading, node: Node): StepKind {
  const view = childOf(node, "view");
  return {
    kind: "create-view",
    view: readRangeVar(view),
    orReplace: flagIn(node, "replace"),
    isMaterialized: false,
    query: queryText(reading, startOf(reading, view)),
    reads: readsOf(node.query),
  };
}

/** CreateTableAsStmt of a materialized view. */
export function readCreateMaterializedView(reading: Reading, node: Node): StepKind {
  const view = childOf(childOf(node, "into"), "rel");
  return {
    kind: "create-view",
    view: readRangeVar(view),
    orReplace: false,
    isMaterialized: true,
    query: queryText(reading, startOf(reading, view)),
    reads: readsOf(node.query),
  };
}

/** CreateTrigStmt. */
export function readCreateTrigger(node: Node): StepKind {
  return {
    kind: "create-trigger",
    table: readRangeVar(childOf(node, "relation")),
    trigger: stringIn(node, "trigname") ?? "",
    orReplace: flagIn(node, "replace"),
    function: nameOf(stringsIn(node, "funcname")),
  };
}

/** CreatePolicyStmt and AlterPolicyStmt. */
export function readPolicy(node: Node, kind: "create-policy" | "alter-policy"): StepKind {
  return {
    kind,
    table: readRangeVar(childOf(node, "table")),
    policy: stringIn(node, "policy_name") ?? "",
  };
}

/** CreateFunctionStmt. */
export function readCreateFunction(node: Node): StepKind {
  const written = stringOf(taggedIn(optionIn(node, "options", "volatility"), "arg"));
  return {
    kind: "create-function",
    function: nameOf(stringsIn(node, "funcname")),
    orReplace: flagIn(node, "replace"),
    isProcedure: flagIn(node, "is_procedure"),
    volatility: written === "immutable" || written === "stable" ? written : "volatile",
  };
}

/** CommentStmt. */
export function readComment(node: Node): StepKind {
  const object = taggedIn(node, "object");
  const names = object?.tag === "List" ? stringsIn(object.node, "items") : [];
  if (node.objtype === "OBJECT_TABLE") return { kind: "comment", on: "table", name: nameOf(names) };
  if (node.objtype === "OBJECT_COLUMN") {
    return { kind: "comment", on: "column", name: nameOf(names.slice(0, -1)) };
  }
  return { kind: "comment", on: "other", name: undefined };
}

/** GrantStmt, which revokes too. */
export function readGrant(node: Node): StepKind {
  return { kind: "grant", tables: node.objtype === "OBJECT_TABLE" ? relationsIn(node) : [] };
}

function relationsIn(node: Node): Name[] {
  return listIn(node, "objects").flatMap((object) =>
    object.tag === "RangeVar" ? readRangeVar(object.node) : [],
  );
}

/** From after AS to the end; the names of columns that may stand before AS are not in it. */
function queryText(reading: Reading, view: number): string {
  return reading.text.slice(startAfter(reading, view, "as"));
}
