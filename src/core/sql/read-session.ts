/**
 * Transactions, settings, maintenance and what is only known when it runs → steps.
 */
import { literalOf, readRangeVar } from "./expression.ts";
import {
  childOf,
  flagIn,
  listIn,
  type Node,
  optionIn,
  stringIn,
  stringOf,
  taggedIn,
} from "./node.ts";
import type { Reading } from "./reading.ts";
import type { StepKind } from "./step.ts";

/** TransactionStmt. Prepared transactions are left to "other". */
export function readTransaction(node: Node): StepKind {
  const kind = stringIn(node, "kind") ?? "";
  const command = commands[kind];
  return command === undefined
    ? { kind: "other", tag: `TransactionStmt ${kind}` }
    : { kind: "transaction", command };
}

/** VariableSetStmt: `SET`, `RESET` and their special forms. */
export function readSet(node: Node): StepKind {
  const kind = node.kind;
  const values = listIn(node, "args").flatMap(
    ({ tag, node: value }) => literalOf({ [tag]: value }) ?? [],
  );
  return {
    kind: "set",
    setting: kind === "VAR_RESET_ALL" ? "all" : (stringIn(node, "name") ?? "").toLowerCase(),
    isLocal: flagIn(node, "is_local"),
    value: kind === "VAR_SET_VALUE" ? values.join(", ") : undefined,
    isReset: kind === "VAR_RESET" || kind === "VAR_RESET_ALL" || kind === "VAR_SET_DEFAULT",
  };
}

/** VacuumStmt, which is ANALYZE too. */
export function readVacuum(node: Node): StepKind {
  const tables = listIn(node, "rels").flatMap(({ node: relation }) => {
    const table = childOf(relation, "relation");
    return table === undefined ? [] : readRangeVar(table);
  });
  if (!flagIn(node, "is_vacuumcmd")) return { kind: "analyze", tables };
  const full = optionIn(node, "options", "full");
  const isOff = /^(false|off|0|no)$/i.test(stringOf(taggedIn(full, "arg")) ?? "");
  return { kind: "vacuum", tables, full: full !== undefined && !isOff };
}

/** ClusterStmt. */
export function readCluster(node: Node): StepKind {
  const relation = childOf(node, "relation");
  return { kind: "cluster", table: relation && readRangeVar(relation) };
}

/** DoStmt: its body without the quotes around. */
export function readDo(node: Node): StepKind {
  const body = stringOf(taggedIn(optionIn(node, "args", "as"), "arg")) ?? "";
  return { kind: "dynamic", command: "do", body };
}

/** CallStmt, PrepareStmt and ExecuteStmt: the statement as it stands. */
export function readDynamic(reading: Reading, command: "call" | "execute"): StepKind {
  return { kind: "dynamic", command, body: reading.text };
}

const commands: Readonly<
  Record<string, "begin" | "commit" | "rollback" | "savepoint" | "release" | "rollback to">
> = {
  TRANS_STMT_BEGIN: "begin",
  TRANS_STMT_START: "begin",
  TRANS_STMT_COMMIT: "commit",
  TRANS_STMT_ROLLBACK: "rollback",
  TRANS_STMT_SAVEPOINT: "savepoint",
  TRANS_STMT_RELEASE: "release",
  TRANS_STMT_ROLLBACK_TO: "rollback to",
};
