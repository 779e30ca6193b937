/**
 * One statement's syntax tree → the steps it takes. What has no step of its own keeps the tag that
 * the parser gave it.
 */
import { functionsIn, readRangeVar, readsOf } from "./expression.ts";
import { childOf, flagIn, listIn, type Node, optionIn, stringIn, taggedIn, untag } from "./node.ts";
import { howAltered, readAlterTable } from "./read-alter.ts";
import { readCreateIndex, readCreateStatistics, readReindex } from "./read-index.ts";
import {
  readComment,
  readCreateFunction,
  readCreateMaterializedView,
  readCreateTrigger,
  readCreateView,
  readGrant,
  readPolicy,
} from "./read-object.ts";
import { readDrop, readRename, readSetSchema } from "./read-rename.ts";
import { readCopy, readLock, readRows, readTruncate } from "./read-rows.ts";
import {
  readCluster,
  readDo,
  readDynamic,
  readSet,
  readTransaction,
  readVacuum,
} from "./read-session.ts";
import { readCreateTable, readSequence, readTableFromQuery } from "./read-table.ts";
import { readAlterDomain, readAlterEnum, readCreateDomain, readCreateEnum } from "./read-type.ts";
import { type Reading, whole } from "./reading.ts";
import type { Step, StepKind } from "./step.ts";

/** `tree` is what the parser gives for one statement. */
export function readStatement(reading: Reading, tree: unknown): readonly Step[] {
  const tagged = untag(tree);
  if (tagged === undefined) return [];
  const { tag, node } = tagged;
  if (tag === "AlterTableStmt") return readAlterTable(reading, node);
  const at = whole(reading);
  const steps = readRows(tag, node) ?? readers[tag]?.(reading, node);
  if (steps !== undefined) {
    const isAltered = relationStatements.has(tag);
    const how = isAltered && childOf(node, "relation") !== undefined ? howAltered(node) : {};
    return steps.map((step) => ({ at, ...how, ...step }));
  }
  if (silent.has(tag)) return [];
  if (tag === "CreateSchemaStmt") return readCreateSchema(reading, node);
  if (tag === "ExplainStmt") return readExplain(reading, node);
  return [{ at, kind: "other", tag }];
}

/** Of those, the relation may be ONLY, or missing. */
const relationStatements = new Set(["RenameStmt", "AlterObjectSchemaStmt", "IndexStmt"]);

type Reader = (reading: Reading, node: Node) => readonly StepKind[];

