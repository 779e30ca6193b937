/**
 * Views, triggers, policies, functions, sequences, schemas and extensions of two catalogs: what
 * leads from the one that is there to the one that was, in pieces that others put in order.
 */

import type { Catalog, Qualified, Table } from "../sql/catalog.ts";
import { quoted } from "../sql/write-name.ts";
import type { Draft } from "./reverse-script.ts";
import {
  dropFunctionSql,
  dropViewSql,
  functionSql,
  signatureOf,
  triggerSql,
  viewSql,
} from "./write-definition.ts";
import { pathOf, pathOfKey, type Written } from "./write-sql.ts";

/** `from` is there now, `to` is wanted; each function adds to the draft what leads there. */
type Objects = { readonly from: Catalog; readonly to: Catalog; readonly draft: Draft };

export function dropViewsAndTriggers({ from, to, draft }: Objects): void {
  for (const [key, view] of [...from.views].reverse()) {
    const was = to.views.get(key);
    if (was?.definition === view.definition) continue;
    const reader = [...from.views.values()].find((one) => one.reads.includes(key));
    if (was !== undefined && reader !== undefined && to.views.has(keyOfView(reader))) {
      draft.refused.push(`view ${key} cannot be made anew: view ${reader.name} reads it`);
    }
    push(draft, "DropView", dropViewSql(view));
  }
  for (const [table, name] of extraTriggers(from, to)) {
    push(draft, "DropTrigger", `DROP TRIGGER ${quoted(name)} ON ${pathOf(table)}`);
  }
  for (const [key, table] of from.tables) {
    const was = to.tables.get(key);
    if (was !== undefined && was !== table) policiesBack(table, was, draft);
  }
}

function policiesBack(now: Table, was: Table, draft: Draft): void {
  for (const policy of now.policies) {
    if (was.policies.has(policy)) continue;
    push(draft, "DropPolicy", `DROP POLICY ${quoted(policy)} ON ${pathOf(now)}`);
  }
  for (const policy of was.policies) {
    if (!now.policies.has(policy)) draft.refused.push(`policy ${policy} is not kept`);
  }
}

export function createSchemas({ from, to, draft }: Objects): void {
  for (const schema of to.schemas) {
    if (!from.schemas.has(schema)) push(draft, "CreateSchema", `CREATE SCHEMA ${quoted(schema)}`);
  }
}

/** What tables stand on. */
export function createBelow({ from, to, draft }: Objects): void {
  for (const extension of to.extensions) {
    if (from.extensions.has(extension)) continue;
    push(draft, "CreateExtension", `CREATE EXTENSION ${quoted(extension)}`);
  }
  if (from.functions !== to.functions) functionsBack({ from, to, draft });
  if (from.sequences !== to.sequences) sequencesBack({ from, to, draft });
}

export function dropBelow({ from, to, draft }: Objects): void {
  for (const [key, { ownedBy }] of from.sequences) {
    if (to.sequences.has(key) || key.startsWith("pg_temp.")) continue;
    const column = ownedBy && to.tables.get(ownedBy.table)?.columns.get(ownedBy.column);
    const now = ownedBy && from.tables.get(ownedBy.table)?.columns.get(ownedBy.column);
    if (ownedBy !== undefined && (column === undefined || now?.identity !== undefined)) continue;
    push(draft, "DropSequence", `DROP SEQUENCE ${pathOfKey(key)}`);
  }
  for (const [key, { definition }] of from.functions) {
    const was = to.functions.get(key);
    const isNew =
      was === undefined ||
      (!was.isUnclear && signatureOf(was.definition) !== signatureOf(definition));
    if (isNew) push(draft, "DropFunction", dropFunctionSql(key, definition));
  }
}

export function createViewsAndTriggers({ from, to, draft }: Objects): void {
  for (const [key, table] of to.tables) {
    const now = from.tables.get(key);
    if (now === table || table.isTemporary) continue;
    if (table.rowLevelSecurity === (now?.rowLevelSecurity ?? false)) continue;
    const word = table.rowLevelSecurity ? "ENABLE" : "DISABLE";
    push(draft, "AlterTable", `ALTER TABLE ${pathOf(table)} ${word} ROW LEVEL SECURITY`);
  }
  for (const [table, name] of [...extraTriggers(to, from), ...newTriggers(from, to)]) {
    pushWritten(draft, "CreateTrigger", `trigger ${name}`, triggerSql(table, name));
  }
  for (const [key, view] of to.views) {
    if (from.views.get(key)?.definition === view.definition) continue;
    pushWritten(draft, "CreateView", `view ${key}`, viewSql(view));
  }
}

