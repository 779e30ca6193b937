/**
 * Statements about rows → steps: those of WITH that change rows come first, as steps of their own.
 */
import { functionsIn, literalOf, readRangeVar, readsOf } from "./expression.ts";
import { childOf, flagIn, listIn, type Node, stringIn, stringsIn, taggedIn } from "./node.ts";
import { readTableFromQuery } from "./read-table.ts";
import { type LockMode, lockModes, type StepKind } from "./step.ts";

/** InsertStmt, UpdateStmt, DeleteStmt, MergeStmt and SelectStmt; undefined for others. */
export function readRows(tag: string, node: Node): StepKind[] | undefined {
  const main = readMain(tag, node);
  if (main === undefined) return undefined;
  const expressions = listIn(childOf(node, "withClause"), "ctes").map((one) => one.node);
  const names = new Set(expressions.map((one) => stringIn(one, "ctename") ?? ""));
  const inner = expressions.flatMap((expression) => {
    const query = taggedIn(expression, "ctequery");
    return query === undefined || query.tag === "SelectStmt"
      ? []
      : (readRows(query.tag, query.node) ?? []).map((step) => withoutReads(step, names));
  });
  return [...inner, ...main];
}

/** One expression of WITH may read another: that is no table. */
function withoutReads(step: StepKind, names: ReadonlySet<string>): StepKind {
  if (!("reads" in step)) return step;
  const reads = step.reads.filter(({ schema, name }) => schema !== undefined || !names.has(name));
  return { ...step, reads };
}

function readMain(tag: string, node: Node): StepKind[] | undefined {
  const table = readRangeVar(childOf(node, "relation"));
  const reads = () => readsOf({ [tag]: node });
  const hasWhere = node.whereClause !== undefined;
  switch (tag) {
    case "InsertStmt":
      return [{ kind: "insert", table, fromQuery: isQuery(node), reads: reads() }];
    case "UpdateStmt": {
      const columns = listIn(node, "targetList").flatMap(
        (target) => stringIn(target.node, "name") ?? [],
      );
      return [{ kind: "update", table, hasWhere, columns, reads: reads() }];
    }
    case "DeleteStmt":
      return [{ kind: "delete", table, hasWhere, reads: reads() }];
    case "MergeStmt":
      return [{ kind: "merge", table, reads: reads() }];
    case "SelectStmt":
      return readSelect(node);
    default:
      return undefined;
  }
}

function readSelect(node: Node): StepKind[] {
  const into = childOf(node, "intoClause");
  if (into !== undefined) return readTableFromQuery(into, { SelectStmt: node }, false);
  return (
    readSetConfig(node) ?? [
      {
        kind: "select",
        reads: readsOf({ SelectStmt: node }),
        functions: functionsIn({ SelectStmt: node }),
        locksRows: listIn(node, "lockingClause").length > 0,
      },
    ]
  );
}

/** `SELECT set_config('search_path', '', false)`, as dumps begin, is a SET. */
function readSetConfig(node: Node): StepKind[] | undefined {
  const [target, ...others] = listIn(node, "targetList");
  const call = childOf(childOf(target?.node, "val"), "FuncCall");
  if (others.length > 0 || node.fromClause !== undefined) return undefined;
  if (stringsIn(call, "funcname").at(-1) !== "set_config") return undefined;
  const [setting, value, isLocal] = listIn(call, "args").map(({ tag, node: argument }) =>
    literalOf({ [tag]: argument }),
  );
  if (setting === undefined || value === undefined || isLocal === undefined) return undefined;
  return [
    {
      kind: "set",
      setting: setting.toLowerCase(),
      isLocal: isLocal === "true",
      value,
      isReset: false,
    },
  ];
}

/** VALUES is none. */
function isQuery(insert: Node): boolean {
  const query = childOf(childOf(insert, "selectStmt"), "SelectStmt");
  return query !== undefined && listIn(query, "valuesLists").length === 0;
}

/** TruncateStmt. */
export function readTruncate(node: Node): StepKind {
  return {
    kind: "truncate",
    tables: listIn(node, "relations").map((relation) => readRangeVar(relation.node)),
    cascade: node.behavior === "DROP_CASCADE",
  };
}

/** CopyStmt: of a table, or of what a query reads. */
export function readCopy(node: Node): StepKind[] {
  const relation = childOf(node, "relation");
  const query = taggedIn(node, "query");
  if (relation === undefined) {
    return query === undefined ? [] : (readRows(query.tag, query.node) ?? []);
  }
  const direction = flagIn(node, "is_from") ? "from" : "to";
  return [{ kind: "copy", table: readRangeVar(relation), direction }];
}

/** LockStmt: its mode is a number from 1 on. */
export function readLock(node: Node): StepKind {
  const mode: LockMode = lockModes[Number(node.mode) - 1] ?? "ACCESS EXCLUSIVE";
  const tables = listIn(node, "relations").map((relation) => readRangeVar(relation.node));
  return { kind: "lock-table", tables, mode };
}
