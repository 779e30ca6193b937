/**
 * Steps that no difference of two catalogs shows: renames, which are turned round, what needs no
 * undoing, and what cannot be undone because nothing keeps what was there before.
 */

import { textOf } from "../base/text.ts";
import type { Catalog, Qualified } from "../sql/catalog.ts";
import { qualify, qualifyType } from "../sql/names.ts";
import type { Name, Step } from "../sql/step.ts";
import { volatilityOf } from "../sql/volatility.ts";
import { literal, quoted } from "../sql/write-name.ts";
import { refusal, type Undoing } from "./reverse-script.ts";
import { pathOf, pathOfKey } from "./write-sql.ts";

/** The opposite of a rename; undefined for any other step. */
export function renamedBack(step: Step, before: Catalog, after: Catalog): Undoing | undefined {
  if (before === after && (step.ifTableExists || isConditional(step))) {
    return step.kind.startsWith("rename") ? nothingDone : undefined;
  }
  switch (step.kind) {
    case "rename-table": {
      const from = placeOf(qualify(before, step.table), step.table.name);
      const word = before.indexes.has(qualify(before, step.table)) ? "INDEX" : "TABLE";
      const now = pathOf({ ...from, name: step.to });
      return one("RenameTable", `ALTER ${word} ${now} RENAME TO ${quoted(from.name)}`);
    }
    case "set-schema": {
      const from = placeOf(qualify(before, step.table), step.table.name);
      const now = pathOf({ ...from, schema: step.to });
      return one("AlterTable", `ALTER TABLE ${now} SET SCHEMA ${quoted(from.schema)}`);
    }
    case "rename-column": {
      const table = pathOfKey(qualify(after, step.table));
      const names = `${quoted(step.to)} TO ${quoted(step.column)}`;
      return one("RenameColumn", `ALTER TABLE ${table} RENAME COLUMN ${names}`);
    }
    case "rename-constraint": {
      const table = pathOfKey(qualify(after, step.table));
      const names = `${quoted(step.to)} TO ${quoted(step.constraint)}`;
      return one("RenameConstraint", `ALTER TABLE ${table} RENAME CONSTRAINT ${names}`);
    }
    case "rename-index": {
      const from = placeOf(qualify(before, step.index), step.index.name);
      const now = pathOf({ ...from, name: step.to });
      return one("RenameIndex", `ALTER INDEX ${now} RENAME TO ${quoted(from.name)}`);
    }
    case "rename-type": {
      const from = placeOf(qualifyType(before, step.type), step.type.name);
      const now = pathOf({ ...from, name: step.to });
      return one("RenameType", `ALTER TYPE ${now} RENAME TO ${quoted(from.name)}`);
    }
    case "rename-enum-value": {
      const type = pathOfKey(qualifyType(after, step.type));
      const names = `${literal(step.to)} TO ${literal(step.value)}`;
      return one("AlterEnum", `ALTER TYPE ${type} RENAME VALUE ${names}`);
    }
    case "rename-schema":
      return one(
        "RenameSchema",
        `ALTER SCHEMA ${quoted(step.to)} RENAME TO ${quoted(step.schema)}`,
      );
    case "alter-sequence": {
      const [name] = step.sequences;
      if (step.renamedTo === undefined || name === undefined) return undefined;
      const from = placeOf(qualify(before, name), name.name);
      const now = pathOf({ ...from, name: step.renamedTo });
      return one("AlterSequence", `ALTER SEQUENCE ${now} RENAME TO ${quoted(from.name)}`);
    }
    default:
      return undefined;
  }
}

const nothingDone: Undoing = { pieces: [], losses: [], fails: [], refused: [] };

function one(label: string, sql: string): Undoing {
  return { ...nothingDone, pieces: [{ label, sql }] };
}

function placeOf(key: Qualified, name: string) {
  return { schema: key.slice(0, key.length - name.length - 1), name };
}