export function dropSchemas({ from, to, draft }: Objects): void {
  for (const schema of from.schemas) {
    if (!to.schemas.has(schema)) push(draft, "DropSchema", `DROP SCHEMA ${quoted(schema)}`);
  }
  for (const extension of from.extensions) {
    if (to.extensions.has(extension)) continue;
    push(draft, "DropExtension", `DROP EXTENSION ${quoted(extension)}`);
    draft.fails.push(`something else uses the extension ${quoted(extension)}`);
  }
}

function push(draft: Draft, label: string, sql: string): void {
  draft.pieces.push({ label, sql });
}

function pushWritten(draft: Draft, label: string, what: string, sql: Written): void {
  if (sql.ok) push(draft, label, sql.sql);
  else draft.refused.push(`${what} cannot be brought back: ${sql.reason}`);
}

function keyOfView({ schema, name }: { readonly schema: string; readonly name: string }) {
  return `${schema}.${name}`;
}

/** Triggers of a table that both have, which only `one` has in this form. */
function extraTriggers(one: Catalog, other: Catalog): readonly (readonly [Table, string])[] {
  if (one.tables === other.tables) return [];
  return [...one.tables].flatMap(([key, table]) => {
    const same = other.tables.get(key);
    if (same === undefined || same === table || table.isTemporary) return [];
    return [...table.triggers]
      .filter(([name, { definition }]) => same.triggers.get(name)?.definition !== definition)
      .map(([name]) => [table, name] as const);
  });
}

function newTriggers(from: Catalog, to: Catalog): readonly (readonly [Table, string])[] {
  return [...to.tables].flatMap(([key, table]) =>
    from.tables.has(key) || table.isTemporary
      ? []
      : [...table.triggers.keys()].map((name) => [table, name] as const),
  );
}

function functionsBack({ from, to, draft }: Objects): void {
  for (const [key, was] of to.functions) {
    const now = from.functions.get(key);
    if (now === was) continue;
    const isSame = now === undefined || signatureOf(now.definition) === signatureOf(was.definition);
    if (was.isUnclear || (now?.isUnclear && isSame)) {
      draft.refused.push(`which functions ${key} there were is not kept`);
    } else if (isSame) {
      pushWritten(draft, "CreateFunction", `function ${key}`, functionSql(to, key));
    }
  }
}

function sequencesBack({ from, to, draft }: Objects): void {
  for (const [key, was] of to.sequences) {
    const now = from.sequences.get(key);
    if (now === was || key.startsWith("pg_temp.")) continue;
    if (now !== undefined) {
      push(
        draft,
        "AlterSequence",
        `ALTER SEQUENCE ${pathOfKey(key)} OWNED BY ${ownerSql(was.ownedBy)}`,
      );
    } else if (!comesWithColumn(from, to, key)) {
      const { madeFor, ownedBy } = was;
      if (madeFor === undefined || madeFor === "identity" || ownedBy === undefined) {
        draft.refused.push(`how sequence ${key} was made is not kept`);
        continue;
      }
      const owner = ownerSql(ownedBy);
      const type = sequenceTypes[madeFor];
      push(
        draft,
        "CreateSequence",
        `CREATE SEQUENCE ${pathOfKey(key)} AS ${type} OWNED BY ${owner}`,
      );
      draft.losses.push(`where the sequence ${pathOfKey(key)} was`);
    }
  }
}

const sequenceTypes = { int2: "SMALLINT", int4: "INTEGER", int8: "BIGINT" } as const;

/** A column of serial or identity that comes back brings its sequence along, or is refused. */
function comesWithColumn(from: Catalog, to: Catalog, key: Qualified): boolean {
  const { ownedBy } = to.sequences.get(key) ?? {};
  if (ownedBy === undefined) return false;
  const column = to.tables.get(ownedBy.table)?.columns.get(ownedBy.column);
  const isThere = from.tables.get(ownedBy.table)?.columns.has(ownedBy.column) === true;
  return column !== undefined && (!isThere || column.identity !== undefined);
}

function ownerSql(ownedBy: { readonly table: Qualified; readonly column: string } | undefined) {
  return ownedBy === undefined ? "NONE" : `${pathOfKey(ownedBy.table)}.${quoted(ownedBy.column)}`;
}