const readers: Readonly<Record<string, Reader>> = {
  CreateStmt: (reading, node) => [readCreateTable(reading, node)],
  CreateTableAsStmt: (reading, node) =>
    node.objtype === "OBJECT_MATVIEW"
      ? [readCreateMaterializedView(reading, node)]
      : readTableFromQuery(childOf(node, "into"), node.query, flagIn(node, "if_not_exists")),
  DropStmt: (_, node) => readDrop(node),
  RenameStmt: (_, node) => [readRename(node)],
  AlterObjectSchemaStmt: (_, node) => [readSetSchema(node)],
  IndexStmt: (reading, node) => [readCreateIndex(reading, node)],
  ReindexStmt: (_, node) => [readReindex(node)],
  CreateStatsStmt: (_, node) => [readCreateStatistics(node)],
  CreateEnumStmt: (_, node) => [readCreateEnum(node)],
  AlterEnumStmt: (_, node) => [readAlterEnum(node)],
  CreateDomainStmt: (_, node) => [readCreateDomain(node)],
  AlterDomainStmt: (reading, node) => [readAlterDomain(reading, node)],
  ViewStmt: (reading, node) => [readCreateView(reading, node)],
  RefreshMatViewStmt: (_, node) => [
    {
      kind: "refresh-view",
      view: readRangeVar(childOf(node, "relation")),
      concurrently: flagIn(node, "concurrent"),
    },
  ],
  CreateTrigStmt: (_, node) => [readCreateTrigger(node)],
  CreatePolicyStmt: (_, node) => [readPolicy(node, "create-policy")],
  AlterPolicyStmt: (_, node) => [readPolicy(node, "alter-policy")],
  CreateFunctionStmt: (_, node) => [readCreateFunction(node)],
  CreateExtensionStmt: (_, node) => [
    {
      kind: "create-extension",
      extensions: [stringIn(node, "extname") ?? ""],
      cascade: optionIn(node, "options", "cascade") !== undefined,
    },
  ],
  CreateSeqStmt: (_, node) => [readSequence(node, "create-sequence")],
  AlterSeqStmt: (_, node) => [readSequence(node, "alter-sequence")],
  CreatedbStmt: (_, node) => [{ kind: "create-database", name: stringIn(node, "dbname") ?? "" }],
  DropdbStmt: (_, node) => [{ kind: "drop-database", name: stringIn(node, "dbname") ?? "" }],
  AlterSystemStmt: (_, node) => [
    { kind: "alter-system", name: stringIn(childOf(node, "setstmt"), "name") ?? "" },
  ],
  CreateTableSpaceStmt: (_, node) => [
    { kind: "create-tablespace", name: stringIn(node, "tablespacename") ?? "" },
  ],
  CommentStmt: (_, node) => [readComment(node)],
  GrantStmt: (_, node) => [readGrant(node)],
  GrantRoleStmt: () => [{ kind: "grant", tables: [] }],
  AlterDefaultPrivilegesStmt: () => [{ kind: "grant", tables: [] }],
  TruncateStmt: (_, node) => [readTruncate(node)],
  CopyStmt: (_, node) => readCopy(node),
  LockStmt: (_, node) => [readLock(node)],
  VacuumStmt: (_, node) => [readVacuum(node)],
  ClusterStmt: (_, node) => [readCluster(node)],
  TransactionStmt: (_, node) => [readTransaction(node)],
  VariableSetStmt: (_, node) => [readSet(node)],
  DoStmt: (_, node) => [readDo(node)],
  CallStmt: (reading) => [readDynamic(reading, "call")],
  PrepareStmt: (reading) => [readDynamic(reading, "execute")],
  ExecuteStmt: (reading) => [readDynamic(reading, "execute")],
};

/** They concern neither what a database looks like nor its rows. */
const silent: ReadonlySet<string> = new Set([
  "VariableShowStmt",
  "NotifyStmt",
  "ListenStmt",
  "UnlistenStmt",
  "DeallocateStmt",
  "CheckPointStmt",
  "ConstraintsSetStmt",
  "LoadStmt",
]);

/** What CREATE SCHEMA creates inside has the schema's name wherever none is written. */
function readCreateSchema(reading: Reading, node: Node): Step[] {
  const role = stringIn(childOf(node, "authrole"), "rolename");
  const schema = stringIn(node, "schemaname") ?? role ?? "";
  const created: Step = {
    at: whole(reading),
    kind: "create-schema",
    schema,
    ifNotExists: flagIn(node, "if_not_exists"),
  };
  const inner = listIn(node, "schemaElts").flatMap(({ tag, node: element }) => {
    const relation = childOf(element, "relation") ?? childOf(element, "view");
    const key = childOf(element, "relation") ? "relation" : "view";
    const placed =
      relation === undefined ? element : { ...element, [key]: { schemaname: schema, ...relation } };
    return readStatement(reading, { [tag]: placed });
  });
  return [created, ...inner];
}

/** Only EXPLAIN ANALYZE runs what it explains; the plain one still reads. */
function readExplain(reading: Reading, node: Node): readonly Step[] {
  const query = taggedIn(node, "query");
  if (query === undefined) return [];
  if (optionIn(node, "options", "analyze") !== undefined) {
    return readStatement(reading, node.query);
  }
  return [
    {
      at: whole(reading),
      kind: "select",
      reads: readsOf(node.query),
      functions: functionsIn(node.query),
      locksRows: false,
    },
  ];
}
