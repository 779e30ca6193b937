/**
 * ALTER TABLE → one step per command between its commas, each with its own place.
 */
import { readExpression, readParenthesized, readRangeVar } from "./expression.ts";
import { childOf, flagIn, listIn, type Node, stringIn, taggedIn } from "./node.ts";
import { collationOf, identityOf, readColumn, readConstraint } from "./read-constraint.ts";
import {
  type Item,
  isKeyword,
  isOneOf,
  itemsFrom,
  place,
  type Reading,
  startAfter,
  startOf,
  tokenIndex,
  whole,
} from "./reading.ts";
import type { Name, Step, StepKind, TableOption } from "./step.ts";
import { readTypeName } from "./type-name.ts";

/** AlterTableStmt; it serves views, sequences, indexes and composite types too. */
export function readAlterTable(reading: Reading, node: Node): Step[] {
  const relation = childOf(node, "relation");
  const table = readRangeVar(relation);
  const object = stringIn(node, "objtype");
  if (object === "OBJECT_SEQUENCE") {
    const sequences = [table];
    const rest = { ownedBy: undefined, renamedTo: undefined };
    return [{ at: whole(reading), kind: "alter-sequence", sequences, ...rest }];
  }
  if (object === "OBJECT_INDEX" || object === "OBJECT_TYPE") {
    return [{ at: whole(reading), kind: "other", tag: `AlterTableStmt ${object}` }];
  }
  const items = itemsFrom(reading, afterRelation(reading, node));
  const how = howAltered(node);
  return listIn(node, "cmds").map(({ node: command }, index) => {
    const item = items[index] ?? { start: 0, end: reading.text.length };
    const step = readCommand(reading, table, command, item);
    return { at: place(reading, item.start, item.end), ...how, ...step };
  });
}

/** What ALTER … [IF EXISTS] [ONLY] says of its relation. */
export function howAltered(node: Node): Pick<Step, "only" | "ifTableExists"> {
  return {
    ...(flagIn(childOf(node, "relation"), "inh") ? {} : { only: true }),
    ...(flagIn(node, "missing_ok") ? { ifTableExists: true } : {}),
  };
}

/** After `"public"."User"` and the star that may follow. */
function afterRelation(reading: Reading, node: Node): number {
  const tokens = reading.tokens();
  const first = tokenIndex(tokens, startOf(reading, childOf(node, "relation")));
  let at = first + 1;
  const is = (symbol: string) => {
    const token = tokens[at];
    return token !== undefined && isOneOf(reading, token, symbol);
  };
  while (is(".")) at += 2;
  if (is("*")) at++;
  // ONLY (t) is the one relation in parentheses.
  if (is(")")) at++;
  return tokens[at]?.start ?? reading.text.length;
}

function readCommand(reading: Reading, table: Name, command: Node, item: Item): StepKind {
  const subtype = stringIn(command, "subtype") ?? "";
  const option = options[subtype];
  if (option !== undefined) return { kind: "set-table-option", table, option };
  const other: StepKind = { kind: "other", tag: `AlterTableStmt ${subtype}` };
  return (
    readColumnCommand(reading, table, command, item) ??
    readConstraintCommand(reading, table, command, item) ??
    readRowCommand(table, command) ??
    readPartitionCommand(table, command) ??
    other
  );
}

function readColumnCommand(
  reading: Reading,
  table: Name,
  command: Node,
  item: Item,
): StepKind | undefined {
  const column = stringIn(command, "name") ?? "";
  const definition = taggedIn(command, "def");
  switch (command.subtype) {
    case "AT_AddColumn": {
      if (definition === undefined) return undefined;
      const ifNotExists = flagIn(command, "missing_ok");
      return {
        kind: "add-column",
        table,
        column: readColumn(reading, definition.node),
        ifNotExists,
      };
    }
    case "AT_DropColumn":
      return { kind: "drop-column", table, column, ...dropping(command) };
    case "AT_AlterColumnType":
      return {
        kind: "alter-type",
        table,
        column,
        type: readTypeName(childOf(definition?.node, "typeName")),
        collation: definition && collationOf(definition.node),
        using: readUsing(reading, definition?.node, item),
      };
    case "AT_SetNotNull":
      return { kind: "set-not-null", table, column };
    case "AT_DropNotNull":
      return { kind: "drop-not-null", table, column };
    case "AT_ColumnDefault": {
      if (definition === undefined) return { kind: "drop-default", table, column };
      const start = valueAfter(reading, item, "default");
      const value = readExpression(reading, command.def, start, item.end);
      return { kind: "set-default", table, column, default: value };
    }
    case "AT_AddIdentity":
      return { kind: "add-identity", table, column, identity: identityOf(definition?.node ?? {}) };
    case "AT_DropIdentity":
      return { kind: "drop-identity", table, column };
    case "AT_SetExpression":
      return {
        kind: "set-expression",
        table,
        column,
        expression: readParenthesized(reading, command.def, item.start),
      };
    case "AT_DropExpression":
      return { kind: "drop-expression", table, column };
    default: {
      const option = columnOptions[stringIn(command, "subtype") ?? ""];
      return option && { kind: "set-column-option", table, column, option };
    }
  }
}

