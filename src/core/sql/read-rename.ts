/**
 * DROP, RENAME and SET SCHEMA of anything → steps. They share one shape in the parser's tree,
 * whatever they are about.
 */
import { nameOf, readRangeVar } from "./expression.ts";
import {
  childOf,
  flagIn,
  listIn,
  type Node,
  stringIn,
  stringOf,
  stringsIn,
  type Tagged,
} from "./node.ts";
import type { Name, StepKind } from "./step.ts";

/** DropStmt. */
export function readDrop(node: Node): StepKind[] {
  const type = stringIn(node, "removeType") ?? "";
  const objects = listIn(node, "objects");
  const ifExists = flagIn(node, "missing_ok");
  const cascade = node.behavior === "DROP_CASCADE";
  const names = objects.map((object) => nameOf(namesOf(object)));
  switch (type) {
    case "OBJECT_TABLE":
    case "OBJECT_FOREIGN_TABLE":
      return [{ kind: "drop-table", tables: names, ifExists, cascade }];
    case "OBJECT_INDEX": {
      const concurrently = flagIn(node, "concurrent");
      return [{ kind: "drop-index", indexes: names, concurrently, ifExists, cascade }];
    }
    case "OBJECT_VIEW":
    case "OBJECT_MATVIEW": {
      const isMaterialized = type === "OBJECT_MATVIEW";
      return [{ kind: "drop-view", views: names, isMaterialized, ifExists, cascade }];
    }
    case "OBJECT_TYPE":
    case "OBJECT_DOMAIN":
      return [{ kind: "drop-type", types: names, ifExists, cascade }];
    case "OBJECT_FUNCTION":
    case "OBJECT_PROCEDURE":
    case "OBJECT_ROUTINE":
    case "OBJECT_AGGREGATE":
      return [{ kind: "drop-function", functions: names, ifExists, cascade }];
    case "OBJECT_SEQUENCE":
      return [
        { kind: "drop-sequence", sequences: names, ownedBy: undefined, renamedTo: undefined },
      ];
    case "OBJECT_SCHEMA":
      return [{ kind: "drop-schema", schemas: names.map(({ name }) => name), ifExists, cascade }];
    case "OBJECT_EXTENSION":
      return [{ kind: "drop-extension", extensions: names.map(({ name }) => name), cascade }];
    case "OBJECT_TRIGGER":
      return objects.map((object) => {
        const { table, name } = partOf(namesOf(object));
        return { kind: "drop-trigger", table, trigger: name, ifExists };
      });
    case "OBJECT_POLICY":
      return objects.map((object) => {
        const { table, name } = partOf(namesOf(object));
        return { kind: "drop-policy", table, policy: name };
      });
    default:
      return [{ kind: "other", tag: `DropStmt ${type}` }];
  }
}

/** RenameStmt. ALTER TABLE renames views, sequences and indexes too: which it is, only the database knows. */
export function readRename(node: Node): StepKind {
  const type = stringIn(node, "renameType") ?? "";
  const table = readRangeVar(childOf(node, "relation"));
  const old = stringIn(node, "subname") ?? "";
  const to = stringIn(node, "newname") ?? "";
  switch (type) {
    case "OBJECT_TABLE":
    case "OBJECT_VIEW":
    case "OBJECT_MATVIEW":
    case "OBJECT_FOREIGN_TABLE":
      return { kind: "rename-table", table, to };
    case "OBJECT_COLUMN":
      return { kind: "rename-column", table, column: old, to };
    case "OBJECT_TABCONSTRAINT":
      return { kind: "rename-constraint", table, constraint: old, to };
    case "OBJECT_INDEX":
      return { kind: "rename-index", index: table, to };
    case "OBJECT_SEQUENCE":
      return { kind: "alter-sequence", sequences: [table], ownedBy: undefined, renamedTo: to };
    case "OBJECT_TYPE":
    case "OBJECT_DOMAIN":
      return { kind: "rename-type", type: objectOf(node), to };
    case "OBJECT_DOMCONSTRAINT":
      return { kind: "alter-domain", domain: objectOf(node), adds: undefined };
    case "OBJECT_SCHEMA":
      return { kind: "rename-schema", schema: old, to };
    default:
      return { kind: "other", tag: `RenameStmt ${type}` };
  }
}

/** AlterObjectSchemaStmt. */
export function readSetSchema(node: Node): StepKind {
  const type = stringIn(node, "objectType") ?? "";
  const isTable = /^OBJECT_(TABLE|VIEW|MATVIEW|FOREIGN_TABLE)$/.test(type);
  if (!isTable) return { kind: "other", tag: `AlterObjectSchemaStmt ${type}` };
  return {
    kind: "set-schema",
    table: readRangeVar(childOf(node, "relation")),
    to: stringIn(node, "newschema") ?? "",
  };
}

function objectOf(node: Node): Name {
  return nameOf(stringsIn(childOf(childOf(node, "object"), "List"), "items"));
}

/** Dropped things are named by a list, a string, a type or a function's signature. */
function namesOf({ tag, node }: Tagged): string[] {
  if (tag === "List") return stringsIn(node, "items");
  if (tag === "TypeName") return stringsIn(node, "names");
  if (tag === "ObjectWithArgs") return stringsIn(node, "objname");
  return [stringOf({ tag, node }) ?? ""];
}

/** [schema, table, trigger] or [table, trigger]. */
function partOf(names: readonly string[]): { table: Name; name: string } {
  return { table: nameOf(names.slice(0, -1)), name: names.at(-1) ?? "" };
}
