/**
 * Views, triggers, policies, functions, schemas, extensions and sequences: what is known of them is
 * that they are there, and what they need.
 */
import { textOf } from "../base/text.ts";
import {
  changeColumn,
  changeTable,
  changeTables,
  type Draft,
  exclude,
  include,
  put,
  remap,
  remove,
  tableOf,
} from "./apply-draft.ts";
import { removeSequence, removeTable, removeType, removeView } from "./apply-removal.ts";
import type { Qualified } from "./catalog.ts";
import { tokensOf } from "./lex.ts";
import { creationSchema, hasRelation, keyOf, qualify, qualifyFunction } from "./names.ts";
import type { Name, Step } from "./step.ts";

type Of<Kind> = Extract<Step, { readonly kind: Kind }>;

export function createView(draft: Draft, step: Of<"create-view">): void {
  const schema = step.view.schema ?? creationSchema(draft);
  const { isMaterialized, query } = step;
  const { name } = step.view;
  if (draft.doubtful.has(keyOf(schema, name))) removeTable(draft, keyOf(schema, name), true);
  const reads = [...new Set(step.reads.map((read) => qualify(draft, read)))].filter((key) =>
    hasRelation(draft, key),
  );
  put(draft, "views", keyOf(schema, name), {
    schema,
    name,
    isMaterialized,
    reads,
    query,
    definition: textOf(step.at),
  });
}

export function dropViews(draft: Draft, step: Of<"drop-view">): void {
  for (const name of step.views) removeView(draft, qualify(draft, name), step.cascade);
}

export function createTrigger(draft: Draft, step: Of<"create-trigger">): void {
  if (draft.views.has(qualify(draft, step.table))) return;
  const { key, table } = tableOf(draft, step.table);
  const triggers = new Map(table.triggers).set(step.trigger, {
    function: step.function,
    definition: textOf(step.at),
  });
  changeTable(draft, key, { triggers });
}

export function dropTrigger(draft: Draft, step: Of<"drop-trigger">): void {
  const key = qualify(draft, step.table);
  const triggers = new Map(draft.tables.get(key)?.triggers);
  if (triggers.delete(step.trigger)) changeTable(draft, key, { triggers });
}

export function changePolicy(draft: Draft, step: Extract<Step, { readonly policy: string }>): void {
  const { key, table } = tableOf(draft, step.table);
  if (step.kind === "alter-policy") return;
  const policies = new Set(table.policies);
  if (step.kind === "create-policy") policies.add(step.policy);
  else policies.delete(step.policy);
  changeTable(draft, key, { policies });
}

/** FORCE only says for whom it counts. */
export function rowLevelSecurity(draft: Draft, step: Of<"row-level-security">): void {
  const { key } = tableOf(draft, step.table);
  if (step.change === "force") changeTable(draft, key, { hasMore: true });
  if (step.change === "enable") changeTable(draft, key, { rowLevelSecurity: true });
  if (step.change === "disable") changeTable(draft, key, { rowLevelSecurity: false });
}

/** Of a table that is known: something is said of it that a catalog does not keep. */
export function sayMore(draft: Draft, name: Name | undefined): void {
  if (name !== undefined) changeTable(draft, qualify(draft, name), { hasMore: true });
}

export function createFunction(draft: Draft, step: Of<"create-function">): void {
  const schema = step.function.schema ?? creationSchema(draft);
  const key = keyOf(schema, step.function.name);
  const known = draft.functions.get(key);
  const definition = textOf(step.at);
  const isAnother =
    known !== undefined &&
    argumentsIn(known.definition, step.function) !== argumentsIn(definition, step.function);
  put(draft, "functions", key, {
    volatility: step.volatility,
    definition,
    ...((isAnother || known?.isUnclear) && { isUnclear: true as const }),
  });
}

/** CASCADE takes triggers and defaults along that call it. */
export function dropFunctions(draft: Draft, step: Of<"drop-function">): void {
  for (const name of step.functions) {
    const key = qualifyFunction(draft, name);
    if (!draft.functions.has(key)) continue;
    if (step.cascade) removeCalls(draft, key, name.name);
    const known = draft.functions.get(key);
    const dropped = argumentsIn(textOf(step.at), name);
    const isAnother =
      known !== undefined && countOf(dropped) !== countOf(argumentsIn(known.definition, name));
    if (known?.isUnclear || (dropped !== undefined && isAnother)) {
      put(draft, "functions", key, { volatility: "volatile", definition: "", isUnclear: true });
    } else remove(draft, "functions", key);
  }
}

