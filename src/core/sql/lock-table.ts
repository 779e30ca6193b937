/**
 * The lock that each kind of step takes of the relation it names, and whether it takes it of that
 * relation's partitions and children too. What else is locked – the other table of a foreign key,
 * what goes along with CASCADE – follows from the catalog, in the `effects-*` files.
 */
import type { LockMode, Step, TableOption } from "./step.ts";

type Kind = Step["kind"];
type Of<One extends Kind> = Extract<Step, { readonly kind: One }>;

export type LockRow<One extends Kind> = {
  /** Undefined: none of any table, or only such as follow from the catalog. */
  readonly mode: LockMode | undefined | ((step: Of<One>, postgres: number) => LockMode | undefined);
  /** Of partitions and of tables that inherit as well. */
  readonly below?: "all" | "partitions";
};

/**
 * Source: `AlterTableGetLockLevel` and the lock modes named in the documentation of each command,
 * the same on PostgreSQL 15 and 18 where nothing else is said. The tests try every row on servers and compare.
 */
export const lockTable: { readonly [One in Kind]: LockRow<One> } = {
  "create-table": { mode: undefined },
  "drop-table": { mode: "ACCESS EXCLUSIVE" },
  "rename-table": { mode: "ACCESS EXCLUSIVE" },
  "set-schema": { mode: "ACCESS EXCLUSIVE" },
  "set-table-option": { mode: ({ option }) => optionLocks[option] },
  "attach-partition": { mode: "SHARE UPDATE EXCLUSIVE" },
  "detach-partition": {
    mode: ({ concurrently }) => (concurrently ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE"),
  },
  "add-column": { mode: "ACCESS EXCLUSIVE" },
  "drop-column": { mode: "ACCESS EXCLUSIVE" },
  "alter-type": { mode: "ACCESS EXCLUSIVE", below: "all" },
  "set-not-null": { mode: "ACCESS EXCLUSIVE", below: "all" },
  "drop-not-null": { mode: "ACCESS EXCLUSIVE", below: "all" },
  "drop-default": { mode: "ACCESS EXCLUSIVE", below: "all" },
  "drop-identity": { mode: "ACCESS EXCLUSIVE", below: "partitions" },
  "drop-expression": { mode: "ACCESS EXCLUSIVE", below: "all" },
  "set-expression": { mode: "ACCESS EXCLUSIVE", below: "all" },
  "set-default": { mode: "ACCESS EXCLUSIVE", below: "all" },
  "add-identity": { mode: "ACCESS EXCLUSIVE", below: "partitions" },
  "set-column-option": {
    mode: ({ option }) =>
      option === "statistics" || option === "other" ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE",
    below: "all",
  },
  "rename-column": { mode: "ACCESS EXCLUSIVE", below: "all" },
  "add-constraint": {
    mode: ({ constraint }) =>
      constraint.kind === "foreign-key" ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE",
    below: "all",
  },
  "drop-constraint": { mode: "ACCESS EXCLUSIVE" },
  "validate-constraint": { mode: "SHARE UPDATE EXCLUSIVE", below: "all" },
  "alter-constraint": { mode: "ACCESS EXCLUSIVE" },
  "rename-constraint": { mode: "ACCESS EXCLUSIVE" },
  "create-index": {
    mode: ({ concurrently }) => (concurrently ? "SHARE UPDATE EXCLUSIVE" : "SHARE"),
  },
  "drop-index": { mode: undefined },
  "rename-index": { mode: "SHARE UPDATE EXCLUSIVE" },
  reindex: { mode: undefined },
  "create-enum": { mode: undefined },
  "add-enum-value": { mode: undefined },
  "rename-enum-value": { mode: undefined },
  "rename-type": { mode: undefined },
  "drop-type": { mode: undefined },
  "create-domain": { mode: undefined },
  "alter-domain": { mode: undefined },
  "create-view": { mode: undefined },
  "drop-view": { mode: "ACCESS EXCLUSIVE" },
  "refresh-view": {
    mode: ({ concurrently }) => (concurrently ? "EXCLUSIVE" : "ACCESS EXCLUSIVE"),
  },
  "create-trigger": { mode: "SHARE ROW EXCLUSIVE" },
  "drop-trigger": { mode: undefined },
  "switch-trigger": { mode: "SHARE ROW EXCLUSIVE", below: "partitions" },
  "create-policy": { mode: "ACCESS EXCLUSIVE" },
  "alter-policy": { mode: "ACCESS EXCLUSIVE" },
  "drop-policy": { mode: undefined },
  "row-level-security": { mode: "ACCESS EXCLUSIVE" },
  "create-function": { mode: undefined },
  "drop-function": { mode: undefined },
  "create-schema": { mode: undefined },
  "drop-schema": { mode: undefined },
  "rename-schema": { mode: undefined },
  "create-extension": { mode: undefined },
  "drop-extension": { mode: undefined },
  "create-sequence": { mode: undefined },
  "alter-sequence": { mode: undefined },
  "drop-sequence": { mode: undefined },
  "create-statistics": { mode: "SHARE UPDATE EXCLUSIVE" },
  "create-database": { mode: undefined },
  "drop-database": { mode: undefined },
  "alter-system": { mode: undefined },
  "create-tablespace": { mode: undefined },
  comment: { mode: ({ on }) => (on === "other" ? undefined : "SHARE UPDATE EXCLUSIVE") },
  /** Seen on 18, not on 15; what lies between was not tried. */
  grant: { mode: (_, postgres) => (postgres >= 18 ? "ACCESS SHARE" : undefined) },
  insert: { mode: "ROW EXCLUSIVE" },
  update: { mode: "ROW EXCLUSIVE", below: "all" },
  delete: { mode: "ROW EXCLUSIVE", below: "all" },
  merge: { mode: "ROW EXCLUSIVE", below: "all" },
  truncate: { mode: "ACCESS EXCLUSIVE", below: "all" },
  copy: { mode: ({ direction }) => (direction === "from" ? "ROW EXCLUSIVE" : "ACCESS SHARE") },
  select: { mode: ({ locksRows }) => (locksRows ? "ROW SHARE" : "ACCESS SHARE"), below: "all" },
  "lock-table": { mode: ({ mode }) => mode, below: "all" },
  vacuum: {
    mode: ({ full }) => (full ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE"),
    below: "partitions",
  },
  analyze: { mode: "SHARE UPDATE EXCLUSIVE", below: "partitions" },
  cluster: { mode: "ACCESS EXCLUSIVE" },
  transaction: { mode: undefined },
  set: { mode: undefined },
  dynamic: { mode: undefined },
  other: { mode: undefined },
};

const optionLocks: Readonly<Record<TableOption, LockMode>> = {
  logged: "ACCESS EXCLUSIVE",
  unlogged: "ACCESS EXCLUSIVE",
  tablespace: "ACCESS EXCLUSIVE",
  "access-method": "ACCESS EXCLUSIVE",
  "replica-identity": "ACCESS EXCLUSIVE",
  storage: "SHARE UPDATE EXCLUSIVE",
  owner: "ACCESS EXCLUSIVE",
  "cluster-on": "SHARE UPDATE EXCLUSIVE",
  inherit: "ACCESS EXCLUSIVE",
  other: "ACCESS EXCLUSIVE",
};

/** The row's mode for one step on a server of a major version. */
export function modeOf(step: Step, postgres: number): LockMode | undefined {
  const { mode } = lockTable[step.kind] as LockRow<Kind>;
  if (typeof mode !== "function") return mode;
  return (mode as (step: Step, postgres: number) => LockMode | undefined)(step, postgres);
}

export function reachesBelow(step: Step): "all" | "partitions" | "nothing" {
  return step.only === true ? "nothing" : (lockTable[step.kind].below ?? "nothing");
}
