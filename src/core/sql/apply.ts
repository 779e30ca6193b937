/**
 * Folds statements into the catalog that they make of a database, as PostgreSQL would. Statements
 * that PostgreSQL refuses are not told apart: what they say is taken for done.
 */
import {
  addColumn,
  addIdentity,
  alterType,
  changeHereAndBelow,
  dropColumn,
  dropExpression,
  dropIdentity,
  dropNotNull,
  renameColumn,
  setColumnOption,
} from "./apply-columns.ts";
import {
  addConstraint,
  dropConstraint,
  renameConstraint,
  setNotNull,
  validateConstraint,
} from "./apply-constraints.ts";
import { type Draft, include, openDraft, snapshot, tableOf } from "./apply-draft.ts";
import { createIndex, dropIndexes, renameIndex } from "./apply-indexes.ts";
import { renameRelation, renameSchema, renameType, setSchema } from "./apply-moves.ts";
import {
  changeExtensions,
  changePolicy,
  changeSequences,
  commentOn,
  createFunction,
  createTrigger,
  createView,
  dropFunctions,
  dropSchemas,
  dropTrigger,
  dropViews,
  rowLevelSecurity,
  sayMore,
} from "./apply-others.ts";
import { dynamic, endTransaction, select, set, transaction } from "./apply-session.ts";
import { attachPartition, createTable, detachPartition, dropTables } from "./apply-tables.ts";
import {
  addEnumValue,
  alterDomain,
  createDomain,
  createEnum,
  dropTypes,
  renameEnumValue,
} from "./apply-types.ts";
import type { Catalog } from "./catalog.ts";
import { qualify } from "./names.ts";
import type { Statement } from "./statement.ts";
import type { Step } from "./step.ts";

/** A new database: the schema `public`, and nothing in it. */
export const emptyCatalog: Catalog = {
  tables: new Map(),
  indexes: new Map(),
  enums: new Map(),
  domains: new Map(),
  views: new Map(),
  sequences: new Map(),
  functions: new Map(),
  schemas: new Set(["public"]),
  extensions: new Set(),
  searchPath: ["public"],
  doubtful: new Set(),
  begun: undefined,
  lastingSearchPath: undefined,
};

/** The catalog after all steps of a statement; the same object when it changes nothing. */
export function applyStatement(catalog: Catalog, statement: Statement): Catalog {
  return applyStatements(catalog, [statement]);
}

/** As one statement after the other, with less copying where nobody asks what was in between. */
export function applyStatements(catalog: Catalog, statements: readonly Statement[]): Catalog {
  return applySteps(
    catalog,
    statements.flatMap(({ steps }) => steps),
  );
}

export function applyStep(catalog: Catalog, step: Step): Catalog {
  return applySteps(catalog, [step]);
}

/** The end of a file that runs as one transaction: what SET LOCAL has changed is as before. */
export function afterTransaction(catalog: Catalog): Catalog {
  if (catalog.begun === undefined && catalog.lastingSearchPath === undefined) return catalog;
  const draft = openDraft(catalog);
  endTransaction(draft);
  return snapshot(draft);
}

function applySteps(catalog: Catalog, steps: readonly Step[]): Catalog {
  const draft = openDraft(catalog);
  for (const step of steps) take(draft, step);
  const next = snapshot(draft);
  return isSame(catalog, next) ? catalog : next;
}

function isSame(before: Catalog, after: Catalog): boolean {
  return (Object.keys(before) as (keyof Catalog)[]).every((part) => before[part] === after[part]);
}

/** What each kind of step does to a catalog; a kind that is left out does nothing to it. */
const effects: { readonly [Kind in Step["kind"]]?: (draft: Draft, step: StepOf<Kind>) => void } = {
  "create-table": createTable,
  "drop-table": dropTables,
  "rename-table": renameRelation,
  "set-schema": setSchema,
  "attach-partition": attachPartition,
  "detach-partition": detachPartition,
  "add-column": addColumn,
  "drop-column": dropColumn,
  "alter-type": alterType,
  "set-not-null": (draft, step) => setNotNull(draft, tableOf(draft, step.table).key, step.column),
  "drop-not-null": dropNotNull,
  "set-default": (draft, step) => changeHereAndBelow(draft, step, { default: step.default }),
  "drop-default": (draft, step) => changeHereAndBelow(draft, step, { default: undefined }),
  "add-identity": addIdentity,
  "drop-identity": dropIdentity,
  "set-column-option": setColumnOption,
  "drop-expression": dropExpression,
  "set-expression": (draft, step) =>
    changeHereAndBelow(draft, step, { generatedAs: step.expression }),
  "rename-column": renameColumn,
  "add-constraint": (draft, step) =>
    addConstraint(draft, tableOf(draft, step.table).key, step.constraint),
  "drop-constraint": dropConstraint,
  "validate-constraint": (draft, step) =>
    validateConstraint(draft, tableOf(draft, step.table).key, step.constraint),
  "rename-constraint": (draft, step) =>
    renameConstraint(draft, tableOf(draft, step.table).key, step.constraint, step.to),
  "create-index": createIndex,
  "drop-index": dropIndexes,
  "rename-index": (draft, step) => renameIndex(draft, qualify(draft, step.index), step.to),
  "create-enum": createEnum,
  "add-enum-value": addEnumValue,
  "rename-enum-value": renameEnumValue,
  "rename-type": renameType,
  "drop-type": dropTypes,
  "create-domain": createDomain,
  "alter-domain": alterDomain,
  "create-view": createView,
  "drop-view": dropViews,
  "create-trigger": createTrigger,
  "drop-trigger": dropTrigger,
  "create-policy": changePolicy,
  "drop-policy": changePolicy,
  "row-level-security": rowLevelSecurity,
  "set-table-option": (draft, step) => sayMore(draft, step.table),
  "alter-constraint": (draft, step) => sayMore(draft, step.table),
  "switch-trigger": (draft, step) => sayMore(draft, step.table),
  comment: commentOn,
  "create-statistics": (draft, step) => {
    for (const table of step.tables) sayMore(draft, table);
  },
  "create-function": createFunction,
  "drop-function": dropFunctions,
  "create-schema": (draft, step) => include(draft, "schemas", step.schema),
  "drop-schema": dropSchemas,
  "rename-schema": renameSchema,
  "create-extension": changeExtensions,
  "drop-extension": changeExtensions,
  "create-sequence": changeSequences,
  "alter-sequence": changeSequences,
  "drop-sequence": changeSequences,
  transaction,
  set,
  select,
  dynamic,
};

/** The member of the union that has the kind, whether alone or with others. */
type StepOf<Kind> = Step extends infer One
  ? One extends { readonly kind: infer Kinds }
    ? Kind extends Kinds
      ? One
      : never
    : never
  : never;

function take(draft: Draft, step: Step): void {
  const effect = effects[step.kind] as ((draft: Draft, step: Step) => void) | undefined;
  effect?.(draft, step);
}