/** `(a int, b text)` behind the function's name, in one way to write it; undefined for none. */
function argumentsIn(text: string, { name }: Name): string | undefined {
  const tokens = tokensOf(text).map(({ start, end }) => text.slice(start, end));
  const at = tokens.findIndex(
    (token, place) =>
      tokens[place + 1] === "(" && (token === `"${name}"` || token.toLowerCase() === name),
  );
  if (at < 0) return undefined;
  let depth = 0;
  const end = tokens.findIndex((token, place) => {
    if (place <= at) return false;
    if (token === "(") depth++;
    if (token === ")") depth--;
    return depth === 0;
  });
  return tokens
    .slice(at + 1, end + 1)
    .join(" ")
    .toLowerCase();
}

/** How many arguments; a comma in a default or in `numeric(1, 2)` counts as well. */
function countOf(written: string | undefined): number {
  if (written === undefined || written === "( )") return 0;
  return written.split(" , ").length;
}

/** COMMENT ON FUNCTION, which goes with the function. */
export function commentOn(draft: Draft, step: Of<"comment">): void {
  sayMore(draft, step.name);
  const found = /^COMMENT\s+ON\s+(?:FUNCTION|PROCEDURE)\s+(?:"?(\w+)"?\s*\.\s*)?"?(\w+)/i;
  const [, schema, name] = found.exec(textOf(step.at)) ?? [];
  if (name === undefined) return;
  const key = qualifyFunction(draft, { schema, name });
  const known = draft.functions.get(key);
  if (known !== undefined) put(draft, "functions", key, { ...known, isUnclear: true });
}

function removeCalls(draft: Draft, key: Qualified, name: string): void {
  changeTables(draft, (table) => {
    const triggers = remap(table.triggers, (one, trigger) =>
      qualifyFunction(draft, one.function) === key ? undefined : [trigger, one],
    );
    return triggers.size === table.triggers.size ? undefined : { ...table, triggers };
  });
  for (const [tableKey, table] of [...draft.tables]) {
    for (const column of table.columns.values()) {
      if (column.default?.functions.includes(name.toLowerCase())) {
        changeColumn(draft, tableKey, column.name, { default: undefined });
      }
    }
  }
}

export function dropSchemas(draft: Draft, step: Of<"drop-schema">): void {
  for (const schema of step.schemas) {
    exclude(draft, "schemas", schema);
    if (!step.cascade) continue;
    const isIn = (key: Qualified) => key.startsWith(`${schema}.`);
    for (const key of [...draft.tables.keys()].filter(isIn)) removeTable(draft, key, true);
    for (const key of [...draft.views.keys()].filter(isIn)) removeView(draft, key, true);
    for (const key of [...draft.enums.keys(), ...draft.domains.keys()].filter(isIn)) {
      removeType(draft, key, true);
    }
    for (const key of [...draft.sequences.keys()].filter(isIn)) removeSequence(draft, key);
    for (const key of [...draft.functions.keys()].filter(isIn)) {
      removeCalls(draft, key, key.slice(schema.length + 1));
      remove(draft, "functions", key);
    }
  }
}

export function changeExtensions(
  draft: Draft,
  step: Of<"create-extension" | "drop-extension">,
): void {
  for (const extension of step.extensions) {
    if (step.kind === "create-extension") include(draft, "extensions", extension);
    else exclude(draft, "extensions", extension);
  }
}

type SequenceStep = Extract<Step, { readonly sequences: readonly Name[] }>;

export function changeSequences(draft: Draft, step: SequenceStep): void {
  for (const name of step.sequences) {
    const key = step.kind === "create-sequence" ? newKey(draft, name) : qualify(draft, name);
    if (step.kind === "drop-sequence") {
      removeSequence(draft, key);
      continue;
    }
    const ownedBy = ownerOf(draft, step, key);
    const schema = key.slice(0, key.length - name.name.length - 1);
    const to = step.renamedTo === undefined ? key : keyOf(schema, step.renamedTo);
    if (to !== key) remove(draft, "sequences", key);
    put(draft, "sequences", to, { ownedBy });
  }
}

function ownerOf(draft: Draft, step: SequenceStep, key: Qualified) {
  if (step.ownedBy !== undefined) {
    return { table: qualify(draft, step.ownedBy.table), column: step.ownedBy.column };
  }
  if (/\bOWNED\s+BY\s+NONE\b/i.test(textOf(step.at))) return undefined;
  return draft.sequences.get(key)?.ownedBy;
}

function newKey(draft: Draft, name: Name): Qualified {
  return keyOf(name.schema ?? creationSchema(draft), name.name);
}