function readConstraintCommand(
  reading: Reading,
  table: Name,
  command: Node,
  item: Item,
): StepKind | undefined {
  const definition = childOf(childOf(command, "def"), "Constraint");
  const constraint = stringIn(command, "name") ?? "";
  switch (command.subtype) {
    case "AT_AddConstraint": {
      const added = definition && readConstraint(reading, definition);
      if (added === undefined) return undefined;
      // The parser says where ADD CONSTRAINT's name stands; the item says where it ends.
      const at = place(reading, added.at.start - reading.start, item.end);
      return { kind: "add-constraint", table, constraint: { ...added, at } };
    }
    case "AT_DropConstraint":
      return { kind: "drop-constraint", table, constraint, ...dropping(command) };
    case "AT_ValidateConstraint":
      return { kind: "validate-constraint", table, constraint };
    case "AT_AlterConstraint": {
      const altered = childOf(childOf(command, "def"), "ATAlterConstraint") ?? definition;
      return { kind: "alter-constraint", table, constraint: stringIn(altered, "conname") ?? "" };
    }
    default:
      return undefined;
  }
}

function readRowCommand(table: Name, command: Node): StepKind | undefined {
  const change = rowSecurity[stringIn(command, "subtype") ?? ""];
  if (change !== undefined) return { kind: "row-level-security", table, change };
  const switched = /^AT_(Enable|Disable)(?:Always|Replica)?Trig(All|User)?$/.exec(
    stringIn(command, "subtype") ?? "",
  );
  if (switched === null) return undefined;
  const trigger = switched[2] === undefined ? stringIn(command, "name") : undefined;
  return { kind: "switch-trigger", table, trigger, on: switched[1] === "Enable" };
}

function readPartitionCommand(table: Name, command: Node): StepKind | undefined {
  const definition = childOf(childOf(command, "def"), "PartitionCmd");
  const partition = readRangeVar(childOf(definition, "name"));
  switch (command.subtype) {
    case "AT_AttachPartition":
      return { kind: "attach-partition", table, partition };
    case "AT_DetachPartition":
    case "AT_DetachPartitionFinalize": {
      const concurrently = flagIn(definition, "concurrent");
      return { kind: "detach-partition", table, partition, concurrently };
    }
    default:
      return undefined;
  }
}

function readUsing(reading: Reading, definition: Node | undefined, item: Item) {
  if (definition?.raw_default === undefined) return undefined;
  const start = valueAfter(reading, item, "using");
  return readExpression(reading, definition.raw_default, start, item.end);
}

/** What follows a keyword in a command, which comes after the column: one may be named like it. */
function valueAfter(reading: Reading, item: Item, keyword: string): number {
  const tokens = reading.tokens();
  let name = tokenIndex(tokens, item.start) + 1;
  const first = tokens[name];
  if (first !== undefined && isKeyword(reading, first, "column")) name++;
  return startAfter(reading, tokens[name]?.end ?? item.start, keyword, item.end);
}

function dropping(command: Node) {
  return {
    ifExists: flagIn(command, "missing_ok"),
    cascade: command.behavior === "DROP_CASCADE",
  };
}

const columnOptions: Readonly<Record<string, "statistics" | "storage" | "compression" | "other">> =
  {
    AT_SetStatistics: "statistics",
    AT_SetStorage: "storage",
    AT_SetCompression: "compression",
    AT_SetOptions: "other",
    AT_ResetOptions: "other",
    AT_SetIdentity: "other",
  };

const rowSecurity: Readonly<Record<string, "enable" | "disable" | "force" | "no force">> = {
  AT_EnableRowSecurity: "enable",
  AT_DisableRowSecurity: "disable",
  AT_ForceRowSecurity: "force",
  AT_NoForceRowSecurity: "no force",
};

const options: Readonly<Record<string, TableOption>> = {
  AT_SetLogged: "logged",
  AT_SetUnLogged: "unlogged",
  AT_SetTableSpace: "tablespace",
  AT_SetAccessMethod: "access-method",
  AT_ReplicaIdentity: "replica-identity",
  AT_SetRelOptions: "storage",
  AT_ResetRelOptions: "storage",
  AT_ChangeOwner: "owner",
  AT_ClusterOn: "cluster-on",
  AT_DropCluster: "cluster-on",
  AT_AddInherit: "inherit",
  AT_DropInherit: "inherit",
  AT_AddOf: "other",
  AT_DropOf: "other",
  AT_DropOids: "other",
};