/** Nothing that lasts: sessions, transactions, looking, tidying up. */
export function leavesNothing(step: Step): boolean {
  switch (step.kind) {
    case "select":
      return step.functions.every((name) => harmless.has(name) || isSteady(name));
    case "copy":
      return step.direction === "to";
    case "analyze":
    case "vacuum":
    case "cluster":
    case "reindex":
    case "lock-table":
    case "transaction":
    case "set":
    case "refresh-view":
    case "validate-constraint":
      return step.kind !== "validate-constraint";
    default:
      return false;
  }
}

const harmless: ReadonlySet<string> = new Set(["set_config", "now"]);

function isSteady(name: string): boolean {
  const volatility = volatilityOf(name);
  return volatility === "immutable" || volatility === "stable";
}

/** Why the step cannot be undone whatever the catalogs say; undefined where they can tell. */
export function irreversible(step: Step): string | undefined {
  switch (step.kind) {
    case "insert":
      return "the rows that it adds cannot be told from others later";
    case "update":
    case "merge":
      return "the values that were there before are not kept anywhere";
    case "delete":
    case "truncate":
      return "the rows that it removes are not kept anywhere";
    case "copy":
      return "the rows that it adds cannot be told from others later";
    case "select":
      return "the functions that it calls may do anything";
    case "dynamic":
      return "what the code does is only known when it runs";
    case "other":
      return `what undoes it is not known (${step.tag})`;
    case "set-table-option":
    case "set-column-option":
      if (isIdentityKind(step)) return undefined;
      return "the option that was there before is not kept";
    case "switch-trigger":
      return "whether the trigger was on is not kept";
    case "alter-constraint":
      return "the constraint's options before are not kept";
    case "alter-policy":
      return "the policy before is not kept";
    case "alter-domain":
      return "the conditions of a domain are not kept";
    case "comment":
      return "the comment that was there before is not kept";
    case "grant":
      return "the rights that were there before are not kept";
    case "row-level-security":
      return step.change === "force" || step.change === "no force"
        ? "whether it was forced is not kept"
        : undefined;
    case "attach-partition":
    case "detach-partition":
      return "the bounds of a partition are not kept";
    case "alter-sequence":
      return step.ownedBy === undefined && !/\bOWNED\s+BY\s+NONE\b/i.test(textOf(step.at))
        ? "the options of a sequence are not kept"
        : undefined;
    case "create-statistics":
    case "create-database":
    case "drop-database":
    case "alter-system":
    case "create-tablespace":
      return "what undoes it is not known";
    default:
      return undefined;
  }
}

/** SET GENERATED alone, which a catalog keeps. */
function isIdentityKind(step: Step): boolean {
  return (
    step.kind === "set-column-option" &&
    /\bSET\s+GENERATED\s+(?:ALWAYS|BY\s+DEFAULT)\s*$/i.test(textOf(step.at))
  );
}

/** IF EXISTS, IF NOT EXISTS: nothing happens where there is nothing to do. */
export function isConditional(step: Step): boolean {
  return /\bIF\s+(?:NOT\s+)?EXISTS\b/i.test(textOf(step.at));
}

/** Tables and views that the step is about. */
export function tablesOf(step: Step): readonly Name[] {
  if ("table" in step) return step.table === undefined ? [] : [step.table];
  if ("tables" in step) return step.tables;
  if (step.kind === "comment") return step.name === undefined ? [] : [step.name];
  return [];
}

/** Asked of a step that changes nothing although it drops something: what was there is unknown. */
export function dropsUnseen(step: Step): Undoing | undefined {
  // A type that is neither an enum nor a domain is nowhere kept.
  const isUnseen = step.kind.startsWith("drop-") && !isConditional(step);
  return isUnseen || step.kind === "drop-type" ? refusal("what it drops is not known") : undefined;
}

/** Undone by the table's name alone, whatever else it is like. */
export function isPlainAddition(step: Step): boolean {
  switch (step.kind) {
    case "add-column":
    case "create-index":
    case "add-constraint":
    case "create-table":
    case "create-trigger":
    case "create-policy":
      return !isConditional(step);
    default:
      return false;
  }
}
